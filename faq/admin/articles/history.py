"""The change log of an article: who changed what and when, any two versions side by side, and bringing one back."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from faq.admin import wording
from faq.admin.base import row_number
from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Revision
from faq.publishing import actions, compare
from faq.publishing.errors import ConflictError

_PAGE = 20
_SAVES = (AuditEntry.Action.CREATED, AuditEntry.Action.SAVED, AuditEntry.Action.RESTORED, AuditEntry.Action.IMPORTED)


@dataclass(frozen=True)
class Line:
    """One thing that happened; `revision` where words were saved, with `parts` naming what changed."""

    when: str
    who: str
    what: str
    revision: Revision | None = None
    parts: str = ""
    is_live: bool = False


def page(request: HttpRequest, article: Article, site: AdminSite) -> HttpResponse:
    """Show the log of `article`, and two versions side by side when the address names them."""
    entries = Paginator(article.audit_entries.all(), _PAGE).get_page(request.GET.get("page"))
    context = {
        **site.each_context(request),
        "title": f"Change log of “{article.title}”",
        "article": article,
        "page_obj": entries,
        "lines": _lines(article, list(entries)),
        "revisions": article.revisions.only("number", "created_at", "author_name", "article_id"),
        **_comparison(request, article),
    }
    return render(request, "admin/faq/article/history.html", context)


@require_POST
def restore(request: HttpRequest, article: Article, number: int) -> HttpResponse:
    """Make the working copy what version `number` was; patients see nothing of it until it is published."""
    revision = get_object_or_404(article.revisions, number=number)
    sent = row_number(request.POST.get("version", ""))
    try:
        actions.restore(article, revision, by=request.user, version=article.version if sent is None else sent)
        messages.success(request, f"Version {number} is back as a draft. {wording.what_patients_see(_again(article))}")
    except ConflictError as conflict:
        who = conflict.theirs.author_name or "Somebody else"
        messages.warning(request, f"{who} saved this article in the meantime. Please look at the change log again.")
        return redirect("admin:faq_article_history", article.pk)
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
    return redirect("admin:faq_article_change", article.pk)


def _again(article: Article) -> Article:
    return Article.objects.select_related("live").get(pk=article.pk)


def _lines(article: Article, entries: list[AuditEntry]) -> list[Line]:
    numbers = {entry.revision_number for entry in entries if entry.action in _SAVES and entry.revision_number}
    wanted = numbers | {number - 1 for number in numbers}
    revisions = {revision.number: revision for revision in article.revisions.filter(number__in=wanted)}
    return [_line(article, entry, revisions) for entry in entries]


def _line(article: Article, entry: AuditEntry, revisions: dict[int, Revision]) -> Line:
    when, who = wording.moment(entry.at), entry.who_name or "The system"
    # The page itself says of which article
    what = entry.get_action_display().removesuffix(" a change to").removesuffix(" of")
    what += f" ({entry.detail})" if entry.detail else ""
    revision = revisions.get(entry.revision_number) if entry.action in _SAVES else None
    if revision is None:
        return Line(when, who, what)
    before = revisions.get(revision.number - 1)
    parts = _parts(before, revision) if before else "Everything is new."
    return Line(when, who, what, revision, parts, is_live=revision.pk == article.live_id)


def _parts(before: Revision, after: Revision) -> str:
    names = [change.part for change in compare.changes(before.snapshot, after.snapshot)]
    more = f" and {len(names) - 4} more" if len(names) > 5 else ""
    shown = names[:4] if more else names
    return f"Changed: {', '.join(shown) if more else wording.listed(shown)}{more}." if names else "No words changed."


def _comparison(request: HttpRequest, article: Article) -> dict[str, object]:
    asked = [row_number(request.GET.get(name, "")) for name in ("before", "after")]
    if None in asked:
        return {}
    before, after = (article.revisions.filter(number=number).first() for number in asked)
    if before is None or after is None:
        raise Http404
    return {"before": before, "after": after, "changes": compare.changes(before.snapshot, after.snapshot)}
