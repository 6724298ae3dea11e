"""The clinic's details as one form: how to reach it, how it looks, when it is open."""

import zoneinfo
from datetime import time

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from faq.admin.fields import PictureField, drop_maxlength
from faq.models import Clinic
from faq.values import colour
from faq.values.opening_hours import DAY_NAMES, DAYS

LANGUAGES = [
    ("en", "English"),
    ("es", "Spanish – Español"),
    ("ar", "Arabic – العربية"),
    ("zh", "Chinese – 中文"),
    ("fr", "French – Français"),
    ("de", "German – Deutsch"),
    ("hi", "Hindi – हिन्दी"),
    ("it", "Italian – Italiano"),
    ("pl", "Polish – Polski"),
    ("pt", "Portuguese – Português"),
    ("ru", "Russian – Русский"),
    ("so", "Somali – Soomaali"),
    ("tr", "Turkish – Türkçe"),
    ("uk", "Ukrainian – Українська"),
    ("ur", "Urdu – اردو"),
    ("vi", "Vietnamese – Tiếng Việt"),
]
_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choice list of time zones: area, then places."""
    names = sorted(zoneinfo.available_timezones())
    areas = [(area, [_place(name) for name in names if name.startswith(f"{area}/")]) for area in _AREAS]
    return [("General", [("UTC", "UTC")]), *areas]


def _place(name: str) -> tuple[str, str]:
    return name, name.split("/", 1)[1].replace("_", " ").replace("/", ", ")


class ClinicForm(forms.ModelForm):
    logo_file = PictureField(
        label="Logo",
        help_text="A PNG, JPEG or WebP picture. It stands beside the clinic's name at the top of every page.",
    )
    no_logo = forms.BooleanField(label="Remove the logo", required=False)
    time_zone = forms.ChoiceField(
        label="Time zone", choices=time_zones, help_text="The largest town near you that is in the list."
    )
    language = forms.ChoiceField(label="Language of the articles", choices=LANGUAGES)

    class Meta:
        model = Clinic
        fields = ("name", "accent", "phone", "email", "time_zone", "emergency_text")
        widgets = {"emergency_text": forms.Textarea(attrs={"rows": 2})}

    REACH = ("name", "phone", "email")
    PLACE = ("time_zone", "language", "emergency_text")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", self.instance.language)
        drop_maxlength(self)

    def clean_accent(self) -> str:
        return self.cleaned_data["accent"].strip().lower()

    def clean(self) -> None:
        super().clean()
        kept = "" if self.cleaned_data.get("no_logo") else self.instance.logo
        self.instance.logo = self.cleaned_data.get("logo_file") or kept
        main = self.cleaned_data.get("language", self.instance.language)
        self.instance.languages = [main, *(code for code in self.instance.languages if code != main)]

    @property
    def readable_accent(self) -> str:
        """The nearest colour that can be read, when the chosen one cannot; else ""."""
        chosen = (self.data.get("accent", "") if self.is_bound else "").strip().lower()
        if not colour.is_hex(chosen) or "accent" not in self.errors:
            return ""
        return colour.readable(chosen)

    @property
    def reach(self) -> list[forms.BoundField]:
        return [self[name] for name in self.REACH]

    @property
    def place(self) -> list[forms.BoundField]:
        return [self[name] for name in self.PLACE]


class TimesForm(forms.Form):
    """One day: open from, to, and perhaps a second time after a break."""

    PAIRS = (("from_1", "to_1"), ("from_2", "to_2"))

    from_1 = forms.TimeField(label="opens", required=False)
    to_1 = forms.TimeField(label="closes", required=False)
    from_2 = forms.TimeField(label="opens again", required=False)
    to_2 = forms.TimeField(label="closes", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_1", "to_1", "from_2", "to_2"):
            self.fields[name].widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            self.fields[name].error_messages["invalid"] = "Please write the time like 08:30."

    def clean(self) -> None:
        last: time | None = None
        for opens_name, closes_name in self.PAIRS:
            opens, closes = self.cleaned_data.get(opens_name), self.cleaned_data.get(closes_name)
            if bool(opens) != bool(closes) and not self.errors:
                raise forms.ValidationError("Please give both times, when it opens and when it closes, or neither.")
            if not opens or not closes:
                continue
            if closes <= opens:
                raise forms.ValidationError(f"It cannot close at {closes:%H:%M} when it opens at {opens:%H:%M}.")
            if last and opens < last:
                raise forms.ValidationError("The second opening begins before the first one ends.")
            last = closes

    def spans(self) -> list[list[str]]:
        """The times as the clinic's row keeps them: [["08:00", "12:00"], ...]."""
        values = self.cleaned_data
        return [[f"{values[a]:%H:%M}", f"{values[b]:%H:%M}"] for a, b in self.PAIRS if values.get(a) and values.get(b)]

    @classmethod
    def filled_from(cls, spans: list[list[str]]) -> dict[str, str]:
        names = [name for pair in cls.PAIRS for name in pair]
        return dict(zip(names, [value for span in spans for value in span], strict=False))


class HolidayForm(TimesForm):
    on = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please write the day like 2026-12-25."},
    )
    name = forms.CharField(label="Name", required=False, max_length=60)

    field_order = ("on", "name", "from_1", "to_1", "from_2", "to_2")

    def clean(self) -> None:
        super().clean()
        has_more = self.cleaned_data.get("name") or self.spans()
        if has_more and not self.cleaned_data.get("on") and "on" not in self.errors:
            self.add_error("on", "Please choose the day, or leave the whole row empty.")

    def holiday(self) -> dict[str, object]:
        return {"on": self.cleaned_data["on"].isoformat(), "name": self.cleaned_data["name"], "hours": self.spans()}


class BaseHolidays(BaseFormSet):
    def holidays(self) -> list[dict[str, object]]:
        """The holidays as the clinic's row keeps them, earliest first, each day once."""
        kept = [form for form in self.forms if form.cleaned_data.get("on") and not form.cleaned_data.get("DELETE")]
        filled = {form.cleaned_data["on"]: form.holiday() for form in kept}
        return [filled[day] for day in sorted(filled)]


Holidays = formset_factory(HolidayForm, formset=BaseHolidays, extra=2, can_delete=True, max_num=100, absolute_max=110)


def week_forms(data: dict | None, hours: dict) -> list[tuple[str, TimesForm]]:
    """Return seven rows, Monday first."""
    return [
        (name, TimesForm(data, prefix=f"hours-{key}", initial=TimesForm.filled_from(hours.get(key, []))))
        for key, name in zip(DAYS, DAY_NAMES, strict=True)
    ]
