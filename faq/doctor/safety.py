"""Looks at what guards the site: its key, its packages, its backups."""

import os
import re
import time
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from faq.backup import records
from faq.doctor.finding import Finding
from faq.models import CodeApp, Passkey

_DAY = 24 * 60 * 60
# Days
_OLDEST_TRIAL = 90
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>\S+)(?P<marker> ;)?")


def secret_key() -> Finding:
    file = Path(settings.KB_DATA_DIR) / "secret-key"
    if os.environ.get("SECRET_KEY", "").strip() or not file.exists():
        return Finding("Secret key")
    if file.stat().st_mode & 0o077:
        problem = f"Other accounts of this machine can read {file}: with it they can sign in as anybody."
        return Finding(
            "Secret key", problem, f"Run: rm {file}, then start the site anew; everybody signs in once more."
        )
    return Finding("Secret key")


def packages() -> Finding:
    """Compared with requirements.txt, which the site was tested with."""
    pins: dict[str, set[str]] = defaultdict(set)
    for pin in filter(None, map(_PIN.match, (settings.BASE_DIR / "requirements.txt").read_text().splitlines())):
        # Some have a version for each Python, or are for other systems only
        pins[pin["name"]] |= {pin["version"], *([""] if pin["marker"] else [])}
    others = [name for name, versions in pins.items() if _installed(name) not in versions]
    if others:
        problem = f"Not as requirements.txt says: {', '.join(others)}."
        return Finding("Packages", problem, "Run: .venv/bin/pip install --require-hashes -r requirements.txt")
    return Finding("Packages")


def _installed(name: str) -> str:
    """Return which version of a package is installed, "" for none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def restore() -> Finding:
    made, tried = records.last_backup(), records.last_trial()
    if not settings.SITE_URL or made is None:
        return Finding("Restore")
    if tried is None:
        problem = "It was never tried whether a backup can be restored."
    elif time.time() - tried.at > _OLDEST_TRIAL * _DAY:
        problem = f"It was last tried on {_date(tried.at)} whether a backup can be restored."
    else:
        return Finding("Restore")
    return Finding("Restore", problem, f"Run: manage.py restore {made.file} --dry-run, which changes nothing.")


def second_steps() -> Finding:
    """Passkeys are bound to an address; secrets of apps for codes are in no backup without a password."""
    here = urlsplit(settings.SITE_URL).hostname
    elsewhere = Passkey.objects.exclude(address=here) if here else Passkey.objects.none()
    addresses = sorted(set(elsewhere.values_list("address", flat=True)))
    problems = []
    if addresses:
        count = elsewhere.values("person").distinct().count()
        problems.append(f"Passkeys of {_people(count)} were made for {', '.join(addresses)} and do not work at {here}.")
    lost = CodeApp.objects.filter(secret="").count()
    if lost:
        problems.append(f"Apps for codes of {_people(lost)} work no more: they came from a backup without a password.")
    mend = "Recovery codes work; else an owner takes it away (Clinic, People), or manage.py reset_second_step."
    return Finding("Second step", " ".join(problems), mend if problems else "")


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"


def _date(at: float) -> str:
    return time.strftime("%d %B %Y", time.localtime(at))
