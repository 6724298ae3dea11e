"""What patients see of an article that nobody has checked in time is the clinic's choice, from its first second on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from faq import on_time
from faq.models import Article, Clinic
from faq.publishing import actions, facts, review
from tests.clock import Clock
from tests.factories import edit, make_article, make_staff, step_showing, stored_picture
from tests.page_text import text_of

pytestmark = pytest.mark.django_db
TITLE, ADDRESS = "How do I renew a prescription?", "/articles/how-do-i-renew-a-prescription/"
PLACES = ("/", "/articles/", "/tags/medicine/", "/search/?q=renew+prescription", "/search/suggestions/?q=renew+pres")
PLACES += ("/sitemap.xml",)
EVERYWHERE = {ADDRESS, "/tags/", *PLACES}
SECOND = timedelta(seconds=1)
# Midnight in New York
DUE = datetime(2026, 6, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(on_time, "_busy_until", 0.0)
    clock = Clock(monkeypatch)
    # 1 March in New York, still 2 March in London
    clock.set(datetime(2026, 3, 2, 3, tzinfo=UTC))
    return clock


def choose(when_overdue: str, *, shows_checked: bool = False) -> None:
    clinic = Clinic(name="North Clinic", phone="01632 960 983", time_zone="America/New_York")
    clinic.when_overdue, clinic.shows_checked = when_overdue, shows_checked
    facts.save_clinic(clinic, by=None)


def where_it_is_seen(reader: Client) -> set[str]:
    seen = {place for place in PLACES if ADDRESS in reader.get(place).content.decode()}
    seen |= {"/tags/"} if "/tags/medicine/" in reader.get("/tags/").content.decode() else set()
    return seen | ({ADDRESS} if reader.get(ADDRESS).status_code == 200 else set())


def check(article: Article, by: object = None) -> None:
    review.confirm(article, version=Article.objects.get(pk=article.pk).version, by=by)


def test_what_is_hidden_is_gone_everywhere_at_midnight_and_back_with_one_press(reader: Client, clock: Clock):
    choose("hide")
    make_article("How do I pay?")
    article = make_article(TITLE, tags=["Medicine"], review_every="3")

    for seconds, expected in ((-2, EVERYWHERE), (-1, EVERYWHERE), (0, set()), (1, set())):
        clock.set(DUE + seconds * SECOND)
        assert where_it_is_seen(reader) == expected, seconds
    gone = reader.get(ADDRESS)
    check(article)

    assert gone.status_code == 404
    assert "This answer is not shown at the moment" in text_of(gone)
    assert where_it_is_seen(reader) == EVERYWHERE
    clock.set(datetime(2026, 9, 1, 4, tzinfo=UTC))
    assert where_it_is_seen(reader) == set()


def test_staff_read_what_is_hidden_and_are_told(client, clock: Clock):
    choose("hide")
    article = make_article(TITLE, tags=["Medicine"], review_every="3")
    clock.set(DUE)
    client.force_login(make_staff("Editor"))

    page = text_of(client.get(ADDRESS))
    editor = text_of(client.get(f"/admin/faq/article/{article.pk}/change/"))
    home = text_of(client.get("/admin/"))

    assert "Patients do not see this page until somebody has checked it." in page
    assert (
        "The next check was due before 1 June 2026. Patients do not see it until somebody presses “Still correct”."
        in editor
    )
    assert f"{TITLE} Hidden until checked" in home


def test_the_choice_and_the_interval_count_at_once(reader: Client, clock: Clock):
    choose("keep")
    article = make_article(TITLE, review_every="3")
    clock.set(DUE)

    def is_seen() -> bool:
        return reader.get(ADDRESS).status_code == 200

    seen = [is_seen()]
    for when in ("hide", "banner", "hide"):
        choose(when)
        seen.append(is_seen())
    for every in ("6", "3"):
        edit(article, publish=False, review_every=every)
        seen.append(is_seen())

    assert seen == [True, False, True, False, True, False]


def test_what_comes_back_to_the_site_after_its_time_is_hidden_and_what_leaves_it_is_not(reader: Client, clock: Clock):
    choose("hide")
    article = make_article(TITLE, review_every="3")
    clock.set(DUE)
    reader.get("/")
    actions.unpublish(article, by=None)
    off = Article.objects.get().is_hidden

    actions.publish(article, by=None)

    assert (off, Article.objects.get().is_hidden, reader.get(ADDRESS).status_code) == (False, True, 404)


def test_steps_and_pictures_of_a_hidden_article_stay_where_others_show_them(reader: Client, clock: Clock):
    choose("hide")
    shown, own = stored_picture(1), stored_picture(2)
    shared = make_article("How do I sign in?", steps=[step_showing(shown)], review_every="3")
    make_article("Alone?", steps=[step_showing(own)], review_every="3")
    make_article(TITLE, steps=[{"include": shared.slug}])
    clock.set(DUE)

    page = reader.get(ADDRESS).content.decode()

    assert f"/media/{shown}" in page
    assert [reader.get(f"/media/{name}").status_code for name in (shown, own)] == [200, 404]


@pytest.mark.parametrize("place", [ADDRESS, f"{ADDRESS}print/"])
def test_a_banner_stands_above_it_from_that_day_on(reader: Client, clock: Clock, place: str):
    choose("banner")
    article = make_article(TITLE, review_every="3")
    said = "It should have been checked before 1 June 2026 , and that has not happened yet."
    pages = []

    for moment in (DUE - SECOND, DUE):
        clock.set(moment)
        pages.append(text_of(reader.get(place)))
    check(article)
    pages.append(text_of(reader.get(place)))

    assert [said in page for page in pages] == [False, True, False]
    assert "To be sure, please call us: 01632 960 983" in pages[1]


def test_the_answer_above_a_search_says_it_too(reader: Client, clock: Clock):
    choose("banner")
    make_article("Where can I park?", short_answer="Behind the house.")
    make_article(TITLE, short_answer="Press renew in the portal to renew a prescription.", review_every="3")
    pages = []

    for moment in (DUE - SECOND, DUE):
        clock.set(moment)
        pages.append(text_of(reader.get("/search/", {"q": "how do i renew a prescription"})))

    assert ["it should have been checked before 1 June 2026" in page for page in pages] == [False, True]


def test_checked_by_stands_only_below_the_very_words_that_were_checked(reader: Client):
    choose("keep", shows_checked=True)
    shared = make_article("How do I sign in?", steps=["Open."])
    article = make_article(TITLE, steps=[{"include": shared.slug}])
    said = "Checked by North Clinic on 1 March 2026"

    def is_said() -> bool:
        return said in text_of(reader.get(ADDRESS))

    seen = [is_said()]
    check(article, make_staff(first_name="Ana"))
    seen.append(is_said())
    edit(article, publish=False, short_answer="Other words.")
    seen.append(is_said())
    actions.publish(article, by=None)
    seen.append(is_said())
    check(article)
    seen.append(is_said())
    # What it shows of another one counts too, but for its spelling
    edit(shared, publish=False, steps=["Open it."])
    actions.publish(shared, by=None, is_spelling_only=True)
    seen.append(is_said())
    edit(shared, steps=["Close it."])
    seen.append(is_said())

    assert seen == [False, True, True, False, True, True, False]
    assert "Ana" not in text_of(reader.get(ADDRESS))


def test_checked_by_is_said_by_no_clinic_that_did_not_switch_it_on(reader: Client):
    choose("keep")
    check(make_article(TITLE))

    assert "Checked by" not in text_of(reader.get(ADDRESS))
