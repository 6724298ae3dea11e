"""Rows of a form that arrive whole or not at all: forged and cut-off ones are refused, in words."""

import re

from django.core.exceptions import ValidationError
from django.forms import Form
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT, BaseFormSet, ManagementForm
from django.utils.functional import cached_property

# More than a form can send (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS), so that all that came is shown again
ABSOLUTE_MAX = 2000
NOT_WHOLE = (
    "Something on this page did not arrive, so nothing is saved. What did arrive stands below: please check it, then "
    "press the button again."
)


# Behind all that have a place
_LAST = 10_000


def add_order(form: Form) -> None:
    """Say in words of ours what the box for the place of a row in its list is for, and what belongs there."""
    field = form.fields["ORDER"]
    field.label, field.error_messages["invalid"] = "Order", "Please write a whole number, for example 3."
    field.widget.attrs["inputmode"] = "numeric"


def order_of(form: Form) -> int:
    """Return the place of a row in its list as it was typed or is shown; last where that is no number."""
    value = form["ORDER"].value()
    try:
        return int(value) if value not in (None, "") else _LAST
    except (TypeError, ValueError):
        return _LAST


class WholeFormSet(BaseFormSet):
    """Rows with the numbers 0, 1, 2 ... of which the page says how many there are; scripts may leave some out.

    Where that is no number (-5, "abc", nothing), far too many, or less than the rows that came, nothing is saved: rows
    would be lost. All rows that did come are shown again.
    """

    @cached_property
    def management_form(self) -> ManagementForm:
        """As it was sent where that is whole; else with numbers that fit the rows, which the page sends next time."""
        if not self.is_bound or self.is_whole:
            return self._sent_numbers
        counts = {TOTAL_FORM_COUNT: self._sent_rows, INITIAL_FORM_COUNT: 0}
        form = ManagementForm({f"{self.prefix}-{name}": count for name, count in counts.items()}, prefix=self.prefix)
        form.full_clean()
        return form

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.is_whole:
            self._non_form_errors = self.error_class([NOT_WHOLE])

    @cached_property
    def is_whole(self) -> bool:
        """Whether the numbers that were sent can be true."""
        form = self._sent_numbers
        total, initial = form.cleaned_data[TOTAL_FORM_COUNT], form.cleaned_data[INITIAL_FORM_COUNT]
        return form.is_valid() and self._sent_rows <= total <= ABSOLUTE_MAX and 0 <= initial <= ABSOLUTE_MAX

    @cached_property
    def _sent_numbers(self) -> ManagementForm:
        # Through `super()` the value would be kept under the name of ours
        return BaseFormSet.management_form.func(self)

    def refuse_more_than(self, most: int, filled: int, sentence: str) -> None:
        """Raise `ValidationError` for more than `most` rows; `sentence` may name `{filled}` and `{most}`."""
        if filled > most:
            raise ValidationError(sentence.format(filled=filled, most=most))

    @cached_property
    def _sent_rows(self) -> int:
        """One more than the highest number of a row that came."""
        pattern = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,4}})-", re.ASCII)
        numbers = [int(found[1]) for found in map(pattern.match, [*self.data, *self.files]) if found]
        return min(max(numbers, default=-1) + 1, ABSOLUTE_MAX)
