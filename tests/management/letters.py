"""What the weekly letter is about in tests: counts of the week before a Wednesday, articles that lack nothing."""

from datetime import UTC, date, datetime, timedelta

from django.core import mail
from django.core.management import call_command

from faq.models import AuditEntry, FeedbackCount, SearchOutcome, SearchPromise, ViewCount, audit_guard, subject_of
from faq.publishing import promises
from faq.text import search_groups, words
from tests.factories import make_article

KIND, ANSWER = SearchOutcome.Kind, FeedbackCount.Answer
WEDNESDAY = date(2026, 6, 10)
BEFORE = datetime(2026, 3, 1, 12, tzinfo=UTC)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def sent() -> dict[str, str]:
    """Run it, and return what each person reads in plain words."""
    mail.outbox.clear()
    call_command("send_weekly_letter")
    return {message.to[0]: message.body for message in mail.outbox}


def searched(text: str, times: int, kind: str = KIND.NOTHING, *, ago: int = 3, today: date = WEDNESDAY) -> None:
    group = search_groups.group_of(words.normalise(text))
    SearchOutcome.objects.create(day=today - timedelta(days=ago), kind=kind, group=group, text=text, times=times)


def said(article, answer: str, times: int, *, step: int = 0, ago: int = 3, version: int | None = None) -> None:
    counted = {"day": WEDNESDAY - timedelta(days=ago), "step": step, "answer": answer, "times": times}
    FeedbackCount.objects.create(article=article, revision_number=version or article.live.number, **counted)


def viewed(article, times: int, *, ago: int = 3, version: int = 1) -> None:
    counted = {"day": WEDNESDAY - timedelta(days=ago), "revision_number": version, "views": times}
    ViewCount.objects.create(article=article, **counted)


def promised(text: str, article, on: date) -> SearchPromise:
    """A promise made `on` that day; the log takes the time from the machine."""
    promise = promises.save(SearchPromise(text=text, article=article), by=None)
    with audit_guard.lifted():
        AuditEntry.objects.filter(subject=subject_of(promise)).update(at=noon(on))
    return promise


def well(title: str, **content) -> object:
    """An article that lacks nothing."""
    return make_article(title, tags=["Portal"], owner="mo", **content)
