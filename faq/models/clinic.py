"""The clinic itself: how to reach it, how it looks, and what it chose."""

import zoneinfo
from datetime import datetime
from typing import Final

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html

from faq.errors import RefusedError
from faq.text import facts, markdown
from faq.values import colour, contact, opening_hours, picture_names

WEB = ("https://", "http://")


class WhenOverdue(models.TextChoices):
    KEEP = "keep", "see it as before"
    BANNER = "banner", "are told above it that it has not been checked"
    HIDE = "hide", "do not see it until somebody has checked it"


def _english() -> list[str]:
    return ["en"]


class Clinic(models.Model):
    """One row, edited by the owner."""

    name = models.CharField(
        "Name of the clinic", max_length=120, default="Our clinic", help_text="Shown at the top of every page."
    )
    logo = models.CharField(max_length=80, blank=True, editable=False)
    accent = models.CharField(
        "Colour",
        max_length=7,
        blank=True,
        help_text="For buttons and links. Leave empty for the calm green this site comes with.",
    )
    phone = models.CharField(
        "Phone",
        max_length=40,
        blank=True,
        validators=[contact.PHONE],
        help_text="Patients who find no answer are shown this number.",
    )
    email = models.EmailField(
        "E-mail",
        blank=True,
        help_text="For patients who cannot find an answer. Leave empty if nobody reads it every day.",
    )
    notice = models.CharField(
        "A notice on the home page",
        max_length=200,
        blank=True,
        help_text="One or two sentences, for example: We are closed on Friday, 27 November. It disappears by itself at "
        "the time below.",
    )
    notice_until = models.DateTimeField("The notice stands until", null=True, blank=True)
    # {"mon": [["08:00", "12:00"], ["13:00", "17:00"]], ...}
    hours = models.JSONField("Opening hours", default=dict, blank=True)
    # [{"on": "2026-12-25", "name": "Christmas", "hours": []}], perhaps with the last day as "to"
    holidays = models.JSONField("Holidays", default=list, blank=True)
    time_zone = models.CharField("Time zone", max_length=60, default="UTC", help_text="For example: America/New_York.")
    # Codes; the first is the one articles are written in.
    languages = models.JSONField(default=_english, editable=False)
    emergency_text = models.TextField(
        "In an emergency",
        blank=True,
        default="If this is an emergency, call your local emergency number now. Do not wait for an answer here.",
        validators=[MaxLengthValidator(500)],
        help_text="Shown above everything when a search holds one of your urgent phrases.",
    )
    emergency_text_spanish = models.TextField(
        "In an emergency, in Spanish",
        blank=True,
        default="Si es una emergencia, llame ahora al número local de emergencias. No espere una respuesta aquí.",
        validators=[MaxLengthValidator(500)],
        help_text="Stands below the words above, for patients who ask in Spanish. Leave empty to show English alone.",
    )
    emergency_phone = models.CharField(
        "Emergency number",
        max_length=40,
        blank=True,
        validators=[contact.PHONE],
        help_text="For example 911 or 112, or your own line if it is answered day and night. The notice then begins "
        "with “Call 911 now”, one press on a phone. Leave empty to show the words alone.",
    )
    spanish_text = models.CharField(
        "For questions in Spanish",
        max_length=300,
        blank=True,
        default="No encontramos una respuesta en español. Por favor, llame a la clínica: {{clinic-phone}}.",
        help_text="Shown when somebody searches in Spanish and no article comes close. It says: “We found no answer in "
        "Spanish. Please call the clinic”, with your phone for {{clinic-phone}}. Leave empty to show nothing.",
    )
    security_contact = models.CharField(
        "Whom to tell about a security problem",
        max_length=200,
        blank=True,
        validators=[contact.SECURITY_CONTACT],
        help_text="An e-mail address, or a web address that begins with https://. It stands where people who find such "
        "problems look for it. Leave empty to send them to this site.",
    )
    accessibility_words = models.TextField(
        "Your own words on the page “Accessibility”",
        blank=True,
        default="",
        validators=[MaxLengthValidator(5_000)],
        help_text="For example how somebody in a wheelchair comes in, or who interprets into sign language.",
    )
    privacy_words = models.TextField(
        "Your own words on the page “Privacy”",
        blank=True,
        default="",
        validators=[MaxLengthValidator(5_000)],
        help_text="For example who answers questions about privacy at your clinic, and where your full notice stands.",
    )

    when_overdue = models.CharField(
        "When nobody has checked an article in time, patients",
        max_length=6,
        choices=WhenOverdue.choices,
        default=WhenOverdue.KEEP,
        help_text="How often an article is to be checked is said with the article, under “More about this article”.",
    )
    shows_checked = models.BooleanField(
        "Show patients when an article was checked",
        default=False,
        help_text="“Checked by” with your name and the day stands below an article, as long as patients read exactly "
        "the version that somebody found still correct.",
    )
    asks_approval = models.BooleanField(
        "Somebody else must approve before publishing",
        default=False,
        help_text="Whoever wrote an article asks for approval; a colleague who may approve reads it, then approves it "
        "or sends it back with a note. Nobody approves what they wrote themselves.",
    )
    checks_links = models.BooleanField(
        "Look whether links to other sites still work",
        default=False,
        help_text="At night, where whoever runs this site has set that up, it asks other sites for the pages that "
        "articles link to, slowly and under its own name. Nothing about patients is sent. What leads nowhere is listed "
        "under Articles, Links.",
    )

    class Meta:
        verbose_name = "clinic"
        verbose_name_plural = "clinic"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="clinic_is_one_row")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def load(cls) -> "Clinic":
        """Return the clinic's row, or one with the defaults while nothing has been saved."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    # The clinic's Markdown below the words of the site, and the page where it stands
    OWN_WORDS: Final = {"accessibility_words": "Accessibility", "privacy_words": "Privacy"}
    OWN_FACTS = ("clinic-name", "clinic-phone", "clinic-email", "clinic-emergency-phone")

    def clean(self) -> None:
        if self.time_zone not in zoneinfo.available_timezones():
            raise ValidationError({"time_zone": f"“{self.time_zone}” is not a time zone. An example is Europe/London."})
        unknown = sorted(facts.names_in(self.spanish_text) - set(self.OWN_FACTS))
        if unknown:
            named = facts.as_typed(unknown[0])
            raise ValidationError({"spanish_text": f"{named} cannot stand here. Your phone is {{{{clinic-phone}}}}."})
        for name in self.OWN_WORDS:
            self._clean_own_words(name)
        if self.accent:
            self._clean_accent()

    def _clean_own_words(self, name: str) -> None:
        try:
            html = markdown.render(getattr(self, name))
        except RefusedError as refusal:
            raise ValidationError({name: refusal.sentences}) from refusal
        # It would be shown to nobody: pictures follow the articles that show them
        if "<img " in html:
            raise ValidationError(
                {name: "A picture cannot stand here. Please put it into an article and link to that."}
            )

    def _clean_accent(self) -> None:
        if not colour.is_hex(self.accent):
            raise ValidationError(
                {"accent": "A colour is written as # and six letters or digits, for example #1f6f5c."}
            )
        nearest = colour.readable(self.accent)
        if nearest != self.accent:
            raise ValidationError(
                {"accent": f"{self.accent} is too pale to read on this site. The nearest that works is {nearest}."}
            )

    @property
    def language(self) -> str:
        """The language that articles are written in, as a code ("en"); all other words of a page are English."""
        return self.languages[0] if self.languages else "en"

    @property
    def content_language_html(self) -> str:
        """The attributes of an element that holds words of articles or topics: ` lang="ar" dir="auto"`.

        A screen reader changes its voice there and nowhere else; English, the language of the page, is not named. The
        direction is that of the words themselves: an English article may stand among Arabic ones, or the reverse.
        """
        named = format_html(' lang="{}"', self.language) if self.language != "en" else ""
        return format_html('{} dir="auto"', named)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def now(self) -> datetime:
        """Return the present time in the clinic's time zone."""
        return timezone.now().astimezone(self.zone)

    @property
    def notice_now(self) -> str:
        """The notice while it stands, "" before one is written and after its end."""
        return self.notice if self.notice_until and timezone.now() < self.notice_until else ""

    @property
    def phone_href(self) -> str:
        return contact.tel(self.phone)

    @property
    def emergency_href(self) -> str:
        return contact.tel(self.emergency_phone)

    @property
    def security_contact_uri(self) -> str:
        """Whom to tell about a security problem, as a link; "" when nobody is named."""
        contact = self.security_contact
        return f"mailto:{contact}" if contact and not contact.startswith(WEB) else contact

    @property
    def logo_url(self) -> str:
        """The address of the logo, in a size that is enough for the head of a page and of a sheet of paper."""
        smaller = picture_names.smaller_widths(self.logo)[:1]
        query = f"{picture_names.WIDTH_KEY}={smaller[0]}" if smaller else ""
        return picture_names.url_of(self.logo, query=query) if self.logo else ""

    @property
    def logo_size(self) -> tuple[int, int]:
        """Width and height in the head of a page, in CSS pixels."""
        return picture_names.logo_size(self.logo)

    @property
    def today_words(self) -> str:
        """Today's hours, the same words all day long: for pages that a browser keeps."""
        words = opening_hours.day_in_words(self.now().date(), self.hours, self.holidays)
        return opening_hours.as_read_in(self.time_zone, words)

    @property
    def open_now_words(self) -> str:
        """Whether somebody answers right now: for pages that are made anew each time."""
        words = opening_hours.open_now_in_words(self.now(), self.hours, self.holidays)
        return opening_hours.as_read_in(self.time_zone, words)

    @cached_property
    def portal(self) -> models.Model | None:
        """The address patients log in at: the fact called portal-address, where staff keep one."""
        kept = apps.get_model("faq", "Fact")._default_manager
        return kept.filter(name="portal-address", kind="address").exclude(value="").first()

    @property
    def week_words(self) -> list[tuple[str, str]]:
        rows = opening_hours.week_in_words(self.hours)
        return [(day, opening_hours.as_read_in(self.time_zone, words)) for day, words in rows]

    @property
    def short_week_words(self) -> list[tuple[str, str]]:
        """`week_words` with days of the same hours in one row: for paper."""
        return opening_hours.days_together(self.week_words)
