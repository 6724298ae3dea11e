"""Files of an older version stay answerable while those of a newer one are collected beside them."""

import json
from pathlib import Path

import pytest

from faq.management import static_collecting


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    return settings.STATIC_ROOT


def test_nothing_that_an_older_page_asks_for_is_removed_or_written_anew(folder):
    static_collecting.collect()
    older = folder / "faq" / "site.0123456789ab.css"
    older.write_text("body { color: teal }")
    names = json.loads((folder / "staticfiles.json").read_text())["paths"]
    same = folder / names["faq/site.css"]
    before = same.stat().st_ino

    static_collecting.collect()

    assert older.read_text() == "body { color: teal }"
    assert same.stat().st_ino == before


def test_what_is_missing_is_there_afterwards_and_nothing_is_left_beside(folder, tmp_path):
    (tmp_path / "static-new-killed").mkdir()

    static_collecting.collect()

    names = json.loads((folder / "staticfiles.json").read_text())["paths"]
    assert [name for name in names.values() if not (folder / name).is_file()] == []
    assert [path.name for path in tmp_path.iterdir()] == ["static"]
