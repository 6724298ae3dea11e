"""What killed processes left is cleared away by the next one, only when it is old, and only what is ours."""

import os
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from faq.values import unfinished
from tests.factories import make_article, stored_picture

TWO_DAYS = 2 * 24 * 60 * 60


def old(path: Path) -> Path:
    """Let `path` be a file that nobody has written into for two days."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("half of it")
    os.utime(path, (time.time() - TWO_DAYS,) * 2)
    return path


def test_what_nobody_has_written_into_for_a_day_goes(tmp_path):
    file, folder = old(tmp_path / "a.part"), tmp_path / "b.part"
    old(folder / "half.md")
    os.utime(folder, (time.time() - TWO_DAYS,) * 2)
    (tmp_path / "young.part").touch()

    count = unfinished.remove_old([file, folder, tmp_path / "young.part", tmp_path / "gone.part"])

    assert (count, [each.name for each in tmp_path.iterdir()]) == (2, ["young.part"])


def test_a_link_goes_and_what_it_leads_to_stays(tmp_path):
    kept = old(tmp_path / "kept" / "file")
    (tmp_path / "link.part").symlink_to(tmp_path / "kept")
    os.utime(tmp_path / "link.part", (time.time() - TWO_DAYS,) * 2, follow_symlinks=False)

    count = unfinished.remove_old([tmp_path / "link.part"])

    assert (count, kept.exists(), (tmp_path / "link.part").is_symlink()) == (1, True, False)


@pytest.mark.django_db
def test_half_a_picture_goes_with_those_that_nothing_shows(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    whole = stored_picture()
    half, ours_not = old(tmp_path / "pictures/.tmpab12cd34.part"), old(tmp_path / "smaller/notes.part")

    call_command("remove_unused_pictures")

    assert [path.exists() for path in (half, ours_not, tmp_path / whole)] == [False, True, True]


@pytest.mark.django_db
def test_half_an_export_goes_with_the_next_one_of_its_name(tmp_path):
    half, of_others = old(tmp_path / ".site.zip.ab12cd34.part"), old(tmp_path / ".film.mp4.ab12cd34.part")
    make_article()

    call_command("export_articles", str(tmp_path / "site.zip"))

    assert [path.exists() for path in (half, of_others, tmp_path / "site.zip")] == [False, True, True]


# PostgreSQL makes no backup within the transaction of a test
@pytest.mark.django_db(transaction=True)
def test_half_a_backup_goes_with_the_next_one(settings, tmp_path):
    settings.KB_DATA_DIR = settings.MEDIA_ROOT = tmp_path / "data"
    settings.KB_DATA_DIR.mkdir()
    names = [".a.backup.123.unfinished", ".clinic-kb-2026-01-02-030405.backup.9.unfinished", ".b.txt.7.unfinished"]
    left = [old(tmp_path / name) for name in names]

    call_command("backup", str(tmp_path / "a.backup"))

    assert [path.exists() for path in left] == [False, False, True]
