"""What the owner of a new site has not filled in yet; each thing leaves the list when it is."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse

from faq.models import Clinic, Fact, Synonym


@dataclass(frozen=True)
class Gap:
    """One thing that is empty: what it is, what patients miss without it, and where it is filled in."""

    name: str
    why: str
    url: str


def gaps(user: User) -> list[Gap]:
    """Return what is still empty of all that `user` may fill in; [] for everybody but owners."""
    if not user.has_perm("faq.change_clinic"):
        return []
    return [*_of_clinic(Clinic.load()), *_of_lists()]


def _of_clinic(clinic: Clinic) -> list[Gap]:
    form = reverse("admin:faq_clinic_changelist")
    known = (
        (clinic.phone, "Phone", "Patients who find no answer are shown it.", "id_phone"),
        (clinic.hours, "Opening hours", "Patients read whether somebody answers today.", "open"),
        (
            clinic.time_zone != Clinic.time_zone.field.default,
            "Time zone",
            "Opening hours and days in reports follow it.",
            "id_time_zone",
        ),
        (clinic.emergency_phone, "Emergency number", "The urgent notice begins with it.", "id_emergency_phone"),
        (
            clinic.security_contact,
            "Whom to tell about a security problem",
            "People who find one look for this.",
            "id_security_contact",
        ),
    )
    return [Gap(name, why, f"{form}#{anchor}") for value, name, why, anchor in known if not value]


def _of_lists() -> list[Gap]:
    found = []
    if not Fact.objects.exclude(value="").exists():
        why = "A phone number or address is then kept once and changed everywhere."
        found.append(Gap("Facts", why, reverse("admin:faq_fact_changelist")))
    if not Synonym.objects.exists():
        why = "Patients find articles by their own words, such as “app” for the portal."
        found.append(Gap("Synonyms", why, reverse("admin:faq_synonym_add")))
    return found
