"""What readers get at each public address of this site, in short: to tell whether two databases give the same pages."""

import hashlib
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from faq.errors import RefusedError
from faq.publishing import due

_ALWAYS = ("home", "articles", "tags", "accessibility", "privacy", "robots-txt", "security-txt")
# Of a program, so that nothing is counted
ROBOT = "Mozilla/5.0 (compatible; page-comparison-bot/1.0)"


def hashes() -> dict[str, str]:
    """Return {address: hash of status, target and content}: lists, articles, sheets, topics, old addresses.

    What is not published is asked for by its number as well. Searches are left out: they follow from the articles.
    Raises `RefusedError` when a page ends in an error, or the process that asked for this has ended.
    """
    found, caller = {}, os.getppid()
    with asking() as ask:
        for address in addresses():
            if os.getppid() != caller:
                raise RefusedError("Whoever asked for this is gone.")
            answer = ask(address)
            if answer.status_code >= 500:
                raise RefusedError(f"The page {address} ends in an error ({answer.status_code}).")
            seen = f"{answer.status_code} {answer.headers.get('Location', '')}\n".encode() + answer.content
            found[address] = hashlib.blake2b(seen, digest_size=16).hexdigest()
    return found


@contextmanager
def asking(*, left_out: Collection[str] = (), **changed: Any) -> Iterator[Callable[[str], Any]]:
    """Within, the given function answers an address as this software does, from the rows of this database alone.

    Nothing comes from pages kept before or from a replica, nothing is counted, and nothing becomes due. The settings
    `changed` hold, and the middlewares `left_out` take no part.
    """
    nowhere = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    middleware = [each for each in settings.MIDDLEWARE if each not in {"faq.views.replica.middleware", *left_out}]
    beside = {"CACHES": dict.fromkeys(settings.CACHES, nowhere), "MIDDLEWARE": middleware, "KB_METRICS_TOKEN": ""}
    name = urlsplit(settings.SITE_URL or f"http://{settings.ALLOWED_HOSTS[0]}").hostname
    with due.held(), override_settings(**beside, **changed):
        reader = Client(SERVER_NAME=name, headers={"User-Agent": ROBOT}, raise_request_exception=False)
        yield lambda address: reader.get(address, secure=settings.HTTPS)


def addresses(of: Apps = apps) -> Iterator[str]:
    """Yield each public address by the rows of the models `of`, which may be those of an older version."""
    article, redirect, tag = (of.get_model("faq", name)._base_manager for name in ("Article", "Redirect", "Tag"))
    yield from (reverse(f"faq:{name}") for name in _ALWAYS)
    for pk, slug in article.order_by("pk").values_list("pk", "live__slug"):
        yield reverse("faq:short-article", args=[pk])
        if slug:
            yield from forms(slug)
    yield from (reverse("faq:tag", args=[slug]) for slug in tag.order_by("pk").values_list("slug", flat=True))
    yield from (reverse("faq:article", args=[old]) for old in redirect.order_by("pk").values_list("slug", flat=True))


def forms(slug: str) -> list[str]:
    """Return the addresses at which readers find a published article on screen and on paper."""
    return [reverse(f"faq:{name}", args=[slug]) for name in ("article", "article-print")]
