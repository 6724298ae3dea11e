"""Looks at what guards the site: its key, its packages, its settings, and second steps of signing in."""

import os
import re
import sys
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User

from faq.doctor.finding import START, STOP, Finding, manage, run, steps
from faq.models import CodeApp, Passkey

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>\S+)(?P<marker> ;)?")


def secret_key() -> Finding:
    file = Path(settings.KB_DATA_DIR) / "secret-key"
    if os.environ.get("SECRET_KEY", "").strip() or not file.exists():
        return Finding("Secret key")
    if file.stat().st_mode & 0o077:
        problem = f"Other accounts of this machine can read {file}: with it they can sign in as anybody."
        # A new one is made, and everybody signs in once more
        return Finding("Secret key", problem, steps(STOP, run("rm", file), START))
    return Finding("Secret key")


def debugging() -> Finding:
    if settings.DEBUG and settings.SITE_URL:
        problem = "KB_DEBUG shows whoever meets a fault how the site is made, and parts of its settings."
        return Finding("Settings", problem, steps("Set KB_DEBUG=0", START))
    return Finding("Settings")


def packages() -> Finding:
    """Compared with requirements.txt, which the site was tested with."""
    listed = settings.BASE_DIR / "requirements.txt"
    pins: dict[str, set[str]] = defaultdict(set)
    for pin in filter(None, map(_PIN.match, listed.read_text().splitlines())):
        # Some have a version for each Python, or are for other systems only
        pins[pin["name"]] |= {pin["version"], *([""] if pin["marker"] else [])}
    others = [name for name, versions in pins.items() if _installed(name) not in versions]
    if others:
        own = settings.BASE_DIR / ".venv/bin/pip"
        pip = [own] if own.exists() else [sys.executable, "-m", "pip"]
        mend = steps(run(*pip, "install", "--require-hashes", "-r", listed), START)
        return Finding("Packages", f"Not as requirements.txt says: {', '.join(others)}.", mend)
    return Finding("Packages")


def _installed(name: str) -> str:
    """Return which version of a package is installed, "" for none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def second_steps() -> Finding:
    """Passkeys are bound to an address, secrets of apps for codes to the secret key of the site.

    Who has a way that works is not named: with a passkey of this address, an app that was lost asks for nothing.
    """
    here = urlsplit(settings.SITE_URL).hostname
    elsewhere = Passkey.objects.exclude(address=here) if here else Passkey.objects.none()
    lost = [app.person_id for app in CodeApp.objects.all() if not app.plain_secret]
    problems = []
    if elsewhere:
        addresses = sorted(set(elsewhere.values_list("address", flat=True)))
        count = elsewhere.values("person").distinct().count()
        problems.append(f"Passkeys of {_people(count)} were made for {', '.join(addresses)} and do not work at {here}.")
    if lost:
        why = "the secret key of the site is another one now, or they came from a backup without a password"
        problems.append(f"Apps for codes of {_people(len(lost))} work no more: {why}.")
    if not problems:
        return Finding("Second step")
    whose = User.objects.filter(pk__in={*lost, *elsewhere.values_list("person", flat=True)}).order_by("username")
    mend = steps(
        "Let these people use a recovery code and add a new second step; for who has none,",
        *(manage("reset_second_step", person.get_username()) for person in whose),
    )
    return Finding("Second step", " ".join(problems), mend)


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"
