"""Which pages are sent compressed, to whom, and that nothing else about an answer changes with it."""

import gzip
import re

import pytest
from django.test import Client

from faq.models import Clinic
from faq.publishing import actions
from faq.views import page_cache, published_state
from faq.views.page_cache import Address
from faq.views.preview import link_for
from tests.factories import make_article, make_staff
from tests.visitor import BROWSER

pytestmark = pytest.mark.django_db
ARTICLE = "/articles/how-do-i-log-in/"
PUBLIC = ["/", "/articles/", ARTICLE, "/articles/?from=mail", "/tags/", "/search/?q=log+in", "/search/not-found/"]


@pytest.fixture(autouse=True)
def article():
    Clinic(pk=1, name="The Hive", phone="01632 960983").save()
    return make_article("How do I log in?", short_answer="Open the portal. " * 20, tags=["Portal"])


def without_tokens(page: bytes) -> bytes:
    """Results are counted by a signed token in their links, another on each page (views/search_counting.py)."""
    return re.sub(rb'[?]found=[^"#]+', b"", page)


@pytest.mark.parametrize("address", PUBLIC)
def test_pages_for_readers_are_compressed_and_say_the_same(reader, address):
    plain = reader.get(address)

    for _ in ("built", "kept"):
        packed = reader.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})

        assert packed["Content-Encoding"] == "gzip"
        assert without_tokens(gzip.decompress(packed.content)) == without_tokens(plain.content)
        assert packed["Content-Length"] == str(len(packed.content))
        assert len(packed.content) < 0.6 * len(plain.content)
        assert packed.get("ETag") == plain.get("ETag")
        assert "Accept-Encoding" in packed["Vary"]
    assert "Content-Encoding" not in plain
    assert plain["Vary"] == packed["Vary"]


def test_a_removed_page_is_compressed_as_others_are(reader, article):
    actions.unpublish(article, by=None)

    gone = reader.get(ARTICLE, headers={"Accept-Encoding": "gzip"})

    assert (gone.status_code, gone["Content-Encoding"]) == (410, "gzip")
    assert b"<h1" in gzip.decompress(gone.content)


@pytest.mark.parametrize(
    "accepted", ["", "identity", "br", "*", "gzip;q=0", "gzip; q=0.0", "x-gzip-like", "gzip;q=0, br"]
)
def test_who_does_not_take_gzip_gets_the_page_as_it_is(reader, accepted):
    page = reader.get(ARTICLE, headers={"Accept-Encoding": accepted})

    assert "Content-Encoding" not in page
    assert "How do I log in?" in page.text


@pytest.mark.parametrize("accepted", ["gzip", "GZIP", "br;q=1.0, gzip;q=0.5", " deflate , gzip "])
def test_who_takes_gzip_in_any_order_gets_it(reader, accepted):
    assert reader.get(ARTICLE, headers={"Accept-Encoding": accepted})["Content-Encoding"] == "gzip"


def test_a_kept_page_is_compressed_once_and_sent_as_it_is_kept(reader):
    sent = reader.get(ARTICLE, headers={"Accept-Encoding": "gzip"})

    kept = page_cache.get(Address("http", "testserver", ARTICLE, ""), published_state.current())

    assert sent.content == kept.body


def test_not_modified_and_head_say_what_the_page_says(reader):
    packed = {"Accept-Encoding": "gzip"}
    page = reader.get(ARTICLE, headers=packed)

    again = reader.get(ARTICLE, headers={**packed, "If-None-Match": page["ETag"]})
    head = reader.head(ARTICLE, headers=packed)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", page["ETag"])
    assert set(again["Vary"].split(", ")) == set(page["Vary"].split(", ")) == {"Accept-Encoding", "Cookie"}
    assert "Content-Encoding" not in again
    assert (head.content, head["Content-Encoding"]) == (b"", "gzip")
    assert head["Content-Length"] == page["Content-Length"]


def test_a_part_of_a_page_cannot_be_asked_for(reader):
    page = reader.get(ARTICLE, headers={"Accept-Encoding": "gzip", "Range": "bytes=0-9"})

    assert (page.status_code, "Content-Range" in page, "Accept-Ranges" in page) == (200, False, False)
    assert b"How do I log in?" in gzip.decompress(page.content)


@pytest.mark.parametrize("address", [*PUBLIC, "/admin/", "/admin/faq/article/", "/admin/faq/article/add/"])
def test_nothing_that_somebody_signed_in_reads_is_compressed(address):
    client = Client(headers={"User-Agent": BROWSER, "Accept-Encoding": "gzip"})
    client.force_login(make_staff("Owner"))

    page = client.get(address)

    assert (page.status_code, "Content-Encoding" in page) == (200, False)
    assert "<h1" in page.text


def test_nothing_with_a_token_or_a_preview_is_compressed(rf, article):
    client = Client(headers={"User-Agent": BROWSER, "Accept-Encoding": "gzip"})

    login, preview = client.get("/admin/login/"), client.get(link_for(rf.get("/"), article))

    assert ("csrfmiddlewaretoken" in login.text, "Content-Encoding" in login) == (True, False)
    assert ("How do I log in?" in preview.text, "Content-Encoding" in preview) == (True, False)


def test_a_session_that_ran_out_gets_pages_as_they_are(settings):
    client = Client(headers={"User-Agent": BROWSER, "Accept-Encoding": "gzip"})
    client.cookies[settings.SESSION_COOKIE_NAME] = "gone"

    assert "Content-Encoding" not in client.get(ARTICLE)
