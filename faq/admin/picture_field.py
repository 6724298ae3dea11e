"""A file box that keeps its picture at once: still there when something else in the form needs mending."""

from django import forms

from faq.publishing import pictures


class PictureField(forms.FileField):
    """Cleans to the name of the kept picture, "" for none; a file that cannot be used gets one plain sentence."""

    default_error_messages = {"empty": "This file is empty. Please choose another picture."}

    def __init__(self, **kwargs: object) -> None:
        widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: object, initial: object = None) -> str:
        file = super().clean(data, initial)
        if not file:
            return ""
        try:
            return pictures.store(file)
        except pictures.PictureRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
