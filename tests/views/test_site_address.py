"""The whole address of a page: the name of the site, however a reader came here."""

import re

import pytest
from django.test import Client

from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db
CANONICAL = re.compile(r'rel="canonical" href="([^"]+)"')


@pytest.fixture(autouse=True)
def hosts(settings) -> None:
    settings.ALLOWED_HOSTS = ["help.example.org", "10.0.0.7"]


@pytest.mark.parametrize("path", ["/articles/where-do-i-park/", "/search/?q=park"])
@pytest.mark.parametrize(
    ("site", "expected"), [("https://help.example.org", "https://help.example.org"), ("", "http://10.0.0.7:8000")]
)
def test_search_engines_are_told_the_name_of_the_site(reader: Client, settings, path: str, site: str, expected: str):
    settings.SITE_URL = site
    make_article("Where do I park?")

    page = reader.get(path, headers={"Host": "10.0.0.7:8000"}).content.decode()

    assert CANONICAL.findall(page) == [expected + path.partition("?")[0]]


def test_a_preview_link_begins_with_the_name_of_the_site(settings):
    settings.SITE_URL = "https://help.example.org"
    client = Client()
    client.force_login(make_staff())
    article = make_article(published=False)

    page = client.get(f"/preview/{article.pk}/", headers={"Host": "10.0.0.7:8000"}).content.decode()

    assert re.findall(r'"(https?://[^"]+/preview/)', page) == ["https://help.example.org/preview/"]
