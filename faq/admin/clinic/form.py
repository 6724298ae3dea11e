"""The clinic's details as one form: how to reach it, how it looks, where it is."""

import zoneinfo
from datetime import datetime

from django import forms
from django.utils import timezone

from faq.admin.fields import PictureField, drop_maxlength, speak_plainly
from faq.admin.not_saved import KeptForm
from faq.errors import RefusedError
from faq.models import Clinic
from faq.publishing import approval, facts, pictures
from faq.values import colour, picture_names

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


_MINUTE = "%Y-%m-%dT%H:%M"
# A notice stands no longer; zones cannot tell the last days of the year 9999
_MOST_YEARS = 10


class ClinicForm(KeptForm, forms.ModelForm):
    logo_file = PictureField(
        label="Logo",
        help_text="A PNG, JPEG or WebP picture. It stands beside the clinic's name at the top of every page.",
    )
    # Sent before, while something else on the page was wrong: a browser does not fill in a file again
    sent_logo = forms.CharField(required=False, widget=forms.HiddenInput)
    no_logo = forms.BooleanField(label="Remove the logo", required=False)
    time_zone = forms.ChoiceField(
        label="Time zone", choices=time_zones, help_text="The largest town near you that is in the list."
    )
    language = forms.ChoiceField(
        label="Language of the articles",
        choices=LANGUAGES,
        help_text="Screen readers read your articles and topics in this language. All other words of the site, such as "
        "buttons, opening hours and dates, are English.",
    )

    # In the clinic's own time, whatever the zone of this site: its form reads and shows bare hours and minutes
    notice_ends = forms.CharField(
        label="The notice stands until",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text="Day and time in the clinic’s own time zone.",
    )

    class Meta:
        model = Clinic
        fields = (
            *("name", "accent", "phone", "email", "time_zone", "notice"),
            *("emergency_text", "emergency_text_spanish", "emergency_phone", "spanish_text", "security_contact"),
            *Clinic.OWN_WORDS,
            *("when_overdue", "shows_checked", "asks_approval", "checks_links"),
        )
        widgets = {
            "when_overdue": forms.RadioSelect,
            "notice": forms.Textarea(attrs={"rows": 2}),
            "emergency_text": forms.Textarea(attrs={"rows": 2}),
            "emergency_text_spanish": forms.Textarea(attrs={"rows": 2, "lang": "es"}),
            "spanish_text": forms.Textarea(attrs={"rows": 2, "lang": "es"}),
            **dict.fromkeys(Clinic.OWN_WORDS, forms.Textarea(attrs={"rows": 6})),
        }

    REACH = ("name", "phone", "email")
    PLACE = ("time_zone", "language", "emergency_text", "emergency_text_spanish", "emergency_phone", "spanish_text")
    NOTICE = ("notice", "notice_ends")
    WORDS = (
        *REACH,
        *NOTICE,
        "accent",
        *PLACE,
        *Clinic.OWN_WORDS,
        "when_overdue",
        "shows_checked",
        "asks_approval",
        "checks_links",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", self.instance.language)
        # A page that was opened before the site knew of it sends none
        self.fields["when_overdue"].required = False
        ends = self.instance.notice_until
        self.initial.setdefault("notice_ends", ends.astimezone(self.instance.zone).strftime(_MINUTE) if ends else "")
        drop_maxlength(self)
        speak_plainly(self.fields)

    def clean_accent(self) -> str:
        return self.cleaned_data["accent"].strip().lower()

    def clean_sent_logo(self) -> str:
        name = self.cleaned_data["sent_logo"]
        return name if pictures.is_stored(name) else ""

    def clean(self) -> None:
        super().clean()
        self.instance.notice_until = self._notice_until()
        self.instance.logo = self.logo
        self._check_own_words()
        main = self.cleaned_data.get("language", self.instance.language)
        self.instance.languages = [main, *(code for code in self.instance.languages if code != main)]

    def _check_own_words(self) -> None:
        named = {name: self.cleaned_data.get(name, "") for name in Clinic.OWN_WORDS}
        for name, words in named.items():
            try:
                facts.check_own_words(Clinic(**{name: words}), name)
            except RefusedError as refusal:
                self.add_error(name, refusal.sentences)

    def clean_when_overdue(self) -> str:
        return self.cleaned_data["when_overdue"] or self.instance.when_overdue

    def clean_asks_approval(self) -> bool:
        chosen = self.cleaned_data["asks_approval"]
        if chosen == self.instance.asks_approval:
            return chosen
        try:
            approval.check_clinic(Clinic(asks_approval=chosen))
        except RefusedError as refusal:
            raise forms.ValidationError(refusal.sentences) from refusal
        return chosen

    def _notice_until(self) -> datetime | None:
        """Return the end of the notice that was typed; what is wrong with it is said beside it."""
        typed = self.cleaned_data.get("notice_ends", "")
        if not self.cleaned_data.get("notice"):
            return None
        try:
            ends = datetime.strptime(typed, _MINUTE).replace(tzinfo=zoneinfo.ZoneInfo(self.cleaned_data["time_zone"]))
            is_far = ends.year > timezone.now().year + _MOST_YEARS
        except (ValueError, KeyError):
            self.add_error("notice_ends", "Please say until which day and time the notice stands there.")
            return self.instance.notice_until
        if is_far:
            self.add_error("notice_ends", "Please give a time within the next ten years.")
            return self.instance.notice_until
        if "notice_ends" in self.changed_data and ends <= timezone.now():
            self.add_error("notice_ends", "This time is past already: nobody would see the notice.")
        return ends

    @property
    def new_logo(self) -> str:
        """The name of the picture that was chosen, just now or before; "" for none."""
        values = getattr(self, "cleaned_data", {})
        return values.get("logo_file") or values.get("sent_logo") or ""

    @property
    def new_logo_url(self) -> str:
        return picture_names.url_of(self.new_logo) if self.new_logo else ""

    @property
    def logo(self) -> str:
        """The name of the logo as it will be."""
        return self.new_logo or ("" if self.cleaned_data.get("no_logo") else self.instance.logo)

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
    def notice_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.NOTICE]

    @property
    def own_words(self) -> list[forms.BoundField]:
        return [self[name] for name in Clinic.OWN_WORDS]

    @property
    def place(self) -> list[forms.BoundField]:
        return [self[name] for name in self.PLACE]
