"""Checking from time to time that an article is still correct: what is overdue, and who said yes."""

from datetime import UTC, date, datetime

import pytest

from faq.errors import RefusedError
from faq.models import Article, AuditEntry
from faq.publishing import overdue, review
from faq.publishing.errors import ConflictError
from tests.clock import Clock
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(monkeypatch)
    clock.set(datetime(2026, 8, 31, 12, tzinfo=UTC))
    return clock


def overdue_on(day: date) -> list[str]:
    return sorted(Article.objects.overdue(day).values_list("title", flat=True))


def test_an_article_is_overdue_from_the_day_its_interval_ends():
    make_article("Every half year?", review_every="6")
    make_article("Never?")
    make_article("A draft?", review_every="3", published=False)

    assert overdue_on(date(2027, 2, 27)) == []
    # There is no 31 February
    assert overdue_on(date(2027, 2, 28)) == ["Every half year?"]


def test_still_correct_says_who_and_when_and_begins_anew(clock: Clock):
    article, ana = make_article(review_every="3"), make_staff(first_name="Ana")
    clock.set(datetime(2026, 12, 24, 12, tzinfo=UTC))

    article = review.confirm(article, version=1, by=ana)

    assert (article.checked_on, article.checked_by, article.checked_number) == (date(2026, 12, 24), "Ana", 1)
    assert overdue.due_on(article) == date(2027, 3, 24)
    assert (overdue_on(date(2027, 3, 23)), overdue_on(date(2027, 3, 24))) == ([], [article.title])
    entry = AuditEntry.objects.get(action="checked")
    assert (entry.who, entry.revision_number) == (ana, 1)


@pytest.mark.parametrize(
    ("state", "said"), [("draft", "is not on the site"), ("changed", "Patients read an older version than this one")]
)
def test_what_patients_do_not_read_is_not_called_correct(state: str, said: str):
    article = make_article(published=state != "draft")
    article = edit(article, publish=False, title="Other?")

    with pytest.raises(RefusedError, match=said):
        review.confirm(article, version=2, by=None)

    assert Article.objects.get().checked_on is None


def test_words_that_a_colleague_saved_meanwhile_are_not_called_correct_unread():
    article = edit(make_article(), title="Other?")

    with pytest.raises(ConflictError):
        review.confirm(article, version=1, by=None)
