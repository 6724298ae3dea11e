"""Who is to be told of which articles, because they are overdue for a check or soon will be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User

from faq.models import Article, AuditEntry
from faq.publishing import overdue

# How long before its day somebody hears of a check
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """One article to be checked, from which day on it is overdue, and whose it is ("" for nobody's)."""

    article: Article
    due_on: date
    owner: str


@dataclass
class Digest:
    """What one person is to look at, the longest overdue first."""

    person: User
    overdue: list[Line] = field(default_factory=list)
    soon: list[Line] = field(default_factory=list)
    # Nobody else can be told of these: their owner left, has no e-mail address, or there is none
    of_others: list[Line] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.overdue) + len(self.soon) + len(self.of_others)


def waiting(now: datetime, *, stand_ins: Iterable[User]) -> tuple[list[Digest], list[Line]]:
    """Return the digest of each person who is to be told something at `now`, the clinic's time; and what nobody hears.

    The articles of an owner who cannot be told go to each of `stand_ins` who has an e-mail address. For example, Ana
    left, and Olga owns the site: Olga's digest names Ana's articles.
    """
    today = now.date()
    digests: dict[int, Digest] = {}
    stand_ins = [person for person in stand_ins if person.email]
    unheard = []
    for line, owner in _lines(now):
        for person in [owner] if owner else stand_ins:
            digest = digests.setdefault(person.pk, Digest(person))
            own = digest.overdue if line.due_on <= today else digest.soon
            (own if owner else digest.of_others).append(line)
        if not owner and not stand_ins:
            unheard.append(line)
    return sorted(digests.values(), key=lambda digest: digest.person.get_username()), unheard


def _lines(now: datetime) -> list[tuple[Line, User | None]]:
    """Every article that is due by then, with the owner who can be told; the longest overdue first."""
    articles = Article.objects.overdue(now.date() + SOON, now.tzinfo).select_related("owner", "live")
    found = []
    for article in articles:
        owner, day = article.owner, overdue.due_on(article)
        assert day is not None
        can_be_told = owner and owner.is_active and owner.email
        found.append((Line(article, day, AuditEntry.name_of(owner)), owner if can_be_told else None))
    return sorted(found, key=lambda each: (each[0].due_on, each[0].article.pk))
