"""The verbs for tags: find or make, save, delete, merge."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import QuerySet

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Edition, Revision, Tag, TaggedArticle, TagRedirect, subject_of
from faq.models.tag import NAME_LENGTH, clean_name
from faq.publishing.locking import serialized
from faq.text.slugs import slug_for


def get_or_create_named(names: Iterable[str]) -> list[Tag]:
    """Return the tags called `names`, making those that are missing; "Contraseña" and "CONTRASEÑA" are one.

    Raises `RefusedError` for a name that is too long or has no letters.
    """
    wanted = {name.casefold(): name for name in (clean_name(name) for name in names) if name}
    for name in wanted.values():
        check_name(name)
    known = {tag.key: tag for tag in Tag.objects.filter(key__in=wanted)}
    for key, name in wanted.items():
        if key not in known:
            known[key], _ = Tag.objects.get_or_create(key=key, defaults={"name": name})
    return [known[key] for key in wanted]


def keep_tag_changes(wanted: list[str], *, written: list[str], now: list[str]) -> list[str]:
    """Return the tags `wanted` by somebody who began to write when the article had `written`, and it has `now`.

    Renaming, joining or deleting a tag changes articles without a new version; an open form must not undo that.
    """
    gone = {name.casefold() for name in written} - {name.casefold() for name in now}
    came = [name for name in now if name.casefold() not in {old.casefold() for old in written}]
    kept = [name for name in wanted if name.casefold() not in gone]
    return kept + came if len(kept) < len(wanted) else kept


def check_name(name: str) -> None:
    """Raise `RefusedError` unless `name` can be a tag."""
    if len(name) > NAME_LENGTH:
        raise RefusedError(f"The tag “{name[:30]}…” is too long. Please use at most {NAME_LENGTH} letters.")
    if not any(char.isalnum() for char in name):
        raise RefusedError(f"The tag “{name}” has no letters. Please use a word that patients know.")


def check(tag: Tag) -> None:
    """Raise `RefusedError` when `tag` cannot be kept: its name is none, or there is one like it."""
    name = clean_name(tag.name)
    check_name(name)
    twin = Tag.objects.filter(key=name.casefold()).exclude(pk=tag.pk).first()
    if twin:
        raise RefusedError(f"There is a tag “{twin.name}” already. To make two tags one, tick both in the list.")


@serialized
def save(tag: Tag, *, by: User | None) -> Tag:
    """Write `tag`; patients see its new name on the next page. Raises `RefusedError` by `check`.

    Its address follows its name, so that nobody reads an old one there; the old address leads to the new one.
    """
    check(tag)
    before = Tag.objects.filter(pk=tag.pk).first()
    if before and slug_for(before.name) != slug_for(clean_name(tag.name)):
        _keep_old_address(before, leads_to=tag)
        # A new one is made
        tag.slug = ""
    tag.save()
    Edition.move(_readers_see(tag))
    AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(tag))
    return tag


@serialized
def delete(tag: Tag, *, by: User | None) -> None:
    """Remove `tag` from every article, and itself; its address says that it was removed."""
    seen = list(_readers_see(tag))
    _keep_old_address(tag, leads_to=None)
    AuditEntry.note(by, AuditEntry.Action.REMOVED, subject_of(tag))
    tag.delete()
    Edition.move(seen)


@serialized
def merge(others: Iterable[Tag], into: Tag, *, by: User | None) -> Tag:
    """Give every article under `others` the tag `into`, and remove `others`; nothing is tagged twice or left empty.

    Every address that the others ever had leads to `into`.
    """
    for other in others:
        if other.pk == into.pk:
            continue
        held = TaggedArticle.objects.filter(tag=into).values("content_object")
        TaggedArticle.objects.filter(tag=other).exclude(content_object__in=held).update(tag=into)
        into.revisions.add(*other.revisions.all())
        AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(other), detail=f"joined into “{into.name}”")
        other.redirects.update(tag=into)
        _keep_old_address(other, leads_to=into)
        other.delete()
    Edition.move(_readers_see(into))
    return into


def order_of(topics: Iterable[Tag]) -> str:
    """Return the order of `topics` as a form carries it: their numbers, separated by commas."""
    return ",".join(str(tag.pk) for tag in topics)


@serialized
def save_order(topics: list[Tag], *, seen: str, by: User | None) -> None:
    """Let `topics` stand on the home page in this order, numbered from 1.

    `seen` is the order (`order_of`) that their writer saw. Raises `RefusedError` when it is another one by now, also
    because a topic came or went.
    """
    now = list(Tag.objects.all_topics())
    if order_of(now) != seen or {tag.pk for tag in topics} != {tag.pk for tag in now}:
        theirs = ", ".join(tag.name for tag in now)
        raise RefusedError(f"Somebody changed the order in the meantime. Now it is: {theirs}. Yours stands below.")
    for number, tag in enumerate(topics, start=1):
        Tag.objects.filter(pk=tag.pk).update(position=number)
    Edition.move()
    AuditEntry.note(by, AuditEntry.Action.SETTING, "the order of the topics")


def _keep_old_address(tag: Tag, *, leads_to: Tag | None) -> None:
    """Remember the address that `tag` leaves, if patients may know it; None: it leads nowhere any more."""
    if _was_public(tag):
        TagRedirect.objects.update_or_create(slug=tag.slug, defaults={"tag": leads_to})


def _was_public(tag: Tag) -> bool:
    """True when patients could ever browse by `tag`: it has a former address, or a published version named it."""
    public = Revision.objects.filter(audience=Article.Audience.PUBLIC, published_at__isnull=False)
    if tag.redirects.exists() or public.filter(tags=tag).exists():
        return True
    named = public.values_list("snapshot__tags", flat=True)
    return any(tag.key == name.casefold() for names in named.iterator(500) for name in names or [])


def _readers_see(tag: Tag) -> QuerySet[Article]:
    return Article.objects.live().tagged(tag)
