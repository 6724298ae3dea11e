"""Tells staff about characters in what they saved that nobody can see, or that are not what they look like."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from faq.admin.fields import MarkdownWidget
from faq.text import characters


def say(request: HttpRequest, form: forms.BaseForm) -> None:
    """Add a sentence for each line of `form`, which was saved, that held such characters."""
    for name, field in form.fields.items():
        if not isinstance(field, forms.CharField) or isinstance(field.widget, MarkdownWidget):
            continue
        typed = form.data.get(form.add_prefix(name), "")
        if characters.without_hidden(typed) != typed:
            messages.info(request, f"{field.label}: characters that nobody can see were taken out.")
        for word in characters.mixed_words(typed):
            messages.warning(
                request,
                f"{field.label}: “{word}” mixes letters of two alphabets that look alike, so a search for it fails. "
                "Please type the word anew if that was not meant.",
            )
