"""Which articles stand open in whose editor just now, so that two people notice each other before they save."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from faq.models.article import Article

# An editor that has said nothing for so long is taken for closed
QUIET = timedelta(minutes=2)


class OpenEditorQuerySet(models.QuerySet):
    def heard_of(self, now: datetime | None = None) -> "OpenEditorQuerySet":
        """Those whose page, left or not, asked for something a moment ago."""
        return self.filter(seen_at__gte=(now or timezone.now()) - QUIET)

    def quiet(self, now: datetime) -> "OpenEditorQuerySet":
        return self.filter(seen_at__lt=now - QUIET)

    def of_others(self, article: Article, who: User) -> "OpenEditorQuerySet":
        """Those in which people other than `who` have `article` open, the first to open it first."""
        still_open = self.heard_of().filter(article=article, has_left=False).exclude(who=who)
        return still_open.select_related("who").order_by("opened_at", "pk")


class OpenEditor(models.Model):
    """One person's editor of one article; a row is worth nothing once it is quiet."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    has_left = models.BooleanField(default=False)
    # Tells the page that was opened last from one that is left only now
    page = models.CharField(max_length=16)

    objects = OpenEditorQuerySet.as_manager()

    class Meta:
        verbose_name = "open editor"
        verbose_name_plural = "open editors"
        constraints = [
            models.UniqueConstraint(fields=["article", "who"], name="open_editor_one_row_a_person_and_article")
        ]

    def __str__(self) -> str:
        return f"{self.who_id} in {self.article_id} since {self.opened_at}"
