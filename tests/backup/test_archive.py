"""An archive that is none of ours, although it is sealed as ours are, is refused with one sentence."""

import io
import json
import tarfile
from pathlib import Path
from typing import IO, cast

import pytest

from faq.backup import archive, sealed_file
from faq.errors import RefusedError

OURS = {"made_at": "2026-01-02T03:04:05+00:00", "database": "sqlite", "migrations": [], "rows": {}}


def written(path: Path, files: dict[str, bytes]) -> Path:
    with (
        path.open("wb") as file,
        sealed_file.writing(file, "") as content,
        archive.writing(cast(IO[bytes], content)) as tar,
    ):
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text))
    return path


@pytest.mark.parametrize(
    "manifest",
    [
        7,
        [],
        {},
        {**OURS, "made_at": 7},
        {**OURS, "made_at": "yesterday"},
        {**OURS, "migrations": [7]},
        {**OURS, "rows": []},
        {**OURS, "rows": {"faq.tag": "7"}},
        {**OURS, "last_numbers": {"faq_tag": "7"}},
        {**OURS, "last_numbers": None},
    ],
)
def test_a_foreign_manifest_is_refused(tmp_path: Path, manifest: object):
    file = written(tmp_path / "a", {"manifest.json": json.dumps(manifest).encode()})

    with pytest.raises(RefusedError, match="cannot be read"):
        archive.read(file, "")


@pytest.mark.parametrize("name", [".", "", "../media/a", "etc/passwd", "media/../../a"])
def test_a_file_of_another_name_is_refused(tmp_path: Path, name: str):
    file = written(tmp_path / "a", {"manifest.json": json.dumps(OURS).encode(), name: b"x"})

    with pytest.raises(RefusedError, match="something that does not belong into one"):
        archive.read(file, "")


def test_what_says_of_itself_what_it_holds_is_read(tmp_path: Path):
    file = written(tmp_path / "a", {"manifest.json": json.dumps(OURS).encode()})

    assert archive.read(file, "").made_on == "02 January 2026, 03:04 UTC"
