"""Tags: the labels of articles; a topic is a tag that the home page shows."""

import unicodedata
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from taggit.models import ItemBase, TagBase

from faq.text.characters import without_hidden
from faq.text.slugs import first_free, slug_for

NAME_LENGTH = 60


def clean_name(name: str) -> str:
    """Return `name` in one spelling: composed letters, all of them seen, single spaces, no comma; perhaps ""."""
    return " ".join(unicodedata.normalize("NFC", without_hidden(name)).replace(",", " ").split())


class TagQuerySet(models.QuerySet):
    def with_counts(self) -> "TagQuerySet":
        """Add `article_count`, the published articles that patients see under each tag."""
        public = Q(revisions__live_article__deleted_at=None, revisions__audience="public")
        public &= Q(revisions__live_article__is_hidden=False)
        live = Q(revisions__live_article__isnull=False) & public
        return self.annotate(article_count=Count("revisions__live_article", filter=live, distinct=True))

    def in_use(self) -> "TagQuerySet":
        # Said once more: Django forgets the order of a model where rows are grouped to be counted
        return self.with_counts().filter(article_count__gt=0).order_by("key")

    def topics(self) -> "TagQuerySet":
        """What the home page shows, in its order."""
        return self.in_use().all_topics()

    def all_topics(self) -> "TagQuerySet":
        """Those that the home page shows once they have a published article too."""
        return self.filter(is_topic=True).order_by("position", "key")


class Tag(TagBase):
    name = models.CharField(
        "Tag", max_length=NAME_LENGTH, help_text="One or two words that patients know, for example: Appointments."
    )
    key = models.CharField(max_length=NAME_LENGTH * 2, unique=True, editable=False)
    slug = models.CharField("Address", max_length=100, unique=True, blank=True, editable=False)
    is_topic = models.BooleanField(
        "Show on the home page",
        default=False,
        help_text="Tick to give this tag a card on the home page. A tag without published articles is never shown.",
    )
    description = models.CharField(
        "One line about it",
        max_length=160,
        blank=True,
        help_text="Shown under the tag's name, for example: Booking, changing and cancelling a visit.",
    )
    position = models.PositiveIntegerField(
        "Order on the home page", default=100, help_text="Smaller numbers come first."
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        # Not by name: capitals would come before small letters
        ordering = ["key"]
        verbose_name = "tag"
        verbose_name_plural = "tags"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="tag_has_a_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("faq:tag", args=[self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the comparison key (case folded in every script) and, once, an address that is free."""
        self.name = clean_name(self.name)
        self.key = self.name.casefold()
        if not self.slug:
            self.slug = first_free(slug_for(self.name, fallback="tag"), self._is_taken)
        models.Model.save(self, *args, **kwargs)

    def _is_taken(self, slug: str) -> bool:
        """True when `slug` is, or leads to, another tag. The address of a deleted tag is free."""
        former = TagRedirect.objects.filter(slug=slug, tag__isnull=False).exclude(tag=self.pk)
        return Tag.objects.filter(slug=slug).exclude(pk=self.pk).exists() or former.exists()


class TagRedirect(models.Model):
    """An address that a tag had before a new name or a join; it leads to the tag wherever that is now."""

    slug = models.CharField(max_length=100, unique=True)
    # None: gone for good.
    tag = models.ForeignKey(Tag, null=True, on_delete=models.SET_NULL, related_name="redirects")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="tag_redirect_has_an_address")]

    def __str__(self) -> str:
        return self.slug


class TaggedArticle(ItemBase):
    """The working copy's tags; patients see the tags of the live revision."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_articles")
    content_object = models.ForeignKey("faq.Article", on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="article_has_a_tag_once")]
