"""Who is a reader: people are counted, declared robots and fetching ahead are not."""

import json
from importlib.metadata import distribution
from unittest import mock

import pytest

from faq.stats import robots

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    "browser",
    [
        PHONE,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 "
        "Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
        "Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0 Mobile",
        "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; .NET CLR 2.0.50727)",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile (Ecosia android@150.0.0.0)",
        "Opera/9.80 (J2ME/MIDP; Opera Mini/9.80/36.1717; U; en) Presto/2.12.423 Version/12.16",
        "Lynx/2.9.0 libwww-FM/2.14 SSL-MM/1.4.1",
    ],
)
def test_a_person_counts_whatever_browser_they_use(browser):
    assert robots.is_reader("GET", {"User-Agent": browser}) is True


@pytest.mark.parametrize(
    "program",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Chrome/141 Mobile Safari/537.36 (compatible; bingbot/2.0)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 (Linux; Android 11) Chrome/141.0 Mobile Safari/537.36 Chrome-Lighthouse",
        "WhatsApp/2.23.20.0",
        "facebookexternalhit/1.1",
        "UptimeRobot/2.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/150.0.0.0 Safari/537.36",
        "python-requests/2.32.3",
        "curl/8.5.0",
        "Go-http-client/2.0",
    ],
)
def test_a_program_that_says_what_it_is_does_not_count(program):
    assert robots.is_reader("GET", {"User-Agent": program}) is False


def test_a_name_without_end_takes_no_longer_than_a_short_one():
    with mock.patch.object(robots.known_robots, "is_listed", return_value=False) as asked:
        robots.is_reader("GET", {"User-Agent": "Current" * 30_000})

    assert len(asked.call_args[0][0]) == 500


def test_every_program_of_the_list_is_known_by_the_names_that_it_was_seen_with():
    file = distribution("crawler-user-agents").locate_file("crawleruseragents/crawler-user-agents.json")
    seen = [name for entry in json.loads(file.read_text()) for name in entry.get("instances", [])]

    people = [name for name in seen if robots.is_reader("GET", {"User-Agent": name})]

    assert len(seen) > 2_000
    assert people == []


@pytest.mark.parametrize("headers", [{}, {"User-Agent": ""}, {"User-Agent": "Clinic kiosk 3"}])
def test_who_declares_nothing_counts_as_a_person(headers):
    assert robots.is_reader("GET", headers) is True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Sec-Purpose", "prefetch"),
        ("Sec-Purpose", "prefetch;prerender"),
        ("Sec-Purpose", "prefetch;anonymous-client-ip"),
        ("Purpose", "prefetch"),
        ("X-Moz", "prefetch"),
        ("X-Purpose", "preview"),
    ],
)
def test_a_page_fetched_before_anybody_asked_does_not_count(name, value):
    assert robots.is_reader("GET", {"User-Agent": PHONE, name: value}) is False


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST"])
def test_only_a_page_that_is_sent_counts(method):
    assert robots.is_reader(method, {"User-Agent": PHONE}) is False
