"""The box staff write Markdown in: the one place that knows django-markdownx (its field and widget only)."""

from django import forms
from django.urls import reverse_lazy
from markdownx.fields import MarkdownxFormField
from markdownx.widgets import MarkdownxWidget


class MarkdownBox(MarkdownxWidget):
    """A textarea that our own scripts give a toolbar; it names our own upload and preview, never the package's."""

    template_name = "django/forms/widgets/textarea.html"

    @staticmethod
    def add_markdownx_attrs(attrs: dict) -> dict:
        attrs["class"] = "markdown-box"
        attrs["data-upload-url"] = reverse_lazy("admin:faq_article_upload")
        attrs["data-preview-url"] = reverse_lazy("admin:faq_article_preview")
        return attrs

    @property
    def media(self) -> forms.Media:
        return forms.Media()  # the package's script keeps the Tab key for itself


class MarkdownField(MarkdownxFormField):
    widget = MarkdownBox

    def __init__(self, *, rows: int = 3, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = rows
