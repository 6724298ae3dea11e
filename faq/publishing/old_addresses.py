"""Keeps the addresses under which a clinic's old site showed its answers."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from django.contrib.auth.models import User

from faq.models import Article, OldAddress, Redirect
from faq.publishing import actions
from faq.text import slugs

_LONGEST = OldAddress.path.field.max_length or 500
_OURS = re.compile(r"articles/([^/]+)")


def path_of(address: str) -> str:
    """Return what an address is known by: "https://old.example/FAQ/parking.html?x=1" is "FAQ/parking.html"."""
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        return ""
    return unquote(path).strip("/")[:_LONGEST]


def keep(addresses: Mapping[Article, Iterable[str]], *, by: User | None) -> list[str]:
    """Let each of the old addresses lead to its article; return a sentence for each that leads elsewhere already.

    Those that lead to an article in the bin can be had. Call inside a transaction that is `serialized`.
    """
    wanted = {path: article for article, paths in addresses.items() for path in map(path_of, paths) if path}
    OldAddress.objects.filter(path__in=wanted, article__deleted_at__isnull=False).delete()
    taken = dict(OldAddress.objects.filter(path__in=wanted).values_list("path", "article_id"))
    said = [
        f"“{article.title}”: the old address /{path}/ leads to another article already."
        for path, article in wanted.items()
        if taken.get(path, article.pk) != article.pk or not _keep_ours(path, article, by)
    ]
    new = (OldAddress(path=path, article=article) for path, article in wanted.items() if path not in taken)
    OldAddress.objects.bulk_create([row for row in new if not _OURS.fullmatch(row.path)], ignore_conflicts=True)
    return said


def _keep_ours(path: str, article: Article, by: User | None) -> bool:
    """An address that a site of this very kind had; False where another article has it."""
    found = _OURS.fullmatch(path)
    if not found:
        return True
    slug = slugs.meant_by(found[1])
    if not slug or slug == article.slug:
        return True
    if Article.objects.not_in_bin().filter(slug=slug).exclude(pk=article.pk).exists():
        return False
    actions.take_address_from_bin(slug, to=article.title, by=by, but=article)
    Redirect.objects.filter(slug=slug, article__deleted_at__isnull=False).delete()
    return Redirect.objects.get_or_create(slug=slug, defaults={"article": article})[0].article_id == article.pk
