"""Reads a PDF that somebody sent, in a process of its own, and says in plain words why one cannot be used."""

import json
import logging
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from faq.errors import RefusedError

MAX_BYTES = 10_000_000
_PROGRAM = Path(__file__).with_name("pdf_process.py")
# By the clock; its own limit counts only what it works
_SECONDS = 30
# A large one takes some hundred megabytes
_one_at_a_time = threading.Lock()
_AGAIN = "Please open it and print it to a new PDF (“Print”, then “Save as PDF”), and add that one."
_WHY = {
    "kind": "This is no PDF. Please save the form as a PDF and add that.",
    "password": "This PDF asks for a password or forbids something. Please save it without one and add it again.",
    "pages": "This PDF has more than 50 pages. Please add only the pages that patients need.",
    "script": f"This PDF holds a program that could run on a patient’s computer. {_AGAIN}",
    "launch": f"This PDF would open or send something by itself. {_AGAIN}",
    "attachment": f"This PDF has other files attached to it. {_AGAIN}",
    "media": f"This PDF holds sound, film or a model. {_AGAIN}",
    "xfa": f"This PDF is a form of a kind that most programs cannot show. {_AGAIN}",
    "heavy": f"This PDF is too complicated to be looked through. {_AGAIN}",
    "damaged": f"This PDF is damaged or not whole. {_AGAIN}",
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pdf:
    """What is known of a PDF that may be used."""

    pages: int
    text: str


def read(data: bytes) -> Pdf:
    """Return how many pages the PDF `data` has and the words in it. Raises `RefusedError` for one that is not safe.

    It is looked through within 10 seconds of work and 700 MB of memory; what needs more is refused.
    """
    if len(data) > MAX_BYTES:
        raise RefusedError("This PDF is larger than 10 MB. Please make it smaller or split it, and try again.")
    if not data:
        raise RefusedError("This file is empty. Please choose another PDF.")
    with _one_at_a_time:
        said = _answer(data)
    if "refused" in said:
        raise RefusedError(_WHY[said["refused"]])
    return Pdf(said["pages"], said["text"])


def _answer(data: bytes) -> dict:
    # Nothing of the site's environment: no key, no address of its database
    command = [sys.executable, "-I", str(_PROGRAM)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, env={}, cwd="/")
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        # Killed by one of its limits
        return {"refused": "heavy"}
    except OSError as error:
        _log.exception("A PDF could not be looked at")
        raise RefusedError(
            "This PDF could not be looked at: the site is out of memory. Please tell the person who looks after the"
            " site."
        ) from error
