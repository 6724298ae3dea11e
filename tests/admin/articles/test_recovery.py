"""Out of the bin in the staff area: Undo in the message, the question for another address, refusals beforehand."""

import re

import pytest
from django.test import Client

from faq.models import Article, Fact
from faq.publishing import actions, facts
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db


def take_out(article: Article) -> str:
    return f"/admin/faq/article/{article.pk}/take-out/"


def undo_of(page: str) -> str:
    """Where the button Undo of the message leads."""
    return re.search(r'<form method="post" action="([^"]+take-out/)">.*?>Undo<', page, re.DOTALL)[1]


def test_the_message_after_moving_to_the_bin_takes_it_back(editor: Client):
    article = make_article("Where do I park?")
    sent = {"version": article.version}

    page = editor.post(f"/admin/faq/article/{article.pk}/delete/", sent, follow=True).text
    assert undo_of(page) == take_out(article)
    page = editor.post(undo_of(page), follow=True).text

    assert "Taken out of the bin, as it was. Patients see this version, published today." in page
    assert Article.objects.published().get() == article


def test_each_line_of_the_list_that_went_to_the_bin_has_its_undo(editor: Client):
    articles = [make_article("One?"), make_article("Two?")]
    ticked = {"action": "move_to_bin", "_selected_action": [article.pk for article in articles]}

    page = editor.post("/admin/faq/article/", ticked, follow=True).text

    assert sorted(re.findall(r'action="([^"]+take-out/)"', page)) == sorted(map(take_out, articles))


def test_the_question_says_how_long_the_bin_keeps_it(editor: Client):
    page = editor.get(f"/admin/faq/article/{make_article().pk}/delete/").text

    assert "stay in the bin for 30 days." in page


def test_another_address_is_asked_for_where_its_own_was_taken(editor: Client):
    article = make_article("Where?", slug="parking")
    actions.move_to_bin(article, by=None)
    make_article("Where do I park?", slug="parking")

    asked = editor.post(take_out(article)).text
    assert "“parking” of “Where?” now belongs to “Where do I park?”" in asked
    assert 'name="address" value="parking-2"' in asked
    assert Article.objects.get(pk=article.pk).status == "bin"

    assert "belongs to another article" in editor.post(take_out(article), {"address": "parking"}).text
    assert "Please fill this in." in editor.post(take_out(article), {"address": " "}).text
    done = editor.post(take_out(article), {"address": "cars"}, follow=True).text
    assert "Taken out of the bin, as it was." in done
    assert Article.objects.get(pk=article.pk).live.slug == "cars"


def test_in_a_list_a_taken_address_is_named(editor: Client):
    article = make_article("Where?", slug="parking")
    actions.move_to_bin(article, by=None)
    make_article("Where do I park?", slug="parking")

    ticked = {"action": "take_out_of_bin", "_selected_action": [article.pk]}
    page = editor.post("/admin/faq/article/?need=bin", ticked, follow=True).text

    assert "Its web address “parking” belongs to “Where do I park?” now. Please take it out alone" in page


def test_why_it_comes_back_as_a_draft_only_is_said(editor: Client):
    shared = make_article("Shared?", steps=["a"])
    article = make_article("Including?", steps=[{"include": shared.slug}])
    actions.move_to_bin(article, by=None)
    actions.unpublish(shared, by=None)

    page = editor.post(take_out(article), follow=True).text

    assert "only as a draft. It cannot be published as it was: “Shared?”, whose steps you use, is not published" in page


@pytest.mark.parametrize("question", ["delete", "take-off"])
def test_what_others_include_is_refused_before_anybody_is_asked(editor: Client, question: str):
    shared = make_article("Shared?", steps=["a"])
    make_article("Including?", steps=[{"include": shared.slug}])

    page = editor.get(f"/admin/faq/article/{shared.pk}/{question}/", follow=True).text

    assert "while others use its steps: “Including?”. Please change those first." in page
    assert f"<h1>{shared.title}</h1>" in page


def test_a_fact_in_use_is_refused_before_anybody_is_asked(editor: Client):
    fact = facts.save(Fact(name="fax", label="Fax", value="1"), by=None)
    article = make_article("How?", short_answer="{{fax}}")
    delete = f"/admin/faq/fact/{fact.pk}/delete/"

    page = editor.get(delete, follow=True).text
    assert "“Fax” cannot be deleted while articles use it: “How?”." in page
    assert "Delete “Fax”?" not in page

    edit(article, short_answer="No.")
    assert "Delete “Fax”?" in editor.get(delete).text
