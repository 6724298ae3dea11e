"""Who was sent the list of articles to be checked, and on which day last."""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models


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
