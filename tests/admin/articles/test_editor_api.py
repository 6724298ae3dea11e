"""What the editor's scripts ask: pictures are taken from staff only, and whatever is sent gets an answer in words."""

import html
import io
import json
import re
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from markdownx import views
from markdownx.models import MarkdownxField
from PIL import Image

from faq.models.parts import PARTS, STEP_PARTS, Kind
from faq.text import markdown
from tests.admin.conftest import filled
from tests.factories import a_png, make_article

URL = "/admin/faq/article/upload/"


def a_jpeg_with_a_place() -> bytes:
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}
    exif[0x010F] = "Phone of Maria"
    Image.new("RGB", (40, 30)).save(file, "JPEG", exif=exif)
    return file.getvalue()


def a_bomb() -> bytes:
    """A PNG of a few kilobytes that says it has 176 million dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 13300, 13300, 8, 0, 0, 0, 0)
    dots = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def a_gif() -> bytes:
    file = io.BytesIO()
    Image.new("P", (4, 4)).save(file, "GIF")
    return file.getvalue()


HOSTILE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "html named as a picture": b"<!doctype html><script>alert(1)</script>",
    "cut off": a_png((400, 300))[:120],
    "a bomb": a_bomb(),
    "gif": a_gif(),
    "gif and script in one": b"GIF89a/*" + b"*/=1;alert(1)//" * 20,
    "twenty megabytes": b"\x89PNG\r\n\x1a\n" + b"0" * 20_000_000,
    "empty": b"",
    "a zip": b"PK\x03\x04" + b"0" * 400,
}


def send(client, data: bytes, name: str = "screen.png", kind: str = "image/png"):
    return client.post(URL, {"picture": SimpleUploadedFile(name, data, kind)})


def test_a_picture_is_kept_and_its_address_answered(editor, media):
    answer = send(editor, a_png())

    kept = answer.json()
    assert (kept["width"], kept["height"]) == (40, 30)
    assert kept["url"] == f"/media/{kept['name']}"
    assert Image.open(media / kept["name"]).size == (40, 30)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_picture_gets_one_sentence(editor, media, data):
    answer = send(editor, data)

    assert answer.status_code == 400
    assert answer.json()["problem"].startswith(("This ", "There was no picture"))
    assert answer.json()["problem"].endswith((".", "again."))
    assert list(media.iterdir()) == []


def test_name_and_type_that_lie_decide_nothing(editor, media):
    kept = send(editor, a_png(), name="../../x.html", kind="text/html").json()

    assert kept["name"].endswith("-40x30.webp")


def test_the_place_in_a_photograph_is_gone(editor, media):
    kept = send(editor, a_jpeg_with_a_place(), "photo.jpg", "image/jpeg").json()

    data = (media / kept["name"]).read_bytes()
    assert dict(Image.open(media / kept["name"]).getexif()) == {}
    assert b"Maria" not in data


def test_nothing_sent_gets_a_sentence(editor):
    answer = editor.post(URL, {"picture": "words"})

    assert answer.status_code == 400
    assert answer.json() == {"problem": "There was no picture in what you sent. Please try again."}


def test_a_disk_that_cannot_be_written_to_gets_a_sentence(editor, media, settings):
    settings.MEDIA_ROOT = media / "not-a-folder"
    settings.MEDIA_ROOT.write_text("")

    answer = send(editor, a_png())

    assert answer.status_code == 400
    assert answer.json()["problem"].startswith("This picture could not be kept: the disk of this site is full or")


def test_a_photograph_as_sent_with_its_place_is_never_written_to_disk(editor):
    request = editor.post(URL, {"picture": SimpleUploadedFile("photo.jpg", b"0" * 12_000_000)}).wsgi_request

    assert not hasattr(request.FILES["picture"], "temporary_file_path")


def test_only_those_who_write_may_send_pictures(client, sign_in, media):
    assert send(sign_in("Manager"), a_png()).status_code == 403
    anonymous = send(client, a_png())

    assert "Please sign in again" in anonymous.content.decode()
    assert list(media.iterdir()) == []


def test_asking_for_the_upload_page_is_not_allowed(editor):
    answer = editor.get(URL)

    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_the_pages_of_the_markdown_package_are_not_there(editor):
    routes = {str(pattern.pattern) for pattern in get_resolver().url_patterns}

    assert routes == {"metrics", "admin/", ""}
    for address in ("/markdownx/upload/", "/markdownx/markdownify/"):
        answer = editor.post(address, {"content": "# Planted", "image": a_png()})
        assert (answer.status_code, "Planted" in answer.text) == (404, False)


def test_the_scripts_of_the_markdown_package_are_not_collected(settings):
    collected = {path.name for path in settings.STATIC_ROOT.iterdir()}

    assert {"admin", "faq"} <= collected
    assert "markdownx" not in collected


def test_the_preview_goes_through_the_function_that_the_settings_name(editor, settings, monkeypatch):
    shown = editor.post("/admin/faq/article/preview/", filled({"text": "Call **us**."}, body="See **this**.")).text
    assert settings.MARKDOWNX_MARKDOWNIFY_FUNCTION == "faq.text.markdown.render"
    assert views.markdownify_func is markdown.render
    assert "Call <strong>us</strong>." in shown

    monkeypatch.setattr(views, "markdownify_func", lambda text, **options: f"<p>[{text}]</p>")
    other = editor.post("/admin/faq/article/preview/", filled({"text": "Call **us**."}, body="See **this**.")).text

    assert "<p>[Call **us**.]</p>" in other
    assert "<p>[See **this**.]</p>" in other


def test_each_column_with_markdown_is_a_field_of_the_package():
    columns = [part.field for part in (*PARTS, *STEP_PARTS) if part.kind is Kind.MARKDOWN]

    assert [column.name for column in columns] == ["short_answer", "body", "text"]
    assert all(isinstance(column, MarkdownxField) for column in columns)


def read(client, *texts: dict):
    return client.post("/admin/faq/article/read/", {"texts": json.dumps(texts)})


def test_a_text_is_read_as_patients_will_read_it(editor):
    answer = read(editor, {"text": "Call **us**"}).json()["texts"][0]

    assert answer["document"]["content"][0]["content"][1]["text"] == "us"
    assert (answer["blocks"], answer["same"]) == ([[0, 1]], True)


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        ("*a*", "_a_", True),
        ("a\\*b", "a*b", True),
        ("a <br> b", "a\nb", True),
        ("**a**", "a", False),
        ("[a](%7B%7Bphone%7D%7D)", "[a]({{phone}})", False),
    ],
)
def test_two_texts_are_the_same_where_patients_read_the_same_and_facts_stay(editor, text, other, same):
    answer = read(editor, {"text": text, "instead_of": other}).json()["texts"][0]

    assert answer["same"] is same


def test_a_text_that_the_editor_cannot_show_is_answered_with_the_reason(editor):
    answer = read(editor, {"text": "- [x][in]\n\n  [in]: https://a.example"}, {"text": "a"}).json()["texts"]

    assert answer[0]["problem"].endswith("so this text stays in the plain box.")
    assert answer[1]["blocks"] == [[0, 1]]


@pytest.mark.parametrize("sent", ["", "no list", "[1]", '[{"no": "text"}]', "{}x", "null", "[" * 5_000])
def test_what_is_no_list_of_texts_is_refused_in_words(editor, sent):
    answer = editor.post("/admin/faq/article/read/", {"texts": sent})

    assert answer.status_code == 400
    assert answer.json() == {"problem": "The text did not arrive whole. Please try again."}


def test_nobody_else_may_ask_how_a_text_is_read(client, db):
    answer = read(client, {"text": "a"})

    assert "Please sign in again" in answer.content.decode()
    assert b"document" not in answer.content


def test_each_box_says_how_the_editor_shows_it_or_why_it_cannot(editor):
    inner = "- [x][in]\n\n  [in]: https://a.example"
    article = make_article(short_answer="Call **us**", body=inner, steps=["Come in."])

    page = editor.get(f"/admin/faq/article/{article.pk}/change/").content.decode()

    boxes = dict(re.findall(r'<textarea name="([^"]+)"[^>]* data-(?:document|problem)="([^"]*)"', page))
    assert json.loads(html.unescape(boxes["steps-0-text"]))["blocks"] == [[0, 1]]
    assert json.loads(html.unescape(boxes["short_answer"]))["document"]["content"][0]["content"][1]["text"] == "us"
    assert boxes["body"].startswith("An address for a link stands inside a list")
