"""Where a writer asks for approval, and a colleague reads what changed and approves it or sends it back with a note."""

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from faq.admin import wording
from faq.admin.articles import before_publishing, editor
from faq.admin.articles.approval_state import said
from faq.admin.articles.changelist import said_of
from faq.admin.base import row_number
from faq.admin.fields import speak_plainly
from faq.admin.not_saved import KeptForm
from faq.errors import RefusedError
from faq.models import Article, Clinic, Revision
from faq.publishing import approval, compare, snapshot
from faq.publishing.approval import State, Verb
from faq.publishing.errors import ConflictError

_APPROVE, _PUBLISH = "_approve", "_approve_and_publish"
_VERBS: dict[str, tuple[Verb, str]] = {
    "_ask": (approval.ask, "Asked. It stands in the list “To be approved” of those who may approve."),
    _APPROVE: (approval.approve, "Approved. It can be published now, or at a set time."),
    _PUBLISH: (approval.approve, "Approved."),
    "_send_back": (approval.send_back, "Sent back with your note."),
}


class NoteForm(KeptForm, forms.Form):
    note = forms.CharField(
        label="A note",
        required=False,
        max_length=500,
        help_text="For example: Please say which form to bring. It stays in the change log with this version.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self.fields)


def page(request: HttpRequest, article: Article, site: AdminSite) -> HttpResponse:
    """Show what changed and what was said about it; do what was pressed."""
    if not Clinic.load().asks_approval:
        return redirect("admin:faq_article_change", article.pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    pressed = next((name for name in _VERBS if name in request.POST), "")
    if pressed and form.is_valid() and _is_done(request, article, form, pressed):
        return _onwards(request, article, pressed)
    newest = article.revisions.get(number=article.version)
    context = {"title": f"Approval of “{article.title}”", "article": article, "form": form}
    return render(
        request,
        "admin/faq/article/approval.html",
        {**site.each_context(request), **context, **_about(article, newest, request.user)},
    )


def _is_done(request: HttpRequest, article: Article, form: NoteForm, pressed: str) -> bool:
    """Do it, or say beside the note why that cannot be."""
    verb, done = _VERBS[pressed]
    version = row_number(request.POST.get("version", ""))
    if pressed != "_ask" and not request.user.has_perm("faq.approve_article"):
        form.add_error(None, "You may not approve articles. The owner can let you.")
        return False
    try:
        verb(article, version=version or 0, note=form.cleaned_data["note"], by=request.user)
    except ConflictError as conflict:
        form.add_error(None, f"{said_of(conflict, version)} Please read it once more.")
        return False
    except RefusedError as refusal:
        form.add_error(None, refusal.sentences)
        return False
    messages.success(request, done)
    return True


def _onwards(request: HttpRequest, article: Article, pressed: str) -> HttpResponse:
    article = Article.objects.select_related("live").get(pk=article.pk)
    if pressed == _PUBLISH and request.user.has_perm("faq.publish_article"):
        newest = article.revisions.get(number=article.version)
        if before_publishing.must_ask(article, newest):
            return redirect("admin:faq_article_publish", article.pk)
        editor.publish(request, article, newest)
    return redirect("admin:faq_article_change", article.pk)


def _about(article: Article, newest: Revision, user: User) -> dict[str, object]:
    before = article.live.snapshot if article.live else snapshot.BLANK
    is_writer = user.pk in approval.writers(article)
    may_approve = user.has_perm("faq.approve_article") and not is_writer
    is_open = newest.pk != article.live_id
    return {
        "patients_see": wording.what_patients_see(article),
        "changes": compare.changes(before, newest.snapshot),
        "notes": [(said(entry), entry.detail, entry.revision_number) for entry in approval.notes(article)[:20]],
        "version": newest.number,
        "is_writer": is_writer,
        "may_approve": may_approve and is_open and newest.approval == State.ASKED,
        "may_ask": is_open and newest.approval in (State.NONE, State.SENT_BACK),
        "is_asked": newest.approval == State.ASKED,
        "is_approved": newest.approval == State.APPROVED and is_open,
    }
