"""Setting when an article goes live and off the site, and what happens at that second."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Clinic, Edition, Redirect
from faq.publishing import actions, addresses, article_bin, due, facts, schedule
from faq.publishing.errors import ConflictError
from faq.publishing.schedule import Times
from tests.clock import Clock
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(monkeypatch)
    clock.set(TODAY)
    return clock


def set_times(article: Article, publish_at: datetime | None = None, expires_at: datetime | None = None) -> Article:
    article = Article.objects.get(pk=article.pk)
    times, seen = Times(publish_at, expires_at), Times.of(article)
    return schedule.set_times(article, times, seen=seen, version=article.version, by=None)


def published() -> list[str]:
    return sorted(article.live.title for article in Article.objects.published())


def apply_at(moment: datetime, clock: Clock) -> list[str]:
    clock.set(moment)
    due.apply()
    return published()


def test_a_draft_goes_live_at_its_second_and_off_the_site_at_its_second(clock: Clock):
    article = make_article("How do I log in?", published=False)
    start, end = TODAY + DAY, TODAY + 2 * DAY
    set_times(article, start, end)

    shown = [apply_at(at, clock) for at in (start - SECOND, start, end - SECOND, end)]

    assert shown == [[], ["How do I log in?"], ["How do I log in?"], []]
    article.refresh_from_db()
    assert (Times.of(article), article.publish_number, article.published_at) == (Times(), None, start)
    assert Edition.read()[2] is None


def test_days_that_nobody_came_change_nothing_of_what_the_log_says(clock: Clock):
    article = make_article("How do I log in?", published=False)
    set_times(article, TODAY + DAY, TODAY + 2 * DAY)

    assert apply_at(TODAY + 9 * DAY, clock) == []

    said = article.audit_entries.filter(action__in=["published", "unpublished"]).order_by("at")
    assert [(entry.at, entry.action, entry.detail, entry.who_name) for entry in said] == [
        (TODAY + DAY, "published", "at the time that was set", ""),
        (TODAY + 2 * DAY, "unpublished", "at the time that was set", ""),
    ]


def test_the_version_that_was_chosen_goes_live_not_what_was_written_since(clock: Clock):
    article = edit(make_article("One?", tags=["A"]), publish=False, title="Two?", tags=["B"])
    set_times(article, TODAY + DAY)
    edit(article, publish=False, title="Three?", tags=["C"])

    assert apply_at(TODAY + DAY - SECOND, clock) == ["One?"]
    assert apply_at(TODAY + DAY, clock) == ["Two?"]

    article.refresh_from_db()
    assert (article.title, article.has_unpublished_changes) == ("Three?", True)
    assert [tag.name for tag in article.live.tags.all()] == ["B"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((0, None), "1 May 2026 at 12:00 (UTC) is past already."),
        ((-1, None), "30 April 2026 at 12:00 (UTC) is past already."),
        ((None, -1), "30 April 2026 at 12:00 (UTC) is past already."),
        ((2, 1), "The article would go off the site before it is published."),
        ((2, 2), "The article would go off the site before it is published."),
        ((None, 2), "This article is not on the site."),
        ((4000, None), "is more than ten years from now."),
    ],
)
def test_times_that_cannot_be_are_refused_with_the_reason(days: tuple[int | None, int | None], said: str):
    article = make_article(published=False)
    times = [TODAY + each * DAY if each is not None else None for each in days]

    with pytest.raises(RefusedError) as refusal:
        set_times(article, *times)

    assert said in str(refusal.value)
    assert Times.of(Article.objects.get()) == Times()


def test_what_could_not_be_published_now_gets_no_time():
    article = make_article(short_answer="", published=False)

    with pytest.raises(RefusedError, match="There is nothing to read yet"):
        set_times(article, TODAY + DAY)


def test_what_patients_read_already_gets_no_time_to_go_live():
    with pytest.raises(RefusedError, match="Patients read this version already"):
        set_times(make_article(), TODAY + DAY)


def test_steps_that_others_show_do_not_end_before_them(clock: Clock):
    shared = make_article("Log in?", steps=["Press."])
    host = make_article("Book?", steps=[{"include": shared.slug}])
    with pytest.raises(RefusedError, match="while others use its steps: “Book\\?”"):
        set_times(shared, None, TODAY + DAY)
    set_times(host, None, TODAY + DAY)
    set_times(shared, None, TODAY + DAY)

    with pytest.raises(RefusedError, match="“Log in\\?”, whose steps you use, goes off the site at a set time"):
        set_times(host, None, TODAY + 2 * DAY)
    with pytest.raises(RefusedError, match="goes off the site at a set time"):
        make_article("Pay?", steps=[{"include": shared.slug}])

    assert apply_at(TODAY + DAY, clock) == []


def test_a_set_time_that_somebody_changed_meanwhile_is_not_overwritten():
    article, ana = make_article(), make_staff(first_name="Ana")
    schedule.set_times(article, Times(None, TODAY + DAY), seen=Times(), version=1, by=ana)

    with pytest.raises(RefusedError, match="Ana set other times in the meantime: off the site on 2 May 2026 at 12:00"):
        schedule.set_times(article, Times(None, TODAY + 2 * DAY), seen=Times(), version=1, by=None)

    assert Article.objects.get().expires_at == TODAY + DAY


def test_a_version_that_the_person_has_not_seen_gets_no_time():
    article = edit(make_article(published=False), publish=False, title="Other?")

    with pytest.raises(ConflictError):
        schedule.set_times(article, Times(TODAY + DAY), seen=Times(), version=1, by=None)


def test_what_cannot_be_published_any_more_at_its_time_is_said_and_the_rest_goes_on(clock: Clock):
    shared = make_article("Log in?", steps=["Press."])
    host = make_article("Book?", steps=[{"include": shared.slug}], published=False)
    set_times(host, TODAY + DAY)
    set_times(make_article("Pay?", published=False), TODAY + DAY)
    actions.unpublish(shared, by=None)

    assert apply_at(TODAY + DAY, clock) == ["Pay?"]

    host.refresh_from_db()
    assert host.not_published_because.startswith("“Log in?”, whose steps you use, is not published yet.")
    assert AuditEntry.objects.filter(action="not_shown", article=host).count() == 1
    assert host in Article.objects.needing_attention()
    actions.publish(shared, by=None)
    actions.publish(host, by=None)
    host.refresh_from_db()
    assert host.not_published_because == ""


def test_an_address_that_another_article_took_meanwhile_is_not_taken_back(clock: Clock):
    article = make_article("One?", slug="address", published=False)
    set_times(article, TODAY + DAY)
    edit(article, publish=False, slug="other")
    make_article("Two?", slug="address")

    assert apply_at(TODAY + DAY, clock) == ["Two?"]

    article.refresh_from_db()
    assert "“address” belongs to another article now" in article.not_published_because


def test_what_is_published_or_taken_off_by_hand_does_not_change_again_by_itself(clock: Clock):
    newer = edit(make_article("One?"), publish=False, title="Two?")
    set_times(newer, TODAY + DAY)
    edit(newer, title="Three?")
    gone = edit(make_article("Gone?"), publish=False, title="Back?")
    set_times(gone, TODAY + DAY, TODAY + 2 * DAY)
    actions.unpublish(gone, by=None)

    assert apply_at(TODAY + DAY, clock) == ["Three?"]


def test_an_end_outlasts_the_bin(clock: Clock):
    article = make_article("One?")
    set_times(article, None, TODAY + DAY)
    actions.move_to_bin(article, by=None)

    clock.set(TODAY + DAY - SECOND)
    article_bin.take_out(article, by=None)
    assert published() == ["One?"]
    actions.move_to_bin(article, by=None)
    apply_at(TODAY + DAY, clock)
    article_bin.take_out(article, by=None)

    assert published() == []


def test_the_log_says_the_times_as_the_clinics_clock_shows_them():
    facts.save_clinic(Clinic(time_zone="America/New_York"), by=None)

    set_times(
        make_article(published=False), datetime(2026, 10, 31, 12, tzinfo=UTC), datetime(2026, 11, 2, 13, tzinfo=UTC)
    )

    entry = AuditEntry.objects.get(action="scheduled")
    assert entry.detail == (
        "goes live on 31 October 2026 at 08:00 (EDT), off the site on 2 November 2026 at 08:00 (EST)"
    )
    assert timezone.now() == TODAY


def test_an_address_that_readers_had_leads_on_though_the_draft_left_it_before_it_went_live(clock: Clock):
    article = make_article("How do I log in?", published=False)
    set_times(article, TODAY + DAY)
    edit(article, publish=False, slug="sign-in")
    apply_at(TODAY + DAY, clock)

    actions.publish(Article.objects.get(), by=None)

    assert Redirect.objects.get().slug == "how-do-i-log-in"
    assert addresses.is_taken(Article(), "how-do-i-log-in")


def test_an_address_that_readers_had_is_remembered_when_the_article_goes_off_the_site(clock: Clock):
    article = make_article("How do I log in?")
    edit(article, publish=False, slug="sign-in")

    actions.unpublish(Article.objects.get(), by=None)

    assert addresses.is_taken(Article(), "how-do-i-log-in")


@pytest.mark.parametrize("later", [timedelta(0), DAY])
def test_an_article_and_the_steps_that_it_shows_go_live_at_the_same_second_or_after_them(
    clock: Clock, later: timedelta
):
    steps = make_article("How do I sign in?", steps=["Open it."], published=False)
    host = make_article("How do I pay?", steps=[{"include": steps.slug}], published=False)

    with pytest.raises(RefusedError, match="is not published yet"):
        set_times(host, TODAY + DAY)
    set_times(steps, TODAY + DAY)
    set_times(host, TODAY + DAY + later)

    assert apply_at(TODAY + DAY + later, clock) == ["How do I pay?", "How do I sign in?"]


def test_the_order_at_one_second_is_that_of_the_versions_that_go_live(clock: Clock):
    host = make_article("How do I pay?", steps=["Wait."], published=False)
    steps = make_article("How do I sign in?", steps=["Open it."], published=False)
    edit(host, publish=False, steps=[{"include": steps.slug}])
    set_times(steps, TODAY + DAY)
    set_times(host, TODAY + DAY)
    edit(host, publish=False, steps=["Wait again."])

    assert apply_at(TODAY + DAY, clock) == ["How do I pay?", "How do I sign in?"]


def test_an_end_before_that_of_an_article_that_waits_to_show_the_steps_is_refused(clock: Clock):
    steps = make_article("How do I sign in?", steps=["Open it."])
    host = make_article("How do I pay?", steps=[{"include": steps.slug}], published=False)
    set_times(host, TODAY + DAY)

    with pytest.raises(RefusedError, match="cannot go off the site then, while others use its steps: “How do I pay"):
        set_times(steps, None, TODAY + 5 * DAY)
