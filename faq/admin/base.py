"""What the plain forms of the staff area share: changes go through the publishing verbs, refusals are shown."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, AdminForm
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList, ChangeListSearchForm
from django.db.models import Model, QuerySet
from django.db.models.options import Options
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.text import capfirst

from faq.admin import character_notices, conflicts
from faq.admin.conflicts import Conflict, conflict_from, sent_version
from faq.admin.fields import drop_maxlength, speak_plainly
from faq.admin.not_saved import KeptForm
from faq.errors import RefusedError
from faq.publishing.compare import Change
from faq.publishing.row_versions import RowConflictError, run_unless_changed, version_of

# Sent along when somebody who signed in again had typed a password, which is not kept meanwhile.
TYPE_AGAIN = "_type_again"
# The longest number of a row that every database can hold.
_MOST_DIGITS = 18


def row_number(typed: str) -> int | None:
    """Return the number of a row, or None where `typed` cannot be one; Python itself refuses to read thousands."""
    return int(typed) if typed.isdecimal() and len(typed) <= _MOST_DIGITS else None


class _ListSearchForm(ChangeListSearchForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self.fields)


class StaffList(ChangeList):
    search_form_class = _ListSearchForm


class StaffModelAdmin(admin.ModelAdmin):
    """A list whose ticks and choices speak to people."""

    actions_selection_counter = False
    # What one row and several are called, where the model's own names are not how people say it
    noun = nouns = ""
    empty_value_display = ""

    @property
    def one(self) -> str:
        return self.noun or str(self.opts.verbose_name)

    @property
    def many(self) -> str:
        return self.nouns or str(self.opts.verbose_name_plural)

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return StaffList

    def get_action_choices(self, request: HttpRequest, default_choices: object = None) -> list[tuple[str, str]]:
        return super().get_action_choices(request, [("", "Choose what to do")])

    @property
    def media(self) -> forms.Media:
        # The stock scripts serve pop-up windows and date pickers that no page of ours has
        return forms.Media()

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The list; an action that is none, or without any ticked line, is answered with what to do."""
        sent = request.POST
        if ERROR_FLAG in request.GET:
            # The address asked for lines by something that a list does not have
            return redirect(request.path)
        # Nobody has seen the lines of other pages
        is_whole = sent.get("action") in self.get_actions(request) and sent.get("select_across", "0") == "0"
        is_whole = is_whole and _numbers(sent.getlist(ACTION_CHECKBOX_NAME))
        if {"index", "action"} & sent.keys() and not is_whole:
            messages.warning(request, "Please tick the lines you mean and choose what to do with them.")
            return redirect(request.get_full_path())
        title = capfirst(self.many)
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
        speak_plainly(self.fields)

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

    def differences(self, kept: Model, changed: list[str]) -> list[Change]:
        """Return what differs between `kept` and what was typed; `changed` names the columns somebody changed."""
        return conflicts.differences_between(type(self)(instance=kept), self, self.fields)


class _NotSavedError(Exception):
    """Ends the transaction of a save that was refused; `form` says why, or `conflict` who saved in between."""

    def __init__(self, form: forms.ModelForm, conflict: Conflict | None = None) -> None:
        super().__init__()
        self.form = form
        self.conflict = conflict


