"""The videos of an article as staff fill them in: a link with a picture of ours, its length and its words."""

from django import forms

from faq.admin.articles.rows import RowFormSet, rows_of
from faq.admin.fields import PictureField, drop_maxlength, speak_plainly
from faq.publishing import pictures, video_rules
from faq.publishing.attachments import VideoContent
from faq.values import picture_names

_TEXTS = ("title", "url", "length", "poster_alt", "transcript")


class VideoForm(forms.Form):
    """One row; a picture that came stays in it when something else on the page is wrong."""

    # Where in the page something is mended that no box of its own shows
    box_of = {"poster": "poster_file"}

    title = forms.CharField(
        label="What it shows",
        required=False,
        max_length=video_rules.LONGEST_TITLE,
        help_text="As patients read it, for example: How to see your test results.",
    )
    url = forms.CharField(
        label="Address of the video",
        required=False,
        max_length=video_rules.LONGEST_ADDRESS,
        help_text="Copied from your browser. It opens at its own site, and only when a patient presses it.",
    )
    length = forms.CharField(
        label="How long it is",
        required=False,
        max_length=video_rules.LONGEST_LENGTH,
        help_text="For example: 2 minutes.",
    )
    poster = forms.CharField(required=False, widget=forms.HiddenInput)
    poster_file = PictureField(label="Picture")
    poster_alt = forms.CharField(
        label="What the picture shows",
        required=False,
        max_length=video_rules.LONGEST_ALT,
        help_text="For people who cannot see it, for example: A nurse beside a computer.",
    )
    no_poster = forms.BooleanField(label="Remove this picture", required=False)
    transcript = forms.CharField(
        label="What is said in it",
        required=False,
        max_length=video_rules.LONGEST_TRANSCRIPT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Word for word. Patients who cannot hear or play it read it here, and search looks into it.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        drop_maxlength(self)

    def clean_poster(self) -> str:
        name = self.cleaned_data["poster"]
        if name and not pictures.is_stored(name):
            raise forms.ValidationError("This picture is not there any more. Please add it again.")
        return name

    def clean(self) -> None:
        values = self.cleaned_data
        values["poster"] = values.get("poster_file") or values.get("poster", "")
        if values.get("no_poster") and not values.get("poster_file"):
            values["poster"] = values["poster_alt"] = ""
        if self.is_blank:
            return
        if not values.get("title", "").strip() and "title" not in self.errors:
            self.add_error("title", video_rules.NO_TITLE)
        problem = video_rules.address_problem(values.get("url", "").strip())
        if problem and "url" not in self.errors:
            self.add_error("url", problem)

    def content(self) -> VideoContent:
        """The row as `actions.save` takes it, blank what is wrong; {} where it would be no video."""
        values = {name: self.cleaned_data.get(name, "") for name in (*_TEXTS, "poster")}
        return values if values["title"] or values["url"] else {}

    @property
    def is_blank(self) -> bool:
        values = getattr(self, "cleaned_data", {})
        return not self.errors and not any(str(values.get(name, "")).strip() for name in (*_TEXTS, "poster"))

    @property
    def has_something(self) -> bool:
        return bool(self.shown_poster) or any(self[name].value() for name in _TEXTS)

    @property
    def shown_poster(self) -> str:
        """The name of the picture to show beside the row, sent just now or kept before."""
        if not self.is_bound:
            return str(self.initial.get("poster", ""))
        return "" if "poster" in self.errors else str(getattr(self, "cleaned_data", {}).get("poster", ""))

    @property
    def shown_poster_url(self) -> str:
        return picture_names.url_of(self.shown_poster) if self.shown_poster else ""


# Once for all rows
speak_plainly(VideoForm.base_fields)


class BaseVideoFormSet(RowFormSet):
    noun, section = "Video", "videos"
    most, too_many = video_rules.MOST_VIDEOS, video_rules.TOO_MANY


VideoFormSet = rows_of(VideoForm, BaseVideoFormSet)
