"""Tags as staff see them in their list."""

import re

import pytest
from django.test import Client

from faq.models import Tag
from tests.factories import make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db
URL = "/admin/faq/tag/"
NAMES = ("billing", "Appointments", "Zebra", "visits", "Children")


def listed(client: Client, query: str = "") -> list[str]:
    return re.findall(r'<th class="field-called[^"]*"><a [^>]*>(.*?)</a>', client.get(URL + query).content.decode())


def test_tags_are_sorted_without_regard_to_capitals(editor, client):
    make_article(tags=NAMES)

    assert listed(editor) == ["Appointments", "billing", "Children", "visits", "Zebra"]
    assert listed(editor, "?o=-1") == ["Zebra", "visits", "Children", "billing", "Appointments"]
    shown = text_of(client.get("/tags/"))
    assert sorted(NAMES, key=shown.index) == ["Appointments", "billing", "Children", "visits", "Zebra"]


def test_topics_of_the_same_order_are_sorted_without_regard_to_capitals(reader):
    make_article(tags=NAMES)
    Tag.objects.update(is_topic=True)

    shown = text_of(reader.get("/"))

    assert sorted(NAMES, key=shown.index) == ["Appointments", "billing", "Children", "visits", "Zebra"]


def test_the_list_says_in_words_which_tags_stand_on_the_home_page(editor):
    make_article(tags=["Billing", "Visits"])
    Tag.objects.filter(name="Billing").update(is_topic=True)

    found = re.findall(r'<span class="state state-(\w+)">([^<]+)<', editor.get(URL).content.decode())

    assert found == [("live", "On the home page"), ("draft", "Not on the home page")]