class VerbModelAdmin(StaffModelAdmin):
    """A `CheckedForm` for one kind of row; `save_verb` and `delete_verb` are the publishing verbs that do it.

    The verb itself writes the audit log, so the admin's own log stays empty and has no page here.
    """

    save_verb: Callable
    delete_verb: Callable
    # Raises `RefusedError` where it is known beforehand that the row cannot be deleted
    delete_check: Callable | None = None
    # What will be gone, in a sentence
    deletion = ""
    actions = None

    def save_model(self, request: HttpRequest, row: Model, form: forms.ModelForm, change: bool) -> None:
        """Do the verb; what it refuses only now, because of what somebody else just did, stands in the form too."""
        try:
            version = sent_version(request) if change else ""
            run_unless_changed(lambda: self.do_save(request, row, form), seen=[(row, version)])
            character_notices.say(request, form)
        except RowConflictError as error:
            self._keep_both(form, error)
        except RefusedError as refusal:
            form.add_error(None, refusal.sentences)
            raise _NotSavedError(form) from refusal

    def _keep_both(self, form: CheckedForm, error: RowConflictError) -> None:
        """Show both texts, unless they are the same: then it is saved already."""
        found = form.differences(error.kept, error.changed) if error.kept else []
        if found or not error.kept:
            raise _NotSavedError(form, conflict_from(error, self.one, found)) from error

    def do_save(self, request: HttpRequest, row: Model, form: forms.ModelForm) -> None:
        type(self).save_verb(row, by=request.user)

    def response_add(self, request: HttpRequest, row: Model, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, f"“{row}” is saved.")
        return self.response_post_save_change(request, row)

    def response_change(self, request: HttpRequest, row: Model) -> HttpResponse:
        return self.response_add(request, row)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        messages.success(request, f"“{obj_display}” is deleted.")
        return redirect(self._address("changelist"))

    def delete_model(self, request: HttpRequest, row: Model) -> None:
        verb = partial(type(self).delete_verb, row, by=request.user)
        run_unless_changed(verb, seen=[(row, sent_version(request))])

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except _NotSavedError as stopped:
            return self.form_page(request, stopped.form, object_id, extra_context, stopped.conflict)

    def form_page(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        object_id: str | None,
        extra_context: dict | None = None,
        conflict: Conflict | None = None,
    ) -> HttpResponse:
        """Show `form` with everything that was typed, and what is wrong with it; nothing is saved.

        What was deleted in the meantime is shown as something new, to be added again.
        """
        is_gone = conflict is not None and conflict.kept is None
        row = form.instance if object_id and not is_gone else None
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(self.opts.verbose_name),
            "adminform": AdminForm(form, list(self.get_fieldsets(request, row)), {}, (), model_admin=self),
            "original": row,
            "errors": form.errors,
            "media": self.media + form.media,
            "inline_admin_formsets": [],
            "conflict": conflict,
            **(extra_context or {}),
        }
        url = reverse(self._address("add")) if is_gone else ""
        return self.render_change_form(request, context, add=row is None, change=row is not None, form_url=url, obj=row)

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, obj: Model | None = None, **kwargs: object
    ) -> HttpResponse:
        """The form carries the version of the row that its writer sees."""
        version = sent_version(request) if request.method == "POST" else version_of(obj)
        return super().render_change_form(request, {"version": version, **context}, *args, obj=obj, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        context = {"deletion": self.deletion, **(extra_context or {})}
        row = self.get_object(request, object_id)
        try:
            if row and type(self).delete_check and request.method != "POST":
                # Before anybody is asked
                type(self).delete_check(row)
            return super().delete_view(request, object_id, context)
        except RowConflictError as error:
            return self._ask_again(request, error, context)
        except RefusedError as refusal:
            messages.warning(request, str(refusal))
            return redirect(self._address("change"), object_id)

    def _ask_again(self, request: HttpRequest, error: RowConflictError, context: dict) -> HttpResponse:
        """Show the row as it is now, and what somebody changed of it, before it is deleted after all."""
        if error.kept is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, "")
        about = {"title": "Delete", "object": error.kept, "opts": self.opts, "conflict": error}
        context = {**self.admin_site.each_context(request), **context, **about}
        return self.render_delete_form(request, {**context, "changed": conflicts.what_changed(error)})

    def render_delete_form(self, request: HttpRequest, context: dict) -> HttpResponse:
        return super().render_delete_form(request, {**context, "version": version_of(context["object"])})

    def _address(self, page: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Options, object_id: str) -> HttpResponse:
        """Say that the row is gone; whoever was writing it gets the form with everything typed, to add it again."""
        if request.method == "POST" and sent_version(request) and request.path.endswith("/change/"):
            form = self.get_form(request)(request.POST)
            form.is_valid()
            conflict = conflict_from(RowConflictError(form.instance, None, ""), self.one, [])
            return self.form_page(request, form, object_id, conflict=conflict)
        messages.warning(request, f"This {self.one} is not there any more.")
        return redirect(self._address("changelist"))

    def get_deleted_objects(self, rows: QuerySet, request: HttpRequest) -> tuple[list, dict, set, list]:
        """The verb itself says what may not be deleted, in words."""
        return [str(row) for row in rows], {}, set(), []

    def get_urls(self) -> list[URLPattern]:
        return [url for url in super().get_urls() if not (url.name or "").endswith("_history")]

    def log_addition(self, *args: object) -> None:
        """Nothing: the verb has written it down."""

    log_change = log_deletions = log_addition
