"""What patients may not read, looked for through every address that they can ask.

The site is asked twice, without and with articles that are hidden in each way there is; everything else is as it was,
so any difference is a leak: a word, a number, a neighbour, one query more. The addresses are those of the url conf:
a new one is asked without anybody thinking of it.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from faq.models import Article, Tag, ViewCount
from faq.publishing import actions
from faq.search.index.index import open_index
from tests.factories import a_file, a_video, edit, make_article, make_staff, step_showing, stored_picture
from tests.page_text import text_of
from tests.test_access import address_of, routes
from tests.visitor import BROWSER

pytestmark = pytest.mark.django_db
# In no language and in no other text here, nor slips of words that are
WORDS = ("quaxolem", "brimtavo", "zelkuridge", "womplexia", "dravonuth", "yinkfarrow", "plozzigate")
HERE = {"Sec-Fetch-Site": "same-origin", "User-Agent": BROWSER}
# Differs from one request to the next: what a link from the results carries
VARIES = re.compile(rb"found=[\w:.%-]+")
HEADERS_THAT_VARY = ("ETag", "Content-Length", "Expires", "X-Request-Id")


def content_with(word: str) -> dict[str, object]:
    """The unmistakable `word` in each part of an article that is about what the public ones are about."""
    picture = stored_picture(WORDS.index(word) + 1)
    shown = f"![{word}](/media/{picture})"
    return {
        "title": f"How do I open my {word} portal?",
        "asked_like": f"{word} password\nportal password",
        "short_answer": f"With your {word} password. {shown}",
        "steps": [{"text": f"Open the {word} portal.", "picture": picture, "picture_alt": f"The {word} page"}],
        "body": f"## What {word} is\n\nThe portal of {word}. {shown}",
        "tags": ["Portal", f"{word} things"],
        "files": [file_of(word)],
        "videos": [a_video(f"The {word} film", transcript=f"Open the {word} portal.")],
        "reader_questions": [{"text": f"Which {word}?", "answers": [{"text": f"My {word}"}, {"text": "Another"}]}],
    }


def file_of(word: str) -> dict[str, str]:
    return a_file("Release form", words=f"Portal records of {word}")


def for_staff(word: str) -> Article:
    return make_article(**content_with(word), audience="staff")


def draft(word: str) -> Article:
    return make_article(**content_with(word), published=False)


def change_of_a_public_article(word: str) -> Article:
    return edit(Article.objects.get(title="Where is my portal?"), publish=False, **content_with(word))


def renamed_for_staff(word: str) -> Article:
    return edit(for_staff(word), title=f"Where is my {word} portal now?")


def for_staff_and_taken_off(word: str) -> Article:
    article = for_staff(word)
    actions.unpublish(article, by=None)
    return article


def for_staff_and_in_the_bin(word: str) -> Article:
    article = for_staff(word)
    actions.move_to_bin(article, by=None)
    return article


def draft_in_the_bin(word: str) -> Article:
    article = draft(word)
    actions.move_to_bin(article, by=None)
    return article


KINDS: tuple[Callable[[str], Article], ...] = (
    for_staff,
    draft,
    change_of_a_public_article,
    renamed_for_staff,
    for_staff_and_taken_off,
    for_staff_and_in_the_bin,
    draft_in_the_bin,
)


@pytest.fixture(autouse=True)
def public_site(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    for title in ("How do I open my portal?", "Where is my portal?", "Why is my portal closed?"):
        make_article(
            title, steps=["Open it.", step_showing(stored_picture())], tags=["Portal"], asked_like="portal help"
        )
    Tag.objects.update(is_topic=True)
    # Stored before, as a file alone shows nothing to anybody
    for number in range(len(WORDS)):
        stored_picture(number + 1)
        file_of(WORDS[number])


def holes_of(word: str) -> Iterator[dict[str, object]]:
    """What can stand in the holes of addresses when one looks for the article of `word`, whether it is there or not."""
    picture = stored_picture(WORDS.index(word) + 1)
    names = [f"how-do-i-open-my-{word}-portal", f"where-is-my-{word}-portal-now", f"{word}-things"]
    same = {"digits": "7a1f5c", "rest": "articles/", "token": "1:odd:token", "name": picture, "number": 1, "pk": 1}
    same["key"] = "release-form"
    for name in names:
        yield {**same, "slug": name, "typed": f"{name.upper()}.", "draft": 1}


def addresses() -> list[str]:
    public = [route for route in routes(get_resolver()) if not route.startswith("admin")]
    found = ["/", "/articles/?page=1", "/tags/portal/?page=1", "/articles/how-do-i-open-my-portal/"]
    found += [f"/a/{number}" for number in range(1, 12)] + [f"/preview/{number}/" for number in range(1, 12)]
    found += [f"/a/{number}/release-form" for number in range(1, 12)]
    for word in WORDS:
        found += [f"/media/{file_of(word)['file']}", f"/articles/how-do-i-open-my-{word}-portal/?for=my-{word}"]
        found += [address_of(route, holes) for holes in holes_of(word) for route in public]
        picture = stored_picture(WORDS.index(word) + 1)
        found += [f"/media/{picture}?width=480", f"/media/{picture}?preview=1:odd:token"]
        for asked in (word, word[:5], word[1:], f"{word} things", f"my {word} portal", "my portal", "portal password"):
            found += [f"/search/?q={asked}", f"/search/?q={asked}&tag={word}-things", f"/search/?q={asked}&exact=1"]
            found += [f"/search/suggestions/?q={asked}", f"/search/?q={asked}&page=2"]
    return list(dict.fromkeys(found))


def answer_of(response) -> tuple[int, dict[str, str], bytes]:
    headers = {name: value for name, value in response.headers.items() if name not in HEADERS_THAT_VARY}
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, headers, VARIES.sub(b"", content)


def asked_all(reader: Client) -> dict[str, object]:
    """Return by address what each is answered: looked at, its headers asked for, something sent to it; and the work."""
    ViewCount.objects.all().delete()
    open_index().current()
    for cache in caches.all():
        cache.clear()
    found: dict[str, object] = {}
    for address in addresses():
        caches["default"].clear()
        with CaptureQueriesContext(connection) as captured:
            found[address] = answer_of(reader.get(address))
        found[f"queries of {address}"] = [re.sub(r"\d+|'[^']*'", "?", query["sql"]) for query in captured]
        found[f"HEAD {address}"] = answer_of(reader.head(address))
        found[f"POST {address}"] = answer_of(reader.post(address, {"helpful": "no", "stuck": 1, "q": "portal"}))
    return found


def test_no_address_tells_what_is_hidden_from_a_site_without_it():
    reader, editor = Client(headers=HERE, enforce_csrf_checks=True), Client()
    editor.force_login(make_staff("Editor"))
    without = asked_all(reader)

    for kind, word in zip(KINDS, WORDS, strict=True):
        kind(word)
    # Whatever is made for staff meanwhile must not be kept for others
    for address in addresses():
        editor.get(address)
    open_index().embed_all()
    with_hidden = asked_all(reader)

    differing = [address for address in without if with_hidden[address] != without[address]]
    assert differing == []
    assert len(without) > 1_000


def test_signed_in_staff_find_and_read_what_is_for_staff_and_it_says_so():
    word = WORDS[0]
    article, client = for_staff(word), Client()
    make_article("How do I pay?")
    open_index().embed_all()
    client.force_login(make_staff("Manager"))

    page = text_of(client.get(article.get_absolute_url()))
    found = text_of(client.get("/search/", {"q": f"{word} portal"}))
    others = text_of(client.get("/search/", {"q": "pay"}))
    suggested = client.get("/search/suggestions/", {"q": f"my {word}"}).json()["suggestions"]
    sheet = text_of(client.get(f"{article.get_absolute_url()}print/"))

    assert f"Open the {word} portal." in page
    assert "Only staff can read this page." in page
    # The words that were searched for are marked, so they stand apart
    assert f"How do I open my {word} portal ? For staff only" in found
    assert [each["note"] for each in suggested if each["title"] == article.title] == ["For staff only"]
    assert {each["note"] for each in suggested if each["title"] != article.title} == {"Portal"}
    assert "How do I pay ?" in others
    assert "How do I pay ? For staff only" not in others
    assert "For staff only." in sheet
    picture = client.get(f"/media/{stored_picture(1)}")
    assert (picture.status_code, picture["Cache-Control"]) == (200, "private, no-store")
