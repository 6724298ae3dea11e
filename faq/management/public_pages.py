"""What readers get at each public address of this site, in short: to tell whether two databases give the same pages."""

import hashlib
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse

from faq.errors import RefusedError
from faq.models import Article, Redirect, Tag
from faq.publishing import due

_ALWAYS = ("home", "articles", "tags", "accessibility", "privacy", "robots-txt", "security-txt")
# Of a program, so that nothing is counted
_NAME = "Mozilla/5.0 (compatible; page-comparison-bot/1.0)"


def hashes() -> dict[str, str]:
    """Return {address: hash of status, target and content}: lists, articles, sheets, topics, old addresses.

    What is not published is asked for by its number as well. Searches are left out: they follow from the articles.
    Raises `RefusedError` when a page ends in an error, or the process that asked for this has ended.
    """
    site = urlsplit(settings.SITE_URL or f"http://{settings.ALLOWED_HOSTS[0]}")
    reader = Client(SERVER_NAME=site.hostname, headers={"User-Agent": _NAME}, raise_request_exception=False)
    # Pages as the rows are, whatever becomes due between two looks
    due.hold()
    found, caller = {}, os.getppid()
    for address in _addresses():
        if os.getppid() != caller:
            raise RefusedError("Whoever asked for this is gone.")
        answer = reader.get(address, secure=settings.HTTPS)
        if answer.status_code >= 500:
            raise RefusedError(f"The page {address} ends in an error ({answer.status_code}).")
        seen = f"{answer.status_code} {answer.headers.get('Location', '')}\n".encode() + answer.content
        found[address] = hashlib.blake2b(seen, digest_size=16).hexdigest()
    return found


def _addresses() -> Iterator[str]:
    yield from (reverse(f"faq:{name}") for name in _ALWAYS)
    for pk, slug in Article.objects.order_by("pk").values_list("pk", "live__slug"):
        yield reverse("faq:short-article", args=[pk])
        if slug:
            yield from (reverse(f"faq:{form}", args=[slug]) for form in ("article", "article-print"))
    yield from (tag.get_absolute_url() for tag in Tag.objects.order_by("pk"))
    yield from (
        reverse("faq:article", args=[old]) for old in Redirect.objects.order_by("pk").values_list("slug", flat=True)
    )
