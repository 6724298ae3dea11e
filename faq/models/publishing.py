"""What patients read: revisions, the addresses that lead to them, and the number that says what is published now."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone

from faq.models import file_words
from faq.models.article import Article
from faq.models.facts import Fact
from faq.models.page_steps import PageSteps
from faq.models.parts import PARTS, Kind, Part, of_kind
from faq.models.tag import Tag
from faq.text import facts as fact_text
from faq.text import markdown, reader_questions, rewording
from faq.values import picture_names

_LISTS = ("asked_like", "files", "steps", "tags", "videos")


class Revision(models.Model):
    """An article as it was at one save: the snapshot, and its HTML already rendered."""

    class Reason(models.TextChoices):
        SAVED = "saved", "Saved"
        RESTORED = "restored", "Brought back from an earlier version"
        IMPORTED = "imported", "Imported"

    class Approval(models.TextChoices):
        NONE = "", "Not asked"
        ASKED = "asked", "Asked"
        APPROVED = "approved", "Approved"
        SENT_BACK = "sent_back", "Sent back"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Still known when the account is gone
    author_name = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=10, choices=Reason.choices, default=Reason.SAVED)
    # "from version 3"
    note = models.CharField(max_length=200, blank=True)
    snapshot = models.JSONField()
    title = models.CharField(max_length=Article.title.field.max_length)
    slug = models.CharField(max_length=Article.slug.field.max_length, db_index=True)
    audience = models.CharField(max_length=Article.audience.field.max_length, choices=Article.Audience.choices)
    # Each Markdown part by name, "files" and "videos" as in the snapshot where there are any,
    # and "steps": [{"html", "picture", "alt"} | {"include": article id}]. Where a step of
    # the included article has own words: also "of", its steps when they were written, and "own": {"2": their HTML}.
    # What readers are asked: "reader_questions", and "only_for" of a step (see text/reader_questions.py).
    html = models.JSONField()
    # Where the clinic asks for a second person; who, when and with which words stands in the audit log
    approval = models.CharField(
        max_length=10, choices=Approval.choices, blank=True, default=Approval.NONE, db_default=""
    )
    # The number of the version that it brought back
    restored_from = models.PositiveIntegerField(null=True)
    # When it last went live
    published_at = models.DateTimeField(null=True)
    # Filled when the revision goes live: what public pages browse by, and what may not be deleted meanwhile.
    tags = models.ManyToManyField(Tag, related_name="revisions")
    includes = models.ManyToManyField(Article, related_name="including_revisions")
    facts = models.ManyToManyField(Fact, related_name="revisions")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_is_taken_once")]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"

    @classmethod
    def live_of(cls, article: Article) -> "Revision":
        """Return the live revision of an article that is known to have one. Raises ValueError for another."""
        if article.live is None:
            raise ValueError(f"Article {article.pk} is not published.")
        return article.live

    @classmethod
    def last_shown_of(cls, article: Article) -> "Revision | None":
        """Return the revision of `article` that readers see or, when it is off the site, saw last; None for a draft."""
        published = article.revisions.filter(published_at__isnull=False)
        return article.live or published.order_by("-published_at").first()

    def steps(self) -> list[dict]:
        """Return the steps a patient sees, numbered through: {"number", "html", "picture", "alt"}; facts still open.

        Steps of an included article come from that article's own live revision, but for those that have own words here.
        "at" is the place of a step in its own article, from 1.
        """
        return self.page_steps().steps

    def page_steps(self) -> PageSteps:
        """Return `steps()` with what readers are asked. "only_for" of a step, where it has that, holds its answers.

        An included article asks its own questions here as well. A step of it that is only for some stands nowhere where
        all of its steps are only for others.
        """
        shared = self.included_revisions()
        included = [pk for pk in dict.fromkeys(self.included_ids) if pk in shared]
        questions, leads = reader_questions.joined(
            self.html.get("reader_questions", []),
            [shared[pk].html.get("reader_questions", []) for pk in included],
        )
        key_here = dict(zip(included, leads, strict=True))
        flat: list[dict] = []
        for at, step in enumerate(self.html["steps"], start=1):
            if "include" not in step:
                flat.append({**step, "at": at})
            elif step["include"] in shared:
                lead = key_here[step["include"]]
                for inner in shared[step["include"]].own_steps(step):
                    marks = [lead[key] for key in inner.get("only_for", []) if key in lead]
                    only_for = reader_questions.narrowed(questions, step.get("only_for", []), marks)
                    if only_for is not None:
                        flat.append({**inner, "only_for": only_for})
        return PageSteps.numbered(flat, questions)

    def own_steps(self, including: Mapping[str, Any]) -> list[dict]:
        """Return the steps of this revision that are its own, as they stand where the step `including` shows them."""
        own = including.get("own", {})
        now = rewording.places(including["of"], self.step_texts()) if own else {}
        words = {now[int(number)]: html for number, html in own.items() if int(number) in now}
        return [
            {**step, "at": at, **({"html": words[at]} if at in words else {})}
            for at, step in enumerate(self.html["steps"], start=1)
            if "include" not in step
        ]

    def step_texts(self) -> list[str]:
        """Return the Markdown of each step, "" for those of other articles."""
        return [step.get("text", "") for step in self.snapshot.get("steps", [])]

    @property
    def included_ids(self) -> list[int]:
        """The articles whose steps it shows, in its order."""
        return [step["include"] for step in self.html["steps"] if "include" in step]

    def filled_steps(self, facts: Mapping[str, Fact], *, show_unknown: bool = False) -> list[dict]:
        """Return `steps()` with facts filled in; a step of which nothing is left, waiting for a fact, is left out."""
        return self.filled(facts, show_unknown=show_unknown).steps

    def filled(self, facts: Mapping[str, Fact], *, show_unknown: bool = False) -> PageSteps:
        """Return `filled_steps` with what readers are asked."""
        page = self.page_steps()
        filled = [
            {**step, "html": fact_text.fill(step["html"], facts, show_unknown=show_unknown)} for step in page.steps
        ]
        return PageSteps.numbered(
            [step for step in filled if step["html"].strip() or step.get("picture")], page.questions
        )

    def included_revisions(self) -> dict[int, "Revision"]:
        """Return the live revisions of the articles whose steps it shows; for patients never one for staff only.

        One that is hidden until somebody has checked it still gives its steps: this article is checked by itself.
        """
        readable = Article.objects.live if self.audience == Article.Audience.STAFF else Article.objects.for_patients
        wanted = self.included_ids
        return {article.pk: article.live for article in readable().filter(pk__in=wanted)} if wanted else {}

    def searchable(self, facts: Mapping[str, Fact] | None = None, page: PageSteps | None = None) -> dict[str, Any]:
        """Return what search may know of this revision, as plain text with facts filled in: {field of the index: text}.

        Which part goes into which field stands in `PARTS`; those of `_LISTS` are lists of texts. Whom a step is only
        for stands before its words: "(My child) Press it." `page` is `filled(facts)`, where that is known.
        """
        known = Fact.by_name() if facts is None else facts
        page = page or self.filled(known)
        found: dict[str, list[str]] = {}
        for part in PARTS:
            if part.indexed_as:
                found.setdefault(part.indexed_as, []).extend(self._texts_of(part, known, page))
        return {name: texts if name in _LISTS else "\n".join(texts) for name, texts in found.items()}

    def _texts_of(self, part: Part, known: Mapping[str, Fact], page: PageSteps) -> list[str]:
        if part.kind is Kind.TAGS:
            return [tag.name for tag in self.tags.all()]
        if part.kind is Kind.FILES:
            return [f"{file['title']}\n{file_words.words_of(file['file'])}" for file in self.files()]
        if part.kind is Kind.VIDEOS:
            return [f"{video['title']}\n{video['transcript']}" for video in self.videos()]
        if part.kind is Kind.STEPS:
            words = ([markdown.to_text(step["html"]), step.get("alt", "")] for step in page.steps)
            texts = [markdown.join_sentences(filter(None, each)) for each in words]
            only_for = (f"({', '.join(labels)}) " if (labels := page.labels(step)) else "" for step in page.steps)
            return [label + text for label, text in zip(only_for, texts, strict=True)]
        if part.kind is Kind.MARKDOWN:
            return [markdown.to_text(fact_text.fill(self.html.get(part.name, ""), known))]
        text = self.title if part.name == "title" else self.snapshot.get(part.name, "")
        return [line.strip() for line in text.splitlines() if line.strip()]

    def files(self) -> list[dict[str, str]]:
        """Return the files that readers can download: {"key", "title", "file"}, "key" being the end of its address."""
        return self.html.get("files", [])

    def videos(self) -> list[dict[str, str]]:
        """Return the videos that readers are led to, as the snapshot has them."""
        return self.html.get("videos", [])

    def file_names(self) -> set[str]:
        """Return the names of all stored files this revision offers."""
        return {file["file"] for file in self.files()}

    def picture_names(self) -> set[str]:
        """Return the names of all stored pictures this revision shows."""
        names = {step["picture"] for step in self.html["steps"] if step.get("picture")}
        texts = [self.html.get(part.name, "") for part in of_kind(Kind.MARKDOWN)]
        texts += [html for step in self.html["steps"] for html in (step.get("html", ""), *step.get("own", {}).values())]
        names |= {video["poster"] for video in self.videos() if video["poster"]}
        return names | {match[0] for text in texts for match in picture_names.NAME.finditer(text)}


class LivePicture(models.Model):
    """A stored picture that a live revision shows: its row is made and dropped with the revision's being live."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=80)

    class Meta:
        # In this order its index answers who shows a picture: each request for one asks that.
        constraints = [models.UniqueConstraint(fields=["name", "revision"], name="live_picture_is_named_once")]

    def __str__(self) -> str:
        return self.name


