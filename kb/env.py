"""Reads the environment's values; an odd one stops the start with one plain line that names it."""

import os
import re
import secrets
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from environs import Env, EnvError

_env = Env()
_SHORTEST_SECRET = 50
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")


class InvalidSetting(SystemExit):
    """A value that cannot be used: its text is the one line that is printed, and the exit code is 1.

    `problem` and `mend` say the same in two, for `manage.py doctor --json`.
    """

    def __init__(self, text: str, problem: str, mend: str) -> None:
        super().__init__(text)
        self.problem, self.mend = problem, mend


def refuse(name: str, reason: str, mend: str = "") -> NoReturn:
    """Stops the process; the value itself is not repeated, because it may be a password."""
    said = f"{name} cannot be used: {reason}"
    if mend:
        raise InvalidSetting(f"{said} {mend}", said, mend)
    raise InvalidSetting(said, f"{name} cannot be used.", f"Set {name}: {reason}")


def switch(name: str) -> bool:
    """True for "1", "true", "yes" or "on"; False when not set."""
    return _read(_env.bool, name, False, "write 1 for yes or 0 for no.")


def number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number between `low` and `high`."""
    reason = f"write a whole number from {low} to {high}."
    value = _read(_env.int, name, default, reason)
    return value if low <= value <= high else refuse(name, reason)


def choice(name: str, values: list[str]) -> str:
    """One of `values`; the first when not set."""
    value = _text(name) or values[0]
    return value if value in values else refuse(name, f"write one of: {', '.join(values)}.")


def folder(name: str, default: Path) -> Path:
    """The full path of a folder, which need not exist yet."""
    path = Path(_text(name) or default).expanduser().absolute()
    if path.exists() and not path.is_dir():
        refuse(name, f"{path} is not a folder.")
    return path


def optional_folder(name: str) -> Path | None:
    """The full path of a folder, which need not exist yet; None when not set."""
    return folder(name, Path()) if _text(name) else None


def host(name: str, default: str) -> str:
    """A host name or an address to listen on, such as 127.0.0.1 or 0.0.0.0."""
    value = _text(name) or default
    return value if _HOST.fullmatch(value) else refuse(name, "write a host name or an address, such as 127.0.0.1.")


def hosts(name: str) -> list[str]:
    """Host names, separated by commas."""
    values = [value.strip() for value in _text(name).split(",") if value.strip()]
    if not all(_HOST.fullmatch(value.strip("[]").removeprefix(".")) for value in values):
        refuse(name, "write host names only, separated by commas, such as help.example.org.")
    return values


def site(name: str) -> str:
    """The address that people type, without a slash at its end; empty when not set."""
    value = _text(name).rstrip("/")
    reason = "write an address such as https://help.example.org, with nothing after the name."
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "") and parts.port != 0
    except ValueError:
        refuse(name, reason)
    if value and (not good or parts.path or parts.query or parts.fragment or "@" in parts.netloc):
        refuse(name, reason)
    return value


def issuer(name: str) -> str:
    """The address of a sign-in provider as it calls itself, over https (plain http on this machine); empty if not set.

    It is compared letter by letter, so a slash at its end stays.
    """
    value = _text(name)
    parts = urlsplit(value)
    is_here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    if value and (not (parts.scheme == "https" or is_here) or not parts.hostname or parts.query or parts.fragment):
        refuse(name, "write the issuer as the provider gives it, such as https://login.example.org.")
    return value


def new_people(name: str) -> list[tuple[str, str, str]]:
    """Who is let in without having been added: ("domain", "example.org", "Editor"), by commas between them."""
    found = []
    for each in filter(None, map(str.strip, _text(name).split(","))):
        match = re.fullmatch(r"(domain|group):([^=]+)=(Editor|Approver|Manager)", each)
        if not match:
            refuse(name, "write domain:example.org=Editor or group:name=Manager, separated by commas, no role Owner.")
        found.append((match[1], match[2].strip().lower() if match[1] == "domain" else match[2].strip(), match[3]))
    return found


def database(name: str) -> dict[str, Any] | None:
    """Django's settings for a PostgreSQL or SQLite address; None when not set."""
    reason = "write an address such as postgres://user:password@host:5432/name."
    value = _text(name)
    if value and urlsplit(value).scheme not in ("postgres", "postgresql", "sqlite"):
        refuse(name, reason)
    found = _read(_env.dj_db_url, name, None, reason)
    return found if not found or found["NAME"] else refuse(name, reason)


