"""A site whose pictures and PDFs lie in a bucket: everything goes as with a folder, and nobody learns its address."""

import io
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image

from faq.media import bucket as of_a_bucket
from faq.models import Article
from faq.publishing import files, pictures
from faq.search.find import find
from tests.admin.conftest import ADD_URL, filled
from tests.factories import a_file, a_png, make_article, make_staff, stored_picture
from tests.media.conftest import NAME, Bucket
from tests.publishing.made_pdfs import a_pdf

pytestmark = pytest.mark.django_db
NOW = timedelta(seconds=-60)


@pytest.fixture
def editor(site: Bucket) -> Client:
    client = Client()
    client.force_login(make_staff("Editor"))
    return client


def step_showing(name: str) -> dict[str, str]:
    return {"text": "Look.", "picture": name, "picture_alt": "A page"}


def copies(settings) -> list[str]:
    root = Path(settings.KB_DATA_DIR) / "media-copies"
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_picture_sent_in_the_staff_area_is_shown_to_readers(editor: Client, site: Bucket, reader: Client, settings):
    sent = filled({"text": "Open it.", "picture_alt": "The page"}, title="Where is it?", _publish="")
    upload = SimpleUploadedFile("screen.png", a_png((900, 500)), "image/png")

    editor.post(ADD_URL, {**sent, "steps-0-picture_file": upload})

    (name,) = site.names()
    assert pictures.picture_names.is_name(name)
    page = reader.get(Article.objects.get().get_absolute_url()).text
    assert f'src="/media/{name}"' in page
    assert site.url not in page
    answer = reader.get(f"/media/{name}")
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "image/webp",
        "private, no-cache",
    )
    assert answer.getvalue() == site.body(name)
    assert answer["Content-Length"] == str(len(site.body(name)))
    assert reader.get(f"/media/{name}", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert reader.head(f"/media/{name}")["Content-Length"] == answer["Content-Length"]


def test_what_only_staff_may_see_is_hidden_from_all_others(editor: Client, site: Bucket, reader: Client):
    name = stored_picture()
    article = make_article(steps=[step_showing(name)], audience="staff")

    assert (editor.get(f"/media/{name}").status_code, reader.get(f"/media/{name}").status_code) == (200, 404)
    assert article.audience == "staff"
    # The bucket itself shows it to its owner alone
    assert "AllUsers" not in str(site.client().get_object_acl(Bucket=NAME, Key=name)["Grants"])


def test_smaller_sizes_are_made_once_for_all_hosts(site: Bucket, reader: Client, settings, tmp_path: Path):
    file = io.BytesIO()
    Image.effect_noise((1200, 800), 60).convert("RGB").save(file, "PNG")
    name = pictures.store(io.BytesIO(file.getvalue()))
    make_article(steps=[step_showing(name)])

    first = reader.get(f"/media/{name}?width=480").getvalue()
    smaller = f"smaller/{Path(name).stem}-480.webp"
    site.put(smaller, site.body(smaller) + b"made by the first host")
    shutil.rmtree(settings.KB_DATA_DIR / "media-copies")
    second = reader.get(f"/media/{name}?width=480").getvalue()

    assert Image.open(io.BytesIO(first)).size == (480, 320)
    assert second == first + b"made by the first host"
    assert sorted(site.names()) == [name, smaller]


def test_each_host_fetches_a_picture_once(site: Bucket, reader: Client, settings):
    name = stored_picture()
    make_article(steps=[step_showing(name)])
    shutil.rmtree(settings.KB_DATA_DIR / "media-copies")

    first = reader.get(f"/media/{name}").getvalue()
    site.client().delete_object(Bucket=NAME, Key=name)

    assert reader.get(f"/media/{name}").getvalue() == first
    assert copies(settings) == [name]


def test_a_picture_that_is_not_in_the_bucket_is_not_found(site: Bucket, reader: Client, settings):
    name = stored_picture()
    make_article(steps=[step_showing(name)])
    shutil.rmtree(settings.KB_DATA_DIR / "media-copies")
    site.client().delete_object(Bucket=NAME, Key=name)

    answer = reader.get(f"/media/{name}")
    assert (answer.status_code, copies(settings)) == (404, [])


def test_a_pdf_opens_and_its_words_are_found(site: Bucket, reader: Client, words_only):
    article = make_article("How do I get my records?", files=[a_file(words="Lighthouse agreement")])

    (file,) = article.live.files()
    answer = reader.get(f"{article.get_absolute_url()}files/{file['key']}.pdf")

    assert answer.getvalue() == site.body(file["file"])
    assert answer["Content-Disposition"] == 'attachment; filename="release-form.pdf"'
    assert [hit.id for hit in find("lighthouse").hits] == [article.pk]


def test_the_same_picture_is_written_again_only_to_count_as_wanted_again(site: Bucket, monkeypatch):
    name = stored_picture()
    other = bytes(len(site.body(name)))
    site.put(name, other)

    again, kept = stored_picture(), site.body(name)
    monkeypatch.setattr(of_a_bucket, "_WANTED_AGAIN", timedelta(0))
    stored_picture()

    assert (again, kept) == (name, other)
    assert site.body(name) != other


def test_what_nothing_uses_is_removed_everywhere(site: Bucket, settings):
    used, unused = stored_picture(1), stored_picture(2)
    make_article(steps=[step_showing(used)], files=[a_file()])
    kept = {used, *(name for name in site.names() if name.startswith("files/"))}
    files.store(io.BytesIO(a_pdf("Nobody wants this")))

    assert pictures.remove_unused() == files.remove_unused() == 0
    assert pictures.remove_unused(older_than=NOW) == files.remove_unused(older_than=NOW) == 1
    assert set(site.names()) == set(copies(settings)) == kept
    assert unused not in kept


def test_smaller_sizes_go_with_their_picture(site: Bucket, capsys):
    site.put("smaller/0-480.webp", b"left over")

    call_command("remove_unused_pictures")

    assert site.names() == []
    assert capsys.readouterr().out == "0 unused pictures removed.\n0 unused files removed.\n"
