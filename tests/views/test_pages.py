"""The pages patients read: right, empty, in pages, odd."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Article, Clinic, Fact
from faq.publishing import facts
from tests.factories import edit, make_article
from tests.page_text import text_of, titles_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["home", "articles", "tags", "accessibility", "privacy"])
def test_every_page_stands_without_any_content(reader: Client, name: str):
    response = reader.get(reverse(f"faq:{name}"))

    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1


def test_home_shows_topics_and_new_articles(reader: Client):
    make_article("How do I log in?", tags=["Portal"])
    make_article("What is secret?", published=False, tags=["Secret"])
    tag = Article.objects.get(title="How do I log in?").tags.get()
    tag.is_topic = True
    tag.save()

    response = reader.get("/")

    assert titles_in(response) == ["How do I log in?"]
    assert "Portal" in text_of(response)
    assert "ecret" not in text_of(response)


def test_an_article_shows_its_answer_steps_and_detail_in_order(reader: Client):
    make_article(
        "How do I log in?", short_answer="Short.", steps=["Open it", "Type it"], body="Later words.", tags=["A"]
    )

    words = text_of(reader.get("/articles/how-do-i-log-in/"))

    order = [words.index(part) for part in ("How do I log in?", "Short.", "Open it", "Type it", "Later words.")]
    assert order[1:] == sorted(order[1:])


def test_a_change_of_shared_steps_is_seen_on_the_next_request(reader: Client):
    shared = make_article("How do I log in?", steps=["Open the old page"])
    make_article("Can we share?", steps=[{"include": shared.slug}])
    first = reader.get("/articles/can-we-share/")

    edit(shared, steps=["Open the new page"])
    second = reader.get("/articles/can-we-share/", headers={"If-None-Match": first["ETag"]})

    assert "Open the old page" in text_of(first)
    assert second.status_code == 200
    assert "Open the new page" in text_of(second)


def test_readers_get_no_cookie(reader: Client):
    make_article("How do I log in?", tags=["A"])

    for address in (
        "/",
        "/articles/",
        "/articles/how-do-i-log-in/",
        "/tags/",
        "/tags/a/",
        "/search/?q=log",
        "/nothing/",
    ):
        assert not reader.get(address).cookies, address


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "", "1e9", "%00"])
def test_an_odd_page_number_shows_a_page(reader: Client, page: str):
    make_article(tags=["A"])

    assert titles_in(reader.get(f"/articles/?page={page}")) == ["How do I reset my password?"]
    assert titles_in(reader.get(f"/tags/a/?page={page}")) == ["How do I reset my password?"]


def test_long_lists_come_in_pages_with_their_total(reader: Client):
    for number in range(23):
        make_article(f"Question {number:02}?")

    assert len(titles_in(reader.get("/articles/"))) == 20
    assert titles_in(reader.get("/articles/?page=2")) == ["Question 20?", "Question 21?", "Question 22?"]
    assert "23 articles" in text_of(reader.get("/articles/"))


def test_an_empty_topic_is_not_shown_and_not_found(reader: Client):
    make_article("One", tags=["Used"])
    make_article("Two", tags=["Unused"], published=False)

    assert "Unused" not in text_of(reader.get("/tags/"))
    assert reader.get("/tags/unused/").status_code == 404


@pytest.mark.parametrize("address", ["/", "/articles/", "/articles/how-do-i-reset-my-password/", "/tags/", "/tags/a/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "trace"])
def test_other_methods_are_refused(reader: Client, address: str, method: str):
    make_article(tags=["A"])

    answer = getattr(reader, method)(address)

    assert (answer.status_code, answer.content) == (405, b"")
    assert method.upper() not in answer["Allow"] or method == "trace"


@pytest.mark.parametrize("amount", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("/articles/", 7), ("/tags/", 5), ("/tags/a/", 6), ("/", 6)])
def test_lists_cost_the_same_few_queries(
    reader: Client, django_assert_num_queries, amount: int, address: str, queries: int
):
    for number in range(amount):
        make_article(f"Question {number}?", tags=["A"])

    with django_assert_num_queries(queries):
        reader.get(address)


@pytest.mark.parametrize("amount", [1, 3])
def test_an_article_costs_the_same_few_queries(reader: Client, django_assert_num_queries, amount: int):
    for number in range(amount):
        make_article(f"Question {number}?", tags=["A", "B"], steps=["x"] * amount)

    # Two of them for its neighbours in the list of its topic
    with django_assert_num_queries(11):
        reader.get("/articles/question-0/")


def test_a_fact_of_the_clinic_is_filled_in_everywhere(reader: Client):
    facts.save_clinic(Clinic(name="Test clinic", phone="01632 960 983"), by=None)
    make_article("How do I call?", body="Call {{clinic-phone}}.")

    assert "Call 01632 960 983 ." in text_of(reader.get("/articles/how-do-i-call/"))

    facts.save_clinic(Clinic(name="Test clinic", phone="01632 960 984"), by=None)
    assert "Call 01632 960 984 ." in text_of(reader.get("/articles/how-do-i-call/"))


def test_a_clinics_own_colour_is_a_stylesheet(reader: Client):
    facts.save_clinic(Clinic(name="Test clinic", accent="#7a1f5c"), by=None)

    assert 'href="/accent/7a1f5c.css"' in reader.get("/").content.decode()
    css = reader.get("/accent/7a1f5c.css")
    assert css["Content-Type"].startswith("text/css")
    assert b"#7a1f5c" in css.content
    assert reader.get("/accent/zzz.css").status_code == 404


def test_a_quote_in_the_short_answer_stays_within_the_description(reader: Client):
    make_article("Quoted?", short_answer='0;url=http://evil.example/" http-equiv="refresh')

    text = reader.get("/articles/quoted/").content.decode()

    assert 'content="0;url=http://evil.example/&quot; http-equiv=&quot;refresh"' in text


def test_a_step_that_waits_for_a_fact_leaves_no_empty_number(reader: Client):
    facts.save(Fact(name="fax", label="Fax", value=""), by=None)
    article = make_article("Steps?", steps=["One", "Send it to {{fax}}", "Two"])

    words = text_of(reader.get("/articles/steps/"))

    assert "Step 1 One" in words
    assert "Step 2 Two" in words
    assert "Step 3" not in words
    assert article.live.searchable()["steps"] == ["One", "Two"]


def test_dates_are_the_clinics_own(reader: Client):
    facts.save_clinic(Clinic(name="Test clinic", time_zone="Pacific/Kiritimati"), by=None)
    article = make_article("When?")
    article.live.published_at = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
    article.live.save()

    assert "2 March 2026" in text_of(reader.get("/"))
    assert "2 March 2026" in text_of(reader.get("/articles/when/"))


def test_a_heading_that_stands_in_two_steps_and_in_the_detail_has_an_address_in_each(reader: Client):
    once = "## On a phone\n\nOpen it."
    article = make_article(short_answer=once, steps=[once, f'{once} `<h2 id="part-on-a-phone">`'], body=once)

    content = reader.get(article.get_absolute_url()).content.decode()

    places = ["short-answer-part-on-a-phone", "step-1-part-on-a-phone", "step-2-part-on-a-phone", "part-on-a-phone"]
    assert re.findall(r'<h\d id="([^"]*part-[^"]+)"', content) == places
    assert '<code>&lt;h2 id="part-on-a-phone"&gt;</code>' in content
