"""The page of content health: each fault with its form, for a spreadsheet too, and nothing where all is well."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from faq.models import Article, CheckedLink, Clinic, Fact, Tag, ViewCount
from faq.publishing import facts, templates
from tests.admin.conftest import change_url
from tests.factories import a_video, edit, make_article, stored_picture
from tests.page_text import text_of

pytestmark = pytest.mark.django_db
PAGE = "/admin/reports/content/"


def found(client: Client) -> dict[str, list[str]]:
    """The titles under each heading of the page."""
    sections = client.get(PAGE).context["faults"]
    return {section["key"]: [line.title for line, _ in section["lines"]] for section in sections}


@pytest.fixture
def healthy(editor: Client) -> Article:
    """An article with which nothing is wrong."""
    return make_article("Where do I park?", tags=["Visits"], owner="editor", steps=["Take a ticket."])


def aged(article: Article, days: int) -> None:
    moment = timezone.now() - timedelta(days=days)
    Article.objects.filter(pk=article.pk).update(changed_at=moment, published_at=article.live and moment)


def test_all_is_well_where_nothing_is_wrong(editor, healthy):
    templates.add_first()

    assert found(editor) == {}
    assert "Nothing grows old, and everything can be found." in text_of(editor.get(PAGE))


def test_each_fault_stands_under_its_heading_with_the_form_that_mends_it(editor, healthy):
    aged(make_article("An old draft?", published=False, tags=["Visits"]), 31)
    aged(make_article("A young draft?", published=False, tags=["Visits"]), 29)
    nobodys = make_article("Nobody's?", tags=["Visits"])
    make_article("Untagged?", owner="editor", short_answer="See [parking](/articles/where-do-i-park/).")
    edit(healthy, short_answer="See [this](/articles/untagged/).")
    CheckedLink.objects.create(url="/articles/untagged/", state="works")
    make_article("Alone?", owner="editor")
    make_article(
        "No words?", owner="editor", tags=["Visits"], published=False, short_answer=f"![](/media/{stored_picture()})"
    )
    unread = make_article("Unread?", owner="editor", tags=["Visits"])
    aged(unread, 91)
    read = make_article("Read?", owner="editor", tags=["Visits"])
    aged(read, 91)
    ViewCount.objects.create(article=read, day=Clinic.load().now().date() - timedelta(days=89), views=1)
    late = make_article("Late?", owner="editor", tags=["Visits"], review_every="3")
    Article.objects.filter(pk=late.pk).update(checked_on=Clinic.load().now().date() - timedelta(days=200))
    Tag.objects.create(name="Nothing", slug="nothing")
    Fact.objects.create(name="fax", label="Fax", value="1")

    assert found(editor) == {
        "overdue": ["Late?"],
        "alt": ["No words?"],
        "drafts": ["An old draft?"],
        "unowned": ["Nobody's?"],
        "untagged": ["Alone?", "Untagged?"],
        "unlinked": ["Alone?"],
        "unused": ["Nothing", "Fax"],
        "unread": ["Unread?"],
    }
    assert f'<a href="{change_url(nobodys)}">Nobody&#x27;s?</a>' in editor.get(PAGE).text


def test_a_dead_link_is_named_at_its_step(editor, healthy):
    edit(healthy, steps=["Look at [the map](https://maps.example.org/x)."])
    CheckedLink.objects.create(url="https://maps.example.org/x", state="dead", why="There is no such page.")

    page = text_of(editor.get(PAGE))

    assert "Dead links 1" in page
    assert "Where do I park? Step 1: https://maps.example.org/x" in page


def test_the_same_steps_in_two_articles_are_one_line_until_it_was_said_that_they_stay(editor, healthy):
    steps = ["Open the portal in your browser.", "Press the button “Log in” at the top.", "Type your e-mail address."]
    one = make_article("How do I pay?", owner="editor", tags=["Visits"], steps=steps)
    make_article("How do I see my results?", owner="editor", tags=["Visits"], steps=steps)

    assert found(editor) == {"copies": ["How do I pay?"]}
    assert "3 steps as in “How do I see my results?”" in text_of(editor.get(PAGE))
    edit(one, steps=["Call us."])
    assert found(editor) == {}


def test_a_fact_in_the_clinics_own_words_is_used(editor, healthy):
    facts.save(Fact(name="fax", label="Fax", value="1"), by=None)
    facts.save_clinic(Clinic(privacy_words="Write to us: {{fax}}."), by=None)

    assert found(editor) == {}


def test_steps_for_different_readers_are_not_the_same_twice(editor, healthy):
    words = ["Open the portal in your browser.", "Press the button “Log in” at the top.", "Type your e-mail address."]
    asked = [{"text": "Who?", "answers": [{"key": "me", "text": "Me"}, {"key": "child", "text": "My child"}]}]
    for title, key in (("One?", "me"), ("Two?", "child")):
        steps = [{"text": text, "only_for": [key]} for text in words]
        steps += [{"text": f"Call {title}", "only_for": []}]
        make_article(title, owner="editor", tags=["Visits"], steps=steps, reader_questions=asked)

    assert "copies" not in found(editor)


def test_a_video_whose_picture_has_no_description_is_named(editor, healthy):
    video = a_video(poster=stored_picture(3), poster_alt="")
    make_article("Seen?", owner="editor", tags=["Visits"], published=False, videos=[video])

    assert found(editor) == {"alt": ["Seen?"]}


def test_a_manager_reads_titles_and_gets_no_form(sign_in, healthy):
    aged(make_article("An old draft?", published=False, tags=["Visits"]), 31)

    page = sign_in("Manager").get(PAGE)

    assert "An old draft?" in text_of(page)
    assert [link.name for section in page.context["sections"] for link in section.pages if link.is_here] == [
        "Content health"
    ]
    assert "/change/" not in page.text


def test_the_spreadsheet_has_every_line_and_no_formula(editor, healthy):
    for number in range(12):
        make_article(f"=Draft {number:02}?", published=False, tags=["Visits"])
    Article.objects.filter(live=None).update(changed_at=timezone.now() - timedelta(days=40))

    page = text_of(editor.get(PAGE))
    lines = editor.get("/admin/reports/content.csv").getvalue().decode("utf-8-sig").splitlines()

    assert "All 12" in page
    assert page.count("=Draft") == 10
    assert len(lines) == 13
    assert lines[1].split(",")[1].lstrip('"').startswith("'=Draft 00?")


@pytest.mark.parametrize("articles", [1, 12])
def test_the_page_asks_as_often_for_many_articles_as_for_one(editor, articles, django_assert_max_num_queries):
    for number in range(articles):
        make_article(f"Draft {number}?", steps=["Call us.", f"Say the number {number}."])

    with django_assert_max_num_queries(48):
        editor.get(PAGE)
