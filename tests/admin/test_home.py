"""The first page of the staff area: the figures of the week, what waits, and what people did last."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Article, AuditEntry, Clinic, Fact, Revision, SearchCount, Synonym, ViewCount
from tests.factories import edit, make_article, make_staff
from tests.page_text import text_of

pytestmark = pytest.mark.django_db


def waiting(client: Client) -> dict[str, list[str]]:
    """Title of each article that the page lists as waiting, and why, as the page says it."""
    needs = client.get("/admin/").context["needs"]
    lines = [line for need in needs if need.heading == "Articles that need a look" for line in need.lines]
    return {line.title: [words for _, words in line.reasons] for line in lines}


def figures(client: Client) -> list[str]:
    """The figures of the week as a reader hears them."""
    html = client.get("/admin/").content.decode()
    return [" ".join(re.sub("<[^>]+>", "", line).split()) for line in re.findall(r"<li><a [^>]+><b>.*?</li>", html)]


def fill_the_week(article: Article) -> None:
    """Views and searches in vain of the last seven days, and as many of the day before those."""
    today = Clinic.load().now().date()
    for days, views, missed in ((0, 1_200, 2), (6, 34, 1), (7, 5_000, 50)):
        day = today - timedelta(days=days)
        ViewCount.objects.create(article=article, day=day, views=views)
        SearchCount.objects.create(day=day, not_found=missed)


def test_an_article_that_waits_for_two_reasons_is_one_line(editor):
    make_article("A draft without tags?", published=False)
    edit(make_article("Changed?", tags=["A"]), publish=False, short_answer="New.")
    make_article("Published without tags?")
    make_article("Finished?", tags=["A"])

    assert waiting(editor) == {
        "Published without tags?": ["No tags"],
        "Changed?": ["Changed since published"],
        "A draft without tags?": ["Draft", "No tags"],
    }


def test_the_first_five_are_listed_and_the_others_are_one_press_away(editor):
    for number in range(7):
        make_article(f"Draft {number}?", published=False, tags=["A"])

    html = editor.get("/admin/").content.decode()

    assert list(waiting(editor)) == ["Draft 6?", "Draft 5?", "Draft 4?", "Draft 3?", "Draft 2?"]
    assert '<a href="/admin/faq/article/?need=drafts">7 drafts</a>' in html
    assert "?need=changed" not in html


def test_all_is_well_only_where_nothing_waits(editor, owner):
    make_article("Finished?", tags=["A"])
    assert "All is well" in text_of(editor.get("/admin/"))
    # A new site has things to fill in, which only its owner can
    assert "All is well" not in text_of(owner.get("/admin/"))
    assert "Nothing else waits for you." in text_of(owner.get("/admin/"))

    make_article("A draft?", published=False, tags=["A"])

    assert "All is well" not in text_of(editor.get("/admin/"))


def test_all_is_well_for_an_owner_who_has_filled_in_everything(owner):
    known = {
        "phone": "1",
        "hours": {"mon": [["08:00", "12:00"]]},
        "emergency_phone": "911",
        "security_contact": "a@b.c",
    }
    Clinic.objects.update_or_create(pk=1, defaults={**known, "time_zone": "Europe/London"})
    Fact.objects.create(name="fax", label="Fax", value="2")
    Synonym.objects.create(phrases="portal, app")
    make_article("Finished?", tags=["A"])

    assert "All is well" in text_of(owner.get("/admin/"))


def test_an_owner_reads_three_figures_of_the_last_seven_days(owner):
    fill_the_week(make_article("Where can I park?"))

    assert figures(owner) == [
        "1,234 views of articles",
        "3 times patients said “I could not find it”",
        "1 article written or changed",
    ]


def test_an_editor_reads_no_figure_of_what_readers_do(editor):
    article = make_article("Where can I park?")
    fill_the_week(article)
    old = make_article("Changed last week?")
    Revision.objects.filter(article=old).update(created_at=Clinic.load().now() - timedelta(days=8))
    edit(article, short_answer="Behind the house.")

    assert figures(editor) == ["1 article written or changed"]
    assert "1,234" not in editor.get("/admin/").content.decode()


def test_the_first_page_asks_as_much_for_three_articles_as_for_one(editor, django_assert_num_queries):
    make_article("A draft 0?", published=False)
    editor.get("/admin/")
    with django_assert_num_queries(21):
        editor.get("/admin/")
    for number in (1, 2):
        make_article(f"A draft {number}?", published=False)

    with django_assert_num_queries(21):
        editor.get("/admin/")


def test_what_the_first_start_filled_in_does_not_stand_among_what_happened_last(client):
    maria = make_staff("Editor", first_name="Maria")
    make_article("Where can I park?")
    AuditEntry.note(None, AuditEntry.Action.SETTING, "the urgent phrase “chest pain”")
    AuditEntry.note(maria, AuditEntry.Action.SETTING, "the fact “Phone”")
    client.force_login(maria)

    activity = client.get(reverse("admin:index")).context["activity"]

    assert [str(entry) for entry, _ in activity] == [
        "Maria: Changed the fact “Phone”",
        "The system: Published Where can I park?",
        "The system: Wrote Where can I park?",
    ]
