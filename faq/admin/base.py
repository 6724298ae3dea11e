"""What the plain forms of the staff area share: changes go through the publishing verbs, refusals are shown."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, AdminForm
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.text import capfirst

from faq.admin import character_notices
from faq.admin.fields import drop_maxlength
from faq.admin.not_saved import KeptForm
from faq.errors import RefusedError

# Sent along when somebody who signed in again had typed a password, which is not kept meanwhile.
TYPE_AGAIN = "_type_again"
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
        # The stock scripts serve pop-up windows and date pickers that no page of ours has
        return forms.Media()

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
        attrs = {"class": "action-select", "aria-label": f"Tick “{row}”"}
        return forms.CheckboxInput(attrs, lambda value: False).render(ACTION_CHECKBOX_NAME, str(row.pk))


def _numbers(ticked: list[str]) -> bool:
    """True when there are ticks and each is the number of a row; the stock admin fails on anything else."""
    return bool(ticked) and all(row_number(number) is not None for number in ticked)


class CheckedForm(KeptForm, forms.ModelForm):
    """A form that asks beforehand whether its verb would refuse, so that the reason stands beside what was typed.

    `check` takes the row as it would be kept and raises `RefusedError`.
    """

    check: Callable[[Model], None]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        drop_maxlength(self)

    def _post_clean(self) -> None:
        """After the model's own rules, and only when they hold: a row that breaks them is no row to ask about."""
        super()._post_clean()
        if self.errors:
            return
        try:
            self.run_check()
        except RefusedError as refusal:
            self.add_error(None, refusal.sentences)

    def run_check(self) -> None:
        type(self).check(self.instance)


class _NotSavedError(Exception):
    """Ends the transaction of a save that was refused; `form` says why."""

    def __init__(self, form: forms.ModelForm) -> None:
        super().__init__()
        self.form = form


class VerbModelAdmin(StaffModelAdmin):
    """A `CheckedForm` for one kind of row; `save_verb` and `delete_verb` are the publishing verbs that do it.

    The verb itself writes the audit log, so the admin's own log stays empty and has no page here.
    """

    save_verb: Callable
    delete_verb: Callable
    # What will be gone, in a sentence
    deletion = ""
    actions = None

    def save_model(self, request: HttpRequest, row: Model, form: forms.ModelForm, change: bool) -> None:
        """Do the verb; what it refuses only now, because of what somebody else just did, stands in the form too."""
        try:
            self.do_save(request, row, form)
            character_notices.say(request, form)
        except RefusedError as refusal:
            form.add_error(None, refusal.sentences)
            raise _NotSavedError(form) from refusal

    def do_save(self, request: HttpRequest, row: Model, form: forms.ModelForm) -> None:
        type(self).save_verb(row, by=request.user)

    def delete_model(self, request: HttpRequest, row: Model) -> None:
        type(self).delete_verb(row, by=request.user)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except _NotSavedError as stopped:
            return self.form_page(request, stopped.form, object_id, extra_context)

    def form_page(
        self, request: HttpRequest, form: forms.ModelForm, object_id: str | None, extra_context: dict | None = None
    ) -> HttpResponse:
        """Show `form` with everything that was typed, and what is wrong with it; nothing is saved."""
        row = form.instance if object_id else None
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(self.opts.verbose_name),
            "adminform": AdminForm(form, list(self.get_fieldsets(request, row)), {}, (), model_admin=self),
            "original": row,
            "errors": form.errors,
            "media": self.media + form.media,
            "inline_admin_formsets": [],
            **(extra_context or {}),
        }
        return self.render_change_form(request, context, add=row is None, change=row is not None, obj=row)

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
