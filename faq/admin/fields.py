"""Form fields of the staff area: the box for Markdown, pictures, people, words."""

import json
from collections.abc import Mapping

from django import forms
from django.contrib.auth.models import User
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.urls import reverse_lazy
from markdownx.widgets import MarkdownxWidget

from faq.errors import RefusedError
from faq.models.tag import clean_name
from faq.publishing import pictures, tags
from faq.text import accessibility, editor_document
from faq.text.refusals import SENTENCES

# What is "invalid" depends on what is asked for; words have rules of their own, which say it themselves.
_INVALID = {
    forms.IntegerField: "Please write a whole number, for example 3.",
    forms.DateField: "Please write the day like 2026-12-25.",
    forms.TimeField: "Please write the time like 08:30.",
    forms.EmailField: "Please write an e-mail address like name@example.org.",
    forms.FileField: "This file did not arrive. Please choose it again.",
}


class MarkdownWidget(MarkdownxWidget):
    """A textarea that our own scripts make a text editor of; it names our own addresses, never the package's.

    Beside its Markdown it carries how the editor shows that (`data-document`), or why it cannot (`data-problem`),
    and what in it keeps some readers out (`data-notes`).
    """

    template_name = "django/forms/widgets/textarea.html"

    @staticmethod
    def add_markdownx_attrs(attrs: dict) -> dict:
        attrs["class"] = "markdown-box"
        attrs["data-upload-url"] = reverse_lazy("admin:faq_article_upload")
        attrs["data-preview-url"] = reverse_lazy("admin:faq_article_preview")
        attrs["data-read-url"] = reverse_lazy("admin:faq_article_read")
        return attrs

    def get_context(self, name: str, value: object, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        if text := context["widget"]["value"]:
            context["widget"]["attrs"].update(_shown_by_editor(text))
            if notes := accessibility.notes(text):
                context["widget"]["attrs"]["data-notes"] = json.dumps(notes)
        return context

    @property
    def media(self) -> forms.Media:
        # The package's script keeps the Tab key for itself
        return forms.Media()


def _shown_by_editor(text: str) -> dict[str, str]:
    try:
        return {"data-document": json.dumps(editor_document.read(text), separators=(",", ":"))}
    except RefusedError as refusal:
        return {"data-problem": str(refusal)}


class PersonField(forms.ModelChoiceField):
    """A member of staff, by name."""

    def label_from_instance(self, person: User) -> str:
        return person.get_full_name() or person.get_username()


class PictureField(forms.FileField):
    """Cleans to the name of the kept picture, "" for none; a file that cannot be used gets one plain sentence."""

    default_error_messages = {"empty": "This file is empty. Please choose another picture."}

    def __init__(self, *, required: bool = False, **kwargs: object) -> None:
        widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})
        super().__init__(required=required, widget=widget, **kwargs)

    def clean(self, data: object, initial: object = None) -> str:
        file = super().clean(data, initial)
        if not file:
            return ""
        try:
            return pictures.store(file)
        except RefusedError as refusal:
            raise forms.ValidationError(str(refusal)) from None


def field_of(column: models.Field, **options: object) -> forms.Field:
    """Return the form field for `column` of a model, with its label, help and limits; `options` as for a form field."""
    field = column.formfield(**options)
    field.validators += [validator for validator in column.validators if validator not in field.validators]
    return field


def drop_maxlength(form: forms.Form) -> None:
    """Let people paste what is too long, and tell them; a browser that cuts it off loses words silently."""
    for field in form.fields.values():
        field.widget.attrs.pop("maxlength", None)


def speak_plainly(fields: Mapping[str, forms.Field]) -> None:
    """Replace what Django would say of any of `fields`; a sentence that a field has of its own stays."""
    for field in fields.values():
        invalid = next((text for kind, text in _INVALID.items() if isinstance(field, kind)), None)
        sentences = SENTENCES | ({"invalid": invalid} if invalid else {})
        ours = {code: text for code, text in sentences.items() if not _has_own(field, code)}
        field.error_messages = {**field.error_messages, **ours}
        if hasattr(field, "validate_no_null_characters"):
            # Choices of rows ask this by themselves, past their list of messages
            field.validate_no_null_characters = ProhibitNullCharactersValidator(
                SENTENCES["null_characters_not_allowed"]
            )


def _has_own(field: forms.Field, code: str) -> bool:
    stock = [
        owner.default_error_messages[code]
        for owner in type(field).__mro__
        if owner.__module__.startswith("django.") and code in getattr(owner, "default_error_messages", {})
    ]
    return code in field.error_messages and field.error_messages[code] not in stock


def names_of_tags(typed: str) -> list[str]:
    """Return the names that stand in `typed` with commas between them. Raises `forms.ValidationError` for a bad one."""
    names = [name for name in map(clean_name, typed.split(",")) if name]
    try:
        for name in names:
            tags.check_name(name)
    except RefusedError as refusal:
        raise forms.ValidationError(refusal.sentences) from None
    return names
