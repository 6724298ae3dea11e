"""Collects styles, scripts and pictures while an older version may be served from the same folder.

Its pages ask for files by names that carry a hash of their content: none of those may be missing for a moment. So all
is collected beside and moved in file by file; what is there under such a name stays as it is.
"""

import filecmp
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings

_BESIDE = "static-new-"
_LIST = "staticfiles.json"


def collect() -> None:
    """Bring what this version needs into the folder of static files, and remove nothing from it."""
    folder = Path(settings.STATIC_ROOT)
    for left_by_a_killed_one in folder.parent.glob(f"{_BESIDE}*"):
        shutil.rmtree(left_by_a_killed_one, ignore_errors=True)
    with TemporaryDirectory(prefix=_BESIDE, dir=folder.parent) as name:
        new = Path(name)
        with override_settings(STATIC_ROOT=new):
            call_command("collectstatic", interactive=False, verbosity=0)
        # The list last: whoever reads it finds all that it names
        for path in sorted((path for path in new.rglob("*") if path.is_file()), key=lambda path: path.name == _LIST):
            _move(path, folder / path.relative_to(new))


def _move(new: Path, place: Path) -> None:
    if place.is_file() and filecmp.cmp(new, place, shallow=False):
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.replace(new, place)
