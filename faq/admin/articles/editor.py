"""The article editor: shows the form, passes what was written to the publishing verbs, and says what became of it."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from faq.admin import character_notices, wording
from faq.admin.articles import (
    accessibility,
    approval_state,
    as_typed,
    before_publishing,
    copies,
    dead_links,
    merging,
    reader_questions,
    reading,
    review,
    shared_changes,
)
from faq.admin.articles import rows as row_sets
from faq.admin.articles.files import FileFormSet
from faq.admin.articles.form import ArticleForm, initial_values
from faq.admin.articles.reader_questions import ReaderQuestionsForm, with_places
from faq.admin.articles.steps import StepFormSet, initial_rows
from faq.admin.articles.videos import VideoFormSet
from faq.admin.base import row_number
from faq.admin.session_end import ends_soon
from faq.errors import RefusedError
from faq.models import Article, Fact, OpenEditor, Revision, SearchPromise, Tag
from faq.publishing import actions, article_bin, files, open_editors, pictures, snapshot, templates
from faq.publishing import promises as kept_promises
from faq.publishing.errors import ConflictError
from faq.publishing.kinds import Content
from faq.search import promises
from faq.views.preview import LINK_DAYS, link_for


class EditorForms:
    """The forms of one article: its fields, its steps, files and videos, and what stands in the way of saving."""

    def __init__(self, article: Article | None, request: HttpRequest) -> None:
        self.article = article
        self._of_steps = {"article": article}
        self.comparison: merging.Comparison | None = None
        # Why what was chosen of two versions cannot be saved together
        self.not_together: Sequence[str] = ()
        # The article or template that a new one begins with
        self.source: Article | None = None
        if request.method == "POST":
            self._bind(request)
        else:
            self._initial(request)

    def _initial(self, request: HttpRequest) -> None:
        self.source = None if self.article else _source(request)
        content = snapshot.take(self.article) if self.article else _new_content(request, self.source)
        initial = {**initial_values(content), "version": self.article.version if self.article else 0}
        self.form = ArticleForm(article=self.article, initial=initial)
        self.questions = ReaderQuestionsForm(asked=content["reader_questions"])
        rows = with_places(initial_rows(content), content)
        self.steps = StepFormSet(prefix="steps", initial=rows, form_kwargs=self._of_steps)
        self.files = FileFormSet(prefix="files", initial=row_sets.initial_rows(content["files"]))
        self.videos = VideoFormSet(prefix="videos", initial=row_sets.initial_rows(content["videos"]))

    def _bind(self, request: HttpRequest) -> None:
        self.form = ArticleForm(request.POST, request.FILES, article=self.article)
        self.questions = ReaderQuestionsForm(request.POST, asked=self.article.reader_questions if self.article else [])
        self.steps = StepFormSet(request.POST, request.FILES, prefix="steps", form_kwargs=self._of_steps)
        self.files = FileFormSet(request.POST, request.FILES, prefix="files")
        self.videos = VideoFormSet(request.POST, request.FILES, prefix="videos")

    def is_valid(self) -> bool:
        forms = (self.form, self.steps, self.questions, self.files, self.videos)
        are_valid = [each.is_valid() for each in forms]
        if all(are_valid):
            self.questions.refuse_lost(self.steps)
        return all(are_valid) and self.questions.is_valid()

    def content(self) -> Content:
        steps = self.questions.in_steps(self.steps.steps())
        rows = {"steps": steps, "files": self.files.kept(), "videos": self.videos.kept()}
        return {**self.form.content(), "reader_questions": self.questions.content(), **rows}

    def save(self, request: HttpRequest) -> Revision:
        """Pass what was written to `actions.save`. Raises `RefusedError`; remembers a conflict for the page."""
        version = self.form.cleaned_data["version"]
        try:
            content = self.content()
            if self.article and "_over" in request.POST:
                # The version that the writer was shown beside their own
                version = row_number(request.POST["_over"]) or 0
                content = self._chosen(request, version) or content
            content = copies.used(self.article, as_typed.rewritten(content, request.POST), request.POST)
            revision = actions.save(self.article, content, by=request.user, version=version)
            copies.remember(revision.article, request.POST)
            return revision
        except ConflictError as conflict:
            mine = merging.full_content(self.content(), conflict.theirs)
            if snapshot.same(conflict.theirs.snapshot, mine):
                return conflict.theirs
            self.comparison = self._compared(request, conflict.theirs, mine, is_answer=False)
            raise
        except RefusedError as refusal:
            if self.comparison and not self.comparison.open_rows:
                # Each choice may be right, and all of them together wrong
                self.not_together = refusal.sentences
            raise

    def _chosen(self, request: HttpRequest, version: int) -> Content | None:
        """What was written, with theirs where that was chosen; None where nothing was asked, or somebody saved again.

        Raises `RefusedError` while a choice is missing.
        """
        theirs = self.article.revisions.filter(number=version).first() if self.article else None
        if theirs is None or version != theirs.article.version or not merging.has_choices(request.POST):
            return None
        mine = merging.full_content(self.content(), theirs)
        # Shown again, where what was chosen cannot be saved
        self.comparison = self._compared(request, theirs, mine, is_answer=True)
        if self.comparison.open_rows:
            raise RefusedError("Please choose first.")
        return merging.answered(self.comparison, mine)

    def _compared(
        self, request: HttpRequest, theirs: Revision, mine: Content, *, is_answer: bool
    ) -> merging.Comparison:
        base = merging.started_from(self.form.cleaned_data["version"], theirs)
        rows = {"files": "files", "videos": "videos", "reader_questions": "reader-questions"}
        boxes = {**merging.boxes_of(self.form, self.steps), **rows}
        return merging.compared(theirs, mine, base, request.POST, boxes, is_answer=is_answer)

    def problems(self) -> list[tuple[str, str, str]]:
        """Everything that stands in the way, as (where, anchor, sentence)."""
        if not self.form.is_bound:
            return []
        found = [("", "", sentence) for sentence in self.form.non_field_errors()]
        found += [("", "", sentence) for field in self.form.hidden_fields() for sentence in field.errors]
        for field in self.form.visible_fields():
            found += [(str(field.label), field.id_for_label or field.auto_id, sentence) for sentence in field.errors]
        rows = self.steps.problems() + self.files.problems() + self.videos.problems()
        return found + self.questions.problems() + rows


def _source(request: HttpRequest) -> Article | None:
    pk = row_number(request.GET.get("from", ""))
    return Article.objects.not_in_bin().filter(pk=pk).first() if pk is not None else None


def _new_content(request: HttpRequest, source: Article | None) -> Content:
    """What a new article begins with, looked after by whoever writes it: `source`, or the question of its address."""
    title = request.GET.get("title", "")[: Article.title.field.max_length]
    content = templates.beginning(source) if source else {**snapshot.BLANK, "title": title}
    return {**content, "owner": request.user.get_username()}


def edit(request: HttpRequest, article: Article | None, site: AdminSite) -> HttpResponse:
    """Show the editor for `article` (None for a new one); when something was sent, save it first."""
    forms = EditorForms(article, request)
    if request.method == "POST" and forms.is_valid():
        try:
            if article and "_recover" in request.POST and request.user.has_perm("faq.delete_article"):
                article_bin.take_out(article, by=request.user)
            revision = forms.save(request)
        except RefusedError as refusal:
            for sentence in refusal.sentences:
                forms.form.add_error(None, sentence)
        else:
            to = "publish" if _publish_if_asked(request, revision) else "change"
            to = "approval" if "_ask" in request.POST else to
            character_notices.say(request, forms.form)
            return redirect(f"admin:faq_article_{to}", revision.article_id)
    return render(request, "admin/faq/article/editor.html", {**site.each_context(request), **_context(forms, request)})


def _publish_if_asked(request: HttpRequest, revision: Revision) -> bool:
    """Publish what was saved; True where the writer must be asked first, as patients would read something else."""
    article = revision.article
    if "_publish" not in request.POST or not request.user.has_perm("faq.publish_article"):
        messages.success(request, f"Saved. {wording.what_patients_see(article)}")
        return False
    # While nobody waits for the lock of a save
    if before_publishing.must_ask(article, revision):
        return True
    publish(request, article, revision)
    return False


def publish(request: HttpRequest, article: Article, revision: Revision, *, is_spelling_only: bool = False) -> None:
    """Show `revision`, the newest, to patients, or say why that cannot be."""
    if article.live_id == revision.pk:
        messages.success(
            request, f"Nothing has changed since this was published. {_readers(revision)} read it already."
        )
        return
    try:
        before = promises.kept_now(SearchPromise.objects.select_related("article"))
        actions.publish(article, by=request.user, version=revision.number, is_spelling_only=is_spelling_only)
        messages.success(
            request, f"Published. {_readers(revision)} see it now.{shared_changes.who_needs_a_look(article)}"
        )
    except RefusedError as refusal:
        messages.warning(request, f"Your words are saved, but not published yet. {refusal}")
        return
    broken = [each.promise for each in promises.check(before) if not each.is_kept]
    if broken:
        kept_promises.note_broken(broken, by=request.user, article=article)
        messages.warning(request, f"{promises.said(broken)} The history of this article brings back what was before.")


def _readers(revision: Revision) -> str:
    return "Staff" if revision.audience == Article.Audience.STAFF else "Patients"


def _context(forms: EditorForms, request: HttpRequest) -> dict[str, object]:
    article = forms.article
    kind, state = wording.state(article) if article else ("draft", "Not saved yet")
    rows = forms.steps.numbered_rows()
    template_row = forms.steps.empty_form
    forms.questions.mark([*rows, template_row])
    facts = sorted(Fact.by_name().items(), key=lambda named: (not named[1].value, named[1].label.casefold()))
    return {
        "title": article.title if article else "Write an article",
        "article": article,
        "source": forms.source,
        "templates": Article.objects.templates() if article is None and not forms.form.is_bound else [],
        "signed_out_at": None if forms.form.is_bound else ends_soon(request),
        "open_page": open_editors.note_opened(article, request.user) if article else "",
        "open_elsewhere": wording.open_elsewhere(OpenEditor.objects.of_others(article, request.user))
        if article
        else "",
        "forms": forms,
        "form": forms.form,
        "rows": rows,
        "template_row": template_row,
        "asked_notes": reader_questions.notes(article) if article and not forms.form.is_bound else [],
        "dead_links": dead_links.mark(forms.form, rows),
        "problems": forms.problems(),
        "notice": as_typed.notice(article) if article and not forms.form.is_bound else None,
        "keep_out": accessibility.places(snapshot.take(article)) if article and not forms.form.is_bound else [],
        "no_description": accessibility.NO_DESCRIPTION,
        "state_kind": kind,
        "state": state,
        "patients_read": wording.what_patients_read(article),
        "nothing_to_publish": bool(article and article.live_id and not article.has_unpublished_changes)
        and not forms.form.is_bound,
        "known_tags": Tag.objects.values_list("name", flat=True),
        "facts": [(name, fact.label, fact.value) for name, fact in facts],
        "including": shared_changes.read_in(article) if article else [],
        "reading": reading.mark(forms.form, rows),
        "linking": dead_links.linking_to(article),
        "same_files": files.also_offered_by(article) if article else [],
        "same_pictures": pictures.also_shown_by(article) if article else [],
        "copies": copies.noticed(article) if article and not article.deleted_at and not forms.form.is_bound else [],
        "most_named": shared_changes.MOST_NAMED,
        "shared_changes": shared_changes.waiting_for(article) if article and not forms.form.is_bound else [],
        "approval": approval_state.words(article),
        "must_ask": approval_state.must_ask(article),
        "review": review.words(article),
        "link_days": LINK_DAYS,
        "shared_url": link_for(request, article) if article and not (article.deleted_at or article.is_template) else "",
        "media_url": settings.MEDIA_URL,
        "preview_url": reverse("admin:faq_article_preview"),
    }
