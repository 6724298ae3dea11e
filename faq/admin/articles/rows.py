"""Rows of files or videos below an article: one row more than there are; those that are there can change places."""

from typing import Any

from django import forms
from django.forms.formsets import formset_factory

from faq.admin.formsets import ABSOLUTE_MAX, WholeFormSet, add_order, order_of


class RowFormSet(WholeFormSet):
    """A subclass says what a row is called ("File") and where the section of its rows is ("files")."""

    noun = ""
    section = ""
    most = 0
    too_many = ""

    def clean(self) -> None:
        self.refuse_more_than(self.most, len(self.kept()), self.too_many)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        add_order(form)
        form.fields["DELETE"].label = f"Remove this {self.noun.lower()}"

    def rows(self) -> list[forms.Form]:
        """All rows in the order a person means; new ones last.

        Who types 1 at the third of three rows means it to be the first, and who types 3 at the first to be the last,
        although another row has that number: a row that was moved stands before or behind it, as it came from.
        """
        return [form for _, form in sorted(enumerate(self.forms), key=_place)]

    @property
    def can_be_moved(self) -> bool:
        """Whether there is more than one row that is not new."""
        return sum(form.has_something for form in self.forms) > 1

    def kept(self) -> list[dict[str, Any]]:
        """The rows as `actions.save` takes them, without those that are blank. Only after `is_valid()` was asked."""
        forms_kept = (form for form in self.rows() if not form.is_blank and not self._should_delete_form(form))
        return [found for form in forms_kept if (found := form.content())]

    def problems(self) -> list[tuple[str, str, str]]:
        """What is wrong, as (where, anchor, sentence)."""
        found = [(f"{self.noun}s", self.section, sentence) for sentence in self.non_form_errors()]
        for number, form in enumerate(self.rows(), start=1):
            if self._should_delete_form(form):
                continue
            for name, sentences in form.errors.items():
                anchor = form[form.box_of.get(name, name)].id_for_label
                found += [(f"{self.noun} {number}", anchor, sentence) for sentence in sentences]
        return found

    @property
    def is_open(self) -> bool:
        """Whether there is something to see."""
        return bool(self.is_bound and self.total_error_count()) or any(form.has_something for form in self.forms)


def _place(numbered: tuple[int, forms.Form]) -> tuple[int, int]:
    index, form = numbered
    place, before = order_of(form), index + 1
    return place, (place > before) - (place < before)


def rows_of(form: type[forms.Form], base: type[RowFormSet]) -> type[RowFormSet]:
    """Return the set of rows of the kind `base`, each a `form`; one more than there are, for the next."""
    most = {"max_num": base.most, "absolute_max": ABSOLUTE_MAX}
    return formset_factory(form, formset=base, extra=1, can_order=True, can_delete=True, **most)


def initial_rows(content: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the rows show at first for these files or videos of an article."""
    return [dict(each) for each in content]
