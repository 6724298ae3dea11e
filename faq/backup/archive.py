"""What is in a backup: a compressed tar of the manifest, the rows of each table, pictures and PDFs.

manifest.json                what the backup holds and which migrations its tables had
rows/faq.article/00001.jsonl rows of one table (`rows.py`); large tables have several files
media/...                    stored pictures and PDFs, under the names they have in the media folder
secret-key                   only with a password
"""

import gzip
import io
import json
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from faq.backup import rows, sealed_file
from faq.errors import RefusedError

SECRET_KEY = "secret-key"
_MANIFEST = "manifest.json"
_ROWS = re.compile(r"rows/(?P<model>[a-z_0-9]+\.[a-z_0-9]+)/[0-9]+\.jsonl")
# What reading a file of another kind fails with, whatever it holds where ours have their facts
_UNREADABLE = (
    tarfile.TarError,
    OSError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
)
Keep = Callable[[str, bytes], object]


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: rows by model ("faq.article"), pictures and PDFs."""

    # ISO 8601, in UTC
    made_at: str
    database: str
    # Of each app, all that were applied: "faq.0001_start"
    migrations: list[str]
    rows: dict[str, int]
    # The highest number that each table has given, so that none is given twice
    last_numbers: dict[str, int] = field(default_factory=dict)

    @property
    def made_on(self) -> str:
        """The moment as a person reads it, in UTC."""
        return f"{datetime.fromisoformat(self.made_at):%d %B %Y, %H:%M} UTC"


def put(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Add one file to an archive that is being written."""
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    entry.mode = 0o600
    archive.addfile(entry, io.BytesIO(content))


def put_manifest(archive: tarfile.TarFile, manifest: Manifest) -> None:
    """Add the manifest, which must be the first file."""
    put(archive, _MANIFEST, json.dumps(asdict(manifest)).encode())


@contextmanager
def writing(content: IO[bytes]) -> Iterator[tarfile.TarFile]:
    """Within, what is added to the given archive is written to the stream `content`."""
    # Not tar's own compression: its level is 9, which takes twice as long for a percent less
    with (
        gzip.GzipFile(fileobj=content, mode="wb", compresslevel=6) as zipped,
        tarfile.open(fileobj=zipped, mode="w|") as archive,
    ):
        yield archive


def read(path: Path, password: str, keep: Keep | None = None) -> Manifest:
    """Read the backup at `path` to its end and return what it holds; `keep` gets the name and content of each file.

    Raises `RefusedError` when anything in it is not as its manifest says, or as `sealed_file.reading` does.
    """
    try:
        with (
            sealed_file.reading(path, password) as content,
            gzip.GzipFile(fileobj=content) as unzipped,
            tarfile.open(fileobj=unzipped, mode="r|") as archive,
        ):
            files = _files(archive)
            name, text = next(files, ("", b""))
            manifest = _manifest(text) if name == _MANIFEST else None
            found = _count(files, keep)
    except _UNREADABLE as error:
        raise RefusedError(f"{path} cannot be read ({getattr(error, 'strerror', None) or error}).") from None
    if manifest is None or found != Counter(manifest.rows):
        raise RefusedError(f"{path} does not hold what it says it holds. Please take another backup.")
    return manifest


def _manifest(text: bytes) -> Manifest:
    """Raises ValueError or TypeError for what no backup of ours says of itself."""
    manifest = Manifest(**json.loads(text))
    datetime.fromisoformat(manifest.made_at)
    counts = [*manifest.rows.items(), *manifest.last_numbers.items()]
    names = [*manifest.migrations, *(name for name, _ in counts)]
    if not all(isinstance(name, str) for name in names) or not all(isinstance(count, int) for _, count in counts):
        raise ValueError("its manifest is none of ours")
    return manifest


def model_of(name: str) -> str:
    """Return the model ("faq.article") whose rows the file `name` holds, or "" when it holds none."""
    match = _ROWS.fullmatch(name)
    return match["model"] if match else ""


def _files(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for entry in archive:
        file = archive.extractfile(entry)
        if not file or not _is_ours(entry.name):
            raise RefusedError(f"The backup holds something that does not belong into one: {entry.name[:100]}")
        yield entry.name, file.read()


def _is_ours(name: str) -> bool:
    """Whether a file of this name may be there; none leads out of the folder that it is put into."""
    path = PurePosixPath(name)
    is_picture = path.parts[:1] == ("media",) and ".." not in path.parts and str(path) == name and "\0" not in name
    return name in (_MANIFEST, SECRET_KEY) or bool(model_of(name)) or is_picture


def _count(files: Iterator[tuple[str, bytes]], keep: Keep | None) -> Counter[str]:
    """Hand each file to `keep`; return how many rows of each model there were."""
    found: Counter[str] = Counter()
    for name, text in files:
        if model := model_of(name):
            found[model] += rows.count_in(text)
        if keep:
            keep(name, text)
    return found
