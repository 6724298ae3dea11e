"""Pictures in the size of the screen: lighter for phones, and as present or absent as the picture they are made of."""

import io
import random
import re
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image

from faq.backup import archive
from faq.models import Clinic
from faq.publishing import actions, facts, pictures, smaller_pictures
from faq.values import picture_names
from tests.factories import make_article, make_staff, step_showing, stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photograph(size: tuple[int, int] = (1600, 1200), seed: int = 1) -> str:
    """The name of a stored picture with as much in it as a photograph."""
    noise = Image.frombytes("RGB", (80, 60), random.Random(seed).randbytes(80 * 60 * 3))
    file = io.BytesIO()
    noise.resize(size, Image.Resampling.BICUBIC).save(file, "JPEG", quality=95)
    return pictures.store(io.BytesIO(file.getvalue()))


def picture_of(response) -> tuple[str, tuple[int, int], int]:
    """Return the type, the size in pixels and the bytes of the answered picture."""
    data = response.getvalue()
    return response["Content-Type"], Image.open(io.BytesIO(data)).size, len(data)


def images_on(client: Client, address: str) -> list[str]:
    return re.findall(r"<img [^>]*>", client.get(address).content.decode())


def test_a_page_offers_a_picture_in_four_smaller_sizes_and_says_how_much_room_it_takes(reader: Client):
    name = photograph()
    article = make_article(steps=[step_showing(name)], body=f"![A page](/media/{name})")

    in_step, in_text = images_on(reader, article.get_absolute_url())

    whole = f"/media/{name}"
    offered = ", ".join(f"{whole}?width={width} {width}w" for width in (480, 640, 960, 1200)) + f", {whole} 1600w"
    room = 'sizes="(min-width: 648px) 560px, calc(100vw - 88px)" alt="A page" width="560" height="420"'
    first = 'loading="eager" fetchpriority="high" decoding="async"'
    assert in_step == f'<img src="{whole}" srcset="{offered}" {room} {first}>'
    assert in_text == f'<img src="{whole}" srcset="{offered}" {room} loading="lazy" decoding="async">'


@pytest.mark.parametrize("place", ["short_answer", "body", "step's text", "step"])
def test_only_the_first_picture_of_a_page_is_loaded_before_a_reader_comes_near(reader: Client, place: str):
    name = stored_picture()
    written = f"![A page](/media/{name}) and ![again](/media/{name})"
    step = step_showing(name) if place == "step" else {"text": written} if place == "step's text" else {"text": "No."}
    texts = {place: written} if place in ("short_answer", "body") else {}
    article = make_article(**{"steps": [{"text": "Look."}, step, step_showing(name)], **texts})

    images = images_on(reader, article.get_absolute_url())

    waiting = [index for index, image in enumerate(images) if 'loading="lazy"' in image]
    assert (len(images), waiting) == (len(waiting) + 1, [*range(1, len(images))])
    hurried = [index for index, image in enumerate(images) if 'fetchpriority="high"' in image]
    assert hurried == [0]


def test_a_picture_below_all_steps_does_not_take_the_line_from_the_words(reader: Client):
    article = make_article(steps=["Look."], body=f"![A page](/media/{stored_picture()})")

    (image,) = images_on(reader, article.get_absolute_url())

    assert ("loading" in image, "fetchpriority" in image) == (False, False)


def test_a_small_picture_is_offered_as_it_is(reader: Client):
    name = stored_picture()
    article = make_article(steps=[step_showing(name)])

    (image,) = images_on(reader, article.get_absolute_url())

    room, first = 'width="40" height="30"', 'loading="eager" fetchpriority="high" decoding="async"'
    assert image == f'<img src="/media/{name}" alt="A page" {room} {first}>'


@pytest.mark.parametrize(("width", "height"), [(480, 360), (640, 480), (960, 720), (1200, 900)])
def test_a_smaller_size_is_lighter_and_the_same_picture(reader: Client, media: Path, width: int, height: int):
    name = photograph()
    make_article(steps=[step_showing(name)])

    kind, size, weight = picture_of(reader.get(f"/media/{name}?width={width}"))

    assert (kind, size) == ("image/webp", (width, height))
    assert weight < (media / name).stat().st_size


@pytest.mark.parametrize("asked", ["", "0", "-480", "481", "479.9", "99999999999", "1e3", "width", "٤٨٠", "480\x00"])
def test_any_other_width_is_answered_with_the_picture_as_it_is_stored(reader: Client, media: Path, asked: str):
    name = photograph()
    make_article(steps=[step_showing(name)])

    answered = reader.get(f"/media/{name}", {"width": asked})

    assert answered.getvalue() == (media / name).read_bytes()
    assert not (media / picture_names.SMALLER_FOLDER).exists()


def test_a_plain_screenshot_is_never_sent_heavier_than_it_is(reader: Client, media: Path):
    file = io.BytesIO()
    screen = Image.new("RGB", (1000, 1000), "white")
    for at in range(0, 1000, 2):
        screen.paste("black", (at, 0, at + 1, 1000))
    screen.save(file, "PNG")
    name = pictures.store(io.BytesIO(file.getvalue()))
    make_article(steps=[step_showing(name)])

    _, size, weight = picture_of(reader.get(f"/media/{name}?width=480"))

    assert (size, weight) == ((1000, 1000), (media / name).stat().st_size)


