"""Counts per day, never per person."""

from django.db import models
from django.db.models import Q

from faq.models.article import Article


class ViewCount(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="view_counts")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "view count"
        verbose_name_plural = "view counts"
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="view_count_one_row_a_day"),
            models.CheckConstraint(condition=Q(views__gte=0), name="view_count_is_not_negative"),
        ]
        indexes = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day}: {self.views}"


class AddedJournal(models.Model):
    """A file of the journal whose counts are stored: as long as it may still be there, it must not be added again."""

    name = models.CharField(max_length=32, unique=True)

    class Meta:
        verbose_name = "added journal"
        verbose_name_plural = "added journals"

    def __str__(self) -> str:
        return self.name
