"""Copies of what lies in a bucket: bounded, never half of one, and forgotten after a week."""

import os
import time
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation

from faq.media.copies import Copies

DAY = 24 * 60 * 60


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path / "copies", 1_000)


def age(tmp_path: Path, name: str, days: float) -> None:
    then = time.time() - days * DAY
    os.utime(tmp_path / "copies" / name, (then, then))


def content_of(copies: Copies, name: str, **options: bool) -> bytes | None:
    file = copies.opened(name, **options)
    if file is None:
        return None
    with file:
        return file.read()


def test_the_oldest_go_first_when_there_is_no_room(copies: Copies, tmp_path: Path):
    for number in range(3):
        copies.put(f"pictures/{number}.webp", bytes(400))
        age(tmp_path, f"pictures/{number}.webp", 3 - number)
    copies.put("pictures/new.webp", bytes(300))

    assert sorted(path.name for path in (tmp_path / "copies" / "pictures").iterdir()) == ["2.webp", "new.webp"]


def test_one_is_too_old_after_a_week_unless_there_is_no_better(copies: Copies, tmp_path: Path):
    copies.put("a.webp", b"a picture")
    age(tmp_path, "a.webp", 6.9)
    fresh = content_of(copies, "a.webp")
    age(tmp_path, "a.webp", 7.1)

    assert (fresh, content_of(copies, "a.webp")) == (b"a picture", None)
    assert content_of(copies, "a.webp", even_old=True) == b"a picture"


def test_those_of_two_weeks_are_removed_with_the_first_picture_of_a_day(copies: Copies, tmp_path: Path):
    for name, days in (("old.webp", 14.1), ("new.webp", 13.9)):
        copies.put(name, b"a picture")
        age(tmp_path, name, days)

    copies.opened("another.webp")

    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["new.webp"]


def test_a_disk_that_takes_nothing_does_no_harm(tmp_path: Path):
    (tmp_path / "copies").write_text("in the way of the folder")
    copies = Copies(tmp_path / "copies", 1_000)

    copies.put("a.webp", b"a picture")

    assert content_of(copies, "a.webp") is None


@pytest.mark.parametrize("name", ["../secret-key", "pictures/../../secret-key", "/etc/hostname"])
def test_no_name_leads_out_of_the_folder(copies: Copies, tmp_path: Path, name: str):
    (tmp_path / "secret-key").write_bytes(b"kept")

    for use in (copies.opened, copies.drop, lambda outside: copies.put(outside, b"new")):
        with pytest.raises(SuspiciousFileOperation):
            use(name)

    assert (tmp_path / "secret-key").read_bytes() == b"kept"
