"""A bucket that is away, hangs or refuses: pages are answered, words are saved, and each fault is a plain sentence."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from faq.doctor import content, needs
from faq.management import preflight
from faq.media import bucket as of_a_bucket
from faq.media import stored
from faq.models import Article, FileCount
from faq.search.find import find
from faq.search.index import index
from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import a_file, a_png, make_article, make_staff, stored_picture
from tests.media.conftest import NAME, Bucket, keep_in

pytestmark = pytest.mark.django_db
NOT_KEPT = "This picture could not be kept: the place where this site keeps its pictures does not answer just now."


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def go_away(settings, site: Bucket) -> str:
    """From now on nobody answers; return where."""
    url = f"http://127.0.0.1:{closed_port()}"
    keep_in(settings, site, endpoint_url=url)
    return url


def forget_copies(settings) -> None:
    shutil.rmtree(Path(settings.KB_DATA_DIR) / "media-copies")


@contextmanager
def silent_server() -> Iterator[tuple[str, Callable[[], int]]]:
    """Something that takes connections and never says a word: its address, and how many came since it was asked."""

    def came() -> int:
        number = 0
        with suppress(BlockingIOError):
            while True:
                taken.append(listening.accept())
                number += 1
        return number

    taken: list[object] = []
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", came


def step_showing(name: str) -> dict[str, str]:
    return {"text": "Look.", "picture": name, "picture_alt": "A page"}


def test_readers_get_the_page_and_later_its_pictures(site: Bucket, reader: Client, settings):
    name = stored_picture()
    article = make_article(steps=[step_showing(name)], files=[a_file()])
    forget_copies(settings)
    go_away(settings, site)

    page = reader.get(article.get_absolute_url())
    picture = reader.get(f"/media/{name}")
    file = reader.get(f"{article.get_absolute_url()}files/release-form.pdf")

    assert page.status_code == 200
    for answer in (picture, file):
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "private, no-store")
    assert picture.text == "This picture cannot be shown just now. Please try again in a minute.\n"
    assert "This file cannot be opened just now" in file.text
    assert not FileCount.objects.exists()


def test_what_this_host_has_fetched_before_is_shown_meanwhile(site: Bucket, reader: Client, settings):
    name = stored_picture(600)
    make_article(steps=[step_showing(name)])
    whole, smaller = (reader.get(f"/media/{name}{more}").getvalue() for more in ("", "?width=480"))
    for path in (settings.KB_DATA_DIR / "media-copies").rglob("*.webp"):
        # Older than a copy counts while the bucket answers
        os.utime(path, (path.stat().st_mtime - 9 * 86_400,) * 2)
    go_away(settings, site)

    assert reader.get(f"/media/{name}").getvalue() == whole
    assert reader.get(f"/media/{name}?width=480").getvalue() == smaller


def test_an_article_comes_back_with_all_its_words_when_its_picture_cannot_be_stored(site: Bucket, settings):
    editor = Client()
    editor.force_login(make_staff("Editor"))
    go_away(settings, site)
    sent = filled({"text": "Open the portal.", "picture_alt": "The log-in page"}, short_answer="Yes, on the portal.")

    upload = SimpleUploadedFile("screen.png", a_png(), "image/png")
    page = editor.post(ADD_URL, {**sent, "steps-0-picture_file": upload}).text

    assert page.count(NOT_KEPT) == 2
    for words in ("Open the portal.", "The log-in page", "Yes, on the portal."):
        assert words in page, words
    assert not Article.objects.exists()


def test_words_can_be_saved_meanwhile(site: Bucket, settings):
    name = stored_picture()
    article = make_article(steps=[step_showing(name)])
    forget_copies(settings)
    go_away(settings, site)
    editor = Client()
    editor.force_login(make_staff("Editor"))

    sent = filled({"text": "Look again.", "picture": name, "picture_alt": "A page"}, version=1, _publish="")
    editor.post(change_url(article), sent)

    (step,) = Article.objects.get().live.steps()
    assert ("Look again." in step["html"], step["picture"]) == (True, name)


@pytest.mark.parametrize("is_started_anew", [False, True])
def test_words_in_pdfs_are_found_once_they_can_be_read(
    site: Bucket, settings, monkeypatch, words_only, is_started_anew: bool
):
    monkeypatch.setattr(index, "_WORDS_AGAIN", 0)
    article = make_article("How do I get my records?", files=[a_file(words="Lighthouse agreement")])
    forget_copies(settings)
    go_away(settings, site)
    meanwhile = [[hit.id for hit in find(words).hits] for words in ("lighthouse", "records")]

    keep_in(settings, site)
    if is_started_anew:
        index._index.cache_clear()

    assert meanwhile == [[], [article.pk]]
    assert [hit.id for hit in find("lighthouse").hits] == [article.pk]


def test_one_that_hangs_is_asked_twice_and_then_by_nobody(site: Bucket, reader: Client, settings, monkeypatch):
    monkeypatch.setattr(of_a_bucket, "_READ", 0.3)
    name = stored_picture()
    make_article(steps=[step_showing(name)])
    forget_copies(settings)

    with silent_server() as (url, came):
        keep_in(settings, site, endpoint_url=url)
        first, asked = reader.get(f"/media/{name}").status_code, came()
        others, asked_again = [reader.get(f"/media/{name}").status_code for _ in range(20)], came()

    assert (first, set(others)) == (503, {503})
    assert (asked, asked_again) == (2, 0)


def test_it_is_asked_again_when_it_may_be_back(site: Bucket, reader: Client, settings, monkeypatch):
    monkeypatch.setattr(of_a_bucket, "_PAUSE", 0)
    name = stored_picture()
    make_article(steps=[step_showing(name)])
    forget_copies(settings)
    url = go_away(settings, site)
    assert reader.get(f"/media/{name}").status_code == 503

    storage = stored.here()
    monkeypatch.setattr(storage, "endpoint_url", site.url)
    storage._client_of = 0

    assert url != site.url
    assert reader.get(f"/media/{name}").status_code == 200


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"secret_key": "wrong"}, "The bucket clinic-pictures does not know the key or its secret."),
        ({"access_key": "AKIAWRONG"}, "The bucket clinic-pictures does not know the key or its secret."),
        ({"bucket_name": "another"}, "There is no bucket another."),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named_by_the_doctor(site: Bucket, settings, fault, said):
    if "bucket_name" not in fault:
        site.require_keys()
    keep_in(settings, site, **fault)

    with pytest.raises(preflight.Stopped) as stopped:
        preflight.make_folder()
    found = content.pictures()

    assert str(stopped.value).startswith(said)
    assert (found.problem, found.mend) == (said, str(stopped.value).removeprefix(f"{said} "))
    assert "KB_MEDIA_" in found.mend
    assert content.files().problem.startswith("Not known: the bucket")
    # One that refuses all hosts is no reason to take this one out
    assert needs.pictures() == ""


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("s3:PutObject", "may not be written."),
        ("s3:GetObject", "may not be read."),
        ("s3:DeleteObject", "may not be deleted from."),
        ("s3:ListBucket", "may not be listed."),
    ],
)
def test_an_account_that_may_not_do_all_is_told_what_it_lacks(site: Bucket, settings, action: str, said: str):
    site.require_keys(leave_out=action)
    keep_in(settings, site)

    assert content.pictures().problem == f"The bucket {NAME} {said}"


def test_the_policy_of_the_docs_is_enough(site: Bucket, settings):
    site.require_keys()
    keep_in(settings, site)

    preflight.make_folder()
    name = stored_picture()

    assert content.pictures().is_well
    assert [*stored.here().names()] == [name]


def test_one_that_is_away_is_a_line_at_the_start_and_a_sentence_of_the_doctor(site: Bucket, settings, capsys):
    url = go_away(settings, site)

    preflight.make_folder()

    said = f"The bucket {NAME} at {url} does not answer."
    assert capsys.readouterr().err.startswith(f"{said} Look whether KB_MEDIA_ENDPOINT and")
    assert content.pictures().problem == said


@pytest.mark.django_db(transaction=True)
def test_commands_say_it_in_a_line(site: Bucket, settings, tmp_path: Path):
    name = stored_picture()
    make_article(steps=[step_showing(name)])
    url = go_away(settings, site)

    for command in (["remove_unused_pictures"], ["backup", tmp_path / "a.backup"], ["export_articles", tmp_path / "x"]):
        with pytest.raises(CommandError) as stopped:
            call_command(*map(str, command))
        assert str(stopped.value).startswith(f"The bucket {NAME} at {url} does not answer.")

    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_an_export_that_needs_it_comes_back_with_a_sentence(site: Bucket, settings):
    make_article(steps=[step_showing(stored_picture())])
    url = go_away(settings, site)
    owner = Client()
    owner.force_login(make_staff("Owner"))

    page = owner.post("/admin/faq/clinic/export/", follow=True)

    said = f"The bucket {NAME} at {url} does not answer. Nothing was exported. Please try again in a few minutes."
    assert said in page.text


def test_pictures_that_readers_miss_are_named(site: Bucket):
    names = sorted(stored_picture(number) for number in (1, 2))
    make_article(steps=[step_showing(name) for name in names])
    site.client().delete_object(Bucket=NAME, Key=names[0])

    assert content.pictures().problem == (
        f"One picture that readers are shown is missing in the bucket {NAME}: {names[0]}."
    )


def test_behind_a_bucket_that_answers_byte_by_byte_nobody_else_waits(tmp_path: Path, monkeypatch):
    storage = of_a_bucket.BucketStorage(
        copies=tmp_path, bucket_name="clinic", region_name="us-east-1", endpoint_url="http://x"
    )
    monkeypatch.setattr(of_a_bucket, "_PATIENCE", 0.1)

    with storage._asking(), storage._asking():
        with pytest.raises(stored.StorageUnreachableError), storage._asking():
            pass
        with monkeypatch.context() as nobody_waits:
            nobody_waits.setattr(storage, "_at_once", None)
            with pytest.raises(stored.StorageUnreachableError), storage._asking():
                pass
    with storage._asking():
        asked_again = True

    assert asked_again
