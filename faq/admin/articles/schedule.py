"""Asks when an article goes live and when it goes off the site, in the clinic's own time."""

from datetime import datetime
from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from faq.admin import wording
from faq.admin.articles import as_typed, shared_changes
from faq.admin.base import row_number
from faq.admin.fields import speak_plainly
from faq.admin.not_saved import KeptForm
from faq.errors import RefusedError
from faq.models import Article, Clinic
from faq.publishing import schedule
from faq.publishing.errors import ConflictError
from faq.publishing.schedule import Times
from faq.search import promises
from faq.values import clock


class ScheduleForm(KeptForm, forms.Form):
    """Two moments; with them goes what was set when the page was opened."""

    publish_at = forms.CharField(label="Publish the newest saved version on", required=False)
    expires_at = forms.CharField(
        label="Take off the site on",
        required=False,
        help_text="Its words stay here as a draft. Whoever opens its address then reads that it was removed.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, article: Article, clinic: Clinic, *args: object, **kwargs: object) -> None:
        self._zone = clinic.zone
        shown = {
            "publish_at": clock.typed(article.publish_at, self._zone),
            "expires_at": clock.typed(article.expires_at, self._zone),
        }
        super().__init__(*args, initial={**shown, "seen": _token(Times.of(article))}, **kwargs)
        for name in shown:
            self.fields[name].widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
        speak_plainly(self.fields)

    def clean_publish_at(self) -> datetime | None:
        return self._moment("publish_at")

    def clean_expires_at(self) -> datetime | None:
        return self._moment("expires_at")

    @property
    def times(self) -> Times:
        return Times(self.cleaned_data["publish_at"], self.cleaned_data["expires_at"])

    @property
    def seen_times(self) -> Times:
        """What was set when the page was opened; nothing where what was sent is none of ours."""
        try:
            parts = [datetime.fromisoformat(part) if part else None for part in self.cleaned_data["seen"].split("/")]
        except ValueError:
            return Times()
        is_ours = len(parts) == 2 and all(part is None or part.tzinfo for part in parts)
        return Times(*parts) if is_ours else Times()

    def _moment(self, name: str) -> datetime | None:
        try:
            return clock.moment(self.cleaned_data[name], self._zone)
        except clock.NoSuchMomentError as error:
            raise forms.ValidationError(str(error)) from error


def page(request: HttpRequest, article: Article, site: AdminSite) -> HttpResponse:
    """Show the form; set what was sent, or say beside it why that cannot be."""
    clinic = Clinic.load()
    form = ScheduleForm(article, clinic, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        version = row_number(request.POST.get("version", ""))
        set_times = partial(schedule.set_times, article, form.times, version=version or 0, by=request.user)
        try:
            article = set_times(seen=form.seen_times)
        except ConflictError as conflict:
            who = conflict.theirs.author_name or "Somebody else"
            form.add_error(None, f"{who} saved this article in the meantime. Please read it before you set its times.")
        except RefusedError as refusal:
            form.add_error(None, refusal.sentences)
        else:
            messages.success(request, f"Set. {wording.what_patients_see(article)}")
            return redirect("admin:faq_article_change", article.pk)
    return render(request, "admin/faq/article/schedule.html", {**site.each_context(request), **_about(article, form)})


def _about(article: Article, form: ScheduleForm) -> dict[str, object]:
    newest = article.revisions.get(number=article.version)
    return {
        "title": f"When is “{article.title}” on the site?",
        "article": article,
        "form": form,
        "patients_see": wording.what_patients_see(article),
        "newest": f"{wording.moment(newest.created_at)} by {newest.author_name or 'the system'}",
        "now": schedule.said_at(timezone.now()),
        "notice": as_typed.notice(article),
        "impact": shared_changes.impact_of(article, newest),
        "broken": promises.said(promises.broken_by_publishing(newest)),
    }


def _token(times: Times) -> str:
    return "/".join(at.isoformat() if at else "" for at in (times.publish_at, times.expires_at))
