"""The list of links that do not work."""

import pytest

from faq.models import CheckedLink, Clinic
from faq.publishing import facts
from tests.factories import edit, make_article

URL = "/admin/faq/checkedlink/"
DEAD, UNKNOWN = CheckedLink.State.DEAD, CheckedLink.State.UNKNOWN


def test_a_dead_link_is_listed_with_the_step_that_has_it(editor):
    article = make_article("How do I pay?", steps=["Open it.", "See https://a.example/gone?a=1&b=2."])
    CheckedLink.objects.create(url="https://a.example/gone?a=1&b=2", state=DEAD, why="Not there.")
    CheckedLink.objects.create(url="https://a.example/fine", state=CheckedLink.State.WORKS)

    page = editor.get(URL).content.decode()

    assert (
        f'<a href="/admin/faq/article/{article.pk}/change/">How do I pay?</a> <span class="quiet">Step 2</span>' in page
    )
    assert "Not there." in page
    assert "https://a.example/fine" not in page


def test_what_could_not_be_checked_is_a_list_of_its_own(editor):
    make_article(body="https://a.example/mine")
    CheckedLink.objects.create(url="https://a.example/mine", state=UNKNOWN, why="It asks for a log-in.")

    dead, unknown = (editor.get(URL, asked).content.decode() for asked in ({}, {"state": "unknown"}))

    assert "It asks for a log-in." not in dead
    assert "It asks for a log-in." in unknown
    assert 'Could not check <span class="count">1</span>' in dead


def test_a_place_that_patients_do_not_see_says_so(editor):
    article = make_article("How do I pay?")
    edit(make_article("Where?"), publish=False, body="https://a.example/gone")
    make_article("A draft?", published=False, body="https://a.example/gone")
    CheckedLink.objects.create(url="https://a.example/gone", state=DEAD)

    page = editor.get(URL).content.decode()

    assert page.count("More detail, patients do not see it") == 1
    assert article.title not in page


def test_the_list_asks_as_often_with_three_links_as_with_one(
    editor, django_assert_num_queries, django_assert_max_num_queries
):
    for number in range(3):
        make_article(f"Question {number}?", steps=[f"See https://a.example/{number}."])
    CheckedLink.objects.create(url="https://a.example/0", state=DEAD)
    with django_assert_max_num_queries(30) as one:
        editor.get(URL)
    for number in (1, 2):
        CheckedLink.objects.create(url=f"https://a.example/{number}", state=DEAD)

    with django_assert_num_queries(len(one)):
        page = editor.get(URL)

    assert page.content.decode().count("Step 1") == 3


def test_the_list_says_whether_other_sites_are_asked_at_all(editor, owner):
    before = editor.get(URL).content.decode()
    facts.save_clinic(Clinic(checks_links=True), by=None)
    after = editor.get(URL).content.decode()

    assert "the owner of this site can switch that on" in before
    assert "are not looked at" not in after


@pytest.mark.parametrize("search", ["'", '"', "%", "\x00", "é" * 300])
def test_an_odd_search_shows_the_list(editor, search):
    CheckedLink.objects.create(url="https://a.example/gone", state=DEAD)

    assert "Dead links" in editor.get(URL, {"q": search}).content.decode()
