"""Numbers for programs that watch over a site: there with the token only, and nothing about a reader in them."""

import re
from collections import Counter

import pytest
from django.test import Client

from tests.product import Browser, manage, started

TOKEN = "a-token-of-the-operator"
TYPED = "my mother Jane Doe"


def numbers(text: str) -> dict[str, float]:
    return {
        name: float(value) for name, value in (line.rsplit(" ", 1) for line in text.splitlines() if line[:1] != "#")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}])
def test_without_a_token_in_the_settings_there_is_no_such_page(client: Client, headers: dict[str, str]):
    answer = client.get("/metrics", headers=headers)

    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "kb_requests" not in answer.text


@pytest.mark.parametrize("value", ["short", "with a space in its middle"])
def test_a_token_that_is_none_stops_the_start(tmp_path, value: str):
    said = manage(tmp_path, "check", KB_METRICS_TOKEN=value)

    assert said.stderr.strip() == "KB_METRICS_TOKEN cannot be used: it needs at least 16 characters."


@pytest.mark.start
def test_all_processes_add_up_and_say_nothing_about_readers(own_folder):
    with started(own_folder, KB_METRICS_TOKEN=TOKEN, WEB_WORKERS=3) as running:
        asked = Counter(
            running.ask(path)[0] for path in ["/articles/"] * 20 + [f"/search/?q={TYPED.replace(' ', '+')}"]
        )
        running.ask(f"/articles/{TYPED.replace(' ', '-')}/", Referer=f"http://example.org/{TYPED}")
        refused = [Browser(running.port).ask("/metrics", Authorization=sent)[0] for sent in ("", "Bearer wrong")]
        status, text = running.ask("/metrics", Authorization=f"Bearer {TOKEN}")
        assert running.ask("/metrics", Authorization=f"Bearer {TOKEN}")[0] == 200

    found = numbers(text)
    assert (status, refused, asked) == (200, [404, 404], {200: 21})
    assert found['kb_requests_total{method="GET",route="articles/",status="200"}'] == 20
    assert found['kb_request_seconds_count{route="articles/"}'] == 20
    assert found['kb_requests_total{method="GET",route="search/",status="200"}'] == 1
    assert found['kb_requests_total{method="GET",route="articles/<str:slug>/",status="404"}'] == 1
    assert {name: found[name] for name in found if name.startswith("kb_ready")} == {
        f'kb_ready{{need="{need}"}}': 1
        for need in ("database", "migrations", "search index", "data folder", "pictures")
    }
    assert (found["kb_published_articles"], found["kb_last_backup_timestamp_seconds"]) == (4, 0)
    assert re.search("Jane|mother|127.0.0.1|Mozilla", text) is None
