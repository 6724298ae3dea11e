"""The page of synonyms that come with the site."""

import pytest

from faq.models import SwitchedOffSynonyms
from faq.search.find import find
from tests.factories import make_article

PAGE = "/admin/faq/synonym/built-in/"
# So that nothing but the synonym can lead to an article
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words_only")]


def test_the_list_of_synonyms_leads_to_those_that_come_with_the_site(editor):
    SwitchedOffSynonyms.objects.create(list_name="everyday", group_name="pharmacy")

    page = editor.get("/admin/faq/synonym/").content.decode()

    assert f'<a href="{PAGE}">190 groups come with this site</a>, 1 of them switched off.' in page


def test_both_lists_are_shown_with_their_sources_and_a_button_for_each_group(editor):
    page = editor.get(PAGE).content.decode()

    assert "pharmacy, drugstore, chemist" in page
    assert "MedlinePlus topic: High Blood Pressure" in page
    assert page.count('name="off"') == 70 + 120 + 2
    assert 'name="on"' not in page


def test_one_click_switches_a_group_off_and_the_same_button_on_again(editor):
    make_article("Which pharmacy do you use?")
    assert find("drugstore").total == 1

    page = editor.post(PAGE, {"off": "everyday|pharmacy"}, follow=True).content.decode()

    assert "“pharmacy, drugstore, chemist” is switched off. The next search follows." in page
    assert "70 groups, 1 of them switched off." in page
    assert 'name="on" value="everyday|pharmacy"' in page
    assert find("drugstore").total == 0

    editor.post(PAGE, {"on": "everyday|pharmacy"})

    assert find("drugstore").total == 1
    assert not SwitchedOffSynonyms.objects.exists()


def test_a_whole_list_is_switched_off_and_on(editor):
    page = editor.post(PAGE, {"off": "medical|"}, follow=True).content.decode()

    assert "The whole list is switched off." in page
    assert "hypertension" not in page
    assert 'name="on" value="medical|"' in page

    page = editor.post(PAGE, {"on": "medical|"}, follow=True).content.decode()

    assert "120 groups." in page


def test_what_is_looked_for_is_found_and_kept_after_a_click(editor):
    page = editor.get(PAGE, {"q": "Blood  pressure"}).content.decode()

    assert "3 found for “Blood pressure”." in page
    assert "hypertension" in page
    assert "pharmacy" not in page

    response = editor.post(PAGE, {"q": "Blood pressure", "off": "medical|hypertension"})

    assert response.url == f"{PAGE}?q=Blood+pressure"


@pytest.mark.parametrize(
    "sent", [{}, {"off": "everyday|no such"}, {"on": "|"}, {"off": "medical|\x00"}, {"off": "x" * 9000}]
)
def test_an_odd_click_changes_nothing_and_says_so(editor, sent):
    page = editor.post(PAGE, sent, follow=True).content.decode()

    assert "These words do not come with this version of the site." in page
    assert not SwitchedOffSynonyms.objects.exists()


def test_nobody_else_sees_or_switches_them(sign_in):
    manager = sign_in("Manager")

    assert manager.get(PAGE).status_code == manager.post(PAGE, {"off": "everyday|pharmacy"}).status_code == 403
    assert not SwitchedOffSynonyms.objects.exists()
