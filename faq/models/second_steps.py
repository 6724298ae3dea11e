"""What somebody proves beside their password when they sign in: a code from an app, a passkey, a code on paper."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from faq.models import sealing


class SignInRules(models.Model):
    """One row: what the owner asks of everybody who signs in with a password."""

    asks_second_step = models.BooleanField(default=False)

    class Meta:
        verbose_name = "rules of signing in"
        verbose_name_plural = "rules of signing in"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="sign_in_rules_are_one_row")]

    def __str__(self) -> str:
        return "Everybody needs a second step" if self.asks_second_step else "A second step is left to each person"

    @classmethod
    def load(cls) -> "SignInRules":
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class CodeApp(models.Model):
    """An app on somebody's phone that shows a new code every half minute (RFC 6238)."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Encrypted with the secret key of the site (models/sealing.py); empty where a backup came without it
    secret = models.TextField(blank=True)
    # The half minute of the last code that was taken: neither that one nor an older one is taken again
    last_window = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "app for codes"
        verbose_name_plural = "apps for codes"

    def __str__(self) -> str:
        return f"{self.person_id} since {self.added_at}"

    @property
    def plain_secret(self) -> str:
        """The secret itself; "" where this site cannot read it: it came without one, or the secret key is another."""
        return sealing.unsealed(self.secret, about_app_of(self.person_id))


def about_app_of(person_id: int) -> str:
    """Return what the secret of that person's app is sealed as, so that it is of no use as anybody else's."""
    return f"the code app of {person_id}"


class Passkey(models.Model):
    """What a device of somebody signs with after a look at a fingerprint, a face or a PIN (WebAuthn)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Base64: its id and its public key, which is no secret
    credential = models.TextField()
    # Counts uses, where the device does so; a copy of it would fall behind
    sign_count = models.BigIntegerField(default=0)
    # The name of the site that it was made for, such as help.example.org: it answers no other
    address = models.CharField(max_length=253)
    # In plain words: "Chrome on Windows"
    device = models.CharField(max_length=60)
    added_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "passkey"
        verbose_name_plural = "passkeys"
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.device} since {self.added_at}"


class RecoveryCode(models.Model):
    """One of the codes on paper, as a hash; each is taken once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    hashed = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "recovery code"
        verbose_name_plural = "recovery codes"

    def __str__(self) -> str:
        return f"{self.person_id}: {'used' if self.used_at else 'not used'}"
