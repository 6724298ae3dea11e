"""What staff keep for search: synonyms, urgent phrases, promises, and how often nothing was found."""

from django.db import models
from django.db.models import Q

from faq.models.article import Article
from faq.text.built_in_synonyms import LISTS, BuiltInGroup, groups
from faq.text.characters import without_hidden


class Synonym(models.Model):
    """A group of words or phrases that mean the same to patients."""

    phrases = models.CharField(
        "Synonyms",
        max_length=500,
        help_text=(
            "Words that mean the same, separated by commas, for example: MyChart, portal, app. A search for one of "
            "them finds the others too."
        ),
    )
    is_one_way = models.BooleanField(
        "Only the first leads to the others",
        default=False,
        help_text="Tick it when a search for the first word should find the others, but not the other way round.",
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        ordering = ["phrases"]
        verbose_name = "synonym"
        verbose_name_plural = "synonyms"
        constraints = [models.CheckConstraint(condition=~Q(phrases=""), name="synonym_has_phrases")]

    def __str__(self) -> str:
        return self.phrases

    @property
    def phrase_list(self) -> list[str]:
        return [phrase.strip() for phrase in without_hidden(self.phrases).split(",") if phrase.strip()]


class SwitchedOffSynonyms(models.Model):
    """A group of words that mean the same which comes with the site, but not for this clinic; or a whole list of them.

    Only what is switched off is kept, so that groups which a later version adds are on.
    """

    list_name = models.CharField(max_length=20)
    # The first phrase of the group; "" for the whole list
    group_name = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = "switched-off synonyms"
        verbose_name_plural = "switched-off synonyms"
        constraints = [models.UniqueConstraint(fields=["list_name", "group_name"], name="synonyms_switched_off_once")]

    def __str__(self) -> str:
        return self.group_name or self.list_name

    @classmethod
    def groups_on(cls) -> list[BuiltInGroup]:
        """Return the groups that searches use."""
        off = set(cls.objects.values_list("list_name", "group_name"))
        lists = [name for name in LISTS if (name, "") not in off]
        return [group for name in lists for group in groups(name) if (name, group.name) not in off]


class UrgentPhrase(models.Model):
    """Words after which a patient sees the clinic's emergency notice above everything else, or never sees it."""

    phrase = models.CharField(
        "Urgent phrase",
        max_length=80,
        help_text="As a patient would type it, for example: chest pain. Small spelling mistakes are understood, and so "
        "is what means the same in other words.",
    )
    is_harmless = models.BooleanField(
        "Never show the notice for this",
        default=False,
        help_text="Tick it for a question that only sounds like an emergency, for example: when is the stroke club. "
        "What means the same in other words does not show the notice either.",
    )
    # Normalised: the same phrase is kept once
    key = models.CharField(max_length=160, unique=True, editable=False)

    class Meta:
        ordering = ["phrase"]
        verbose_name = "urgent phrase"
        verbose_name_plural = "urgent phrases"
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="urgent_phrase_has_words")]

    def __str__(self) -> str:
        return self.phrase


class SearchPromise(models.Model):
    """Patients who type `text` are to see `article` among the first results."""

    text = models.CharField(
        "Patients who type",
        max_length=300,
        help_text="As a patient would type it, for example: forgot my password.",
    )
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="search_promises", verbose_name="see this article"
    )
    first = models.PositiveIntegerField(
        "among the first",
        default=3,
        choices=[(1, "1 result"), (3, "3 results"), (5, "5 results"), (10, "10 results")],
    )

    class Meta:
        ordering = ["text", "pk"]
        verbose_name = "search promise"
        verbose_name_plural = "search promises"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="search_promise_has_words"),
            models.UniqueConstraint(fields=["text", "article"], name="search_promise_made_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def place(self) -> str:
        """Where patients are to see it: "as the first result", "among the first 3 results"."""
        return "as the first result" if self.first == 1 else f"among the first {self.first} results"


class SearchCount(models.Model):
    """How often patients said that search did not help: one row a day, no words, no person."""

    day = models.DateField(unique=True)
    not_found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        verbose_name = "search count"
        verbose_name_plural = "search counts"

    def __str__(self) -> str:
        return f"{self.day}: {self.not_found}"


class SimplerWord(models.Model):
    """A word that patients find hard, and what this clinic says instead; offered to whoever writes."""

    hard = models.CharField("Hard word", max_length=80, help_text="As staff write it, for example: administer.")
    simpler = models.CharField("Say instead", max_length=80, help_text="For example: give.")
    # Without case: the same word is kept once
    key = models.CharField(max_length=160, unique=True, editable=False)

    class Meta:
        ordering = ["hard"]
        verbose_name = "plain word"
        verbose_name_plural = "plain words"
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="simpler_word_has_words")]

    def __str__(self) -> str:
        return self.hard
