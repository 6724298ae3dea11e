"""What the plain forms of the staff area share: changes go through the publishing verbs, refusals are shown."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.text import capfirst

from faq.errors import RefusedError

# The longest number of a row that every database can hold.
_MOST_DIGITS = 18


def row_number(typed: str) -> int | None:
    """Return the number of a row, or None where `typed` cannot be one; Python itself refuses to read thousands."""
    return int(typed) if typed.isdecimal() and len(typed) <= _MOST_DIGITS else None


class StaffModelAdmin(admin.ModelAdmin):
    """A list whose ticks and choices speak to people."""

    actions_selection_counter = False
    empty_value_display = ""

    def get_action_choices(self, request: HttpRequest, default_choices: object = None) -> list[tuple[str, str]]:
        return super().get_action_choices(request, [("", "Choose what to do")])

    @property
    def media(self) -> forms.Media:
        return forms.Media()  # the stock scripts serve pop-up windows and date pickers that no page of ours has

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The list; an action without its name or without any ticked line is answered with what to do."""
        sent = request.POST
        is_whole = sent.get("action") and _numbers(sent.getlist(ACTION_CHECKBOX_NAME))
        if {"index", "action"} & sent.keys() and not is_whole:
            messages.warning(request, "Please tick the lines you mean and choose what to do with them.")
            return redirect(request.get_full_path())
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @admin.display(description="Ticked")
    def action_checkbox(self, row: Model) -> str:
        words = {"class": "action-select", "aria-label": f"Tick “{row}”"}
        return forms.CheckboxInput(words, lambda value: False).render(ACTION_CHECKBOX_NAME, str(row.pk))


def _numbers(ticked: list[str]) -> bool:
    """True when there are ticks and each is the number of a row; the stock admin fails on anything else."""
    return bool(ticked) and all(row_number(number) is not None for number in ticked)


class VerbModelAdmin(StaffModelAdmin):
    """A form for one kind of row; `save_verb` and `delete_verb` are the publishing verbs that do it.

    The verb itself writes the audit log, so the admin's own log stays empty and has no page here.
    """

    save_verb: Callable
    delete_verb: Callable
    deletion = ""  # what will be gone, in a sentence
    actions = None

    def save_model(self, request: HttpRequest, row: Model, form: forms.ModelForm, change: bool) -> None:
        type(self).save_verb(row, by=request.user)

    def delete_model(self, request: HttpRequest, row: Model) -> None:
        type(self).delete_verb(row, by=request.user)

    def changeform_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """A refusal shows the same form again with everything that was typed, and the reason above it."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except RefusedError as refusal:
            request.refusal = refusal
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs: object) -> type[forms.ModelForm]:
        plain = super().get_form(request, obj, **kwargs)
        refusal = getattr(request, "refusal", None)
        if refusal is None:
            return plain

        class Refused(plain):
            def clean(self) -> None:
                super().clean()
                raise forms.ValidationError(refusal.sentences)

        return Refused

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, {"deletion": self.deletion, **(extra_context or {})})
        except RefusedError as refusal:
            messages.warning(request, str(refusal))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)

    def get_deleted_objects(self, rows: QuerySet, request: HttpRequest) -> tuple[list, dict, set, list]:
        """The verb itself says what may not be deleted, in words."""
        return [str(row) for row in rows], {}, set(), []

    def get_urls(self) -> list[URLPattern]:
        return [url for url in super().get_urls() if not (url.name or "").endswith("_history")]

    def log_addition(self, *args: object) -> None:
        """Nothing: the verb has written it down."""

    log_change = log_deletions = log_addition