def replica(name: str, *, is_postgresql: bool) -> dict[str, Any] | None:
    """Django's settings for a copy that PostgreSQL keeps of the database by itself; None when not set."""
    if _text(name) and not (is_postgresql and urlsplit(_text(name)).scheme.startswith("postgres")):
        refuse(
            name, "it names a replica of the PostgreSQL in DATABASE_URL, such as postgres://user:password@host/name."
        )
    return database(name)


def bucket(name: str) -> str:
    """The name of a bucket; empty when not set."""
    value = _text(name)
    reason = "write the bucket's name alone: 3 to 63 small letters, digits, dots and hyphens."
    return value if not value or re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", value) else refuse(name, reason)


def service(name: str) -> str:
    """The address of a server, without a slash at its end; empty when not set."""
    value = _text(name).rstrip("/")
    reason = "write an address such as https://s3.example.org, with nothing after the name."
    return value if not value or re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+", value) else refuse(name, reason)


def cache(name: str) -> str:
    """The address of a Redis server; empty when not set."""
    value = _text(name)
    if value and not re.fullmatch(r"rediss?://[^/\s]+(/\d*)?", value):
        refuse(name, "write an address such as redis://host:6379/0.")
    return value


def reports(name: str) -> str:
    """The address of a service that collects faults, with its key; empty when not set."""
    value = _text(name)
    if value and not re.fullmatch(r"https?://[^@/\s]+@[^/\s]+/(\S+/)?\d+", value):
        refuse(name, "write the address that the service gave you, such as https://key@errors.example.org/1.")
    return value


def token(name: str) -> str:
    """A secret that programs send; empty when not set."""
    value = _text(name)
    return (
        value if not value or re.fullmatch(r"[!-~]{16,}", value) else refuse(name, "it needs at least 16 characters.")
    )


def is_set(*names: str) -> bool:
    """Whether any of `names` has a value."""
    return any(map(_text, names))


def word(name: str, default: str = "") -> str:
    """What stands there, without spaces around it."""
    return _text(name) or default


def secret(name: str, file: Path) -> str:
    """The secret key of the environment, or else the one kept in `file`, which is made once for its owner alone."""
    value = _text(name)
    if value:
        return value if len(value) >= _SHORTEST_SECRET else refuse(name, "it needs at least 50 characters.")
    try:
        kept = _kept_secret(file)
    except OSError as error:
        # Its number: in a container an account may have no name
        mend = f"As root, run: chown -R {os.getuid()} {shlex.quote(str(file.parent))}"
        refuse("KB_DATA_DIR", f"{error.filename} cannot be read or written ({error.strerror}).", mend)
    if len(kept) < _SHORTEST_SECRET:
        # A full disk or a wrong copy; whoever knows a short one signs in as anybody
        refuse("KB_DATA_DIR", f"{file} holds no whole key.", f"Run: rm {shlex.quote(str(file))}")
    return kept


def _kept_secret(file: Path) -> str:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            # Two first starts at the same moment: a link is made by only one of them, so both read the same whole key.
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def _text(name: str) -> str:
    return os.environ.get(name, "").strip()


def _read(parse: Callable[..., Any], name: str, default: Any, reason: str) -> Any:
    if not _text(name):
        return default
    try:
        return parse(name, default)
    except (EnvError, ValueError):
        refuse(name, reason)
