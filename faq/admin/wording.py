"""Says in a receptionist's words what state an article is in and what patients see of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import formats, timezone

from faq.models import Article, AuditEntry, OpenEditor

_HIDDEN = "Patients do not see this until somebody has checked it and pressed “Still correct”."
_NEAR = {-1: "tomorrow", 0: "today", 1: "yesterday"}


def state(article: Article) -> tuple[str, str]:
    """Return (kind, words) of where `article` stands; the kind chooses the colour of its dot."""
    if article.deleted_at:
        return "bin", "In the bin"
    if article.is_template:
        return "template", "Template"
    if article.not_published_because:
        return "changed", "Not published at its time"
    if article.publish_at:
        return "changed" if article.live_id else "draft", f"Goes live {moment(article.publish_at)}"
    if not article.live_id:
        return "draft", "Draft"
    if article.is_hidden:
        return "changed", "Hidden until checked"
    if article.has_unpublished_changes:
        return "changed", "Changed since published"
    return ("staff", "Staff only") if article.live.audience == Article.Audience.STAFF else ("live", "Published")


def what_patients_see(article: Article | None) -> str:
    """Return in a sentence what patients see of `article` right now, and in more what the clock will change of it."""
    if article is None or not article.pk:
        return "Patients cannot see this yet."
    return " ".join([_seen_now(article), *_by_the_clock(article)])


def _seen_now(article: Article) -> str:
    if article.deleted_at:
        return "This article is in the bin. Patients cannot see it."
    if article.is_template:
        return "This is a template: a new article can begin with it. Patients never see it."
    if not article.live_id:
        return "Patients cannot see this any more." if article.published_at else "Patients cannot see this yet."
    if article.is_hidden:
        return _HIDDEN
    who, on = _readers(article), day(article.live.published_at)
    if article.has_unpublished_changes:
        return f"{who} still see the version from {on}."
    return f"{who} see this version, published {on}."


def what_patients_read(article: Article | None) -> str:
    """Return what the editor's bar says: what patients read of `article` right now, with its time, and what is due."""
    if article is None or article.deleted_at or not article.live_id:
        return what_patients_see(article)
    if article.is_hidden:
        return " ".join([_HIDDEN, *_by_the_clock(article)])
    now = f"{_readers(article)} read the version from {moment(article.live.published_at)}."
    return " ".join([now, *_by_the_clock(article)])


def _readers(article: Article) -> str:
    return "Staff" if article.live.audience == Article.Audience.STAFF else "Patients"


def _by_the_clock(article: Article) -> Iterator[str]:
    if article.publish_at:
        is_newest = article.publish_number == article.version
        what = "This version goes" if is_newest else f"Version {article.publish_number} goes"
        yield f"{what} live {moment(article.publish_at)}{'' if is_newest else ', without what was changed since'}."
    if article.expires_at:
        yield f"It goes off the site {moment(article.expires_at)}."
    if article.not_published_because and not article.deleted_at:
        yield f"It was not published at the time that was set: {article.not_published_because}"


def day(at: datetime) -> str:
    """Return the day of `at` where the clinic is: "today", "yesterday", "tomorrow", "3 May" or "3 May 2024"."""
    here, now = timezone.localtime(at), timezone.localtime()
    ago = (now.date() - here.date()).days
    if ago in _NEAR:
        return _NEAR[ago]
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
