"""Stored pictures: only our own names, and nothing that acts."""

import io

import pytest
from django.test import Client
from PIL import Image

from faq.publishing import pictures

pytestmark = pytest.mark.django_db  # the page that says "not found" shows the clinic


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_picture_is_served_as_a_picture_and_nothing_else():
    file = io.BytesIO()
    Image.new("RGB", (8, 6)).save(file, "PNG")
    name = pictures.store(io.BytesIO(file.getvalue()))

    response = Client().get(f"/media/{name}")

    assert response["Content-Type"] == "image/webp"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "pictures/../../db.sqlite3",
        "..%2f..%2fsecret-key",
        "pictures/x.html",
        "pictures/" + "a" * 32 + "-1x1.webp",
        "secret-key",
        "",
    ],
)
def test_any_other_name_is_not_found(media, path: str):
    (media / "x.html").write_text("<script>alert(1)</script>")

    assert Client().get(f"/media/{path}").status_code == 404
