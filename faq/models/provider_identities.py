"""Who somebody is at the clinic's own sign-in provider."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ProviderIdentity(models.Model):
    """One person, bound to what the provider calls them: their e-mail address may change there, this does not."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "identity at the sign-in provider"
        verbose_name_plural = "identities at the sign-in provider"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="provider_identity_is_one_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.issuer}"
