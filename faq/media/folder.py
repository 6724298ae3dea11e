"""Keeps pictures and PDFs in a folder: of one machine, or a network's that several hosts share."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from faq.media.stored import HIDDEN


class FolderStorage(FileSystemStorage):
    """Django's own, except that a name is what is in it: the same one twice is the same file, and never half of one."""

    @property
    def where(self) -> str:
        return str(self.location)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def names(self, folder: str = "") -> Iterator[str]:
        root = Path(self.location)
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not path.name.startswith(HIDDEN):
                yield path.relative_to(root).as_posix()

    def fetch(self, name: str) -> bytes:
        return Path(self.path(name)).read_bytes()

    def unfinished(self) -> Iterator[Path]:
        yield from Path(self.location).glob(f"*/{HIDDEN}tmp????????.part")
        # As they were called before
        yield from Path(self.location).glob("*/tmp????????.part")

    def try_writing(self) -> None:
        # Tried, because a full disk shows in no permission
        with TemporaryFile(dir=self.location) as probe:
            probe.write(b"ok")

    def _save(self, name: str, content: File) -> str:
        """Write all or nothing: neither a killed process nor a full disk leaves half a picture under a good name."""
        path, data = Path(self.path(name)), content.read()
        if path.is_file() and path.read_bytes() == data:
            # A disk that cannot be written to has the file all the same
            with suppress(OSError):
                # Wanted again: not to be cleared away meanwhile
                path.touch()
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{HIDDEN}tmp", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                # Some file systems say only now that they are full
                os.fsync(out.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name
