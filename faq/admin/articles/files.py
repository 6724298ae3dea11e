"""The files of an article as staff fill them in: a name and a PDF a row, and one row more for the next."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from faq.admin.articles.rows import RowFormSet, rows_of
from faq.admin.fields import drop_maxlength, speak_plainly
from faq.errors import RefusedError
from faq.publishing import file_rules, files
from faq.publishing.attachments import FileContent
from faq.values import pdf_names

_NO_FILE = "Please choose the PDF once more, or clear the name: a name without a file cannot be kept."


class PdfField(forms.FileField):
    """Cleans to the name of the kept PDF, "" for none; one that cannot be used gets one plain sentence."""

    default_error_messages = {"empty": "This file is empty. Please choose another PDF."}

    def __init__(self, **kwargs: object) -> None:
        widget = forms.FileInput(attrs={"accept": "application/pdf,.pdf"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: object, initial: object = None) -> str:
        file = super().clean(data, initial)
        if not file:
            return ""
        try:
            return files.store(file)
        except RefusedError as refusal:
            raise forms.ValidationError(str(refusal)) from None


class FileForm(forms.Form):
    """One row; a PDF that came stays in it when something else on the page is wrong."""

    # Where in the page something is mended that no box of its own shows
    box_of = {"file": "pdf"}

    title = forms.CharField(
        label="Name",
        required=False,
        max_length=file_rules.LONGEST_NAME,
        help_text="As patients read it, for example: Records release form.",
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.CharField(required=False, widget=forms.HiddenInput)
    pdf = PdfField(label="PDF")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        drop_maxlength(self)

    def clean_file(self) -> str:
        name = self.cleaned_data["file"]
        if name and not files.is_stored(name):
            raise forms.ValidationError("This file is not there any more. Please add it again.")
        return name

    def clean(self) -> None:
        values = self.cleaned_data
        values["file"] = values.get("pdf") or values.get("file", "")
        if values["file"] and not values.get("title", "").strip() and "title" not in self.errors:
            self.add_error("title", file_rules.NO_NAME)
        if values.get("title", "").strip() and not values["file"] and not self.errors:
            self.add_error("pdf", _NO_FILE)

    def content(self) -> FileContent:
        """The row as `actions.save` takes it; {} where there is no file."""
        values = {name: self.cleaned_data.get(name, "") for name in ("key", "title", "file")}
        return values if values["file"] else {}

    @property
    def has_something(self) -> bool:
        return bool(self.shown_file)

    @property
    def is_blank(self) -> bool:
        values = getattr(self, "cleaned_data", {})
        return not self.errors and not values.get("title", "").strip() and not values.get("file")

    @property
    def pdf_box(self) -> forms.BoundField:
        """The box for a PDF, called by what it does."""
        box = self["pdf"]
        box.label = "Another PDF in its place" if self.about else box.label
        return box

    @property
    def shown_file(self) -> str:
        """The name of the stored file to show beside the row, sent just now or kept before."""
        if not self.is_bound:
            return str(self.initial.get("file", ""))
        name = str(getattr(self, "cleaned_data", {}).get("file", "") or self["file"].value() or "")
        return name if "file" not in self.errors else ""

    @property
    def shown_name(self) -> str:
        """`shown_file` within its folder, as its address ends."""
        return self.shown_file.removeprefix("files/")

    @property
    def about(self) -> str:
        return pdf_names.in_words(self.shown_file)


# Once for all rows
speak_plainly(FileForm.base_fields)


class BaseFileFormSet(RowFormSet):
    noun, section = "File", "files"
    most, too_many = file_rules.MOST_FILES, file_rules.TOO_MANY

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent = sum(name.startswith(f"{self.prefix}-") for name in self.files)
        if self.sent > self.most:
            # Each would be looked through for seconds before the number of rows is
            self.files = MultiValueDict()

    def clean(self) -> None:
        self.refuse_more_than(self.most, self.sent, self.too_many)
        super().clean()


FileFormSet = rows_of(FileForm, BaseFileFormSet)
