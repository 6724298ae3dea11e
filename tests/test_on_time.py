"""What is due by the clock is right for whoever asks first: pages, lists, suggestions, search, in each process."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

from faq import on_time
from faq.models import Article, Clinic
from faq.publishing import due, facts, schedule
from faq.publishing.schedule import Times
from faq.values.clock import moment
from faq.views import published_state
from tests.clock import Clock
from tests.factories import make_article, step_showing, stored_picture
from tests.product import ROOT, environment
from tests.visitor import BROWSER

pytestmark = pytest.mark.django_db
TITLE, ADDRESS = "How do I renew a prescription?", "/articles/how-do-i-renew-a-prescription/"
SECOND = timedelta(seconds=1)
SEARCH, SUGGESTIONS = "/search/?q=renew+prescription", "/search/suggestions/?q=renew+pres"
PLACES = ("/", "/articles/", "/tags/medicine/", SEARCH, SUGGESTIONS)
EVERYWHERE = {ADDRESS, "/tags/", *PLACES}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(on_time, "_busy_until", 0.0)
    return Clock(monkeypatch)


def set_times(article: Article, zone: str, publish_at: str = "", expires_at: str = "") -> None:
    clinic = Clinic(time_zone=zone)
    times = Times(*(moment(typed, clinic.zone) for typed in (publish_at, expires_at)))
    schedule.set_times(article, times, seen=Times(), version=article.version, by=None)


def where_it_is_seen(reader: Client) -> set[str]:
    """Return which addresses show the article or its topic; its own where it is answered with its page."""
    seen = {place for place in PLACES if ADDRESS in reader.get(place).content.decode()}
    seen |= {"/tags/"} if "/tags/medicine/" in reader.get("/tags/").content.decode() else set()
    return seen | ({ADDRESS} if reader.get(ADDRESS).status_code == 200 else set())


@pytest.mark.parametrize(
    ("zone", "publish_at", "expires_at", "start", "end"),
    [
        # Clocks go forward between the two, and back; just after each change; where they never do
        ("America/New_York", "2026-03-07T08:00", "2026-03-08T08:00", "2026-03-07T13:00Z", "2026-03-08T12:00Z"),
        ("America/New_York", "2026-10-31T08:00", "2026-11-01T08:00", "2026-10-31T12:00Z", "2026-11-01T13:00Z"),
        ("Europe/London", "2026-03-29T00:59", "2026-03-29T02:00", "2026-03-29T00:59Z", "2026-03-29T01:00Z"),
        ("Europe/London", "2026-10-25T00:59", "2026-10-25T02:00", "2026-10-24T23:59Z", "2026-10-25T02:00Z"),
        ("Asia/Kolkata", "2026-03-29T00:00", "2026-03-30T00:00", "2026-03-28T18:30Z", "2026-03-29T18:30Z"),
    ],
)
def test_each_place_shows_it_from_its_second_to_its_last(
    reader: Client, clock: Clock, zone: str, publish_at: str, expires_at: str, start: str, end: str
):
    clock.set(datetime(2026, 1, 1, tzinfo=UTC))
    facts.save_clinic(Clinic(time_zone=zone), by=None)
    make_article("How do I pay?")
    set_times(make_article(TITLE, published=False, tags=["Medicine"]), zone, publish_at, expires_at)
    begins, ends = (datetime.fromisoformat(each) for each in (start, end))

    for around, before, after in ((begins, set(), EVERYWHERE), (ends, EVERYWHERE, set())):
        for seconds in (-2, -1, 0, 1):
            clock.set(around + seconds * SECOND)
            assert where_it_is_seen(reader) == (after if seconds >= 0 else before), (zone, around, seconds)


def test_a_browser_that_keeps_the_page_is_told_at_the_second(reader: Client, clock: Clock):
    clock.set(datetime(2026, 5, 1, tzinfo=UTC))
    set_times(make_article(TITLE), "UTC", expires_at="2026-05-02T08:00")
    clock.set(datetime(2026, 5, 2, 7, 59, 59, tzinfo=UTC))
    etag = reader.get(ADDRESS)["ETag"]

    known = reader.get(ADDRESS, headers={"If-None-Match": etag}).status_code
    clock.set(clock.now + SECOND)
    after = reader.get(ADDRESS, headers={"If-None-Match": etag}).status_code

    assert (known, after) == (304, 410)


def test_a_picture_goes_with_its_article(reader: Client, clock: Clock, settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path
    clock.set(datetime(2026, 5, 1, tzinfo=UTC))
    name = stored_picture()
    set_times(make_article(TITLE, steps=[step_showing(name)]), "UTC", expires_at="2026-05-02T08:00")

    shown = []
    for at in (datetime(2026, 5, 2, 7, 59, 59, tzinfo=UTC), datetime(2026, 5, 2, 8, tzinfo=UTC)):
        clock.set(at)
        shown.append(reader.get(f"/media/{name}").status_code)

    assert shown == [200, 404]


def test_an_address_that_leads_to_no_view_sees_it_too(reader: Client, clock: Clock):
    clock.set(datetime(2026, 5, 1, tzinfo=UTC))
    set_times(make_article(TITLE, published=False), "UTC", "2026-05-02T08:00")
    clock.set(datetime(2026, 5, 2, 8, tzinfo=UTC))

    assert TITLE in reader.get("/nothing-here").content.decode()


def test_pages_say_when_they_stop_being_true(clock: Clock):
    clock.set(datetime(2026, 5, 1, tzinfo=UTC))
    article = make_article(TITLE)
    before = published_state.current()
    set_times(article, "UTC", expires_at="2026-05-01T08:00")

    after = published_state.current()

    assert before.true_until == datetime(2026, 5, 2, tzinfo=UTC)
    assert after.true_until == datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert before.name != after.name


def test_the_earliest_moment_counts_where_clocks_go_back():
    zone = Clinic(time_zone="America/New_York").zone
    first_time = datetime(2026, 11, 1, 5, 45, tzinfo=UTC)
    soon, later = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (6, 7))

    # Its clock shows 01:45, then 01:30
    until = published_state.true_until(first_time.astimezone(zone), later, soon)

    # Python calls no moment within that hour equal to one of another zone
    assert until.astimezone(UTC) == soon


def test_a_reader_waits_briefly_for_a_database_that_takes_no_writes_and_sees_what_was(
    reader: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    clock.set(datetime(2026, 5, 1, tzinfo=UTC))
    set_times(make_article(TITLE, published=False), "UTC", "2026-05-01T08:00")
    clock.set(datetime(2026, 5, 1, 8, tzinfo=UTC))
    asked = []

    def locked() -> int:
        asked.append(1)
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(due, "apply", locked)
        seen = [reader.get(ADDRESS).status_code for _ in range(3)]
    monkeypatch.setattr(on_time, "_busy_until", 0.0)

    assert (seen, len(asked)) == ([404] * 3, 1)
    assert reader.get(ADDRESS).status_code == 200


ASK = """
import os, sys, django
from datetime import datetime
django.setup()
from django.utils import timezone
from django.test import Client
for line in sys.stdin:
    now = datetime.fromisoformat(line.strip())
    timezone.now = lambda: now
    client = Client(headers={"User-Agent": sys.argv[1], "Host": "localhost"})
    found = [client.get(place).content.decode().count(sys.argv[2]) > 0 for place in sys.argv[3:]]
    print(client.get(sys.argv[2]).status_code, found, flush=True)
