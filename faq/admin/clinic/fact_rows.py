"""The values of all facts on the page of the clinic's details, beside where each is used."""

from copy import copy
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import QueryDict

from faq.admin.clinic.fact_uses import Use, uses_of
from faq.errors import RefusedError
from faq.models import Clinic, Fact
from faq.publishing import facts
from faq.publishing.row_versions import version_of
from faq.text.refusals import SENTENCES


@dataclass
class FactRow:
    """One fact: what is kept, what stands in its field, and what is wrong with that."""

    fact: Fact
    kept: str
    typed: str
    # What its writer saw when the page was opened
    before: str
    error: str = ""
    use: Use | None = None

    @property
    def is_changed(self) -> bool:
        """A field that nobody touched says nothing, also where a colleague changed the fact in the meantime."""
        return self.typed not in (self.before, self.kept)


class FactRows:
    """All facts, by what they are, filled with what was sent."""

    def __init__(self, sent: QueryDict | None) -> None:
        self._sent = sent
        self.rows = [self._row(fact) for fact in Fact.objects.all()]
        # In the same moment as the rows
        self._seen = [(row.fact, version_of(row.fact)) for row in self.rows]
        self.lost = self._typed_into_deleted()

    def is_valid(self) -> bool:
        for row in self.rows:
            if row.is_changed:
                row.error = _why_not(row)
                # "Save" once more then means it
                row.before = row.kept
        return not self.lost and not any(row.error for row in self.rows)

    def seen(self) -> list[tuple[Fact, str]]:
        """The facts that a save would change, as they are kept, for `run_unless_changed`."""
        changed = {row.fact.pk for row in self.rows if row.is_changed}
        return [(fact, version) for fact, version in self._seen if fact.pk in changed]

    def save(self, *, by: User) -> None:
        for row in self.rows:
            if row.is_changed:
                row.fact.value = row.typed
                facts.save(row.fact, by=by)

    @property
    def problems(self) -> list[FactRow]:
        return [row for row in self.rows if row.error]

    def with_uses(self) -> list[FactRow]:
        """Return the rows with where each fact is used."""
        uses = uses_of(row.fact.name for row in self.rows)
        for row in self.rows:
            row.use = uses[row.fact.name]
        return self.rows

    def _row(self, fact: Fact) -> FactRow:
        name, kept = field_name(fact.pk), fact.value
        if self._sent is None or name not in self._sent:
            return FactRow(fact, kept, kept, kept)
        return FactRow(fact, kept, self._sent[name].strip(), self._sent.get(f"{name}-before", ""))

    def _typed_into_deleted(self) -> list[str]:
        """What was written into the field of a fact that is not there any more."""
        there = {field_name(row.fact.pk) for row in self.rows}
        sent = {} if self._sent is None else self._sent.dict()
        gone = [name for name in sent if f"{name}-before" in sent and name.startswith("fact-") and name not in there]
        return [sent[name] for name in gone if sent[name].strip() != sent[f"{name}-before"]]


def field_name(pk: int) -> str:
    return f"fact-{pk}"


def uses_of_details(clinic: Clinic) -> list[tuple[Fact, Use]]:
    """Return the clinic's own details that articles use as facts, with their use."""
    own = Fact.of_clinic(clinic)
    uses = uses_of(own)
    return [(fact, uses[name]) for name, fact in own.items() if uses[name].articles]


def _why_not(row: FactRow) -> str:
    """Why the value that was typed cannot be kept, or not yet; "" where it can."""
    if row.before != row.kept:
        now = f"“{row.kept}”" if row.kept else "empty"
        return f"A colleague changed this in the meantime: it is {now} now. Save once more to put yours in its place."
    if "\x00" in row.typed:
        # A form of Django's looks for it by itself
        return SENTENCES["null_characters_not_allowed"]
    wanted = copy(row.fact)
    wanted.value = row.typed
    try:
        facts.check(wanted)
    except RefusedError as refusal:
        return str(refusal)
    return ""
