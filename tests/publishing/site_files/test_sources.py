"""What holds an export is looked at before anything in it is unpacked."""

import zipfile
from pathlib import Path

import pytest

from faq.errors import RefusedError
from faq.publishing.site_files import sources


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_export_that_is_packed_in_a_rare_way_is_refused_before_it_is_read(tmp_path: Path, method: int):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("site.json", "{}")
        packed.writestr("pictures/a.webp", b"0" * 1_000, method)

    with (
        pytest.raises(RefusedError, match="is packed in a rare way that is not read here"),
        sources.open_source(tmp_path / "a.zip"),
    ):
        pass


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_export_may_be_packed_or_not(tmp_path: Path, method: int):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as packed:
        packed.writestr("site.json", '{"format": "x"}')

    with sources.open_source(tmp_path / "a.zip") as source:
        assert source.json_of("site.json") == {"format": "x"}
