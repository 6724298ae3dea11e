"""A video is a link with a picture of ours; nothing of its site is loaded before somebody presses it."""

import re
from pathlib import Path

import pytest
from django.test import Client

from faq.models import Article
from faq.search.find import find
from faq.views import preview
from tests.factories import a_video, edit, make_article, make_staff, stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def article() -> Article:
    said = "Open the portal.\n\nPress <Results> & wait, quokka."
    video = a_video(poster=stored_picture(), poster_alt="A nurse", length="2 minutes", transcript=said)
    return make_article("Where are my results?", videos=[video])


def test_the_card_names_the_video_its_length_and_its_site(reader: Client, article: Article):
    page = " ".join(reader.get(article.get_absolute_url()).text.split())

    assert '<a class="video-link" href="https://video.example/watch?v=1&amp;t=2" rel="noreferrer">' in page
    assert (
        '>How to see your results</span> <span class="video-about">(video, <span dir="auto">2 minutes</span>, ' in page
    )
    assert "opens at video.example)" in page
    assert 'alt="A nurse" width="40" height="30" loading="lazy"' in page
    assert "<p>Press &lt;Results&gt; &amp; wait, quokka.</p>" in page


def test_nothing_of_another_site_is_loaded(reader: Client, article: Article):
    page = reader.get(article.get_absolute_url()).text

    loaded = re.findall(r'<(?:img|script|link|iframe|video|source|embed|object)[^>]*(?:src|href|data)="([^"]+)"', page)
    assert loaded
    assert [address for address in loaded if "video.example" in address] == []


def test_the_picture_of_a_video_follows_its_article(reader: Client, article: Article):
    address = f"/media/{article.live.videos()[0]['poster']}"
    while_shown = reader.get(address).status_code
    edit(article, audience="staff")

    assert (while_shown, reader.get(address).status_code) == (200, 404)


def test_a_shared_preview_shows_a_video_that_is_not_published(reader: Client, article: Article):
    poster = stored_picture(5)
    edit(article, publish=False, videos=[a_video("New one", poster=poster, poster_alt="New")])
    link = preview.link_for(reader.get("/").wsgi_request, article)

    assert "New one" not in reader.get(article.get_absolute_url()).text
    assert f'src="/media/{poster}?preview=' in reader.get(link).text


def test_a_video_is_found_by_what_is_said_in_it(reader: Client, article: Article):
    hit = find("quokka").hits[0]

    assert hit.attached_url == f"{article.get_absolute_url()}#video-1"
    page = reader.get("/search/?q=quokka").text
    assert ">How to see your results</a> (video): " in page


def test_paper_and_front_desk_say_where_the_video_is(reader: Client, article: Article):
    staff = Client()
    staff.force_login(make_staff("Editor"))

    for page in (
        reader.get(f"{article.get_absolute_url()}print/").text,
        staff.get(f"{article.get_absolute_url()}read-out/").text,
    ):
        assert "<b>https://video.example/watch?v=1&amp;t=2</b>" in page
        assert "(2 minutes)" in page
