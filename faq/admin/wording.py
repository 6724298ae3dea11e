"""Says in a receptionist's words what state an article is in and what patients see of it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import formats, timezone

from faq.models import Article, AuditEntry, OpenEditor


def state(article: Article) -> tuple[str, str]:
    """Return (kind, words) of where `article` stands; the kind chooses the colour of its dot."""
    if article.deleted_at:
        return "bin", "In the bin"
    if article.is_template:
        return "template", "Template"
    if not article.live_id:
        return "draft", "Draft"
    if article.has_unpublished_changes:
        return "changed", "Changed since published"
    return ("staff", "Staff only") if article.live.audience == Article.Audience.STAFF else ("live", "Published")


def what_patients_see(article: Article | None) -> str:
    """Return one sentence on what patients see of `article` right now."""
    if article is None or not article.pk:
        return "Patients cannot see this yet."
    if article.deleted_at:
        return "This article is in the bin. Patients cannot see it."
    if article.is_template:
        return "This is a template: a new article can begin with it. Patients never see it."
    if not article.live_id:
        return "Patients cannot see this any more." if article.published_at else "Patients cannot see this yet."
    who, on = _readers(article), day(article.live.published_at)
    if article.has_unpublished_changes:
        return f"{who} still see the version from {on}."
    return f"{who} see this version, published {on}."


def what_patients_read(article: Article | None) -> str:
    """Return the sentence of the editor's bar: what patients read of `article` right now, with its time."""
    if article is None or article.deleted_at or not article.live_id:
        return what_patients_see(article)
    return f"{_readers(article)} read the version from {moment(article.live.published_at)}."


def _readers(article: Article) -> str:
    return "Staff" if article.live.audience == Article.Audience.STAFF else "Patients"


def day(at: datetime) -> str:
    """Return the day of `at` where the clinic is: "today", "yesterday", "3 May" or "3 May 2024"."""
    here, now = timezone.localtime(at), timezone.localtime()
    ago = (now.date() - here.date()).days
    if ago in (0, 1):
        return ("today", "yesterday")[ago]
    return formats.date_format(here, "j F" if here.year == now.year else "j F Y")


def moment(at: datetime) -> str:
    """Return the day and time of `at` where the clinic is, for example "today, 14:05"."""
    return f"{day(at)}, {timezone.localtime(at):%H:%M}"


def open_elsewhere(editors: Iterable[OpenEditor]) -> str:
    """Return who else has an article open: “Ana has had this article open since 10:12, Ben since 10:20.”."""
    said = [(AuditEntry.name_of(editor.who), _since(editor.opened_at)) for editor in editors]
    if not said:
        return ""
    (first, since), *others = said
    more = [f"{name} since {at}" for name, at in others]
    return ", ".join([f"{first} has had this article open since {since}", *more]) + "."


def _since(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}" if day(at) == "today" else moment(at)


def listed(items: list[str]) -> str:
    """Return `items` as a list within a sentence: "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
