"""The article editor: shows the form, takes what was written to the write door, and says what became of it."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from faq.admin import article_form, step_forms, words
from faq.admin.article_form import ArticleForm
from faq.admin.step_forms import StepFormSet
from faq.models import Article, Fact, Revision, Tag
from faq.publishing import actions, compare, snapshot
from faq.publishing.errors import Conflict, PublishingError
from faq.publishing.includes import including
from faq.publishing.snapshot import Content
from faq.views.preview import LINK_DAYS, link_for


class Desk:
    """One article on somebody's desk: its form, its steps, and what stands in the way of saving."""

    def __init__(self, article: Article | None, request: HttpRequest) -> None:
        self.article = article
        self.includable = step_forms.includable_by(article)
        self.theirs: Revision | None = None
        self.differences: list[compare.Change] = []
        if request.method == "POST":
            self._receive(request)
        else:
            self._lay_out(request)

    def _lay_out(self, request: HttpRequest) -> None:
        content = (
            snapshot.take(self.article) if self.article else {**snapshot.BLANK, "owner": request.user.get_username()}
        )
        content = {**content, **({"title": request.GET.get("title", "")[:200]} if not self.article else {})}
        initial = {**article_form.filled_from(content), "version": self.article.version if self.article else 0}
        self.form = ArticleForm(article=self.article, initial=initial)
        rows = step_forms.filled_from(content, self.includable)
        self.steps = StepFormSet(prefix="steps", initial=rows, form_kwargs={"includable": self.includable})

    def _receive(self, request: HttpRequest) -> None:
        sent = request.POST.copy()
        if sent.get("_over", "").isdecimal():  # "Save mine over it": the writer has seen that version
            sent["version"] = sent["_over"]
        self.form = ArticleForm(sent, article=self.article)
        self.steps = StepFormSet(sent, request.FILES, prefix="steps", form_kwargs={"includable": self.includable})

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.steps.is_valid()])

    def content(self) -> Content:
        return {**self.form.content(), "steps": self.steps.steps()}

    def save(self, request: HttpRequest) -> Revision:
        """Take what was written to the write door. Raises `PublishingError`; remembers a conflict for the page."""
        try:
            version = self.form.cleaned_data["version"]
            return actions.save(self.article, self.content(), by=request.user, version=version)
        except Conflict as conflict:
            mine = snapshot.tidy({**conflict.theirs.snapshot, **self.content()})
            mine["slug"] = mine["slug"] or conflict.theirs.slug
            self.differences = compare.changes(conflict.theirs.snapshot, mine)
            if not self.differences:
                return conflict.theirs
            self.theirs = conflict.theirs
            raise

    def problems(self) -> list[tuple[str, str, str]]:
        """Everything that stands in the way, as (where, anchor, sentence)."""
        if not self.form.is_bound:
            return []
        found = [("", "", sentence) for sentence in self.form.non_field_errors()]
        for field in self.form:
            found += [(str(field.label), field.id_for_label or field.auto_id, sentence) for sentence in field.errors]
        return [problem for problem in found + self.steps.problems() if problem[2]]


def edit(request: HttpRequest, article: Article | None, site: AdminSite) -> HttpResponse:
    """Show the editor for `article` (None for a new one); when something was sent, save it first."""
    desk = Desk(article, request)
    if request.method == "POST" and desk.is_valid():
        try:
            if article and "_recover" in request.POST and request.user.has_perm("faq.delete_article"):
                actions.take_out_of_bin(article, by=request.user)
            revision = desk.save(request)
        except PublishingError as refusal:
            for sentence in refusal.sentences:
                desk.form.add_error(None, sentence)
        else:
            _publish_if_asked(request, revision)
            return redirect("admin:faq_article_change", revision.article_id)
    return render(request, "admin/faq/article/editor.html", {**site.each_context(request), **_page(desk, request)})


def _publish_if_asked(request: HttpRequest, revision: Revision) -> None:
    article = revision.article
    if "_publish" not in request.POST or not request.user.has_perm("faq.publish_article"):
        messages.success(request, f"Saved. {words.what_patients_see(article)}")
        return
    try:
        actions.publish(article, by=request.user, version=revision.number)
        messages.success(request, f"Published. {_readers(revision)} see it now.")
    except PublishingError as refusal:
        messages.warning(request, f"Your words are saved, but not published yet. {refusal}")


def _readers(revision: Revision) -> str:
    return "Staff" if revision.audience == Article.Audience.STAFF else "Patients"


def _read_in(article: Article) -> list[tuple[Article, int]]:
    """The articles that show these steps, each with how often it was read in the last 30 days."""
    others, since = including(article), timezone.localdate() - timedelta(days=30)
    read = Article.objects.filter(pk__in=[other.pk for other in others]).most_viewed(since=since)
    views = {other.pk: other.views for other in read}
    return [(other, views.get(other.pk, 0)) for other in others]


def _page(desk: Desk, request: HttpRequest) -> dict[str, object]:
    article = desk.article
    kind, state = words.state(article) if article else ("draft", "Not saved yet")
    facts = sorted(Fact.by_name().items(), key=lambda named: (not named[1].value, named[1].label.casefold()))
    return {
        "title": article.title if article else "Write an article",
        "article": article,
        "desk": desk,
        "form": desk.form,
        "rows": desk.steps.rows(),
        "problems": desk.problems(),
        "state_kind": kind,
        "state": state,
        "patients_see": words.what_patients_see(article),
        "theirs_at": words.moment(desk.theirs.created_at) if desk.theirs else "",
        "known_tags": Tag.objects.values_list("name", flat=True),
        "linkable": [(other.live.title, other.get_absolute_url()) for other in Article.objects.published().by_title()],
        "facts": [(name, fact.label, fact.value) for name, fact in facts],
        "including": _read_in(article) if article else [],
        "link_days": LINK_DAYS,
        "shared_url": link_for(request, article) if article and not article.deleted_at else "",
        "media_url": settings.MEDIA_URL,
        "preview_url": reverse("admin:faq_article_preview"),
    }
