"""All forms on the page of the clinic's details: the details, the week, the special days, and what others saved."""

from contextlib import suppress
from functools import partial

from django.contrib.auth.models import User
from django.http import HttpRequest

from faq.admin.clinic.fact_rows import FactRows
from faq.admin.clinic.form import ClinicForm
from faq.admin.clinic.hours_form import HolidayForm, Holidays, fill_from_monday, hours_of, week_forms, week_is_valid
from faq.admin.conflicts import Conflict, conflict_from, differences_between, sent_version
from faq.models import Clinic, Fact
from faq.publishing import facts
from faq.publishing.compare import Change
from faq.publishing.row_versions import RowConflictError, run_unless_changed, version_of
from faq.values import opening_hours


class ClinicForms:
    """What stands on the page: the clinic as it is kept, or what was sent."""

    def __init__(self, request: HttpRequest) -> None:
        self.clinic = Clinic.load()
        self.conflict: Conflict | None = None
        data = request.POST.copy() if request.method == "POST" else None
        if data and data.get("_use_accent"):
            data["accent"] = data["_use_accent"]
        self._data = data
        # The day that has just been given the times of Monday, if any: then nothing is to be saved
        self.filled_day = fill_from_monday(data, data.get("_same_as_monday", "")) if data else ""
        self.version = version_of(self.clinic) if data is None else sent_version(request)
        self.form = ClinicForm(data, request.FILES if data else None, instance=self.clinic)
        self.week = week_forms(data, self.clinic.hours)
        rows = [{**day, **HolidayForm.filled_from(day.get("hours", []))} for day in self.clinic.holidays]
        self.facts = FactRows(data)
        self.holidays = Holidays(data, prefix="holidays", initial=None if data else rows)

    def is_valid(self) -> bool:
        parts = [self.form.is_valid(), week_is_valid(self.week), self.holidays.is_valid(), self.facts.is_valid()]
        return all(parts)

    def context(self) -> dict[str, object]:
        """What the page shows of them; `times_wrong` are the rows of times with something wrong: (anchor, name)."""
        names = ("form", "week", "holidays", "version", "conflict", "filled_day")
        facts_shown = {"fact_rows": self.facts.with_uses(), "lost_facts": self.facts.lost}
        facts_shown["fact_problems"] = self.facts.problems
        shown = {name: getattr(self, name) for name in names}
        return {**shown, **facts_shown, "times_wrong": self._times_wrong()}

    def _times_wrong(self) -> list[tuple[str, str]]:
        wrong = [(day, day) for day, row in self.week if row.errors]
        return wrong + [(str(number), "Special day") for number, row in enumerate(self.holidays, start=1) if row.errors]

    def save(self, *, by: User) -> Clinic:
        """Keep what was typed. Raises `RowConflictError` when somebody saved since the page was opened."""
        clinic = self.form.save(commit=False)
        clinic.hours, clinic.holidays = hours_of(self.week), self.holidays.holidays()
        verb = partial(self._save_all, clinic, by=by)
        return run_unless_changed(verb, seen=[(clinic, self.version), *self.facts.seen()])

    def _save_all(self, clinic: Clinic, *, by: User) -> Clinic:
        self.facts.save(by=by)
        return facts.save_clinic(clinic, by=by)

    def settle(self, error: RowConflictError, *, by: User) -> bool:
        """Return True where both wrote the same after all; else remember for the page what differs."""
        if not isinstance(error.row, Fact):
            self._compare_with(error)
            if self.conflict:
                return False
            with suppress(RowConflictError):
                run_unless_changed(partial(self.facts.save, by=by), seen=self.facts.seen())
                return True
        # Between the look at a fact and its save; the rows, read anew, say so
        self.facts = FactRows(self._data)
        self.facts.is_valid()
        return False

    def _compare_with(self, error: RowConflictError) -> None:
        """Remember for the page what differs from what somebody else saved; nothing where both are the same."""
        kept = error.kept or Clinic()
        found = differences_between(ClinicForm(instance=kept), self.form, ClinicForm.WORDS)
        found += _logo(kept, self.form) + self._times(kept)
        self.conflict = conflict_from(error, "page", found) if found else None

    def _times(self, kept: Clinic) -> list[Change]:
        theirs, mine = (opening_hours.days_in_words(hours) for hours in (kept.hours, hours_of(self.week)))
        days = [Change(day, before, after) for (day, before), (_, after) in zip(theirs, mine, strict=True)]
        both = [opening_hours.holidays_in_words(each) for each in (kept.holidays, self.holidays.holidays())]
        days.append(Change("Special days", *("\n".join(lines) for lines in both)))
        return [change for change in days if change.before != change.after]


def _logo(kept: Clinic, form: ClinicForm) -> list[Change]:
    """A picture cannot stand among words: it is told by the first letters of its name, as in a comparison of steps."""
    theirs, mine = (f"A picture ({name.rpartition('/')[2][:6]})" if name else "" for name in (kept.logo, form.logo))
    return [Change("Logo", theirs, mine)] if theirs != mine else []
