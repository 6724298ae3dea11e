"""Each figure of each report is what comes out when the requests that this test makes are counted by hand."""

import csv
import io
import random
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Article, Clinic, UrgentPhrase
from faq.publishing import urgent
from tests.clock import Clock
from tests.factories import a_file, edit, make_article, make_staff
from tests.visitor import BROWSER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words_only")]
TODAY = date(2026, 11, 27)
# In both ranges, in the ranges before them, and before all
DAYS = [TODAY - timedelta(days=ago) for ago in (75, 45, 31, 29, 8, 1, 0)]
RANGES = {"7": 7, "30": 30}
ARTICLES = {"park": "Where can I park?", "pay": "How do I pay a bill?", "open": "When are you open?"}
HOST = "hospital.example.org"
WORDS = {
    "direct": "No page: a bookmark, a message, an address on paper",
    "search": "The search of this site",
    "article": "Another article",
    "site": "Another page of this site",
    "outside": "Another website",
}


@dataclass(frozen=True)
class Did:
    """One thing that a reader did on a day; `about` is an article, or the words of a search."""

    day: date
    what: str
    about: str = ""
    version: int = 0
    more: object = ""


class Town:
    """Readers of a site, each with an address of their own, and the list of all that they did."""

    def __init__(self, clock: Clock) -> None:
        self.did: list[Did] = []
        self._clock, self._chance, self._people = clock, random.Random(11), 0
        self.articles = {name: make_article(title, steps=["Look.", "Go."]) for name, title in ARTICLES.items()}
        edit(self.articles["park"], files=[{"key": "form", **a_file()}])
        edit(self.articles["open"], steps=[{"include": self.articles["park"].slug}, {"text": "Come in."}])
        Article.objects.update(published_at=datetime.combine(date(2026, 1, 2), time(12), Clinic.load().zone))
        self._links: list[str] = []

    def live_for(self, day: date) -> None:
        """Let a day pass on which everything happens that is counted, in any order."""
        self.day = day
        self._clock.set(datetime.combine(day, time(12), Clinic.load().zone))
        if day == DAYS[4]:
            edit(self.articles["park"], short_answer="Behind the house.")
        doings = [self.read, self.search, self.answer, self.get_stuck, self.change_answer, self.give_up, self.open_file]
        for doing in self._chance.choices(doings, k=14) + doings + [self.hear_of_emergency]:
            self._people += 1
            self._reader = Client(
                headers={"User-Agent": BROWSER, "Sec-Fetch-Site": "same-origin"},
                REMOTE_ADDR=f"198.51.{self._people // 250}.{self._people % 250 + 1}",
            )
            doing()

    def note(self, what: str, name: str = "", more: object = "") -> None:
        version = Article.objects.get(pk=self.articles[name].pk).live.number if name in self.articles else 0
        self.did.append(Did(self.day, what, name, version, more))

    def read(self) -> None:
        name, source = self._chance.choice([*ARTICLES]), self._chance.choice([*WORDS])
        other = next(article for key, article in self.articles.items() if key != name)
        referers = {
            "direct": "",
            "search": "http://testserver/search/?q=x",
            "article": f"http://testserver{other.get_absolute_url()}",
            "site": "http://testserver/tags/",
            "outside": f"https://{HOST}/page",
        }
        self._reader.get(self.articles[name].get_absolute_url(), headers={"Referer": referers[source]})
        self.note("view", name, source)

    def search(self) -> None:
        typed, name = self._chance.choice([("pay bill", "pay"), ("clinic park", "park"), ("bicycle rack", "")])
        page = self._reader.get("/search/", {"q": typed})
        links = [link for link in re.findall(r'href="(/articles/[^"#]+)"', page.text) if "found=" in link]
        self.note("found" if name else "nothing", typed)
        if links and self._chance.random() < 0.6:
            self._reader.get(links[0], follow=True, headers={"Referer": "http://testserver/search/?q=x"})
            self.note("opened", typed)
            self.note("view", name, "search 1")

    def press(self, name: str, **sent: object) -> str:
        revision = Article.objects.get(pk=self.articles[name].pk).live.number
        answer = self._reader.post(
            reverse("faq:article-feedback", args=[self.articles[name].slug]), {"revision": revision, **sent}
        )
        return answer.url.partition("token=")[2].partition("&")[0].replace("%3A", ":")

    def answer(self) -> None:
        name, answer = self._chance.choice([*ARTICLES]), self._chance.choice(["yes", "no"])
        token = self.press(name, helpful=answer)
        self.note(answer, name)
        if self._chance.random() < 0.5:
            self.press(name, token=token, reason="the bill is wrong, ann@example.org")
            self.note("reason", name, "the bill is wrong ...")

    def get_stuck(self) -> None:
        name, step = self._chance.choice([*ARTICLES]), self._chance.choice([1, 2])
        self.press(name, stuck=step)
        self.note("stuck", name, step)

    def change_answer(self) -> None:
        """Yes, then no: the first one counts no more."""
        name = self._chance.choice([*ARTICLES])
        self.press(name, helpful="no", token=self.press(name, helpful="yes"))
        self.note("no", name)

    def give_up(self) -> None:
        self._reader.post("/search/not-found/", {"q": "pay bill"})
        self.note("not found")

    def open_file(self) -> None:
        self._reader.get(reverse("faq:article-file", args=[self.articles["park"].slug, "form"]))
        self.note("file", "park")

    def hear_of_emergency(self) -> None:
        self._reader.get("/search/", {"q": "chest pain"})
        self.note("urgent")


