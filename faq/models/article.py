"""Articles and their steps: the working copy that staff edit."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from markdownx.models import MarkdownxField
from taggit.managers import TaggableManager

from faq.models.article_lists import ArticleQuerySet, Audience, Interval
from faq.models.tag import TaggedArticle
from faq.text.markdown import MAX_LENGTH


# The tag library's base class carries no types, so the manager behind `tagged` is unknown.
class Article(models.Model):  # type: ignore[django-manager-missing]
    Audience = Audience

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        IN_BIN = "bin", "In the bin"

    Interval = Interval

    title = models.CharField(
        "Question",
        max_length=200,
        help_text="As a patient would ask it, for example: How do I reset my portal password?",
    )
    slug = models.CharField(
        "Web address",
        max_length=100,
        unique=True,
        help_text="Made from the question. Old addresses keep working when you change it.",
    )
    short_answer = MarkdownxField(
        "Short answer",
        blank=True,
        validators=[MaxLengthValidator(2_000)],
        help_text="One or two sentences for people in a hurry. It stands above the steps.",
    )
    body = MarkdownxField(
        "More detail",
        blank=True,
        validators=[MaxLengthValidator(MAX_LENGTH)],
        help_text="Anything worth knowing after the steps. May stay empty.",
    )
    # [{"key": end of its address, "title": its name, "file": name of the stored file}], in their order
    files = models.JSONField("Files to download", blank=True, default=list)
    # [{"title", "url", "length", "poster": name of a stored picture, "poster_alt", "transcript"}], in their order
    videos = models.JSONField("Videos", blank=True, default=list)
    asked_like = models.TextField(
        "Patients also ask it like this",
        blank=True,
        validators=[MaxLengthValidator(4_000)],
        help_text="One way of asking per line. They help to find this article, and the home page may offer one to try.",
    )
    # See text/reader_questions.py
    reader_questions = models.JSONField("Questions to readers", blank=True, default=list)
    audience = models.CharField(
        "Who may read it",
        max_length=10,
        choices=Audience.choices,
        default=Audience.PUBLIC,
        help_text="“Staff only” hides it from patients everywhere, search included.",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Looked after by",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articles",
        help_text="The colleague to ask when something in it changes.",
    )
    review_every = models.CharField(
        "Check whether it is still correct",
        max_length=2,
        blank=True,
        default="",
        choices=Interval.choices,
        help_text="Counted from the last check, or from the day it was published first.",
    )
    tags = TaggableManager(through=TaggedArticle, blank=True, verbose_name="Tags", help_text="Words to browse by.")
    # What a new article can begin with; patients never see it
    is_template = models.BooleanField(default=False, db_default=False, editable=False)
    # The number of the newest revision: guards against lost updates.
    version = models.PositiveIntegerField(default=0, editable=False)
    live = models.OneToOneField(
        "faq.Revision", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="live_article"
    )
    # The number of the edition in which patients last saw a change.
    edition = models.PositiveBigIntegerField(default=0, editable=False, db_index=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    # The first time; never taken back, so old links are answered politely.
    published_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    # What it gets back when it is taken out of the bin: the number of the version that readers saw
    live_before_bin = models.PositiveIntegerField(null=True, editable=False)
    # and the address that another article took meanwhile
    slug_before_bin = models.CharField(max_length=100, blank=True, default="", editable=False)
    # Set beforehand (`publishing/schedule.py`): when the version of this number goes live,
    publish_at = models.DateTimeField(null=True, editable=False)
    publish_number = models.PositiveIntegerField(null=True, editable=False)
    # when it goes off the site, and why it was not published at its time, until staff decide anew
    expires_at = models.DateTimeField(null=True, editable=False)
    not_published_because = models.CharField(max_length=500, blank=True, default="", editable=False)
    # The last time that somebody found it still correct: the clinic's day, who, and the version they read
    checked_on = models.DateField(null=True, editable=False)
    checked_by = models.CharField(max_length=150, blank=True, default="", editable=False)
    checked_number = models.PositiveIntegerField(null=True, editable=False)
    # Overdue for a check while the clinic hides such articles from patients (`publishing/overdue.py`)
    is_hidden = models.BooleanField(default=False, db_default=False, editable=False)
    # While this one is off the site, readers of its addresses are sent there.
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="replaces"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = "article"
        verbose_name_plural = "articles"
        permissions = [
            ("publish_article", "Can publish articles"),
            ("approve_article", "Can approve what others wrote"),
            ("view_reports", "Can read the reports"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="article_has_a_question"),
            models.CheckConstraint(condition=~Q(slug=""), name="article_has_an_address"),
            models.CheckConstraint(condition=Q(audience__in=["public", "staff"]), name="article_audience_is_known"),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(live=None), name="article_in_the_bin_is_not_published"
            ),
            models.CheckConstraint(condition=Q(is_template=False) | Q(live=None), name="article_template_is_not_live"),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(live=None), name="article_on_the_site_is_not_replaced"
            ),
            models.CheckConstraint(
                condition=Q(publish_at=None, publish_number=None)
                | Q(publish_at__isnull=False, publish_number__isnull=False),
                name="article_time_to_publish_names_a_version",
            ),
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(expires_at=None) | Q(expires_at__gt=F("publish_at")),
                name="article_expires_after_it_is_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address patients use: the live revision's, or the working copy's while nothing is published."""
        return reverse("faq:article", args=[self.live.slug if self.live else self.slug])

    @property
    def status(self) -> str:
        if self.deleted_at:
            return self.Status.IN_BIN
        return self.Status.PUBLISHED if self.live_id else self.Status.DRAFT

    @property
    def has_unpublished_changes(self) -> bool:
        return self.live is not None and self.live.number != self.version


class Step(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField("Step number")
    text = MarkdownxField(
        "What to do",
        blank=True,
        validators=[MaxLengthValidator(5_000)],
        help_text="One action, for example: Click on “Reset Password”.",
    )
    picture = models.CharField("Picture", max_length=80, blank=True, editable=False)
    picture_alt = models.CharField(
        "What the picture shows",
        max_length=250,
        blank=True,
        help_text="For people who cannot see it, for example: The log-in page with “Reset Password” at the bottom.",
    )
    include = models.ForeignKey(
        Article,
        verbose_name="Use the steps of another article",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="including_steps",
        help_text="Its steps appear here, numbered through. When they change there, they change here.",
    )
    # {"of": steps of the other article when words were written for them, "own": {number of a step, from "1": words}}
    reworded = models.JSONField("Own words for shared steps", blank=True, default=dict, editable=False)
    # Keys of answers to the article's questions to readers; none: for everybody
    only_for = models.JSONField("Only for", blank=True, default=list, editable=False)

    class Meta:
        ordering = ["position"]
        verbose_name = "step"
        verbose_name_plural = "steps"
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="step_position_is_taken_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="step_positions_start_at_one"),
            # A draft may lack the words or a picture's description: publishing asks for them
            models.CheckConstraint(
                condition=Q(include=None) | Q(text="", picture=""), name="step_is_its_own_or_includes"
            ),
            models.CheckConstraint(
                condition=Q(include=None) | ~Q(include=F("article")), name="step_never_includes_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"Step {self.position}"
