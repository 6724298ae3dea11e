"""The synonyms that come with the site, in the staff area: each list and each group off and on by one button."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from faq.errors import RefusedError
from faq.models import SwitchedOffSynonyms
from faq.publishing import built_in_synonyms
from faq.text import words
from faq.text.built_in_synonyms import LISTS, BuiltInGroup, groups

_ABOUT = {
    "everyday": "What patients and clinics call one thing.",
    "medical": "What doctors call an illness, a test or a medicine, and what patients call it.",
}


class _Sent(forms.Form):
    """What was looked for, and the button pressed: "everyday|appointment", or "everyday|" for the whole list."""

    q = forms.CharField(required=False, max_length=words.LONGEST_TEXT)
    on = forms.CharField(required=False)
    off = forms.CharField(required=False)


@dataclass(frozen=True)
class Row:
    group: BuiltInGroup
    # Of the button that switches it
    value: str
    is_on: bool

    @property
    def phrases(self) -> str:
        return ", ".join(self.group.all_phrases)


@dataclass(frozen=True)
class ListOfGroups:
    name: str
    about: str
    value: str
    is_on: bool
    count: int
    off_count: int
    # Those that were looked for
    rows: list[Row]


def page(request: HttpRequest, site: AdminSite, *, may_change: bool) -> HttpResponse:
    """Show the lists, those with what was looked for; a button switches one of them or a group, and comes back."""
    sent = _Sent(request.POST or request.GET)
    sent.full_clean()
    query = " ".join(sent.cleaned_data.get("q", "").split())
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        _switch(request, sent.cleaned_data)
        return redirect(f"{request.path}?{urlencode({'q': query})}" if query else request.path)
    lists = list(_lists(query))
    context = {
        "title": "Synonyms that come with this site",
        "query": query,
        "found_count": sum(len(each.rows) for each in lists),
        "lists": lists,
        "may_change": may_change,
    }
    return render(request, "admin/faq/synonym/built_in.html", {**site.each_context(request), **context})


def counts() -> dict[str, int]:
    """Return how many groups there are, and how many of them are switched off."""
    count = sum(len(groups(name)) for name in LISTS)
    return {"built_in_count": count, "built_in_off_count": count - len(SwitchedOffSynonyms.groups_on())}


def _switch(request: HttpRequest, sent: dict[str, str]) -> None:
    is_on = bool(sent.get("on"))
    list_name, _, group_name = (sent.get("on") or sent.get("off") or "").partition("|")
    try:
        subject = built_in_synonyms.switch(list_name, group_name, is_on=is_on, by=request.user)
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{subject} is switched {'on' if is_on else 'off'}. The next search follows.")


def _lists(query: str) -> Iterable[ListOfGroups]:
    off = set(SwitchedOffSynonyms.objects.values_list("list_name", "group_name"))
    wanted = words.normalise(query)
    for list_name, called in LISTS.items():
        rows = [
            Row(group, f"{list_name}|{group.name}", (list_name, group.name) not in off) for group in groups(list_name)
        ]
        yield ListOfGroups(
            name=called,
            about=_ABOUT[list_name],
            value=f"{list_name}|",
            is_on=(list_name, "") not in off,
            count=len(rows),
            off_count=sum(not row.is_on for row in rows),
            rows=[row for row in rows if not wanted or wanted in words.normalise(row.phrases)],
        )
