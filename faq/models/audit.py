"""Who did what: one entry for each action of staff, never changed (`audit_guard`)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from faq.models.article import Article
from faq.models.clinic import Clinic

# Of the letters that `detail` holds; the rest is for "and 3 more"
_MOST_SAID = 480
_LONGEST_QUOTED = 120


class AuditQuerySet(models.QuerySet):
    def matching(
        self, *, who_name: str | None, action: str, first: date | None, last: date | None, zone: tzinfo
    ) -> "AuditQuerySet":
        """Those by the person of that name ("" is the system itself), of that action, from day to day in `zone`.

        None, or "" for the action, leaves a condition out.
        """
        found = self if who_name is None else self.filter(who_name=who_name)
        found = found.filter(action=action) if action else found
        found = found.filter(at__gte=datetime.combine(first, time.min, zone)) if first else found
        return found.filter(at__lt=datetime.combine(last + timedelta(days=1), time.min, zone)) if last else found


class AuditEntry(models.Model):
    class Action(models.TextChoices):
        CREATED = "created", "Wrote"
        SAVED = "saved", "Saved a change to"
        PUBLISHED = "published", "Published"
        UNPUBLISHED = "unpublished", "Took off the site"
        MOVED_TO_BIN = "binned", "Moved to the bin"
        TAKEN_OUT_OF_BIN = "recovered", "Took out of the bin"
        RESTORED = "restored", "Brought back an earlier version of"
        IMPORTED = "imported", "Imported"
        SETTING = "setting", "Changed"
        REMOVED = "removed", "Removed"
        EXPORTED = "exported", "Exported"
        SCHEDULED = "scheduled", "Set the times of"
        NOT_PUBLISHED = "not_shown", "Could not publish at its time"
        CHECKED = "checked", "Found still correct"
        ASKED = "asked", "Asked for approval of"
        APPROVED = "approved", "Approved"
        SENT_BACK = "sent_back", "Sent back"
        HANDED_OVER = "handed_over", "Handed over"
        CONFIRMED = "confirmed", "Looked at the changed shared steps of"

    at = models.DateTimeField(default=timezone.now)
    # Neither leads anywhere once its row is gone: an entry stays as it was written, also then
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    who_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=12, choices=Action.choices)
    article = models.ForeignKey(
        Article, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="audit_entries"
    )
    revision_number = models.PositiveIntegerField(null=True)
    subject = models.CharField(max_length=250)
    detail = models.CharField(max_length=500, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "log entry"
        verbose_name_plural = "who did what"

    def __str__(self) -> str:
        return f"{self.who_name or 'The system'}: {self.get_action_display()} {self.subject}"

    @staticmethod
    def name_of(who: User | None) -> str:
        """Return what to call `who` when the account is gone: at most 150 characters, "" for the system itself."""
        return (who.get_full_name() or who.get_username())[:150] if who else ""

    @classmethod
    def note(cls, who: User | None, action: str, subject: str, **details: object) -> "AuditEntry":
        """Write one entry; `who` is None for the system itself. Call inside the action's own transaction."""
        return cls.objects.create(who=who, who_name=cls.name_of(who), action=action, subject=subject[:250], **details)

    @classmethod
    def latest_about(cls, row: models.Model) -> "AuditEntry | None":
        """Return the newest entry about `row`, if there is one; not for articles, which have their own."""
        return cls.objects.filter(subject=subject_of(row)[:250]).first()


def changes_between(before: models.Model, after: models.Model, names: Iterable[str]) -> str:
    """Return what the columns `names` held before and hold now, for the log; "" when nothing changed.

    For example: "Phone: “01632 960 983”, now “01632 960 222”; Opening hours". What is no plain text is only named.
    """
    said = [_change(before, after, name) for name in names if getattr(before, name) != getattr(after, name)]
    kept = said[:]
    while len("; ".join(kept)) > _MOST_SAID:
        kept.pop()
    more = f"; and {len(said) - len(kept)} more" if len(kept) < len(said) else ""
    return "; ".join(kept) + more


def _change(before: models.Model, after: models.Model, name: str) -> str:
    label = str(getattr(before._meta.get_field(name), "verbose_name", name))
    label, old, new = label[:1].upper() + label[1:], getattr(before, name), getattr(after, name)
    if not isinstance(new, str):
        return label
    return f"{label}: {_quoted(old)}, now {_quoted(new)}"


def _quoted(text: str) -> str:
    short = text if len(text) <= _LONGEST_QUOTED else f"{text[:_LONGEST_QUOTED]}…"
    return f"“{short}”" if text else "empty"


def subject_of(row: models.Model) -> str:
    """Return how the log names `row`: "the fact “Fax”", "the clinic's details", "the sign-in of maria"."""
    if isinstance(row, Clinic):
        return "the clinic's details"
    if isinstance(row, User):
        return f"the sign-in of {row.get_username()}"
    return f"the {row._meta.verbose_name} “{row}”"
