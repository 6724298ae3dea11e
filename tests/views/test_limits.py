"""How often one client may ask, and what is remembered of who asked."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from faq.views import limits


@pytest.mark.django_db
def test_a_client_that_asks_too_much_waits_and_others_do_not(client, monkeypatch):
    monkeypatch.setattr(limits, "_SALT", b"another minute")
    hasty, other = {"REMOTE_ADDR": "203.0.113.5"}, {"REMOTE_ADDR": "203.0.113.6"}

    answers = [client.post(reverse("faq:search-not-found"), **hasty).status_code for _ in range(22)]

    assert (answers[0], answers[-1]) == (403, 429)
    assert client.post(reverse("faq:search-not-found"), **other).status_code == 403


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("garbage", "unknown"),
        ("203.0.113.5:99", "unknown"),
    ],
)
def test_one_household_is_one_client_and_so_is_all_that_is_no_address(rf, address, client):
    assert limits.client_of(rf.get("/", REMOTE_ADDR=address)) == client


@pytest.mark.parametrize(
    ("address", "expected"), [("garbage", 429), ("0.0.0.0", 429), ("127.0.0.1", 200), ("::1", 200), ("", 200)]
)
def test_only_this_machine_may_ask_without_end(rf, db, address, expected):
    view = limits.at_most(2)(lambda request: HttpResponse())

    answers = [view(rf.get("/", REMOTE_ADDR=address)).status_code for _ in range(3)]

    assert answers[-1] == expected


def test_the_limit_forgets_who_asked_when_the_window_ends(monkeypatch):
    counter, now = limits.Counter(), [0.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    assert [counter.add("203.0.113.5"), counter.add("203.0.113.5")] == [1, 2]

    now[0] = limits.WINDOW + 1.0
    counter.add("203.0.113.6")

    assert len(counter._counts) == 1
    assert b"203" not in repr(counter._counts).encode()
