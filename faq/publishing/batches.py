"""Writes many new articles at once: what `actions.save` and `publish` do, in a few statements for all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from faq.errors import RefusedError
from faq.models import (
    Article,
    AuditEntry,
    Clinic,
    Edition,
    Fact,
    LivePicture,
    Redirect,
    Revision,
    Step,
    StepFingerprint,
    Tag,
    TaggedArticle,
)
from faq.models.parts import PARTS
from faq.publishing import actions, addresses, moments, questions, rules, snapshot, tags
from faq.publishing.kinds import Content, kind
from faq.publishing.locking import serialized
from faq.text import fingerprints, markdown
from faq.text.slugs import first_free, slug_for

# Addresses that are looked for one by one; for more, all that are taken are read
_MOST_ASKED_FOR = 500
Action = AuditEntry.Action
Note = Callable[[list[Article]], object]


@dataclass
class Draft:
    """One article on its way in; `refusal` says why it stays out, `unpublished` why patients do not see it yet."""

    content: Content
    html: dict[str, object] = field(default_factory=dict)
    article: Article | None = None
    revision: Revision | None = None
    refusal: str = ""
    unpublished: str = ""


def add(contents: Sequence[Content], *, by: User | None, publish: bool, note: Note | None = None) -> list[Draft]:
    """Add new articles, none of which shows the steps of another, in one transaction; return one `Draft` for each.

    What one of them lacks keeps only that one out. The edition moves once. `note` is called with the new articles
    inside the transaction.
    """
    # The slow part, while others may still write. Many steps of one site are the same words
    markdownify = cache(markdown.render)
    drafts = [prepared(content, markdownify) for content in contents]
    _add(drafts, by, publish, note)
    return drafts


def prepared(content: Content, markdownify: Callable[..., str] = markdown.render) -> Draft:
    """Return `content` rendered, or why it cannot be kept; its question may be taken all the same. Writes nothing.

    `markdownify` makes HTML of a text, called like `markdown.render`.
    """
    draft = Draft(snapshot.tidy({**snapshot.BLANK, **content}))
    try:
        draft.html = snapshot.render(draft.content, markdownify)
        problems = rules.field_problems({**draft.content, "slug": draft.content["slug"] or "free"})
        for name in draft.content["tags"]:
            tags.check_name(name)
    except RefusedError as refusal:
        problems = refusal.sentences
    draft.refusal = " ".join(problems)
    return draft


def refuse_taken(drafts: list[Draft]) -> None:
    """Refuse those whose question or wanted address is taken, and choose the addresses of the others; write nothing."""
    _refuse_known_titles(drafts)
    _choose_addresses([draft for draft in drafts if not draft.refusal])


@serialized
def _add(drafts: list[Draft], by: User | None, publish: bool, note: Note | None) -> None:
    refuse_taken(drafts)
    fine = [draft for draft in drafts if not draft.refusal]
    _take_addresses_from_bin(fine, by)
    _write_rows(fine)
    live = _record(fine, by, publish)
    if live:
        _go_live(live, by)
    if note and fine:
        note(_articles(fine))


def _refuse_known_titles(drafts: list[Draft]) -> None:
    taken = questions.taken()
    for draft in drafts:
        if draft.refusal:
            continue
        key = questions.key(draft.content["title"])
        if key in taken:
            draft.refusal = questions.TAKEN
        taken.add(key)


def _choose_addresses(drafts: list[Draft]) -> None:
    """The same addresses that `addresses.choose` gives, with the taken ones read once, and only where one is."""
    own_slugs = [slug_for(draft.content["slug"].strip().strip("/") or draft.content["title"]) for draft in drafts]
    if len({*own_slugs}) == len(own_slugs) <= _MOST_ASKED_FOR and not _is_any_known(own_slugs):
        for draft, slug in zip(drafts, own_slugs, strict=True):
            draft.content["slug"] = slug
        return
    former = set(Redirect.objects.values_list("slug", flat=True))
    taken = former | set(Article.objects.not_in_bin().values_list("slug", flat=True))
    in_bin = set(Article.objects.in_bin().values_list("slug", flat=True))
    left = set(Revision.objects.values_list("slug", flat=True)) - taken
    # Read only when one of those that were left is wanted
    named = cache(addresses.included_by_name)

    def is_taken(slug: str) -> bool:
        return slug in taken or (slug in left and slug in named())

    for draft, own in zip(drafts, own_slugs, strict=True):
        asked = draft.content["slug"].strip().strip("/")
        # One that only an article in the bin has can be had by who asks for it
        slug = own if asked else first_free(own, lambda slug: slug in in_bin or is_taken(slug))
        if asked and is_taken(slug):
            draft.refusal = addresses.TAKEN.format(slug)
            continue
        draft.content["slug"] = slug
        taken.add(slug)


def _is_any_known(slugs: list[str]) -> bool:
    """Whether an article, a redirect or a version has, or ever had, one of the addresses."""
    return any(kept.objects.filter(slug__in=slugs).exists() for kept in (Article, Redirect, Revision))


def _take_addresses_from_bin(drafts: list[Draft], by: User | None) -> None:
    """What an article in the bin moves to may be one of them, too."""
    title_of = {draft.content["slug"]: draft.content["title"] for draft in drafts}
    while wanted := list(Article.objects.in_bin().filter(slug__in=title_of).values_list("slug", flat=True)):
        for slug in wanted:
            actions.take_address_from_bin(slug, to=title_of[slug], by=by)


def _write_rows(drafts: list[Draft]) -> None:
    for draft in drafts:
        draft.article = Article(version=1)
        for part in PARTS:
            if kind(part).is_column:
                kind(part).write(draft.article, part, draft.content[part.name])
    Article.objects.bulk_create(_articles(drafts))
    steps = [
        Step(article=article, position=position, **{name: step.get(name, "") for name in _STEP_COLUMNS})
        for draft, article in zip(drafts, _articles(drafts), strict=True)
        for position, step in enumerate(draft.content["steps"], start=1)
    ]
    Step.objects.bulk_create(steps, batch_size=500)
    prints = [
        StepFingerprint(article=article, value=value)
        for draft, article in zip(drafts, _articles(drafts), strict=True)
        for value in sorted(fingerprints.of_all(step.get("text", "") for step in draft.content["steps"]))
    ]
    StepFingerprint.objects.bulk_create(prints, batch_size=500)
    named = {tag.key: tag for tag in tags.get_or_create_named([n for draft in drafts for n in draft.content["tags"]])}
    for draft in drafts:
        draft.content["tags"] = sorted(named[name.casefold()].name for name in draft.content["tags"])
    held = [
        TaggedArticle(tag=named[name.casefold()], content_object=article)
        for draft, article in zip(drafts, _articles(drafts), strict=True)
        for name in draft.content["tags"]
    ]
    TaggedArticle.objects.bulk_create(held, batch_size=500)


_STEP_COLUMNS = ("text", "picture", "picture_alt")


def _record(drafts: list[Draft], by: User | None, publish: bool) -> list[Draft]:
    """Write the first revision of each; return those that patients may read, where that is wanted."""
    live, now, asks_approval = [], timezone.now(), Clinic.load().asks_approval
    for draft, article in zip(drafts, _articles(drafts), strict=True):
        draft.revision = Revision(
            article=article,
            number=1,
            author=by,
            author_name=AuditEntry.name_of(by),
            reason=Revision.Reason.IMPORTED,
            snapshot=draft.content,
            title=article.title,
            slug=article.slug,
            audience=article.audience,
            html=draft.html,
        )
        problems = rules.publish_problems(article, draft.revision, asks_approval=asks_approval) if publish else []
        draft.unpublished = " ".join(problems)
        if publish and not draft.unpublished:
            draft.revision.published_at = now
            live.append(draft)
    Revision.objects.bulk_create(_revisions(drafts), batch_size=200)
    _note(drafts, Action.IMPORTED, by)
    return live


def _go_live(drafts: list[Draft], by: User | None) -> None:
    for article, revision in zip(_articles(drafts), _revisions(drafts), strict=True):
        article.live, article.published_at = revision, revision.published_at
    _keep_what_is_live(drafts)
    first = Revision.objects.filter(article=OuterRef("pk"), number=1).values("pk")[:1]
    written = Article.objects.filter(pk__in=[article.pk for article in _articles(drafts)])
    written.update(live=Subquery(first), published_at=_revisions(drafts)[0].published_at)
    Edition.move(_articles(drafts))
    if any(article.review_every for article in _articles(drafts)):
        moments.note_next()
    _note(drafts, Action.PUBLISHED, by)


def _keep_what_is_live(drafts: list[Draft]) -> None:
    """The rows that hang on a live revision: its tags, facts and pictures."""
    tag_of = dict(Tag.objects.values_list("name", "pk"))
    fact_of = dict(Fact.objects.values_list("name", "pk"))
    through_tag, through_fact = Revision.tags.through, Revision.facts.through
    held, stated, shown = [], [], []
    for draft, revision in zip(drafts, _revisions(drafts), strict=True):
        held += [through_tag(revision_id=revision.pk, tag_id=tag_of[name]) for name in draft.content["tags"]]
        names = snapshot.fact_names(draft.content)
        stated += [through_fact(revision_id=revision.pk, fact_id=fact_of[name]) for name in names if name in fact_of]
        shown += [LivePicture(revision=revision, name=name) for name in sorted(revision.picture_names())]
    through_tag.objects.bulk_create(held, batch_size=500)
    through_fact.objects.bulk_create(stated, batch_size=500)
    LivePicture.objects.bulk_create(shown, batch_size=500)


def _note(drafts: list[Draft], action: str, by: User | None) -> None:
    entries = [
        AuditEntry(
            who=by,
            who_name=AuditEntry.name_of(by),
            action=action,
            article=article,
            revision_number=1,
            subject=article.title[:250],
        )
        for article in _articles(drafts)
    ]
    AuditEntry.objects.bulk_create(entries, batch_size=500)


def _articles(drafts: list[Draft]) -> list[Article]:
    return [draft.article for draft in drafts if draft.article]


def _revisions(drafts: list[Draft]) -> list[Revision]:
    return [draft.revision for draft in drafts if draft.revision]
