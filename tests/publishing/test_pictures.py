"""Pictures: only pixels are kept, and a hostile file gets one sentence."""

import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from faq.errors import RefusedError
from faq.media import stored
from faq.models import Clinic
from faq.publishing import facts, pictures
from faq.values import picture_names as names
from tests.factories import edit, make_article


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def drawn(kind: str = "PNG", size=(40, 30), mode: str = "RGB", **options) -> io.BytesIO:
    file = io.BytesIO()
    Image.new(mode, size, "red" if mode in ("RGB", "RGBA") else 0).save(file, kind, **options)
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK"), ("WEBP", "RGB")]
)
def test_a_picture_is_kept_under_a_name_of_our_own(media: Path, kind: str, mode: str):
    name = pictures.store(drawn(kind, mode=mode))

    assert names.size_of(name) == (40, 30)
    assert Image.open(media / name).size == (40, 30)


def test_the_same_picture_twice_is_kept_once(media: Path):
    assert pictures.store(drawn()) == pictures.store(drawn())
    assert len(list((media / "pictures").iterdir())) == 1


def test_a_large_picture_is_made_smaller_and_stays_readable():
    assert names.size_of(pictures.store(drawn(size=(4000, 1000)))) == (1600, 400)


def test_a_photograph_is_turned_upright_and_forgets_where_it_was_taken(media: Path):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)

    name = pictures.store(drawn("JPEG", exif=exif, comment=b"SecretComment"))

    kept = (media / name).read_bytes()
    assert names.size_of(name) == (30, 40)
    assert b"Secret" not in kept
    assert dict(Image.open(media / name).getexif()) == {}


def bomb() -> bytes:
    """A PNG of a few kB that says it has 176 million dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 13_300, 13_300, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1_000)) + chunk(b"IEND", b"")
    )


HOSTILE = {
    "nothing": b"",
    "words": b"hello",
    "html": b"<html><script>alert(1)</script>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "gif": drawn("GIF").getvalue(),
    "bmp": drawn("BMP").getvalue(),
    "tiff": drawn("TIFF").getvalue(),
    "cut off": drawn(size=(400, 400)).getvalue()[:200],
    "cut off jpeg": drawn("JPEG", size=(400, 400)).getvalue()[:300],
    "noise after a good start": b"\x89PNG\r\n\x1a\n" + b"\xff" * 500,
    "bomb": bomb(),
    "too heavy": b"\x89PNG" + b"\0" * (15 * 1024 * 1024),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_gets_one_sentence_and_leaves_nothing(media: Path, what: str):
    with pytest.raises(RefusedError) as refused:
        pictures.store(io.BytesIO(HOSTILE[what]))

    assert str(refused.value).startswith(("This file is not a picture", "This picture"))
    assert list(media.rglob("*.*")) == []


def test_a_picture_that_is_also_a_web_page_loses_the_page(media: Path):
    file = io.BytesIO(drawn("JPEG").getvalue() + b"<script>alert(1)</script>")

    assert b"<script>" not in (media / pictures.store(file)).read_bytes()


NOT_KEPT = (
    "This picture could not be kept: the disk of this site is full or cannot be written to. Please tell the person who"
    " looks after the site."
)


def test_a_folder_that_cannot_be_written_to_gets_one_sentence(media: Path, settings):
    settings.MEDIA_ROOT = media / "not-a-folder"
    settings.MEDIA_ROOT.write_text("")

    with pytest.raises(RefusedError) as refused:
        pictures.store(drawn())

    assert str(refused.value) == NOT_KEPT


def test_a_full_disk_gets_one_sentence_and_no_part_of_the_picture(media: Path):
    """A process that may write no file longer than 50 bytes stands for a full disk."""
    script = """if True:
        import io, resource, sys
        import django
        django.setup()
        from django.conf import settings
        from PIL import Image
        from faq.errors import RefusedError
        from faq.publishing import pictures
        settings.MEDIA_ROOT, file = sys.argv[1], io.BytesIO()
        Image.effect_noise((90, 90), 50).save(file, "PNG")
        resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50))
        try:
            pictures.store(io.BytesIO(file.getvalue()))
        except RefusedError as refusal:
            sys.stdout.write(str(refusal))
    """
    command = [sys.executable, "-c", script, str(media)]

    done = subprocess.run(command, capture_output=True, text=True, env=os.environ)

    assert done.stdout == NOT_KEPT
    assert "A picture could not be stored" in done.stderr
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_half_a_picture_under_a_good_name_is_written_anew(media: Path):
    kept = media / pictures.store(drawn())
    whole = kept.read_bytes()
    kept.write_bytes(whole[:10])

    pictures.store(drawn())

    assert kept.read_bytes() == whole


@pytest.mark.django_db
def test_what_a_killed_process_left_is_cleared_away_after_a_week(media: Path):
    left = media / "pictures" / "tmpabcdef.part"
    left.parent.mkdir()
    left.write_bytes(b"RIFF")
    os.utime(left, (0, 0))

    assert pictures.remove_unused() == 1
    assert not left.exists()


@pytest.mark.django_db
def test_pictures_that_nothing_shows_are_cleared_away_after_a_week(media: Path):
    in_step, in_text, logo, unused, young = (pictures.store(drawn(size=(size, 9))) for size in range(10, 15))
    article = make_article(steps=[{"text": "Look", "picture": in_step, "picture_alt": "A page"}])
    edit(edit(article, body=f"![A page](/media/{in_text})"), steps=["No picture"], body="")
    facts.save_clinic(Clinic(name="Test clinic", logo=logo), by=None)
    for name in (in_step, in_text, logo, unused):
        os.utime(media / name, (0, 0))

    assert pictures.remove_unused() == 1
    assert [(media / name).exists() for name in (in_step, in_text, logo, unused, young)] == [
        True,
        True,
        True,
        False,
        True,
    ]


@pytest.mark.django_db
def test_a_picture_that_is_sent_again_while_others_are_cleared_away_stays(media: Path, monkeypatch):
    _, again = sorted((drawn(size=(size, 9)) for size in (10, 11)), key=pictures.store)
    for path in (media / "pictures").iterdir():
        os.utime(path, (0, 0))
    remove = stored.remove

    def remove_while_somebody_sends(name: str) -> None:
        remove(name)
        again.seek(0)
        pictures.store(again)

    monkeypatch.setattr(stored, "remove", remove_while_somebody_sends)

    assert pictures.remove_unused() == 1
    again.seek(0)
    assert [path.name for path in (media / "pictures").iterdir()] == [Path(pictures.store(again)).name]