class Counted:
    """What was done on some days, counted by hand."""

    def __init__(self, did: list[Did], first: date, last: date) -> None:
        self._did = [each for each in did if first <= each.day <= last]

    def times(self, *what: str, about: str | None = None, **same: object) -> int:
        return len(self.all(*what, about=about, **same))

    def all(self, *what: str, about: str | None = None, **same: object) -> list[Did]:
        asked = [each for each in self._did if each.what in what and about in (None, each.about)]
        return [each for each in asked if all(getattr(each, name) == value for name, value in same.items())]

    def origins(self, about: str | None = None) -> dict[str, int]:
        return dict(Counter(WORDS[str(each.more).partition(" ")[0]] for each in self.all("view", about=about)))

    def named(self, about: str) -> int:
        """Views of readers from the other website, from the third of a day on, whatever they read."""
        seen: Counter[date] = Counter()
        found = 0
        for each in self.all("view", more="outside"):
            seen[each.day] += 1
            found += seen[each.day] >= 3 and each.about == about
        return found


@pytest.fixture
def town(monkeypatch, settings, tmp_path) -> Town:
    settings.MEDIA_ROOT = tmp_path
    clock = Clock(monkeypatch)
    clock.set(datetime.combine(DAYS[0], time(9), Clinic.load().zone))
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)
    town = Town(clock)
    for day in DAYS:
        town.live_for(day)
    return town


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_staff("Manager"))
    return client


def counted(town: Town, name: str, *, before: bool = False) -> Counted:
    last = TODAY - timedelta(days=RANGES[name]) if before else TODAY
    return Counted(town.did, last - timedelta(days=RANGES[name] - 1), last)


def rows_of(manager: Client, name: str, days: str) -> list[list[str]]:
    answer = manager.get(reverse(f"admin:reports-{name}"), {"range": days}).getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(answer)))[1:]


def test_every_figure_is_what_was_done(town, manager):
    for days in RANGES:
        now, before = counted(town, days), counted(town, days, before=True)

        the_overview_holds(manager.get(reverse("admin:reports"), {"range": days}).context, now, before)
        the_searches_hold(manager.get(reverse("admin:reports-searches"), {"range": days}).context, now)
        the_answers_hold(manager.get(reverse("admin:reports-feedback"), {"range": days}).context, now)
        the_files_hold(manager, days, now, before)
        for name, article in town.articles.items():
            page = manager.get(reverse("admin:reports-article", args=[article.pk]), {"range": days})
            the_article_holds(page.context, name, now, before)


def the_overview_holds(page, now: Counted, before: Counted) -> None:
    report = page["report"]
    assert (report.total.views, report.total.before) == (now.times("view"), before.times("view"))
    per_day = Counter(each.day for each in now.all("view"))
    assert {each.day: each.views for each in report.days if each.views} == dict(per_day)
    lines = {line.title: (line.views, line.before) for line in report.articles}
    assert lines == {
        title: (now.times("view", about=n), before.times("view", about=n)) for n, title in ARTICLES.items()
    }
    views = [now.times("view", about=name) for name in ARTICLES]
    assert ([line.views for line in report.most_read], report.most) == (sorted(views, reverse=True), max(views))
    assert [line.views for line in report.hardly_read] == [min(views)]
    assert {line.words: line.views for line in page["origins"]} == now.origins()
    assert (page["helped"].yes, page["helped"].no) == (now.times("yes"), now.times("no"))
    assert (page["helped_before"].yes, page["helped_before"].no) == (before.times("yes"), before.times("no"))
    assert page["times_not_found"] == now.times("not found")
    the_success_holds(page["success"], now, before)