def test_a_smaller_size_is_made_once_and_kept_for_all_hosts(reader: Client, media: Path):
    name = photograph()
    make_article(steps=[step_showing(name)])
    first = reader.get(f"/media/{name}?width=480").getvalue()
    (kept,) = (media / "smaller").iterdir()
    made_at = kept.stat().st_mtime_ns

    again = reader.get(f"/media/{name}?width=480").getvalue()

    assert (again, kept.read_bytes(), kept.stat().st_mtime_ns) == (first, first, made_at)


def test_a_browser_that_kept_a_smaller_size_asks_again_and_loses_it_with_the_article(reader: Client):
    name = photograph()
    article = make_article(steps=[step_showing(name)])
    address = f"/media/{name}?width=480"
    etag = reader.get(address)["ETag"]
    kept = reader.get(address, headers={"If-None-Match": etag}).status_code
    actions.unpublish(article, by=None)

    gone = reader.get(address, headers={"If-None-Match": etag})

    assert etag != reader.get(f"/media/{stored_picture()}").headers.get("ETag")
    assert (kept, gone.status_code, gone.content) == (304, 404, reader.get("/media/nothing.webp?width=480").content)


@pytest.mark.parametrize("content", [{"published": False}, {"audience": "staff"}])
def test_smaller_sizes_of_what_patients_may_not_read_are_absent_also_when_staff_had_them_made(content: dict):
    name = photograph()
    make_article("For few?", steps=[step_showing(name)], **content)
    editor, reader = Client(), Client()
    editor.force_login(make_staff("Editor"))
    for_staff = editor.get(f"/media/{name}?width=480")

    for_all = reader.get(f"/media/{name}?width=480")

    assert (for_staff.status_code, for_staff["Cache-Control"]) == (200, "private, no-store")
    assert (for_all.status_code, for_all.content) == (404, reader.get("/media/nothing.webp?width=480").content)
    assert reader.get(f"/media/smaller/{Path(name).stem}-480.webp").status_code == 404


def test_a_smaller_size_goes_with_the_picture(reader: Client, media: Path):
    gone, stays = photograph(), photograph(seed=2)
    make_article(steps=[step_showing(gone), step_showing(stays)])
    for name in (gone, stays):
        reader.get(f"/media/{name}?width=480").getvalue()
    (media / gone).unlink()

    answered = reader.get(f"/media/{gone}?width=480")
    call_command("remove_unused_pictures")

    assert answered.status_code == 404
    assert [path.name for path in (media / "smaller").iterdir()] == [f"{Path(stays).stem}-480.webp"]


def test_who_comes_while_another_picture_is_made_waits_no_longer_than_a_second(reader: Client, media: Path):
    name = photograph()
    make_article(steps=[step_showing(name)])

    with smaller_pictures._one_at_a_time:
        began = time.monotonic()
        answered = reader.get(f"/media/{name}?width=480").getvalue()
        taken = time.monotonic() - began

    assert answered == (media / name).read_bytes()
    assert taken < 3


@pytest.mark.once
def test_a_backup_leaves_out_what_is_made_again(reader: Client, tmp_path: Path, settings):
    settings.MEDIA_ROOT, settings.KB_DATA_DIR = tmp_path / "media", tmp_path
    name, held = photograph(), []
    make_article(steps=[step_showing(name)])
    reader.get(f"/media/{name}?width=480").getvalue()
    call_command("backup", tmp_path / "all.kbbackup")

    archive.read(tmp_path / "all.kbbackup", "", keep=lambda file, _: held.append(file))

    assert (settings.MEDIA_ROOT / "smaller" / f"{Path(name).stem}-480.webp").is_file()
    assert [file for file in held if file.startswith("media/")] == [f"media/{name}"]


def test_where_none_can_be_kept_readers_get_the_picture_as_it_is(reader: Client, media: Path):
    name = photograph()
    make_article(steps=[step_showing(name)])
    (media / "smaller").write_text("in the way of the folder")

    answered = reader.get(f"/media/{name}?width=480")

    assert answered.getvalue() == (media / name).read_bytes()


def test_a_picture_that_cannot_be_decoded_does_not_end_in_an_error(reader: Client, media: Path):
    name = photograph()
    make_article(steps=[step_showing(name)])
    (media / name).write_bytes(b"damaged")

    assert reader.get(f"/media/{name}?width=480").getvalue() == b"damaged"


def test_a_sheet_of_paper_gets_every_pixel(reader: Client):
    name = photograph()
    article = make_article(steps=[step_showing(name)], body=f"![A page](/media/{name})")

    images = images_on(reader, f"{article.get_absolute_url()}print/")

    assert [("srcset" in image, f'src="/media/{name}"' in image) for image in images] == [(False, True)] * 2


def test_the_logo_is_sent_as_large_as_the_head_of_a_page_needs_it(reader: Client):
    name = photograph((1600, 400))
    facts.save_clinic(Clinic(name="Test clinic", logo=name), by=None)

    (image,) = images_on(reader, "/")

    assert image == f'<img src="/media/{name}?width=480" alt="" width="144" height="36">'
    answered = reader.get(f"/media/{name}?width=480")
    assert (answered["Cache-Control"], picture_of(answered)[1]) == ("public, max-age=3600", (480, 120))
