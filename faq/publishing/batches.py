"""Writes many new articles at once: what `actions.save` and `publish` do, in a few statements for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from faq.errors import RefusedError
from faq.models import (
    Article,
    AuditEntry,
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
from faq.publishing import addresses, moments, rules, snapshot, tags
from faq.publishing.kinds import Content, kind
from faq.publishing.locking import serialized
from faq.text import fingerprints
from faq.text.slugs import first_free, slug_for

Action = AuditEntry.Action


@dataclass
class Draft:
    """One article on its way in; `refusal` says why it stays out, `unpublished` why patients do not see it yet."""

    content: Content
    html: dict[str, object] = field(default_factory=dict)
    article: Article | None = None
    revision: Revision | None = None
    refusal: str = ""
    unpublished: str = ""


def add(contents: Sequence[Content], *, by: User | None, publish: bool) -> list[Draft]:
    """Add new articles, none of which shows the steps of another, in one transaction; return one `Draft` for each.

    What one of them lacks keeps only that one out. The edition moves once.
    """
    # The slow part, while others may still write
    drafts = [prepared(content) for content in contents]
    _add(drafts, by, publish)
    return drafts


def prepared(content: Content) -> Draft:
    """Return `content` rendered, or why it cannot be kept; its question may be taken all the same. Writes nothing."""
    draft = Draft(snapshot.tidy({**snapshot.BLANK, **content}))
    try:
        draft.html = snapshot.render(draft.content)
        problems = rules.field_problems({**draft.content, "slug": draft.content["slug"] or "free"})
        for name in draft.content["tags"]:
            tags.check_name(name)
    except RefusedError as refusal:
        problems = refusal.sentences
    draft.refusal = " ".join(problems)
    return draft


@serialized
def _add(drafts: list[Draft], by: User | None, publish: bool) -> None:
    _refuse_known_titles(drafts)
    _choose_addresses([draft for draft in drafts if not draft.refusal])
    fine = [draft for draft in drafts if not draft.refusal]
    _write_rows(fine)
    live = _record(fine, by, publish)
    if live:
        _go_live(live, by)


def _refuse_known_titles(drafts: list[Draft]) -> None:
    titles = [draft.content["title"] for draft in drafts]
    taken = set(Article.objects.not_in_bin().filter(title__in=titles).values_list("title", flat=True))
    for draft in drafts:
        if not draft.refusal and draft.content["title"] in taken:
            draft.refusal = "There is an article with this question already."
        elif not draft.refusal:
            taken.add(draft.content["title"])


def _choose_addresses(drafts: list[Draft]) -> None:
    """The same addresses that `addresses.choose` gives, with the taken ones read once."""
    taken = set(Article.objects.values_list("slug", flat=True)) | set(Redirect.objects.values_list("slug", flat=True))
    left = set(Revision.objects.values_list("slug", flat=True)) - taken

    def is_taken(slug: str) -> bool:
        return slug in taken or (slug in left and addresses.is_ever_taken(Article(), slug))

    for draft in drafts:
        asked = draft.content["slug"].strip().strip("/")
        slug = slug_for(asked) if asked else first_free(slug_for(draft.content["title"]), is_taken)
        if asked and is_taken(slug):
            draft.refusal = (
                f"The web address “{slug}” belongs to another article, now or in the past. Please choose another one."
            )
            continue
        draft.content["slug"] = slug
        taken.add(slug)


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
    live, now = [], timezone.now()
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
        draft.unpublished = " ".join(rules.publish_problems(article, draft.revision)) if publish else ""
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
