"""What programs look for at every site: whom to tell about a security problem, what to crawl, the icon."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from faq.models import Clinic

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def fields(client) -> dict[str, str]:
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.text.splitlines())


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("security@clinic.example", "mailto:security@clinic.example"),
        ("https://clinic.example/report", "https://clinic.example/report"),
        ("", "https://help.clinic.example/"),
    ],
)
def test_security_txt_says_whom_to_tell_and_where_it_stands(client, settings, contact, shown):
    settings.SITE_URL = "https://help.clinic.example"
    Clinic(pk=1, security_contact=contact, languages=["es", "en"]).save()

    said = fields(client)

    assert said["Contact"] == shown
    assert said["Canonical"] == "https://help.clinic.example/.well-known/security.txt"
    assert said["Preferred-Languages"] == "en, es"
    assert list(said) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]


def test_security_txt_ends_within_a_year_and_is_the_same_all_day(client):
    expires = datetime.strptime(fields(client)["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)

    assert timedelta(days=90) < expires - datetime.now(UTC) < timedelta(days=365)
    assert (expires.hour, expires.minute) == (0, 0)


def test_without_an_address_of_its_own_the_site_names_none_that_the_standard_forbids(client):
    assert fields(client).keys() == {"Contact", "Expires", "Preferred-Languages"}


def test_the_former_address_of_security_txt_leads_to_it(client):
    answer = client.get("/security.txt")

    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)


def test_robots_may_read_what_patients_read_and_nothing_else(client):
    lines = client.get("/robots.txt").text.splitlines()

    assert lines == ["User-agent: *", "Disallow: /admin/", "Disallow: /search/", "Disallow: /preview/"]


def test_the_icon_stands_where_programs_guess_it_and_may_be_kept(client, tmp_path):
    answer = client.get("/favicon.ico")
    (tmp_path / "icon.ico").write_bytes(answer.content)

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/x-icon", "public, max-age=86400")
    assert sorted(Image.open(tmp_path / "icon.ico").info["sizes"]) == [(16, 16), (32, 32), (48, 48)]


@pytest.mark.parametrize("address", [ADDRESS, "/security.txt", "/robots.txt", "/favicon.ico", "/readyz", "/healthz"])
def test_programs_get_no_cookie_and_may_only_ask(reader, address):
    answer, sent = reader.get(address), reader.post(address)

    assert (answer.cookies, sent.status_code) == ({}, 405)


@pytest.mark.parametrize("address", [ADDRESS, "/robots.txt"])
def test_what_changes_with_the_clinic_is_kept_for_an_hour(client, address):
    assert re.fullmatch(r"public, max-age=3600", client.get(address)["Cache-Control"])
