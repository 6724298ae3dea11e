"""The list of articles answers "what needs me?", and actions on many go through the publishing verbs."""

import re

import pytest
from django.utils import timezone

from faq.models import Article, AuditEntry
from faq.publishing import actions
from tests.factories import edit, make_article, make_staff

URL = "/admin/faq/article/"
ODD_TICKS = [{"action": "publish", "_selected_action": ["1", odd]} for odd in ("abc", "\x00", "²", "9" * 30, "")]


def titles(client, query: str = "") -> list[str]:
    page = client.get(URL + query).content.decode()
    return re.findall(r'<th class="field-question[^"]*"><a [^>]*>(.*?)</a>', page)


@pytest.fixture
def some_of_each(editor) -> None:
    make_article("Published?", tags=["Portal"])
    edit(make_article("Changed?", tags=["Portal"]), publish=False, short_answer="New.")
    make_article("Draft?", published=False)
    make_article("Mine?", owner=editor.user.username, tags=["Visits"])
    actions.move_to_bin(make_article("Binned?"), by=None)


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        ("", ["Mine?", "Draft?", "Changed?", "Published?"]),
        ("drafts", ["Draft?"]),
        ("changed", ["Changed?"]),
        ("untagged", ["Draft?"]),
        ("mine", ["Mine?"]),
        ("bin", ["Binned?"]),
        ("nonsense", ["Mine?", "Draft?", "Changed?", "Published?"]),
    ],
)
def test_the_list_narrows_to_what_needs_somebody(editor, some_of_each, need, expected):
    assert sorted(titles(editor, f"?need={need}" if need else "")) == sorted(expected)


def test_each_state_is_said_in_words(editor, some_of_each):
    page = editor.get(URL).content.decode()

    found = re.findall(r'<span class="state state-(\w+)">([^<]+)<', page)
    assert sorted(found) == [
        ("changed", "Changed since published"),
        ("draft", "Draft"),
        ("live", "Published"),
        ("live", "Published"),
    ]


def test_any_of_the_words_finds_an_article_wherever_they_stand(editor):
    make_article("How do I log in?", steps=["Press the green button."])
    make_article("Where do I park?", tags=["Getting here"])
    make_article("What is open?")

    assert sorted(titles(editor, "?q=green+here")) == ["How do I log in?", "Where do I park?"]


@pytest.mark.parametrize("odd", ["?q=%00", "?q=%22*(AND", "?need=%F0%9F%98%80", "?p=999", "?o=99.-4", "?nothing=1"])
def test_odd_addresses_show_a_page(editor, odd):
    make_article()

    assert "<h1>Articles</h1>" in editor.get(URL + odd, follow=True).content.decode()


def test_publishing_many_names_each_refusal_and_does_the_rest(editor):
    good = make_article("Good?", published=False)
    bad = make_article("Bad?", published=False, short_answer="Call {{nobody}}.")

    page = editor.post(URL, {"action": "publish", "_selected_action": [good.pk, bad.pk]}, follow=True).content.decode()

    assert "“Good?” is published." in page
    assert "“Bad?”: There is no fact called “nobody”." in page
    assert [article.title for article in Article.objects.published()] == ["Good?"]


def test_taking_many_off_the_site_and_to_the_bin_and_back(editor):
    article = make_article("Published?")
    chosen = {"_selected_action": [article.pk]}

    editor.post(URL, {"action": "unpublish", **chosen})
    editor.post(URL, {"action": "move_to_bin", **chosen})
    editor.post(f"{URL}?need=bin", {"action": "take_out_of_bin", **chosen})

    article.refresh_from_db()
    assert article.status == "draft"
    assert list(AuditEntry.objects.filter(who=editor.user).values_list("action", flat=True)) == [
        "recovered",
        "binned",
        "unpublished",
    ]


def test_an_article_whose_steps_are_used_stays_and_says_where(editor):
    shared = make_article("Shared?", steps=["One."])
    make_article("Host?", steps=[{"include": shared.slug}])

    page = editor.post(f"{URL}{shared.pk}/delete/", follow=True).content.decode()

    assert "This article cannot be deleted while others use its steps: “Host?”." in page
    shared.refresh_from_db()
    assert shared.status == "published"


def test_moving_to_the_bin_asks_once_naming_what_is_gone(editor):
    article = make_article("Where do I park?")

    asked = editor.get(f"{URL}{article.pk}/delete/").content.decode()
    editor.post(f"{URL}{article.pk}/delete/")

    assert "Move “Where do I park?” to the bin?" in asked
    assert "It will be gone from the site, from search and from every list at once." in asked
    article.refresh_from_db()
    assert article.deleted_at <= timezone.now()


def test_taking_off_the_site_asks_once_and_keeps_the_words(editor, client):
    article = make_article("Where do I park?", short_answer="In the yard.")

    asked = editor.get(f"{URL}{article.pk}/take-off/").content.decode()
    assert client.get(article.get_absolute_url()).status_code == 200
    page = editor.post(f"{URL}{article.pk}/take-off/", follow=True).content.decode()

    assert "Take “Where do I park?” off the site?" in asked
    assert "your words are kept as a draft" in page
    assert "In the yard.</textarea>" in page
    assert list(Article.objects.live()) == []


@pytest.mark.parametrize("sent", [{"action": "publish"}, {"action": "", "_selected_action": ["1"]}, {}, *ODD_TICKS])
def test_an_action_without_lines_or_lines_without_an_action_are_answered_with_what_to_do(editor, sent):
    make_article(published=False)

    page = editor.post(f"{URL}?need=drafts", {**sent, "index": "0"}, follow=True)

    assert "Please tick the lines you mean and choose what to do with them." in page.content.decode()
    assert page.redirect_chain == [(f"{URL}?need=drafts", 302)]


def test_the_stock_bulk_delete_is_not_there(editor):
    article = make_article()

    editor.post(URL, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})

    assert Article.objects.published().count() == 1


def test_the_list_asks_the_database_as_often_for_three_articles_as_for_one(editor, django_assert_num_queries):
    make_article("One?", tags=["A"], owner=make_staff("Owner").username)
    with django_assert_num_queries(20):
        editor.get(URL)
    for number in (2, 3):
        edit(make_article(f"{number}?", tags=["A", "B"], owner="owner"), publish=False, short_answer="Changed.")

    with django_assert_num_queries(20):
        editor.get(URL)
