"""Who was sent which mail of the site last: the list of articles to be checked, and the weekly letter."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q


class ReviewDigest(models.Model):
    """One row a person: two runs on one day send one mail."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The clinic's day
    sent_on = models.DateField()

    class Meta:
        verbose_name = "review digest"
        verbose_name_plural = "review digests"

    def __str__(self) -> str:
        return f"{self.person_id} on {self.sent_on}"

    @classmethod
    def claim(cls, person: User, day: date) -> bool:
        """Note that `person` is sent the list of `day`; False where that was noted before, also just now."""
        if cls.objects.filter(person=person).exclude(sent_on=day).update(sent_on=day):
            return True
        return cls.objects.get_or_create(person=person, defaults={"sent_on": day})[1]

    @classmethod
    def release(cls, person: User) -> None:
        """Forget a claim whose mail could not be sent, so that the next run tries again."""
        cls.objects.filter(person=person).delete()


class WeeklyLetter(models.Model):
    """One row a person: whether they want the letter, and when it was sent last, so that a week has one at most."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_wanted = models.BooleanField(default=True)
    # The clinic's day; None before the first one
    sent_on = models.DateField(null=True)
    # The numbers of the search promises that search did not keep then
    broken = models.JSONField(default=list)
    # The day of the last try and why it failed; None and "" once one went out
    failed_on = models.DateField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "weekly letter"
        verbose_name_plural = "weekly letters"

    def __str__(self) -> str:
        return f"{self.person_id} on {self.sent_on}"

    @classmethod
    def of(cls, person: User) -> "WeeklyLetter":
        """Return the row of `person`, not saved where there is none yet."""
        return cls.objects.filter(person=person).first() or cls(person=person)

    @classmethod
    def want(cls, person: User, is_wanted: bool) -> None:
        """Note whether `person` wants the letter from now on."""
        cls.objects.update_or_create(person=person, defaults={"is_wanted": is_wanted})

    @classmethod
    def refused_by(cls) -> set[int]:
        """Return the numbers of the people who want none."""
        return set(cls.objects.filter(is_wanted=False).values_list("person_id", flat=True))

    def is_due(self, day: date) -> bool:
        """Whether none was sent in the week of `day`, which begins on Monday."""
        return self.sent_on is None or self.sent_on < _monday(day)

    def claim(self, day: date) -> bool:
        """Note that it is sent on `day`; False where it was in that week, also just now. This row keeps what it was."""
        row = type(self).objects.get_or_create(person=self.person)[0]
        is_due = Q(sent_on=None) | Q(sent_on__lt=_monday(day))
        return bool(type(self).objects.filter(is_due, pk=row.pk).update(sent_on=day))

    def note_sent(self, broken: list[int]) -> None:
        """Keep which promises were `broken`, and that the last try was none that failed."""
        rows = type(self).objects.filter(person=self.person)
        rows.update(broken=broken, failed_on=None, failure="")

    def note_failed(self, day: date, why: str) -> None:
        """Take back a claim whose letter could not be sent, so that the next run tries again, and keep why."""
        rows = type(self).objects.filter(person=self.person)
        rows.update(sent_on=self.sent_on, failed_on=day, failure=why[:200])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
