"""Which articles show steps that changed in their own article, until somebody has looked whether they still fit."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from faq.models.article import Article
from faq.models.publishing import Revision


class SharedChange(models.Model):
    """The steps that `article` shows changed in `shared`, and nobody has looked since.

    When they change once more before that, the row stays, with what stood there at first.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="shared_changes")
    shared = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="changes_elsewhere")
    # What readers of `article` saw when somebody last looked
    before = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    who_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "shared"], name="shared_change_is_noted_once"),
            models.CheckConstraint(condition=~Q(article=models.F("shared")), name="shared_change_is_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.shared} changed in {self.article}"
