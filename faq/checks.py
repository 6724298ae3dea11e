"""What `manage.py check --deploy` tells the person who runs the site, beside what Django says by itself.

All of it is asked only with --deploy, and what has the tag "start" at each start: the answers depend on files and on
how many hosts there are, and reading the sentence model takes a moment.
"""

import time
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

# Days: a weekly one, and a day for it to be late
_OLDEST_BACKUP = 8
_DAY = 24 * 60 * 60
Apps = list[AppConfig] | None


@register("faq", deploy=True)
def check_model(app_configs: Apps, **_: object) -> list[CheckMessage]:
    """faq.W001: files of the sentence model are missing or not the ones that came with this version."""
    # Slow to import, and other commands need no model
    from faq.search.index import embedding

    spoilt = _spoilt_files(embedding.FOLDER)
    if not spoilt:
        return []
    return [
        Warning(
            f"Search cannot go by meaning: of its sentence model, {spoilt} is missing or damaged.",
            hint=f"Get them again (git checkout -- {embedding.FOLDER}), then restart the site.",
            id="faq.W001",
        )
    ]


def _spoilt_files(folder: Path) -> str:
    """Return the names of the files that differ from those SHA256SUMS lists, separated by commas."""
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        return sums.name
    listed = [line.split() for line in sums.read_text().splitlines()]
    return ", ".join(name for digest, name in listed if _digest_of(folder / name) != digest)


def _digest_of(file: Path) -> str:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


@register("faq", "start", deploy=True)
def check_media_is_shared(app_configs: Apps, **_: object) -> list[CheckMessage]:
    """faq.W002: the database may serve several hosts, and pictures lie in a folder of this one."""
    is_own_folder = Path(settings.MEDIA_ROOT).resolve().is_relative_to(Path(settings.KB_DATA_DIR).resolve())
    has_shared_database = not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if settings.KB_MEDIA_DIR or settings.KB_MEDIA_BUCKET or not (has_shared_database and is_own_folder):
        return []
    return [
        Warning(
            f"Pictures are kept on this machine, in {settings.MEDIA_ROOT}: other hosts cannot show them.",
            hint="Name a folder that all hosts share in KB_MEDIA_DIR, or a bucket in KB_MEDIA_BUCKET."
            " With one host only, name this folder in KB_MEDIA_DIR.",
            id="faq.W002",
        )
    ]


@register("faq", deploy=True)
def check_redis_password(app_configs: Apps, **_: object) -> list[CheckMessage]:
    """faq.W003: a Redis on another machine is open to whoever reaches it."""
    address = urlsplit(settings.CACHE_URL)
    if not settings.CACHE_URL or address.password or _is_this_machine(address.hostname or ""):
        return []
    return [
        Warning(
            "The Redis in CACHE_URL is asked without a password: whoever reaches it decides what patients read.",
            hint="Set requirepass in Redis, then write CACHE_URL=redis://:password@host:6379/0.",
            id="faq.W003",
        )
    ]


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@register("faq", "backup", deploy=True)
def check_backup(app_configs: Apps, **_: object) -> list[CheckMessage]:
    """faq.W004, faq.W005: of a real site, nobody said where its backups land, or the newest is missing or old."""
    folder, made_here = settings.KB_BACKUP_DIR, _last_made_here()
    if not settings.SITE_URL:
        return []
    if folder is None and not made_here:
        hint = "Make one each night, as docs/deploy.md shows: manage.py backup --keep 14 FOLDER"
        return [Warning("It is not known whether this site has a backup.", hint=hint, id="faq.W004")]
    made_at = max(_newest_in(folder) if folder else 0, made_here)
    if time.time() - made_at < _OLDEST_BACKUP * _DAY:
        return []
    age = f"is of {time.strftime('%d %B %Y', time.localtime(made_at))}" if made_at else "is missing"
    hint = "Find out why no newer one was made; docs/deploy.md shows how to make one."
    return [Warning(f"The newest backup{f' in {folder}' if folder else ''} {age}.", hint=hint, id="faq.W005")]


def _last_made_here() -> float:
    """Return when `manage.py backup` last noted a backup, in seconds since 1970, or 0."""
    try:
        return (Path(settings.KB_DATA_DIR) / "last-backup.json").stat().st_mtime
    except OSError:
        return 0


def _newest_in(folder: Path) -> float:
    """Return when the newest thing in `folder` was written, in seconds since 1970, or 0; empty files do not count."""
    try:
        found = [each.stat() for each in folder.iterdir() if each.exists()]
    except OSError:
        return 0
    return max((each.st_mtime for each in found if each.st_size), default=0)
