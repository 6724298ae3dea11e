"""The password of a backup: asked for, or read from a file; never on a command line, where other accounts see it."""

import getpass
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

from django.core.management.base import CommandError

_SHORTEST = 10


def add_arguments(parser: ArgumentParser) -> None:
    """Let a command be told how it gets to know the password."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--password", action="store_true", help="ask for the password of the backup")
    either.add_argument(
        "--password-file", type=Path, metavar="FILE", help="read the password from the first line of this file"
    )


def new(options: Mapping[str, object]) -> str:
    """Return the password for a new backup, or "" for none; one that is asked for is typed twice."""
    password = known(options)
    if options["password"] and password != getpass.getpass("The password once more: "):
        raise CommandError("The two passwords are not the same. Nothing was written.")
    if password and len(password) < _SHORTEST:
        raise CommandError(f"Please choose a password of at least {_SHORTEST} characters. Nothing was written.")
    return password


def known(options: Mapping[str, object]) -> str:
    """Return the password that `options` lead to, or "" when they speak of none."""
    file = options["password_file"]
    if isinstance(file, Path):
        return _first_line(file)
    return getpass.getpass("The password of the backup: ") if options["password"] else ""


def _first_line(file: Path) -> str:
    try:
        password = file.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read ({getattr(error, 'strerror', None) or 'no text'}).") from None
    if not password:
        raise CommandError(f"{file} holds no password in its first line.")
    return password
