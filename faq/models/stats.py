"""Counts per day, never per person."""

from django.db import models
from django.db.models import Q

from faq.models.article import Article
from faq.text.redact import GAP


class ViewCount(models.Model):
    """How often one version of an article was opened on one day by readers who came from one place."""

    class Source(models.TextChoices):
        # Counted before versions and sources were
        UNKNOWN = "", "not known"
        DIRECT = "direct", "a bookmark, a message or an address that was typed"
        # `place` is the rank of the result, "" where it is not known
        SEARCH = "search", "our search"
        ARTICLE = "article", "another article"
        SITE = "site", "another page of this site"
        # `place` is the host's name, "" until three readers came from there that day
        OUTSIDE = "outside", "another website"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="view_counts")
    day = models.DateField()
    # 0 where it is not known
    revision_number = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=10, choices=Source, blank=True)
    place = models.CharField(max_length=100, blank=True)
    views = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "view count"
        verbose_name_plural = "view counts"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "day", "revision_number", "source", "place"], name="view_count_one_row_a_day"
            ),
            models.CheckConstraint(condition=Q(views__gte=0), name="view_count_is_not_negative"),
        ]
        # With the number, so that a report reads nothing but an index
        indexes = [
            models.Index(fields=["day", "source", "place", "views"], name="view_count_by_day"),
            models.Index(fields=["article", "day", "views"], name="view_count_by_article"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day}: {self.views}"


class SearchOutcome(models.Model):
    """How often searches of one group came out so on one day; nothing about who searched.

    A group is what means the same to the search: "results test" and "test resluts" are one (`text/search_groups.py`).
    """

    class Kind(models.TextChoices):
        NOTHING = "nothing", "found nothing"
        FAR = "far", "found only far matches"
        FOUND = "found", "found something close"
        # The first result that was opened, at `rank`
        OPENED = "opened", "opened a close match"
        FAR_OPENED = "far_opened", "opened a far match"
        # All emergencies are one group, without words
        URGENT = "urgent", "saw the emergency notice"

    # Stands in a text for what was taken out of it
    GAP = GAP

    day = models.DateField()
    group = models.CharField(max_length=16, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    rank = models.PositiveIntegerField(default=0)
    times = models.PositiveIntegerField(default=0)
    # What was typed, without what tells who typed it; "" beside an emergency and for what was opened
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "search outcome"
        verbose_name_plural = "search outcomes"
        constraints = [
            models.UniqueConstraint(fields=["day", "group", "kind", "rank"], name="search_outcome_one_row_a_day"),
            models.CheckConstraint(condition=Q(times__gte=0), name="search_outcome_is_not_negative"),
        ]
        # All of a row, so that the report of searches reads nothing but an index, group by group
        indexes = [
            models.Index(fields=["group", "kind", "day", "rank", "times", "text"], name="search_outcome_by_group"),
        ]

    def __str__(self) -> str:
        return f"{self.text or self.group} on {self.day}: {self.kind} {self.times}"


class FileCount(models.Model):
    """How often readers opened one file of an article on one day; `key` is the end of its address."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="file_counts")
    day = models.DateField()
    key = models.CharField(max_length=80)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "file count"
        verbose_name_plural = "file counts"
        constraints = [models.UniqueConstraint(fields=["article", "day", "key"], name="file_count_one_row_a_day")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.key} on {self.day}: {self.times}"


class FeedbackCount(models.Model):
    """How often readers of one version said on one day that it helped, did not help, or that a step stopped them.

    Both numbers only grow, in whatever order counts arrive: who changes an answer adds one to `times` of the new one
    and one to `taken_back` of the old one. A step of 0 is the whole article.
    """

    class Answer(models.TextChoices):
        YES = "yes", "It helped"
        NO = "no", "It did not help"
        STUCK = "stuck", "Stuck at this step"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="feedback_counts")
    day = models.DateField()
    revision_number = models.PositiveIntegerField()
    step = models.PositiveIntegerField(default=0)
    answer = models.CharField(max_length=10, choices=Answer)
    times = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "feedback count"
        verbose_name_plural = "feedback counts"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "day", "revision_number", "step", "answer"], name="feedback_count_one_row_a_day"
            ),
        ]
        indexes = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return f"{self.article_id} version {self.revision_number} on {self.day}: {self.answer} {self.times}"


class FeedbackReason(models.Model):
    """What a reader wrote beside an answer, without what tells who wrote it (`text/redact.py`)."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="feedback_reasons")
    day = models.DateField()
    revision_number = models.PositiveIntegerField()
    step = models.PositiveIntegerField(default=0)
    answer = models.CharField(max_length=10, choices=FeedbackCount.Answer)
    text = models.CharField(max_length=300)

    class Meta:
        verbose_name = "feedback reason"
        verbose_name_plural = "feedback reasons"
        indexes = [models.Index(fields=["article", "day"])]

    def __str__(self) -> str:
        return self.text


class FoldedCounts(models.Model):
    """One row, once counts of old days were added up by month: a month's count stands on its first day."""

    # The last day of the last month that is kept as one
    until = models.DateField()
    # The first day of which views were counted; None where there were none
    counting_since = models.DateField(null=True)

    class Meta:
        verbose_name = "folded counts"
        verbose_name_plural = "folded counts"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="folded_counts_is_one_row")]

    def __str__(self) -> str:
        return f"until {self.until}"

    @classmethod
    def current(cls) -> "FoldedCounts | None":
        return cls.objects.filter(pk=1).first()


class AddedJournal(models.Model):
    """A file of the journal whose counts are stored: as long as it may still be there, it must not be added again."""

    name = models.CharField(max_length=32, unique=True)

    class Meta:
        verbose_name = "added journal"
        verbose_name_plural = "added journals"

    def __str__(self) -> str:
        return self.name
