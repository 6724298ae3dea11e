"""Articles in the staff area: which page is where, and who may open it."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from faq.admin import wording
from faq.admin.articles import (
    approval,
    changelist,
    copies,
    document,
    editor,
    editor_api,
    handover,
    history,
    import_pages,
    included_steps,
    preview,
    publish_question,
    reading,
    recovery,
    review,
    schedule,
    shared_changes,
    upload,
)
from faq.admin.articles.replacement import ReplacementForm
from faq.admin.base import StaffModelAdmin, row_number
from faq.errors import RefusedError
from faq.models import Article, Revision
from faq.publishing import actions, article_bin, promises
from faq.publishing.errors import ConflictError
from faq.search import promises as promise_search


@admin.register(Article)
class ArticleAdmin(StaffModelAdmin):
    list_display = (
        changelist.question,
        changelist.state,
        changelist.tags,
        changelist.last_changed,
        changelist.looked_after_by,
    )
    list_filter = (changelist.NeedFilter,)
    actions = (changelist.publish, changelist.unpublish, changelist.move_to_bin, changelist.take_out_of_bin)
    search_fields = ("title",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-changed_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        newest = Revision.objects.filter(article=OuterRef("pk"), number=OuterRef("version"))
        articles = super().get_queryset(request).select_related("live", "owner").prefetch_related("tags")
        return articles.annotate(changed_by=Subquery(newest.values("author_name")[:1]))

    def get_search_results(self, request: HttpRequest, articles: QuerySet, text: str) -> tuple[QuerySet, bool]:
        return (changelist.matching(articles, text) if text.strip() else articles), False

    @admin.display(description="Ticked")
    def action_checkbox(self, article: Article) -> SafeString:
        """With the box goes the version that the list shows."""
        box = super().action_checkbox(article)
        return format_html('{}<input type="hidden" name="version-{}" value="{}">', box, article.pk, article.version)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("faq.publish_article")

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        own = [
            path("import/", guard(self.import_view), name="faq_article_import"),
            path("import/<int:pk>/", guard(self.import_preview_view), name="faq_article_import_preview"),
            path("import/<int:pk>/left-out.csv", guard(self.left_out_view), name="faq_article_import_left_out"),
            path("import/<int:pk>/undo/", guard(self.import_undo_view), name="faq_article_import_undo"),
            path("copies/", guard(self.copies_view), name="faq_article_copies"),
            path("hand-over/<int:pk>/", guard(self.hand_over_view), name="faq_article_hand_over"),
            path("included-steps/", guard(self.included_steps_view), name="faq_article_included_steps"),
            path("preview/", guard(self.preview_view), name="faq_article_preview"),
            path("read/", guard(self.read_view), name="faq_article_read"),
            path("reading/", guard(self.reading_view), name="faq_article_reading"),
            path("simpler/", guard(self.simpler_view), name="faq_article_simpler"),
            path("upload/", guard(self.upload_view), name="faq_article_upload"),
            path("signed-in/", editor_api.signed_in, name="faq_article_signed_in"),
            path("<int:pk>/document/", guard(self.document_view), name="faq_article_document"),
            path("<int:pk>/open/", guard(self.open_view), name="faq_article_open"),
            path("<int:pk>/still-fits/", guard(self.still_fits_view), name="faq_article_still_fits"),
            path("<int:pk>/publish/", guard(self.publish_view), name="faq_article_publish"),
            path("<int:pk>/approval/", guard(self.approval_view), name="faq_article_approval"),
            path("<int:pk>/schedule/", guard(self.schedule_view), name="faq_article_schedule"),
            path("<int:pk>/still-correct/", guard(self.still_correct_view), name="faq_article_still_correct"),
            path("<int:pk>/take-off/", guard(self.unpublish_view), name="faq_article_unpublish"),
            path("<int:pk>/take-out/", guard(self.recover_view), name="faq_article_recover"),
            path("<int:pk>/bring-back/<int:number>/", guard(self.restore_view), name="faq_article_restore"),
        ]
        return own + super().get_urls()

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        article = self._article(request, object_id) if object_id else None
        self._check(self.has_change_permission(request, article) if article else self.has_add_permission(request))
        return editor.edit(request, article, self.admin_site)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        self._check(self.has_add_permission(request))
        return import_pages.start(request, self.admin_site)

    def import_preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(self.has_add_permission(request))
        return import_pages.look(request, self.admin_site, pk)

    def left_out_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(self.has_add_permission(request))
        return import_pages.left_out_file(request, pk)

    def import_undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(self.has_delete_permission(request))
        return import_pages.undo(request, self.admin_site, pk)

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        self._check(self.has_change_permission(request))
        pk = row_number(request.GET.get("article", ""))
        return preview.unsaved(request, Article.objects.filter(pk=pk).first())

    def read_view(self, request: HttpRequest) -> HttpResponse:
        self._check(self.has_change_permission(request))
        return editor_api.read_texts(request)

    def copies_view(self, request: HttpRequest) -> HttpResponse:
        self._check(self.has_change_permission(request))
        return copies.fragment(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        left = handover.left() if request.GET.get("need") == "overdue" else []
        return super().changelist_view(request, {"left": left, "most_named": handover.MOST_NAMED})

    def hand_over_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(self.has_change_permission(request))
        return handover.hand_over(request, pk)

    def included_steps_view(self, request: HttpRequest) -> HttpResponse:
        self._check(self.has_change_permission(request))
        return included_steps.fragment(request)

    def reading_view(self, request: HttpRequest) -> HttpResponse:
        self._check(self.has_change_permission(request))
        return reading.look(request)

    def simpler_view(self, request: HttpRequest) -> HttpResponse:
        self._check(self.has_change_permission(request))
        return reading.replace(request)

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        self._check(self.has_change_permission(request))
        return upload.picture(request)

    def open_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(self.has_change_permission(request))
        return editor_api.open_elsewhere(request, self._article(request, pk))

    def document_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self._article(request, pk)
        self._check(self.has_view_permission(request, article))
        return require_safe(document.download)(request, article)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        article = self._article(request, object_id)
        self._check(self.has_view_permission(request, article))
        return history.page(request, article, self.admin_site)

    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        self._check(self.has_change_permission(request))
        return history.restore(request, self._article(request, pk), number)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Ask once, naming what will be gone; then move the article to the bin."""
        article = self._article(request, object_id)
        self._check(self.has_delete_permission(request, article))
        form = ReplacementForm(article, request)
        if form.is_valid():
            verb, done = self._seen(actions.move_to_bin, form, request), f"“{article.title}” is in the bin."
            return self._do(request, article, verb, done, undo="admin:faq_article_recover")
        if refused := self._refused_before(request, article, actions.check_move_to_bin):
            return refused
        gone = " It will be gone from the site, from search and from every list at once." if article.live_id else ""
        gone += self._promises_broken(article)
        kept = f"Its words, pictures, address and change log stay in the bin for {article_bin.KEPT_FOR.days} days. "
        kept += "Until then you can take it out again, and it is as it was."
        words = {"title": f"Move “{article.title}” to the bin?", "kept": kept, "button": "Move to the bin"}
        return self._ask(request, article, form, gone, words)

    def unpublish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self._article(request, pk)
        self._check(self.has_publish_permission(request))
        form = ReplacementForm(article, request)
        if form.is_valid():
            done = "Taken off the site. Patients cannot see it any more; your words are kept as a draft."
            return self._do(request, article, self._seen(actions.unpublish, form, request), done)
        if refused := self._refused_before(request, article, actions.check_unpublish):
            return refused
        gone = (
            f" It will be gone from the site, from search and from every list at once.{self._promises_broken(article)}"
        )
        kept = "Your words stay here as a draft, and its address works again when you publish it."
        words = {"title": f"Take “{article.title}” off the site?", "kept": kept, "button": "Take off the site"}
        return self._ask(request, article, form, gone, words)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(self.has_change_permission(request) and self.has_publish_permission(request))
        return publish_question.page(request, self._article(request, pk), self.admin_site)

    def schedule_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(self.has_change_permission(request) and self.has_publish_permission(request))
        return schedule.page(request, self._article(request, pk), self.admin_site)

    def approval_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(self.has_change_permission(request))
        return approval.page(request, self._article(request, pk), self.admin_site)

    def still_correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(self.has_change_permission(request) and self.has_publish_permission(request))
        return review.confirm(request, self._article(request, pk))

    def still_fits_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(self.has_change_permission(request))
        return shared_changes.confirm(request, self._article(request, pk))

    def recover_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(self.has_delete_permission(request))
        return recovery.take_out(request, self._article(request, pk), self.admin_site)

    def _promises_broken(self, article: Article) -> str:
        """Return which search promises are broken when patients cannot see `article` any more."""
        broken = promise_search.kept_now(article.search_promises.select_related("article"))
        return f" {promise_search.said(broken)}" if broken else ""

    def _ask(
        self, request: HttpRequest, article: Article, form: ReplacementForm, gone: str, words: dict[str, str]
    ) -> HttpResponse:
        context = {"article": article, "form": form, "now": wording.what_patients_see(article) + gone, **words}
        return render(request, "admin/faq/article/ask.html", {**self.admin_site.each_context(request), **context})

    def _refused_before(self, request: HttpRequest, article: Article, check: Callable) -> HttpResponse | None:
        """Say that something cannot be done before anybody is asked whether it shall be."""
        try:
            check(article)
        except RefusedError as refusal:
            messages.warning(request, str(refusal))
            return redirect("admin:faq_article_change", article.pk)
        return None

    def _seen(self, verb: Callable, form: ReplacementForm, request: HttpRequest) -> Callable:
        """Return `verb` for the version that the question was asked about."""
        return partial(verb, **form.cleaned_data, version=row_number(request.POST.get("version", "")))

    def _do(self, request: HttpRequest, article: Article, verb: Callable, done: str, undo: str = "") -> HttpResponse:
        broken = promise_search.kept_now(article.search_promises.all())
        try:
            verb(article, by=request.user)
            promises.note_broken(broken, by=request.user, article=article)
            messages.success(request, done, extra_tags=reverse(undo, args=[article.pk]) if undo else "")
        except ConflictError as conflict:
            said = changelist.said_of(conflict, row_number(request.POST.get("version", "")))
            messages.warning(request, f"{said} Please look once more.")
            chosen = urlencode({"replaced_by": request.POST.get("replaced_by", "")})
            return redirect(f"{request.path}?{chosen}")
        except RefusedError as refusal:
            messages.warning(request, str(refusal))
            undo = ""
        return redirect("admin:faq_article_changelist") if undo else redirect("admin:faq_article_change", article.pk)

    def _article(self, request: HttpRequest, pk: object) -> Article:
        article = self.get_object(request, str(pk))
        if article is None:
            raise Http404
        return article

    def _check(self, may: bool) -> None:
        if not may:
            raise admin.options.PermissionDenied
