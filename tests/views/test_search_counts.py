"""How many articles are about what was searched, and how many more may help."""

import re

import pytest

from tests.factories import make_article
from tests.views.test_search import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meaning_at_once")]


def test_an_article_that_only_may_help_is_not_counted_as_one_about_it(client):
    make_article("Can I rent a wheelchair?", short_answer="Rental costs nothing.")
    for number in range(3):
        make_article(f"Where is waiting room {number}?", short_answer="A wheelchair fits through its door.")

    html = page(client, "wheelchair rental")

    assert re.search("1 article about “wheelchair rental”, [1-3] more that may help", html)


def test_where_only_other_articles_stand_under_a_topic_none_is_said_to_be_about_it(client):
    make_article("Can I rent a wheelchair?", short_answer="Rental costs nothing.", tags=["Wheels"])
    for number in range(3):
        make_article(f"Where is waiting room {number}?", short_answer="A wheelchair fits.", tags=["Visits"])

    html = page(client, "wheelchair rental", tag="visits")

    assert re.search("[1-3] articles? that may help with “wheelchair rental” under Visits", html)
    assert "0 articles" not in html