"""


@pytest.mark.start
def test_two_processes_change_at_the_same_second(own_folder: Path):
    values = environment(own_folder, DJANGO_SETTINGS_MODULE="kb.settings")
    made = """
import sys, django
django.setup()
from tests.test_on_time import make_article, set_times, TITLE
set_times(make_article(TITLE, published=False, tags=["Medicine"]), "UTC", sys.argv[1], sys.argv[2])
"""
    day = f"{datetime.now(UTC).year + 1}-05-02"
    times = [f"{day}T08:00", f"{day}T09:00"]
    subprocess.run([sys.executable, "-c", made, *times], cwd=ROOT, env=values, check=True)
    both = [asking(values) for _ in range(2)]
    start = datetime.fromisoformat(f"{day}T08:00:00+00:00")

    said = []
    for at in (start - SECOND, start, start + 3600 * SECOND - SECOND, start + 3600 * SECOND):
        said.append([ask(process, at) for process in both])
    for process in both:
        process.stdin.close()
        process.wait(20)

    shown, hidden = f"200 {[True] * 3}", f"{[False] * 3}"
    assert said == [[f"404 {hidden}"] * 2, [shown] * 2, [shown] * 2, [f"410 {hidden}"] * 2]


def asking(values: dict[str, str]) -> subprocess.Popen:
    arguments = [sys.executable, "-c", ASK, BROWSER, ADDRESS, "/articles/", SEARCH, SUGGESTIONS]
    return subprocess.Popen(arguments, cwd=ROOT, env=values, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def ask(process: subprocess.Popen, at: datetime) -> str:
    process.stdin.write(f"{at.isoformat()}\n")
    process.stdin.flush()
    return process.stdout.readline().strip()