class Redirect(models.Model):
    """An address under which an article was published before; it leads to the article wherever that is now."""

    slug = models.CharField(max_length=Article.slug.field.max_length, unique=True)
    # None: gone for good.
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="redirects")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="redirect_has_an_address")]

    def __str__(self) -> str:
        return self.slug


class Edition(models.Model):
    """One row, one number: it moves in every transaction that changes what patients can see."""

    number = models.PositiveBigIntegerField(default=0)
    # Random with each move: a restored backup is told from what it replaced.
    token = models.CharField(max_length=16, default="")
    # When it moves next by the clock alone, in seconds since 1970 (UTC); None: nothing is scheduled.
    moves_at = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="edition_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> tuple[int, str]:
        """Return (number, token) of what is published now; (0, "") before anything was."""
        return cls.read()[:2]

    @classmethod
    def read(cls) -> tuple[int, str, int | None]:
        """Return (number, token, moves_at); (0, "", None) before anything was published."""
        # Every page and search asks: the ORM would cost ten times more
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, token, moves_at FROM faq_edition WHERE id = 1")
            return cursor.fetchone() or (0, "", None)

    @classmethod
    def current_number(cls) -> int:
        return cls.current()[0]

    @classmethod
    def lock(cls) -> None:
        """Wait until no other transaction holds the row, then hold it until this one ends."""
        held = cls.objects.select_for_update().filter(pk=1).values_list("pk")
        if not list(held):
            Edition.objects.bulk_create([Edition(pk=1)], ignore_conflicts=True)
            list(held.all())

    @classmethod
    def move(cls, articles: Iterable[Article] = ()) -> int:
        """Add one, stamp `articles` with it, and return it. Call inside the transaction that makes the change.

        The row stays locked until that transaction ends, so numbers become visible in order.
        """
        cls.lock()
        cls.objects.filter(pk=1).update(number=F("number") + 1, token=secrets.token_hex(8))
        number = cls.current_number()
        ids = [article.pk for article in articles]
        if ids:
            Article.objects.filter(pk__in=ids).update(edition=number)
        return number
