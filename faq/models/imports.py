"""Files that staff import: what waits for their yes, what came of each, and the addresses of the old site."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from faq.models.article import Article

# A file that nobody said yes to is deleted after that
WAITING = timedelta(days=1)


class ArticleImportQuerySet(models.QuerySet):
    def waiting(self) -> "ArticleImportQuerySet":
        """Those that were previewed and neither confirmed nor given up, not older than a day."""
        return self.filter(finished_at=None, created_at__gte=timezone.now() - WAITING)

    def forgotten(self) -> "ArticleImportQuerySet":
        return self.filter(finished_at=None, created_at__lt=timezone.now() - WAITING)

    def finished(self) -> "ArticleImportQuerySet":
        """Those that are done, newest first."""
        return self.filter(finished_at__isnull=False).order_by("-finished_at", "-pk")


class ArticleImport(models.Model):
    """One import: at first the file as it was sent, afterwards which articles it made."""

    # None for the person at the command line
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    who_name = models.CharField(max_length=150, blank=True)
    file_name = models.CharField(max_length=250)
    created_at = models.DateTimeField(default=timezone.now)
    # Only while it waits; never served to anybody
    data = models.BinaryField(null=True)
    finished_at = models.DateTimeField(null=True)
    # [number of the article, its version] for each one
    added = models.JSONField(default=list)
    # A sentence for each thing of the file that is in no article
    left_out = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    objects = ArticleImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(condition=Q(data=None) | Q(finished_at=None), name="import_keeps_no_file_when_done")
        ]

    def __str__(self) -> str:
        return self.file_name


class OldAddress(models.Model):
    """A path at the site that a clinic had before, for example "faq/parking"; it leads to the article."""

    path = models.CharField(max_length=500, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="old_addresses")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(path=""), name="old_address_has_a_path")]

    def __str__(self) -> str:
        return self.path
