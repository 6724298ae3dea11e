"""A receptionist adds, changes and removes videos of an article; what is wrong is said there, and nothing is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from faq.models import Article
from faq.publishing import snapshot
from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import a_png, a_video, edit, make_article, stored_picture
from tests.page_text import shown_in

pytestmark = pytest.mark.django_db


def with_videos(*rows: dict[str, object], **fields: object) -> dict[str, object]:
    """What a browser sends for an article with a short answer and these rows of videos."""
    sent = filled(**{"short_answer": "Yes.", **fields, "videos-TOTAL_FORMS": len(rows)})
    return sent | {f"videos-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}


def kept() -> list[dict[str, str]]:
    return snapshot.take(Article.objects.get())["videos"]


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("poster.png", a_png(), "image/png")


def test_a_video_is_added_with_its_picture(editor: Client):
    editor.post(ADD_URL, with_videos({**a_video(poster_alt="A page", length="2 min"), "poster_file": picture()}))

    assert kept() == [a_video(poster=stored_picture(), poster_alt="A page", length="2 min")]
    page = editor.get(change_url(Article.objects.get())).text
    assert "<legend>How to see your results</legend>" in page
    assert f'src="/media/{stored_picture()}"' in page


def test_videos_stand_in_the_order_that_staff_type(editor: Client):
    videos = [a_video(title) for title in "AB"]
    article = make_article(videos=videos)
    rows = [{**videos[0], "ORDER": 2}, {**videos[1], "ORDER": 1}]

    editor.post(change_url(article), with_videos(*rows, version=1, **{"videos-INITIAL_FORMS": 2}))

    assert kept() == [videos[1], videos[0]]


def test_a_video_and_its_picture_are_removed(editor: Client):
    videos = [a_video("One", poster=stored_picture(), poster_alt="A"), a_video("Two")]
    article = make_article(videos=videos)

    editor.post(
        change_url(article), with_videos({**videos[0], "no_poster": "on"}, {**videos[1], "DELETE": "on"}, version=1)
    )

    assert kept() == [a_video("One")]


@pytest.mark.parametrize(
    ("change", "said", "box"),
    [
        ({"url": "javascript:alert(1)"}, "Please copy the whole address of the video", "url"),
        ({"url": ""}, "Please copy the whole address of the video", "url"),
        ({"url": "https://bank.example@evil.example/"}, "This address has an @", "url"),
        ({"title": ""}, "Please write what the video shows", "title"),
        ({"poster": "pictures/none"}, "This picture is not there any more.", "poster_file"),
        ({"transcript": "x" * 30_001}, "This has 30001 letters. Please keep it to 30000.", "transcript"),
    ],
)
def test_what_is_wrong_is_said_at_its_box_with_every_word_kept(editor: Client, change: dict, said: str, box: str):
    row = {**a_video(length="2 min", transcript="Words."), **change}

    page = editor.post(ADD_URL, with_videos(row, body="Long words."))

    shown = shown_in(page)
    assert said in page.text
    assert f'<a href="#id_videos-0-{box}">Video 1</a>' in page.text
    assert (shown["body"], shown["videos-0-length"], shown["videos-0-transcript"]) == (
        "Long words.",
        "2 min",
        row["transcript"],
    )
    assert not Article.objects.exists()


def test_a_picture_that_came_stays_when_something_else_is_wrong(editor: Client):
    page = editor.post(ADD_URL, with_videos({**a_video(url="x"), "poster_file": picture()}))

    assert shown_in(page)["videos-0-poster"] == stored_picture()


def test_two_people_who_changed_videos_choose(two: list[Client]):
    article = make_article(videos=[a_video()])
    edit(article, publish=False, videos=[a_video("Theirs")])

    page = two[0].post(change_url(article), with_videos(a_video("Mine"), version=1)).text

    assert 'name="keep-videos" value="theirs"' in page
    assert "Theirs" in page


def test_the_unsaved_preview_shows_the_video_and_never_a_link_that_would_be_refused(editor: Client):
    address = "/admin/faq/article/preview/"

    page = editor.post(address, with_videos(a_video(length="2 min"))).text
    refused = editor.post(address, with_videos(a_video(url="javascript:alert(1)"))).text

    assert "opens at video.example)" in page
    assert "How to see your results" in refused
    assert "javascript:" not in refused
