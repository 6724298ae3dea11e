"""Reads which days a report is asked for; odd input gets the usual range, and a sentence that says so."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from faq.stats import ranges
from faq.stats.ranges import Range

OWN = "own"
_ODD_DAY = "Please write a day as year-month-day, for example 2026-03-31."
_ODD_NAME = "This site has no such range."


class RangeForm(forms.Form):
    """The two days of an own range, or the name of a ready-made one."""

    range = forms.ChoiceField(required=False, choices=[*ranges.NAMES.items(), (OWN, "Own days")])
    first = forms.DateField(label="First day", required=False, input_formats=["%Y-%m-%d"])
    last = forms.DateField(label="Last day", required=False, input_formats=["%Y-%m-%d"])


@dataclass(frozen=True)
class Choice:
    """What the page shows: the range, its name, `problem` in a sentence ("" if none), what was typed as own days."""

    range: Range
    name: str
    problem: str = ""
    first: str = ""
    last: str = ""

    @property
    def query(self) -> str:
        """The part of an address that asks for the same days again."""
        if self.name != OWN:
            return urlencode({"range": self.name})
        return urlencode({"range": OWN, "first": self.range.first.isoformat(), "last": self.range.last.isoformat()})

    @property
    def links(self) -> list[tuple[str, str, bool]]:
        """The ready-made ranges: (what it is called, its query, whether it is shown now)."""
        return [(label, urlencode({"range": name}), name == self.name) for name, label in ranges.NAMES.items()]


def choose(asked: QueryDict, *, today: date) -> Choice:
    """Return the range that the address asks for; without one, the usual range."""
    form = RangeForm(asked)
    typed = {name: asked.get(name, "")[:10] for name in ("first", "last")}
    if not form.is_valid():
        return _usual(today, _ODD_NAME if "range" in form.errors else _ODD_DAY, **typed)
    name, first, last = (form.cleaned_data[field] for field in ("range", "first", "last"))
    if name != OWN and not (first or last):
        return Choice(ranges.named(name or ranges.USUAL, today=today), name or ranges.USUAL)
    problem = ranges.problem(first, last, today=today)
    if problem:
        return _usual(today, problem, **typed)
    return Choice(ranges.own(first, last, today=today), OWN, **typed)


def _usual(today: date, problem: str, **typed: str) -> Choice:
    usual = ranges.NAMES[ranges.USUAL].lower()
    return Choice(ranges.named(ranges.USUAL, today=today), ranges.USUAL, f"{problem} Here are the {usual}.", **typed)
