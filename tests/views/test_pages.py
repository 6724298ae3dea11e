"""The pages patients read: right, empty, moved, gone, forbidden, odd."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Article, Clinic, Fact, ViewCount
from faq.publishing import actions, facts
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def reader() -> Client:
    return Client(headers=BROWSER, enforce_csrf_checks=True)


def words_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def titles_in(response) -> list[str]:
    return re.findall(r'<a href="/articles/[^"]+/">([^<]+)</a>', response.content.decode())


def views() -> int:
    return sum(ViewCount.objects.values_list("views", flat=True))


@pytest.mark.parametrize("name", ["home", "articles", "tags", "accessibility"])
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
    assert "Portal" in words_of(response)
    assert "ecret" not in words_of(response)


def test_an_article_shows_its_answer_steps_and_detail_in_order(reader: Client):
    make_article(
        "How do I log in?", short_answer="Short.", steps=["Open it", "Type it"], body="Later words.", tags=["A"]
    )

    words = words_of(reader.get("/articles/how-do-i-log-in/"))

    order = [words.index(part) for part in ("How do I log in?", "Short.", "Open it", "Type it", "Later words.")]
    assert order[1:] == sorted(order[1:])


def test_drafts_and_staff_articles_answer_like_a_missing_page(reader: Client):
    make_article("A draft?", published=False)
    make_article("For staff?", audience="staff")

    missing = reader.get("/articles/nothing-here/")
    for slug in ("a-draft", "for-staff"):
        response = reader.get(f"/articles/{slug}/")
        assert response.status_code == missing.status_code == 404
        assert response.content == missing.content


def test_an_article_that_became_staff_only_is_missing_too(reader: Client):
    article = edit(make_article("Was public?"), audience="staff")

    assert reader.get("/articles/was-public/").status_code == 404
    actions.unpublish(article, by=None)
    assert reader.get("/articles/was-public/").status_code == 404


def test_an_old_address_leads_to_the_article_in_one_step(reader: Client):
    article = make_article("Old question?")
    edit(edit(article, slug="middle"), slug="newest")

    for old in ("old-question", "middle"):
        response = reader.get(f"/articles/{old}/")
        assert (response.status_code, response["Location"]) == (301, "/articles/newest/")


def test_an_unpublished_address_says_politely_that_it_is_gone(reader: Client):
    article = edit(make_article("Old question?"), slug="renamed")
    actions.unpublish(article, by=None)

    for slug in ("renamed", "old-question"):
        response = reader.get(f"/articles/{slug}/")
        assert response.status_code == 410
        assert "Old question" not in words_of(response)


def test_an_address_not_yet_published_is_not_known(reader: Client):
    article = make_article("Public question?")
    edit(article, slug="new-name", publish=False)

    assert reader.get("/articles/new-name/").status_code == 404
    assert reader.get("/articles/public-question/").status_code == 200


def test_addresses_in_any_script_work(reader: Client):
    article = make_article("पासवर्ड कैसे बदलें?", tags=["日本語"])

    assert reader.get(article.get_absolute_url()).status_code == 200
    assert reader.get(reverse("faq:tag", args=["日本語"])).status_code == 200


def test_a_change_of_shared_steps_is_seen_on_the_next_request(reader: Client):
    shared = make_article("How do I log in?", steps=["Open the old page"])
    make_article("Can we share?", steps=[{"include": shared.slug}])
    first = reader.get("/articles/can-we-share/")

    edit(shared, steps=["Open the new page"])
    second = reader.get("/articles/can-we-share/", headers={"If-None-Match": first["ETag"]})

    assert "Open the old page" in words_of(first)
    assert second.status_code == 200
    assert "Open the new page" in words_of(second)


def test_a_reload_the_same_day_is_answered_short_and_counted_once(reader: Client):
    make_article("How do I log in?")
    first = reader.get("/articles/how-do-i-log-in/")

    again = reader.get("/articles/how-do-i-log-in/", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == "private, no-cache"
    assert views() == 1


def test_reading_again_after_an_edit_is_still_one_reader(reader: Client):
    article = make_article("How do I log in?")
    first = reader.get("/articles/how-do-i-log-in/")
    edit(article, short_answer="New words.")

    again = reader.get("/articles/how-do-i-log-in/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert "New words." in words_of(again)
    assert views() == 1


def test_yesterdays_copy_counts_as_a_new_view(reader: Client):
    make_article("How do I log in?")
    etag = reader.get("/articles/how-do-i-log-in/")["ETag"]
    yesterday = '"20200101' + etag[len('"20200101') :]

    assert reader.get("/articles/how-do-i-log-in/", headers={"If-None-Match": yesterday}).status_code == 200
    assert views() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {**BROWSER, "Sec-Purpose": "prefetch;prerender"},
        {**BROWSER, "Purpose": "prefetch"},
    ],
)
def test_bots_and_prefetch_add_nothing_and_hold_no_receipt(headers: dict):
    make_article("How do I log in?")

    response = Client(headers=headers).get("/articles/how-do-i-log-in/")

    assert response.status_code == 200
    assert "ETag" not in response
    assert views() == 0


def test_a_look_at_the_head_alone_adds_nothing(reader: Client):
    make_article("How do I log in?")

    assert reader.head("/articles/how-do-i-log-in/").status_code == 200
    assert views() == 0


def test_staff_add_nothing_and_get_a_fresh_page_with_their_bar(reader: Client):
    article = make_article("How do I log in?")
    reader.force_login(make_staff("Editor"))

    response = reader.get("/articles/how-do-i-log-in/")

    assert views() == 0
    assert response["Cache-Control"] == "private, no-store"
    assert reverse("admin:faq_article_change", args=[article.pk]) in response.content.decode()


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
    assert "23 articles" in words_of(reader.get("/articles/"))


def test_an_empty_topic_is_not_shown_and_not_found(reader: Client):
    make_article("One", tags=["Used"])
    make_article("Two", tags=["Unused"], published=False)

    assert "Unused" not in words_of(reader.get("/tags/"))
    assert reader.get("/tags/unused/").status_code == 404


@pytest.mark.parametrize("address", ["/", "/articles/", "/articles/how-do-i-reset-my-password/", "/tags/", "/tags/a/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "trace"])
def test_other_methods_are_refused(reader: Client, address: str, method: str):
    make_article(tags=["A"])

    assert getattr(reader, method)(address).status_code == 405


@pytest.mark.parametrize("amount", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("/articles/", 5), ("/tags/", 5), ("/tags/a/", 6), ("/", 6)])
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

    with django_assert_num_queries(9):
        reader.get("/articles/question-0/")


def test_a_fact_of_the_clinic_is_filled_in_everywhere(reader: Client):
    facts.save_clinic(Clinic(name="Test clinic", phone="01632 960 983"), by=None)
    make_article("How do I call?", body="Call {{clinic-phone}}.")

    assert "Call 01632 960 983 ." in words_of(reader.get("/articles/how-do-i-call/"))

    facts.save_clinic(Clinic(name="Test clinic", phone="01632 960 984"), by=None)
    assert "Call 01632 960 984 ." in words_of(reader.get("/articles/how-do-i-call/"))


def test_a_clinics_own_colour_is_a_stylesheet(reader: Client):
    facts.save_clinic(Clinic(name="Test clinic", accent="#7a1f5c"), by=None)

    assert 'href="/accent/7a1f5c.css"' in reader.get("/").content.decode()
    css = reader.get("/accent/7a1f5c.css")
    assert css["Content-Type"].startswith("text/css")
    assert b"#7a1f5c" in css.content
    assert reader.get("/accent/zzz.css").status_code == 404


def test_a_preview_link_opens_without_signing_in_until_it_expires(reader: Client, rf, monkeypatch):
    from faq.views import preview

    article = make_article("A draft?", published=False)
    link = preview.link_for(rf.get("/"), article)

    response = reader.get(link)
    assert "A draft?" in words_of(response)
    assert "no-store" in response["Cache-Control"]

    monkeypatch.setattr(preview, "LINK_DAYS", -1)
    assert reader.get(link).status_code == 404
    assert reader.get("/preview/nonsense:x/").status_code == 404


def test_the_staff_preview_shows_unpublished_words_to_writers_only(reader: Client):
    article = edit(make_article("Public?"), short_answer="Not yet public.", publish=False)
    address = reverse("faq:preview", args=[article.pk])

    assert reader.get(address).status_code == 302
    reader.force_login(make_staff("Manager"))
    assert reader.get(address).status_code == 403
    reader.force_login(make_staff("Editor"))
    assert "Not yet public." in words_of(reader.get(address))


def test_an_unknown_fact_is_marked_in_the_preview_only(reader: Client):
    facts.save(Fact(name="fax", label="Fax", value="1"), by=None)
    article = make_article("Public?", body="Send to {{fax}}.", published=False)
    reader.force_login(make_staff("Editor"))
    edit(article, body="Send to {{fix}}.", publish=False)

    assert "There is no fact called “fix”" in words_of(reader.get(reverse("faq:preview", args=[article.pk])))
