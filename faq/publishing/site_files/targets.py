"""Where an export is written: a folder or a zip file, under a name of its own until it is whole."""

import glob
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from faq.errors import RefusedError
from faq.values import unfinished

# Takes the name of a file inside the export and what stands in it
Put = Callable[[str, bytes], None]


@contextmanager
def open_target(path: Path) -> Iterator[Put]:
    """Yield what puts files into the folder `path`, or the zip file where it ends in .zip; it is there only when whole.

    Raises `RefusedError` when something stands there already, or when it cannot be written.
    """
    _refuse_taken(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.remove_old(path.parent.glob(f".{glob.escape(path.name)}.????????.part"))
        with _zip_file(path) if _is_zip(path) else _folder(path) as put:
            yield put
    except OSError as error:
        raise RefusedError(f"{path} cannot be written: {error.strerror or error}.") from error


@contextmanager
def zip_into(file: IO[bytes]) -> Iterator[Put]:
    """Yield what puts files into a zip that is written to `file`."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        yield lambda name, data: _add(archive, name, data)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Without the time, so that the same content is the same file whenever it was written."""
    entry = zipfile.ZipInfo(name)
    # What is unpacked may be read
    entry.external_attr = 0o644 << 16
    is_packed = name.startswith("pictures/")
    archive.writestr(entry, data, zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED)


def _is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _refuse_taken(path: Path) -> None:
    if path.is_dir() and not _is_zip(path):
        if any(path.iterdir()):
            raise RefusedError(f"The folder {path} is not empty. Please name a new or an empty folder.")
    elif path.exists():
        raise RefusedError(f"{path} is there already. Please name a file or folder that is not.")


@contextmanager
def _zip_file(path: Path) -> Iterator[Put]:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            with zip_into(file) as put:
                yield put
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextmanager
def _folder(path: Path) -> Iterator[Put]:
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part"))

    def put(name: str, data: bytes) -> None:
        file = temporary / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)

    try:
        yield put
        # Takes the place of an empty folder, never of one that holds something
        os.rename(temporary, path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
