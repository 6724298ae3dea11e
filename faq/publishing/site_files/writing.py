"""Writes everything the site keeps as plain files: `manage.py export_articles`, and a button for owners."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from faq import models
from faq.errors import RefusedError
from faq.media import stored
from faq.models import Article, AuditEntry, Clinic, Revision, Tag, ViewCount
from faq.publishing import snapshot
from faq.publishing.site_files import article_file, targets
from faq.publishing.site_files.fields import VERSION, Keys, plain
from faq.publishing.site_files.file_names import file_names
from faq.publishing.site_files.targets import Put
from faq.values import pdf_names, picture_names

FORMAT = "clinic knowledge base"
Progress = Callable[[int, int], None]
# Where each small table goes, and what its rows are sorted by, so that the same rows make the same file
LISTS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "tags": (Tag, ("slug",)),
    "former_tag_addresses": (models.TagRedirect, ("slug",)),
    "redirects": (models.Redirect, ("slug",)),
    "refused_copies": (models.RefusedCopy, ("article", "other", "step")),
    "old_addresses": (models.OldAddress, ("path",)),
    "facts": (models.Fact, ("name",)),
    "synonyms": (models.Synonym, ("phrases", "changed_at")),
    "switched_off_synonyms": (models.SwitchedOffSynonyms, ("list_name", "group_name")),
    "simpler_words": (models.SimplerWord, ("hard",)),
    "urgent_phrases": (models.UrgentPhrase, ("phrase",)),
    "not_found": (models.SearchCount, ("day",)),
    "search_promises": (models.SearchPromise, ("text", "article")),
    "searches": (models.SearchOutcome, ("day", "group", "kind", "rank")),
    "feedback": (models.FeedbackCount, ("article", "day", "revision_number", "step", "answer")),
    "feedback_reasons": (models.FeedbackReason, ("article", "day", "revision_number", "step", "answer", "text")),
    "files_opened": (models.FileCount, ("article", "day", "key")),
    "folded_counts": (models.FoldedCounts, ("until",)),
    "views": (ViewCount, ("article", "day", "revision_number", "source", "place")),
}


def to_path(path: Path, *, progress: Progress | None = None) -> list[str]:
    """Write the site to the new or empty folder `path`, or the new zip file where it ends in .zip.

    Returns a sentence for each picture or file that is missing on the disk. `progress` is called with (articles done,
    of how many). Raises `RefusedError`; what was begun is then gone.
    """
    with targets.open_target(path) as put:
        return _write(put, progress)


def to_zip(*, by: User) -> IO[bytes]:
    """Return the site as a zip file of the system's temporary folder, which is gone when it is closed."""
    AuditEntry.note(by, AuditEntry.Action.EXPORTED, "everything")
    # Closed by whoever sends it
    file = tempfile.TemporaryFile()  # noqa: SIM115
    with targets.zip_into(file) as put:
        _write(put, None)
    file.seek(0)
    return file


def _write(put: Put, progress: Progress | None) -> list[str]:
    with _one_moment():
        export = _Export(put)
        export.write_lists()
        export.write_articles(progress)
        return export.write_pictures_and_files()


class _Export:
    def __init__(self, put: Put) -> None:
        self._put = put
        slugs = dict(Article.objects.values_list("pk", "slug"))
        self._articles = sorted(slugs, key=lambda pk: slugs[pk])
        self._names = file_names(slugs.values())
        self._files = {slug: f"{name}.md" for slug, name in self._names.items()}
        self._keys: Keys = {
            Article: slugs,
            Tag: dict(Tag.objects.values_list("pk", "name")),
            User: dict(User.objects.values_list("pk", "username")),
        }
        self._kept = {Clinic.load().logo} - {""}

    def write_lists(self) -> None:
        about = {"format": FORMAT, "version": VERSION, "exported_at": timezone.now().isoformat()}
        self._put_json("site.json", {**about, "articles": len(self._articles)})
        clinic = Clinic.objects.first()
        self._put_json("data/clinic.json", plain(clinic, self._keys) if clinic else None)
        for name, (model, order) in LISTS.items():
            rows = self._rows(model._default_manager.order_by())
            self._put_json(f"data/{name}.json", sorted(rows, key=partial(_sort_key, order)))
        people = User.objects.prefetch_related("groups").order_by()
        refused = models.WeeklyLetter.refused_by()
        named = [
            {
                **plain(user, self._keys),
                "roles": sorted(group.name for group in user.groups.all()),
                "weekly_letter": user.pk not in refused,
            }
            for user in people
        ]
        self._put_json("data/people.json", sorted(named, key=lambda person: person["username"]))
        self._put_json("data/log.json", self._rows(AuditEntry.objects.order_by("pk")))

    def write_articles(self, progress: Progress | None) -> None:
        for done, pk in enumerate(self._articles, start=1):
            self._write_article(Article.objects.select_related("live", "owner").get(pk=pk))
            if progress:
                progress(done, len(self._articles))

    def write_pictures_and_files(self) -> list[str]:
        """Write the pictures and files of any version; return a sentence for each that is not there."""
        missing = []
        for name in sorted(self._kept):
            try:
                self._put(name, stored.here().fetch(name))
            except FileNotFoundError:
                what = "file" if pdf_names.is_name(name) else "picture"
                missing.append(f"The {what} {name} is not on the disk, so it is left out.")
            except stored.StorageAwayError as away:
                raise RefusedError(f"{away} Nothing was exported. Please try again in a few minutes.") from away
        return missing

    def _write_article(self, article: Article) -> None:
        name = self._names[article.slug]
        content = snapshot.take(article)
        self._put(f"articles/{name}.md", article_file.write(content, self._files).encode())
        revisions = list(article.revisions.order_by("number"))
        live_tags = sorted(tag.name for tag in article.live.tags.all()) if article.live else []
        history = {
            "address": article.slug,
            **plain(article, {**self._keys, Revision: {each.pk: each.number for each in revisions}}),
            "live_tags": live_tags,
            "revisions": [self._revision(revision) for revision in revisions],
        }
        self._put_json(f"history/{name}.json", history)
        self._find_names(json.dumps([content, *(revision.snapshot for revision in revisions)]))

    def _revision(self, revision: Revision) -> dict[str, Any]:
        included = revision.included_ids
        return {**plain(revision, self._keys), "included": [self._keys[Article].get(pk) for pk in included]}

    def _find_names(self, text: str) -> None:
        for names in (picture_names.NAME, pdf_names.NAME):
            self._kept |= {found[0] for found in names.finditer(text)}

    def _rows(self, rows: Iterable[Model]) -> list[dict[str, Any]]:
        return [plain(row, self._keys) for row in rows]

    def _put_json(self, name: str, value: Any) -> None:
        # Sorted, as PostgreSQL keeps the keys of what it stores in an order of its own
        self._put(name, (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def _sort_key(order: tuple[str, ...], row: dict[str, Any]) -> list[Any]:
    return [row[key] if isinstance(row[key], int) else row[key] or "" for key in order]


_BEGIN = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it is now, however long that takes, and let others write meanwhile.

    Django's own transactions wait for their turn to write on SQLite, and see what others write on PostgreSQL.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
