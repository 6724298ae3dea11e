"""Runs a command of manage.py so that a database that cannot be used is said in one plain line, without a traceback."""

import json
import re
import sys
from typing import Any

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import Error, NotSupportedError, OperationalError

from kb.env import InvalidSetting

_AWAY = re.compile("refused|timeout|timed out|resolve|translate host|unreachable|no route|server closed|No such file")
_WRONG_PASSWORD = re.compile("password|authentication|pg_hba", re.IGNORECASE)
_NO_SUCH = re.compile(r'(database|role) "[^"]*" does not exist')


def run(arguments: list[str]) -> None:
    """Run the command that `arguments` name; where the database is at fault, say so in a line and leave with code 1.

    Developers (KB_DEBUG) get the whole traceback. A value that cannot be used is a finding of `doctor --json` as well.
    """
    try:
        execute_from_command_line(arguments)
    except InvalidSetting as refused:
        if arguments[1:2] == ["doctor"] and "--json" in arguments:
            print(json.dumps([{"part": "Settings", "problem": refused.problem, "mend": refused.mend}], indent=2))
            sys.exit(1)
        raise
    except (OperationalError, NotSupportedError) as error:
        if settings.DEBUG:
            raise
        sys.exit(f"Stopped: {why(error, settings.DATABASES['default'])}")


def why(error: Error, database: dict[str, Any]) -> str:
    """Return one sentence on what is wrong with `database` (Django's settings of it), which repeats no password."""
    said = " ".join(str(error).split())
    if database["ENGINE"].endswith("sqlite3"):
        return (
            f"The database {database['NAME']} cannot be used ({said}). Is its folder writable, and the disk not full?"
        )
    where = f"{database.get('HOST') or 'this machine'}, port {database.get('PORT') or 5432}"
    if isinstance(error, NotSupportedError):
        return f"The database at {where} is too old: {said}"
    if _NO_SUCH.search(said):
        what = _NO_SUCH.search(said)[1].replace("role", "user")
        return f"The database at {where} has no {what} of the name in DATABASE_URL. Please create it first."
    if _AWAY.search(said):
        return f"No database answers at {where}. Is it running, and is DATABASE_URL right?"
    if _WRONG_PASSWORD.search(said):
        return f"The database at {where} does not accept the user name and password in DATABASE_URL."
    return f"The database at {where} cannot be used ({said[:200]})."
