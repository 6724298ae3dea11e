"""Who did what: one entry for each action of staff, never edited."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from faq.models.article import Article
from faq.models.clinic import Clinic


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
        CONFIRMED = "confirmed", "Looked at the changed shared steps of"

    at = models.DateTimeField(default=timezone.now)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    who_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=12, choices=Action.choices)
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="audit_entries")
    revision_number = models.PositiveIntegerField(null=True)
    subject = models.CharField(max_length=250)
    detail = models.CharField(max_length=500, blank=True)

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


def subject_of(row: models.Model) -> str:
    """Return how the log names `row`: "the fact “Fax”", "the clinic's details", "the sign-in of maria"."""
    if isinstance(row, Clinic):
        return "the clinic's details"
    if isinstance(row, User):
        return f"the sign-in of {row.get_username()}"
    return f"the {row._meta.verbose_name} “{row}”"
