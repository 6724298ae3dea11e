"""Numbers that no row has, sent where a form sends the number of a row: an answer, never a fault."""

import pytest

from faq.models import Tag
from faq.publishing import actions
from tests.admin.conftest import filled
from tests.factories import edit, make_article

ODD = ["9" * 19, "9" * 5000, "٣" * 30]


@pytest.mark.parametrize("number", ODD)
def test_a_preview_of_no_article_is_a_preview_of_a_new_one(editor, number):
    page = editor.post(f"/admin/faq/article/preview/?article={number}", filled(title="Where is it?"))

    assert (page.status_code, "Where is it?" in page.text) == (200, True)


@pytest.mark.parametrize("number", ODD)
def test_joining_into_no_tag_asks_again_which_one_stays(owner, number):
    actions.save(None, {"title": "One?", "tags": ["Visits", "Visit"]}, by=None)
    ticked = list(Tag.objects.values_list("pk", flat=True))

    sent = {"action": "join", "_selected_action": ticked, "stays": number, "index": "0"}
    page = owner.post("/admin/faq/tag/", sent)

    assert (page.status_code, "Which tag stays?" in page.text, Tag.objects.count()) == (200, True, 2)


@pytest.mark.parametrize("number", ODD)
def test_bringing_back_with_an_odd_version_still_brings_back(editor, number):
    article = edit(make_article("Where?", published=False), publish=False, title="Where now?")

    page = editor.post(f"/admin/faq/article/{article.pk}/bring-back/1/", {"version": number})

    article.refresh_from_db()
    assert (page.status_code, article.title) == (302, "Where?")
