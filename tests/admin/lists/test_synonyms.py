"""Synonyms, as staff keep them."""

import pytest

from faq.models import Synonym
from faq.search.find import find
from tests.admin.conftest import seen
from tests.factories import make_article

SYNONYMS = "/admin/faq/synonym/"
# So that nothing but the synonym can lead to an article
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words_only")]


def test_an_editor_adds_words_and_patients_find_by_them(editor):
    make_article("How do I get into the portal?")

    editor.post(f"{SYNONYMS}add/", {"phrases": "MyChart , portal", "_save": ""})

    assert Synonym.objects.get().phrases == "MyChart, portal"
    assert [hit.title for hit in find("mychart").hits] == ["How do I get into the portal?"]


def test_a_refusal_stands_in_the_form_with_what_was_typed(editor):
    page = editor.post(f"{SYNONYMS}add/", {"phrases": "portal, how do I", "_save": ""}).content.decode()

    assert "“how do I” would match everything." in page
    assert 'value="portal, how do I"' in page
    assert not Synonym.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (" ", "Please write at least two words or phrases, separated by a comma."),
        ("portal, " + "x" * 500, "This group has 508 letters. Please keep it to 500."),
    ],
)
def test_empty_and_too_long_groups_are_refused_in_plain_words(editor, typed, sentence):
    page = editor.post(f"{SYNONYMS}add/", {"phrases": typed, "_save": ""}).content.decode()

    assert sentence in page
    assert f'name="phrases" value="{typed}"' in page


def test_a_browser_does_not_cut_off_what_is_pasted(editor):
    own_field = editor.get(f"{SYNONYMS}add/").content.decode().split('name="phrase')[1].split(">")[0]

    assert "maxlength" not in own_field


def test_a_try_shows_both_sides_and_saves_nothing(editor):
    make_article("How do I get into the portal?")

    page = editor.post(
        f"{SYNONYMS}add/", {"phrases": "MyChart, portal", "try": "mychart <b>", "_try": "1"}
    ).content.decode()

    before, after = page.split("Without these synonyms")[1].split("With these synonyms")
    assert "Nothing is found." in before
    assert "How do I get into the <mark>portal</mark>?" in after
    assert 'value="mychart &lt;b&gt;"' in page
    assert not Synonym.objects.exists()


def test_a_try_leads_nowhere_else_so_that_nothing_typed_is_lost(editor):
    make_article("How do I get into the portal?")

    page = editor.post(f"{SYNONYMS}add/", {"phrases": "MyChart, portal", "try": "portal", "_try": "1"}).content.decode()

    assert page.count("How do I get into the <mark>portal</mark>?") == 2
    assert 'href="/articles/' not in page


def test_a_try_without_a_search_asks_for_one(editor):
    page = editor.post(f"{SYNONYMS}add/", {"phrases": "MyChart, portal", "try": " ", "_try": "1"}).content.decode()

    assert "Please type a search in the field above" in page
    assert "Nothing is found." not in page


def test_a_try_of_refused_words_says_why_and_finds_nothing(editor):
    page = editor.post(
        f"{SYNONYMS}add/", {"phrases": "portal, how do I", "try": "portal", "_try": "1"}
    ).content.decode()

    assert "“how do I” would match everything." in page
    assert "What patients find for" not in page


def test_a_try_of_a_kept_group_leaves_it_out_on_one_side(editor):
    make_article("How do I get into the portal?")
    group = Synonym.objects.create(phrases="MyChart, portal")

    page = editor.post(
        f"{SYNONYMS}{group.pk}/change/", {"phrases": "MyChart, app", "try": "mychart", "_try": "1"}
    ).content.decode()

    assert page.count("Nothing is found.") == 2
    assert Synonym.objects.get().phrases == "MyChart, portal"


def test_a_group_is_changed_and_deleted_through_the_verbs(editor):
    make_article("How do I get into the portal?")
    editor.post(f"{SYNONYMS}add/", {"phrases": "MyChart, portal", "_save": ""})
    group = Synonym.objects.get()

    one_way = {"phrases": "MyChart, portal", "is_one_way": "on", "_save": "", **seen(group)}
    editor.post(f"{SYNONYMS}{group.pk}/change/", one_way)
    assert "From the first word to the others" in editor.get(SYNONYMS).content.decode()

    editor.post(f"{SYNONYMS}{group.pk}/delete/", {"post": "yes", **seen(group)})
    assert find("mychart").total == 0
