"""Stored pictures: only our own names, only asked for, and nothing in them acts."""

from pathlib import Path

import pytest
from django.test import Client

from tests.factories import make_article, step_showing, stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_picture_is_served_as_a_picture_and_nothing_else(reader: Client, media: Path):
    name = stored_picture()
    make_article(steps=[step_showing(name)])

    response = reader.get(f"/media/{name}")

    assert b"".join(response.streaming_content) == (media / name).read_bytes()
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "pictures/../../db.sqlite3",
        "..%2f..%2fsecret-key",
        "pictures/x.html",
        "pictures/" + "a" * 32 + "-1x1.webp",
        "pictures/" + "a" * 32 + "-1x1.webp%00.png",
        "pictures/" + "a" * 32 + "-1x1.webp%0a",
        "pictures/" + "a" * 32 + "-%D9%A1x1.webp",
        "//etc/passwd",
        "secret-key",
        "x" * 5_000,
        "",
    ],
)
def test_any_other_name_is_not_found(reader: Client, media: Path, path: str):
    (media / "x.html").write_text("<script>alert(1)</script>")

    response = reader.get(f"/media/{path}")

    assert response.status_code == 404
    assert b"script>alert" not in response.content


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_wrong_method_is_told_which_ones_there_are(reader: Client, method: str):
    name = stored_picture()
    make_article(steps=[step_showing(name)])

    response = getattr(reader, method)(f"/media/{name}")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_asking_for_the_headers_only_gets_them(reader: Client, media: Path):
    name = stored_picture()
    make_article(steps=[step_showing(name)])

    response = reader.head(f"/media/{name}")

    assert (response.status_code, int(response["Content-Length"])) == (200, (media / name).stat().st_size)
    assert response.getvalue() == b""


@pytest.mark.parametrize("wanted", ["bytes=0-9", "bytes=-1", "bytes=999999-", "bytes=x", "pages=1"])
def test_a_part_of_a_picture_is_answered_with_the_whole(reader: Client, media: Path, wanted: str):
    name = stored_picture()
    make_article(steps=[step_showing(name)])

    response = reader.get(f"/media/{name}", headers={"Range": wanted})

    assert (response.status_code, response.getvalue()) == (200, (media / name).read_bytes())


def test_a_file_that_is_gone_is_not_found(reader: Client, media: Path):
    name = stored_picture()
    make_article(steps=[step_showing(name)])
    (media / name).unlink()

    gone = reader.get(f"/media/{name}")

    assert (gone.status_code, gone.content) == (404, reader.get("/media/nothing.webp").content)
