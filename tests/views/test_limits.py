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


def test_the_address_that_counts_is_the_one_the_nearest_proxy_saw(rf):
    request = rf.get("/", headers={"x-forwarded-for": "198.51.100.7, 203.0.113.9:51234"})

    limits.trust_nearest_proxy(lambda asked: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == "203.0.113.9"


def test_without_a_proxy_the_address_of_the_connection_counts(rf):
    request = rf.get("/", REMOTE_ADDR="203.0.113.5")

    limits.trust_nearest_proxy(lambda asked: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == "203.0.113.5"
