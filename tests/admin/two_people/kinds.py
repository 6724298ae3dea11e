"""The kinds of rows that staff keep in plain forms: how each is made, where its form is, and what a browser sends."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Model

from faq.models import Clinic, Fact, Synonym, Tag, UrgentPhrase
from faq.publishing import facts, synonyms, tags, urgent
from tests.admin.clinic.test_clinic import details
from tests.factories import make_staff

User = get_user_model()


@dataclass(frozen=True)
class Kind:
    """`text` is the name of the field whose words two people change; `label` is what the form calls it."""

    noun: str
    text: str
    label: str
    make: Callable[[], Model]
    others: dict[str, object]
    address: str

    def __str__(self) -> str:
        return self.noun

    def values(self, text: str) -> dict[str, object]:
        return {**self.others, self.text: text}

    def change_url(self, row: Model) -> str:
        return self.address if isinstance(row, Clinic) else f"{self.address}{row.pk}/change/"

    def delete_url(self, row: Model) -> str:
        return f"{self.address}{row.pk}/delete/"

    def kept(self, row: Model) -> str:
        """The words that are in the row now."""
        return getattr(type(row)._default_manager.get(pk=row.pk), self.text)


def _person() -> User:
    return make_staff("Editor", "kim", last_name="one, first")


CLINIC = Kind(
    "page",
    "emergency_text",
    "In an emergency",
    lambda: facts.save_clinic(Clinic(name="The Hive", time_zone="Europe/London", emergency_text="one, first"), by=None),
    details(),
    "/admin/faq/clinic/",
)
FACT = Kind(
    "fact",
    "value",
    "What patients see",
    lambda: facts.save(Fact(name="line", label="Help line", value="one, first"), by=None),
    {"name": "line", "label": "Help line", "kind": "text"},
    "/admin/faq/fact/",
)
TAG = Kind(
    "tag",
    "description",
    "One line about it",
    lambda: tags.save(Tag(name="Portal", description="one, first"), by=None),
    {"name": "Portal", "position": 100},
    "/admin/faq/tag/",
)
SYNONYM = Kind(
    "synonym",
    "phrases",
    "Synonyms",
    lambda: synonyms.save(Synonym(phrases="one, first"), by=None),
    {},
    "/admin/faq/synonym/",
)
URGENT = Kind(
    "urgent phrase",
    "phrase",
    "Urgent phrase",
    lambda: urgent.save(UrgentPhrase(phrase="one, first"), by=None),
    {},
    "/admin/faq/urgentphrase/",
)
PERSON = Kind(
    "person",
    "last_name",
    "Last name",
    _person,
    {"first_name": "", "username": "kim", "email": "", "role": "Editor", "is_active": "on", "password": ""},
    "/admin/auth/user/",
)
DELETED = (FACT, TAG, SYNONYM, URGENT)
KINDS = (CLINIC, *DELETED, PERSON)
