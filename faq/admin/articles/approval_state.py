"""Says how the newest version of an article stands with those who approve, and whether they must be asked."""

from faq.admin import wording
from faq.models import Article, AuditEntry, Clinic
from faq.publishing import approval, rules
from faq.publishing.approval import State


def words(article: Article | None) -> str:
    """Return in a sentence how the newest version of `article` stands with those who approve; "" where nobody asked."""
    if article is None or not article.version or not Clinic.load().asks_approval:
        return ""
    newest = article.revisions.get(number=article.version)
    if newest.approval == State.NONE or newest.pk == article.live_id:
        return ""
    entry = approval.notes(article).filter(revision_number=newest.number).first()
    return said(entry) if entry else ""


def must_ask(article: Article | None) -> bool:
    """True where the newest version of `article` cannot be published before somebody else has approved it."""
    if not Clinic.load().asks_approval:
        return False
    newest = article.revisions.filter(number=article.version).first() if article else None
    return newest is None or rules.must_be_approved(newest, asks_approval=True)


def said(entry: AuditEntry) -> str:
    """Return in a sentence who asked for approval, gave it or sent it back, and when."""
    what = {
        AuditEntry.Action.ASKED: "asked for approval",
        AuditEntry.Action.APPROVED: "approved it",
        AuditEntry.Action.SENT_BACK: "sent it back",
    }[AuditEntry.Action(entry.action)]
    return f"{entry.who_name or 'The system'} {what} {wording.moment(entry.at)}."
