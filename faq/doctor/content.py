"""Looks at what readers get: pictures and search."""

import sqlite3

from django.conf import settings

from faq.doctor import needs
from faq.doctor.finding import Finding
from faq.media import stored
from faq.models import Edition, LivePicture, Revision
from faq.search.index import embedding
from faq.search.index.catch_up import is_current
from faq.search.index.index import open_index
from faq.search.index.repair import NotReadyError

_BUILD = "Run: manage.py build_index"


def pictures() -> Finding:
    place = stored.here()
    try:
        place.try_writing()
        there = set(place.names("pictures"))
    except stored.StorageAwayError as away:
        return Finding("Pictures", str(away), away.mend)
    except OSError:
        where = place.where
        mend = f"Mount or make {where}, writable for the account of the site, or name another folder in KB_MEDIA_DIR."
        return Finding("Pictures", f"{where} cannot be written.", mend)
    names = LivePicture.objects.order_by("name").values_list("name", flat=True).distinct()
    missing = [name for name in names if name not in there]
    if missing:
        problem = (
            f"{len(missing)} pictures that readers are shown are missing in {place.where}, for example {missing[0]}."
        )
        return Finding(
            "Pictures", problem, "Bring them back: manage.py restore FILE --pictures, with your newest backup."
        )
    return Finding("Pictures")


def files() -> Finding:
    """Say which of the PDFs that readers are offered are not there."""
    place = stored.here()
    try:
        there = set(place.names("files"))
    except OSError:
        return Finding("Files", f"Not known: {place.where} cannot be read.", "See Pictures above.")
    offering = Revision.objects.filter(live_article__isnull=False, html__has_key="files").only("html")
    names = sorted({name for revision in offering.iterator(500) for name in revision.file_names()})
    missing = [name for name in names if name not in there]
    if missing:
        problem = (
            f"PDFs that readers are offered are missing in {place.where}: {len(missing)}, for example {missing[0]}."
        )
        return Finding("Files", problem, "Bring them back: manage.py restore FILE --pictures, with your newest backup.")
    return Finding("Files")


def search_index() -> Finding:
    problem = needs.search_index()
    if problem:
        return Finding("Search index", f"It {problem}.", _anew())
    index = open_index()
    try:
        # Which makes and mends what it can
        index.current()
    except (OSError, sqlite3.Error, NotReadyError) as error:
        return Finding("Search index", f"It cannot be brought up to date ({type(error).__name__}).", _anew())
    if not is_current(index.store.state(), Edition.current()):
        return Finding("Search index", "It is behind what is published, because another program builds it.", _BUILD)
    return Finding("Search index")


def _anew() -> str:
    return f"Stop the site, remove the folder {settings.KB_INDEX_DIR}, then run: manage.py build_index"


def vectors() -> Finding:
    if embedding.model() is None:
        # Said beside, with the names of its files
        return Finding("Search by meaning")
    try:
        articles, learned = open_index().store.vector_counts()
    except (OSError, sqlite3.Error):
        return Finding("Search by meaning", "Not known: the search index cannot be opened.", "See Search index above.")
    if learned < articles:
        problem = f"The meaning of {articles - learned} of {articles} articles is not learned yet."
        return Finding("Search by meaning", problem, _BUILD)
    return Finding("Search by meaning")
