"""A form that asks a publishing verb beforehand whether it would refuse, so that the reason stands in the form."""

from collections.abc import Callable

from django import forms
from django.db.models import Model

from faq.admin.fields import drop_maxlength
from faq.errors import RefusedError


class CheckedForm(forms.ModelForm):
    """`check` is the verb's own check of a row; a refusal shows the form again with everything that was typed."""

    check: Callable[[Model], None]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        drop_maxlength(self)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not self.errors:
            try:
                type(self).check(self._meta.model(pk=self.instance.pk, **cleaned))
            except RefusedError as refusal:
                raise forms.ValidationError(refusal.sentences) from None
        return cleaned
