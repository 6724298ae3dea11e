"""When the clinic is open, as rows of a form: the days of the week, and the special days."""

from datetime import time, timedelta

from django import forms
from django.forms.formsets import formset_factory
from django.http import QueryDict

from faq.admin.fields import speak_plainly
from faq.admin.formsets import ABSOLUTE_MAX, WholeFormSet
from faq.values import opening_hours
from faq.values.opening_hours import DAY_NAMES, DAYS

_ALL_DAY = [["00:00", "00:00"]]
_MOST_HOLIDAYS = 100
_TOO_MANY = "These are {filled} special days; {most} is the most. Please remove some that are over."
_LONGEST = timedelta(days=366)
_SAME = "It cannot open and close at {:%H:%M}. If it never closes that day, please tick “Open all day” only."
_OVERLAP = "{} is open until {:%H:%M} the next day, but {} opens at {:%H:%M} already. Please change one of the two."


class ClosingTimeField(forms.TimeField):
    """A time of day in which 24:00 is the midnight that ends the day."""

    def to_python(self, value: object) -> time | None:
        return super().to_python("00:00" if isinstance(value, str) and value.strip() == "24:00" else value)


class TimesForm(forms.Form):
    """One day: open all day, or from, to, and perhaps a second time after a break."""

    PAIRS = (("from_1", "to_1"), ("from_2", "to_2"))

    all_day = forms.BooleanField(label="Open all day", required=False)
    from_1 = forms.TimeField(label="opens", required=False)
    to_1 = ClosingTimeField(label="closes", required=False)
    from_2 = forms.TimeField(label="opens again", required=False)
    to_2 = ClosingTimeField(label="closes", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_1", "to_1", "from_2", "to_2"):
            self.fields[name].widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def clean(self) -> None:
        if self.errors:
            return
        pairs = [(self.cleaned_data[opens], self.cleaned_data[closes]) for opens, closes in self.PAIRS]
        given = [pair for pair in pairs if pair != (None, None)]
        if self.cleaned_data["all_day"] and given:
            raise forms.ValidationError("“Open all day” is ticked and there are times. Please keep one of the two.")
        if any(None in pair for pair in given):
            raise forms.ValidationError("Please give both times, when it opens and when it closes, or neither.")
        for opens, closes in given if given != [opening_hours.ALL_DAY] else []:
            if opens == closes:
                raise forms.ValidationError(_SAME.format(opens))
        if len(given) > 1 and (given[0][1] <= given[0][0] or given[1][0] < given[0][1]):
            raise forms.ValidationError("The second opening begins before the first one ends.")

    def spans(self) -> list[list[str]]:
        """The times as the clinic's row keeps them: [["08:00", "12:00"], ...]."""
        values = self.cleaned_data
        if values.get("all_day"):
            return _ALL_DAY
        pairs = [(values.get(opens), values.get(closes)) for opens, closes in self.PAIRS]
        return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in pairs if None not in (opens, closes)]

    @property
    def has_break(self) -> bool:
        """Whether the second pair of times holds anything, or is wrong: then it is not folded away."""
        return any(self[name].value() or self[name].errors for name in self.PAIRS[1])

    @classmethod
    def filled_from(cls, spans: list[list[str]]) -> dict[str, object]:
        if spans == _ALL_DAY:
            return {"all_day": True}
        names = [name for pair in cls.PAIRS for name in pair]
        return dict(zip(names, [value for span in spans for value in span], strict=False))


speak_plainly(TimesForm.base_fields)


class HolidayForm(TimesForm):
    on = forms.DateField(label="From")
    to = forms.DateField(label="To")
    name = forms.CharField(label="Name", required=False, max_length=60)

    field_order = ("on", "to", "name", "all_day", "from_1", "to_1", "from_2", "to_2")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("on", "to"):
            self.fields[name].required = False
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        first, last = self.cleaned_data["on"], self.cleaned_data["to"]
        if not first and (last or self.cleaned_data["name"] or self.spans()):
            self.add_error("on", "Please choose the day, or leave the whole row empty.")
        elif last and last < first:
            self.add_error("to", "The last day comes before the first one.")
        elif last and last - first > _LONGEST:
            self.add_error("to", "That is more than a year. Please look at both years.")

    def holiday(self) -> dict[str, object]:
        """The day or days as the clinic's row keeps them."""
        first, last = self.cleaned_data["on"], self.cleaned_data["to"]
        until = {"to": last.isoformat()} if last and last != first else {}
        return {"on": first.isoformat(), **until, "name": self.cleaned_data["name"], "hours": self.spans()}


speak_plainly(HolidayForm.base_fields)


class BaseHolidays(WholeFormSet):
    def clean(self) -> None:
        self.refuse_more_than(_MOST_HOLIDAYS, len(self._filled()), _TOO_MANY)

    def holidays(self) -> list[dict[str, object]]:
        """The special days as the clinic's row keeps them, earliest first, the same days once."""
        kept = self._filled()
        filled = {(form.cleaned_data["on"], form.cleaned_data["to"] or form.cleaned_data["on"]): form for form in kept}
        return [filled[days].holiday() for days in sorted(filled)]

    def _filled(self) -> list[HolidayForm]:
        return [form for form in self.forms if form.cleaned_data.get("on") and not form.cleaned_data.get("DELETE")]


Holidays = formset_factory(
    HolidayForm,
    formset=BaseHolidays,
    extra=2,
    can_delete=True,
    # Two rows more are offered beside as many as there may be
    max_num=_MOST_HOLIDAYS + 2,
    absolute_max=ABSOLUTE_MAX,
)


def week_forms(data: dict | None, hours: dict) -> list[tuple[str, TimesForm]]:
    """Return seven rows, Monday first."""
    return [
        (name, TimesForm(data, prefix=f"hours-{key}", initial=TimesForm.filled_from(hours.get(key, []))))
        for key, name in zip(DAYS, DAY_NAMES, strict=True)
    ]


def fill_from_monday(data: QueryDict, prefix: str) -> str:
    """Give the row `prefix` ("hours-tue") in `data` the times typed for Monday; return its day, "" if it is none."""
    names = {f"hours-{key}": name for key, name in zip(DAYS, DAY_NAMES, strict=True)}
    if prefix not in names:
        return ""
    for field in TimesForm.base_fields:
        # A tick that is not set is not sent at all
        data.setlist(f"{prefix}-{field}", data.getlist(f"hours-{DAYS[0]}-{field}"))
    return names[prefix]


def week_is_valid(week: list[tuple[str, TimesForm]]) -> bool:
    """Check the seven rows, each alone and then with the day that follows it."""
    if not all(row.is_valid() for _, row in week):
        return False
    found = opening_hours.overlaps(hours_of(week))
    for number, closes, opens in found:
        name, row = week[number]
        row.add_error(None, _OVERLAP.format(name, closes, DAY_NAMES[(number + 1) % 7], opens))
    return not found


def hours_of(week: list[tuple[str, TimesForm]]) -> dict[str, list[list[str]]]:
    """Return the week as the clinic's row keeps it; every row must be valid."""
    return {key: row.spans() for key, (_, row) in zip(DAYS, week, strict=True) if row.spans()}
