"""What came of looking at the links of articles and facts; where they stand is read from the texts themselves."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from faq.text.links import LONGEST_ADDRESS


class CheckedLinkQuerySet(models.QuerySet):
    def dead(self) -> "CheckedLinkQuerySet":
        return self.filter(state=CheckedLink.State.DEAD)

    def not_working(self) -> "CheckedLinkQuerySet":
        """Those that lead nowhere, and those of which nobody knows."""
        return self.exclude(state=CheckedLink.State.WORKS)


class CheckedLink(models.Model):
    """One address, as `text.links.addresses_in` gives it, and what `manage.py check_links` found there last."""

    class State(models.TextChoices):
        WORKS = "works", "Works"
        DEAD = "dead", "Dead"
        UNKNOWN = "unknown", "Could not check"

    # As ASCII, so that an index of PostgreSQL holds it
    url = models.CharField("Link", max_length=LONGEST_ADDRESS, unique=True)
    state = models.CharField("State", max_length=10, choices=State.choices)
    # One sentence; "" where it works
    why = models.CharField("Why", max_length=200, blank=True)
    checked_at = models.DateTimeField("Looked at", default=timezone.now)

    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        verbose_name = "link"
        verbose_name_plural = "links"
        constraints = [models.CheckConstraint(condition=~Q(url=""), name="checked_link_has_an_address")]

    def __str__(self) -> str:
        return self.url
