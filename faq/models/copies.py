"""What finds steps that stand in two articles, and where staff said that they shall stay so."""

from collections.abc import Iterable

from django.db import models

from faq.models.article import Article
from faq.text import fingerprints


class StepFingerprint(models.Model):
    """One fingerprint of the steps that staff wrote in `article`, see `text/fingerprints.py`."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="step_fingerprints")
    value = models.BigIntegerField()

    class Meta:
        # In this order its index answers who has a fingerprint
        constraints = [models.UniqueConstraint(fields=["value", "article"], name="step_fingerprint_is_kept_once")]

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def keep(cls, article: Article, texts: Iterable[str]) -> None:
        """Make the fingerprints of `article` those of `texts`. Call inside the transaction that writes its steps."""
        of_article = StepFingerprint.objects.filter(article=article)
        wanted, kept = fingerprints.of_all(texts), set(of_article.values_list("value", flat=True))
        if gone := kept - wanted:
            of_article.filter(value__in=gone).delete()
        rows = (StepFingerprint(article=article, value=value) for value in sorted(wanted - kept))
        StepFingerprint.objects.bulk_create(rows)


class RefusedCopy(models.Model):
    """Staff keep own steps in `article` although `other` has this one too; `step` is its exact fingerprint."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="refused_copies")
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    step = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "other", "step"], name="copy_is_refused_once")]

    def __str__(self) -> str:
        return f"{self.article} keeps its own steps"
