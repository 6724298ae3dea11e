"""Puts what was unpacked from a backup in the place of what the site has: pictures first, then all rows at once.

A picture's name is a hash of what it shows, so more pictures than a site's rows speak of do no harm. All rows change in
one transaction, so whoever reads, and a process killed at any moment, finds the site of before or the restored one.
"""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model

from faq.backup import archive, numbers, rows, transactions
from faq.media import stored
from faq.models import Article, CodeApp, Edition, audit_guard


def put_pictures(unpacked: Path) -> int:
    """Store the pictures below `unpacked`/media where they are not there yet, or are damaged; return how many."""
    source, count = unpacked / "media", 0
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        name, content = path.relative_to(source).as_posix(), path.read_bytes()
        if not _is_stored_so(name, content):
            stored.write(name, content)
            count += 1
    return count


def _is_stored_so(name: str, content: bytes) -> bool:
    """Whether `name` is stored and whole; what is damaged is removed."""
    try:
        is_whole = stored.here().fetch(name) == content
    except FileNotFoundError:
        return False
    if not is_whole:
        stored.remove(name)
    return is_whole


def put_secret_key(unpacked: Path) -> None:
    """Let the site sign with the backup's key from its next start on, where there is one and no other was set."""
    kept = unpacked / archive.SECRET_KEY
    if kept.is_file() and not os.environ.get("SECRET_KEY", "").strip():
        _write_whole(Path(settings.KB_DATA_DIR) / "secret-key", kept.read_bytes())


def replace_rows(unpacked: Path, last_numbers: dict[str, int]) -> None:
    """Let the rows below `unpacked`/rows be all that the database holds; it must be of this version already."""
    models = [model for model in apps.get_models(include_auto_created=True) if rows.is_kept(model)]
    with transactions.without_other_writers(models):
        edition, secrets_here = Edition.current_number(), list(CodeApp.objects.exclude(secret=""))
        with audit_guard.lifted():
            fill(models, unpacked, last_numbers)
        _keep_secrets(secrets_here)
        _move_edition(edition)


def fill(models: list[type[Model]], unpacked: Path, last_numbers: dict[str, int]) -> None:
    """Let the rows below `unpacked`/rows be all that the tables of `models` hold. Call it inside a transaction."""
    for model in models:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    for model in models:
        for file in sorted((unpacked / "rows" / model._meta.label_lower).glob("*.jsonl")):
            rows.load(model, file.read_bytes())
    numbers.raise_to(models, last_numbers)


def _keep_secrets(before: Iterable[CodeApp]) -> None:
    """Let the apps for codes of this site go on where the backup came without their secrets."""
    for app in before:
        same = CodeApp.objects.filter(pk=app.pk, person_id=app.person_id, added_at=app.added_at, secret="")
        same.update(secret=app.secret, last_window=app.last_window)


def _move_edition(before: int) -> None:
    """No page kept before is right now, and no index: another number, another token, and it is of all articles."""
    Edition.lock()
    number = max(before, Edition.current_number()) + 1
    Edition.objects.filter(pk=1).update(number=number, token=secrets.token_hex(8))
    Article.objects.update(edition=number)


def _write_whole(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
