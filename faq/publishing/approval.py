"""A second person reads what somebody wrote before patients do, where the clinic asks for it."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Clinic, Revision
from faq.publishing import actions
from faq.publishing.locking import serialized

State = Revision.Approval
ACTIONS = (AuditEntry.Action.ASKED, AuditEntry.Action.APPROVED, AuditEntry.Action.SENT_BACK)


def approvers() -> QuerySet[User]:
    """Return everybody who may sign in and approve what others wrote."""
    people = get_user_model().objects
    able = people.with_perm("faq.approve_article", backend="django.contrib.auth.backends.ModelBackend")
    return able.filter(is_staff=True)


def check_clinic(clinic: Clinic) -> None:
    """Raise `RefusedError` where `clinic` asks for approval and fewer than two people could give it."""
    able = list(approvers()[:2]) if clinic.asks_approval else []
    if clinic.asks_approval and len(able) < 2:
        who = f"only {AuditEntry.name_of(able[0])} could" if able else "nobody could"
        raise RefusedError(
            f"Nobody approves what they wrote themselves, and {who} approve articles. Please give another person the "
            "role Approver or Owner first."
        )


def writers(article: Article) -> set[int]:
    """Return who wrote any version of `article` since patients were last given one: none of them may approve it.

    For example, Ana wrote version 2 and Ben mended its spelling in version 3: somebody else approves version 3. Where
    Cleo brings version 2 back later, its words are still Ana's.
    """
    rows = article.revisions.values_list("number", "author", "published_at", "restored_from")
    versions = {number: _Version(author, at is not None, source) for number, author, at, source in rows}
    return set(_writers_of(article.version, versions))


class _Version(NamedTuple):
    author: int | None
    was_shown: bool
    restored_from: int | None


def _writers_of(number: int, versions: Mapping[int, _Version]) -> Iterator[int]:
    """Whoever wrote the version `number` or one before it, back to what patients were given."""
    while (version := versions.get(number)) and not version.was_shown:
        if version.author:
            yield version.author
        if version.restored_from:
            yield from _writers_of(version.restored_from, versions)
        number -= 1


def notes(article: Article) -> QuerySet[AuditEntry]:
    """Return what was said between writers and approvers of `article`, the newest first."""
    return article.audit_entries.filter(action__in=ACTIONS)


@serialized
def ask(article: Article, *, version: int, note: str, by: User) -> Revision:
    """Put version `version` of `article`, its newest, before those who may approve it; `note` may be empty.

    Raises `ConflictError` where somebody saved meanwhile, and `RefusedError` where nobody could approve it.
    """
    article, revision = _locked(article, version)
    if not approvers().exclude(pk__in=writers(article)).exists():
        raise RefusedError(
            "Nobody could approve this: everybody who may approve has written a part of it. Please ask the owner to "
            "let another person approve."
        )
    return _note(article, revision, State.ASKED, AuditEntry.Action.ASKED, note, by)


@serialized
def approve(article: Article, *, version: int, note: str, by: User) -> Revision:
    """Let version `version` of `article` be published. Raises as `ask` does, and where `by` wrote a part of it."""
    article, revision = _locked(article, version)
    _refuse_writer(article, by)
    return _note(article, revision, State.APPROVED, AuditEntry.Action.APPROVED, note, by)


@serialized
def send_back(article: Article, *, version: int, note: str, by: User) -> Revision:
    """Give version `version` of `article` back to its writer with `note`, which says what to change."""
    article, revision = _locked(article, version)
    _refuse_writer(article, by)
    if not note.strip():
        raise RefusedError("Please write what should be changed.")
    return _note(article, revision, State.SENT_BACK, AuditEntry.Action.SENT_BACK, note, by)


Verb = Callable[..., Revision]


def _locked(article: Article, version: int) -> tuple[Article, Revision]:
    article = actions.locked(article, version)
    if article.deleted_at:
        raise RefusedError("This article is in the bin. Please take it out first.")
    if article.is_template:
        raise RefusedError("This is a template, which patients never see, so nobody has to approve it.")
    revision = article.revisions.get(number=article.version)
    if revision.pk == article.live_id:
        raise RefusedError("Patients read this version already.")
    return article, revision


def _refuse_writer(article: Article, by: User) -> None:
    if by.pk in writers(article):
        raise RefusedError("You wrote a part of this yourself. Somebody else must approve it.")


def _note(article: Article, revision: Revision, state: str, action: str, note: str, by: User) -> Revision:
    revision.approval = state
    revision.save(update_fields=["approval"])
    said = {"revision_number": revision.number, "detail": " ".join(note.split())[:500]}
    AuditEntry.note(by, action, article.title, article=article, **said)
    return revision