def the_success_holds(success, now: Counted, before: Counted) -> None:
    searched = [of.times("found", "nothing") for of in (now, before)]
    assert [success.searched, success.searched_before] == searched
    for share, what in zip(success.shares, ("nothing", "far", "found", "opened"), strict=True):
        percent = [
            round(100 * of.times(what) / all) if all >= 20 else None
            for of, all in zip((now, before), searched, strict=True)
        ]
        assert (share.times, [share.percent, share.percent_before]) == (now.times(what), percent)


def the_article_holds(page, name: str, now: Counted, before: Counted) -> None:
    report, views = page["report"], now.all("view", about=name)
    assert (report.line.views, report.line.before) == (len(views), before.times("view", about=name))
    assert {d.day: d.views for d in report.days if d.views} == dict(Counter(each.day for each in views))
    assert {line.words: line.views for line in page["origins"]} == now.origins(name)
    parts = {line.words: dict(line.parts) for line in page["origins"]}
    ranked, named = now.times("view", about=name, more="search 1"), now.named(name)
    assert parts.get(WORDS["search"], {}).get("as result 1", 0) == ranked
    assert parts.get(WORDS["outside"], {}).get(HOST, 0) == named
    for each in page["versions"]:
        said = {what: now.times(what, about=name, version=each.number) for what in ("view", "yes", "no")}
        stuck = Counter(did.more for did in now.all("stuck", about=name, version=each.number))
        assert (each.views, each.yes, each.no) == tuple(said.values())
        assert dict(each.stuck_at) == dict(stuck)
    assert sum(each.views for each in page["versions"]) == len(views)
    assert {file.title: file.times for file in page["files"]} == (
        {"Release form": now.times("file")} if name == "park" else {}
    )
    inside = {each.title: each.views for each in page["inside"]}
    assert inside == ({ARTICLES["open"]: now.times("view", about="open")} if name == "park" else {})
    assert [each.text for each in page["reasons"]] == [each.more for each in now.all("reason", about=name)]


def the_searches_hold(page, now: Counted) -> None:
    report = page["report"]
    lines = {line.text: line for line in report.lines}
    for words in {each.about for each in now.all("found", "nothing")}:
        line, of = lines.pop(words), {"about": words}
        kinds = (now.times("nothing", **of), 0, now.times("found", **of), now.times("opened", **of))
        assert (line.nothing, line.far, line.found, line.opened) == kinds
        last_on = max(each.day for each in now.all("found", "nothing", **of))
        assert (line.rank, line.last_on) == (1 if kinds[3] else None, last_on)
        assert (line.searched, line.not_opened) == (sum(kinds[:3]), kinds[2] - kinds[3])
    assert lines == {}
    assert (report.urgent, report.searched) == (now.times("urgent"), now.times("found", "nothing"))
    assert (report.unanswered, report.opened) == (now.times("nothing"), now.times("opened"))


def the_answers_hold(page, now: Counted) -> None:
    lines = {line.title: (line.yes, line.no, line.stuck) for line in page["page_obj"]}
    said = {
        title: tuple(now.times(what, about=name) for what in ("yes", "no", "stuck")) for name, title in ARTICLES.items()
    }
    assert lines == {title: numbers for title, numbers in said.items() if any(numbers)}


def the_files_hold(manager: Client, days: str, now: Counted, before: Counted) -> None:
    articles = {row[0]: (int(row[1]), int(row[2])) for row in rows_of(manager, "articles-file", days)}
    assert articles == {
        title: (now.times("view", about=name), before.times("view", about=name)) for name, title in ARTICLES.items()
    }
    by_day = {(row[0], row[1]): int(row[2]) for row in rows_of(manager, "days-file", days)}
    assert by_day == dict(Counter((ARTICLES[each.about], each.day.isoformat()) for each in now.all("view")))
    searches = {row[0]: [int(number) for number in row[1:6]] for row in rows_of(manager, "searches-file", days)}
    assert sum(row[0] for row in searches.values()) == now.times("found", "nothing")
    assert sum(row[4] for row in searches.values()) == now.times("opened")
    answers = Counter()
    for row in rows_of(manager, "feedback-file", days):
        answers[row[0], row[4]] += int(row[5])
    said = {"It helped": "yes", "It did not help": "no", "Stuck at this step": "stuck"}
    wanted = {(title, words): now.times(what, about=n) for n, title in ARTICLES.items() for words, what in said.items()}
    assert +answers == +Counter(wanted)
