"""Videos of an article: an address of another site by https alone, described, and looked at with all other links."""

import pytest

from faq.errors import RefusedError
from faq.models import Article, CheckedLink
from faq.publishing import actions, links, pictures, video_rules
from tests.factories import a_video, edit, make_article, stored_picture

pytestmark = pytest.mark.django_db
WHOLE = "Please copy the whole address of the video from your browser. It begins with https:// and names its site."


@pytest.mark.parametrize(
    "address",
    ["https://video.example/watch?v=1&t=2#a", "https://www.video.example:8443/@name", "https://bücher.example/a"],
)
def test_the_address_of_a_page_of_another_site_can_be_that_of_a_video(address: str):
    assert video_rules.address_problem(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "video.example/1",
        "http://video.example/1",
        "javascript:alert(1)",
        "JavaScript://video.example/%0aalert(1)",
        "data:text/html,x",
        "https:video.example/1",
        "https:///video.example/1",
        "https://localhost/1",
        "https://./",
        "https://video.example:99999/",
        "https://[::1",
        "https:\\\\video.example\\1",
        "https://video.example/a b",
        "https://video.example/\u202egpj.exe",
        "https://video.example/\x00",
        'https://video.example/"onclick="x',
        "https://video.example/<script>",
    ],
)
def test_what_is_no_such_address_is_refused_with_what_to_do(address: str):
    assert video_rules.address_problem(address) == WHOLE


@pytest.mark.parametrize("address", ["https://bank.example@evil.example/", "https://a:b@video.example/1"])
def test_an_address_that_only_seems_to_be_of_a_site_is_refused(address: str):
    assert "@" in video_rules.address_problem(address)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, f"Video 1: {video_rules.NO_TITLE}"),
        ({"url": "javascript:alert(1)"}, f"Video 1: {WHOLE}"),
        ({"transcript": "x" * 30_001}, "Video 1: This has 30001 letters. Please keep it to 30000."),
        ({"poster": "../../secret"}, "Video 1: This picture is not there any more. Please add it again."),
    ],
)
def test_what_cannot_be_kept_is_refused_by_the_number_of_the_video(change, sentence):
    with pytest.raises(RefusedError) as refused:
        make_article(videos=[a_video(**change)])

    assert refused.value.sentences == [sentence]


def test_more_than_ten_videos_are_refused():
    with pytest.raises(RefusedError) as refused:
        make_article(videos=[a_video()] * 11)

    assert refused.value.sentences == [
        "An article can have 10 videos at most. Please put some of them on another article."
    ]


def test_a_picture_without_a_description_is_kept_and_not_published(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    article = make_article(published=False, videos=[a_video("Results", poster=stored_picture())])

    with pytest.raises(RefusedError) as refused:
        actions.publish(article, by=None)

    assert refused.value.sentences == [
        "The picture of the video “Results” needs a description for people who cannot see it."
    ]


def test_the_link_of_a_video_is_looked_at_like_all_others():
    article = make_article(videos=[a_video()])
    link = CheckedLink(url="https://video.example/watch?v=1&t=2", state=CheckedLink.State.DEAD)

    assert links.all_addresses() == [link.url]
    assert links.places([link]) == {link.url: [links.Place(article, "Videos")]}


def test_the_picture_of_a_video_is_kept_while_a_version_shows_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    poster = stored_picture()
    article = make_article("One?", videos=[a_video(poster=poster, poster_alt="A page")])
    other = make_article("Two?", videos=[a_video(poster=poster, poster_alt="A page")])

    assert pictures.also_shown_by(article) == [other]
    edit(article, videos=[])
    assert list(Article.objects.live().showing(poster)) == [other]
    assert article.revisions.get(number=1).picture_names() == {poster}
