"""Looks at what readers get: pictures, styles and search."""

import json
import sqlite3
from pathlib import Path

from django.conf import settings

from faq.backup import records
from faq.doctor import folders, locks, needs
from faq.doctor.finding import START, STOP, Finding, manage, run, steps
from faq.media import stored
from faq.models import Edition, LivePicture, Revision
from faq.search.index import embedding
from faq.search.index.catch_up import is_current
from faq.search.index.index import open_index
from faq.search.index.repair import NotReadyError


def pictures() -> Finding:
    place = stored.here()
    try:
        place.try_writing()
    except stored.StorageAwayError as away:
        return Finding("Pictures", str(away), away.mend)
    except OSError as error:
        problem = f"{place.where} cannot be written ({error.strerror})."
        return Finding("Pictures", problem, folders.mend_of(error, Path(place.where)))
    names = list(LivePicture.objects.order_by("name").values_list("name", flat=True).distinct())
    return _missing("Pictures", "picture", "that readers are shown", names)


def files() -> Finding:
    """Say which of the PDFs that readers are offered are not there."""
    offering = Revision.objects.filter(live_article__isnull=False, html__has_key="files").only("html")
    names = sorted({name for revision in offering.iterator(500) for name in revision.file_names()})
    return _missing("Files", "PDF", "that readers are offered", names)


def _missing(part: str, noun: str, to_whom: str, names: list[str]) -> Finding:
    place = stored.here()
    try:
        there = set(place.names(part.lower()))
    except OSError:
        return Finding(part, f"Not known: {place.where} cannot be read.", "See Pictures above.")
    missing = [name for name in names if name not in there]
    if not missing:
        return Finding(part)
    if settings.KB_MEDIA_DIR and _is_empty(folder := Path(place.where)):
        mend = f"Mount at {folder} what belongs there, or set KB_MEDIA_DIR to the folder that holds it."
        return Finding(part, f"{folder} is empty, and readers are shown what was in it.", mend)
    count = f"One {noun} {to_whom} is" if len(missing) == 1 else f"{len(missing)} {noun}s {to_whom} are"
    example = missing[0] if len(missing) == 1 else f"for example {missing[0]}"
    backup = records.last_backup()
    mend = manage("restore", backup.file if backup else "FILE", "--pictures")
    return Finding(part, f"{count} missing in {place.where}: {example}.", mend)


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def styles() -> Finding:
    """Say whether styles and scripts are there, which each page names."""
    folder = Path(settings.STATIC_ROOT)
    try:
        listed = json.loads((folder / "staticfiles.json").read_text(encoding="utf-8"))["paths"].values()
        missing = [name for name in listed if not (folder / name).is_file()]
    except (OSError, ValueError, LookupError):
        missing = ["staticfiles.json"]
    if missing:
        problem = f"Styles and scripts are missing in {folder}: {len(missing)}, for example {missing[0]}."
        # Else it would take them for collected
        marked = run("rm", "-f", settings.KB_DATA_DIR / "static.collected")
        return Finding("Styles", problem, steps(marked, manage("prepare"), START))
    return Finding("Styles")


def search_index() -> Finding:
    file = open_index().folder / "articles.sqlite3"
    if file.is_file() and locks.is_lock(locks.why_not_written(file)):
        return locks.finding("Search index", "It is locked by another program", file)
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
        problem = "It is behind what is published, because another program builds it."
        return Finding("Search index", problem, manage("build_index"))
    return Finding("Search index")


def _anew() -> str:
    return steps(STOP, run("rm", "-rf", settings.KB_INDEX_DIR), manage("build_index"), START)


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
        return Finding("Search by meaning", problem, manage("build_index"))
    return Finding("Search by meaning")
