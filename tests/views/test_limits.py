"""How often one client may ask, and what is remembered of who asked."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from faq.views import limits


@pytest.mark.django_db
def test_a_client_that_asks_too_much_waits_and_others_do_not(client):
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


def first(request):
    return HttpResponse()


def second(request):
    return HttpResponse()


def test_each_page_has_its_own_limit(rf, db):
    request = rf.get("/", REMOTE_ADDR="203.0.113.5")
    views = [limits.at_most(2)(first), limits.at_most(2)(second)]

    answers = [[view(request).status_code for _ in range(3)] for view in views]

    assert answers == [[200, 200, 429]] * 2


def test_a_client_is_counted_until_its_window_ends(rf, db, monkeypatch):
    view, request = limits.at_most(2)(first), rf.get("/", REMOTE_ADDR="203.0.113.5")
    monkeypatch.setattr(limits, "WINDOW", 0)

    answers = [view(request).status_code for _ in range(4)]

    assert answers == [200] * 4


def test_the_address_that_counts_is_the_one_the_nearest_proxy_saw(rf):
    request = rf.get("/", headers={"x-forwarded-for": "198.51.100.7, 203.0.113.9:51234"})

    limits.trust_nearest_proxy(lambda asked: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == "203.0.113.9"


def test_without_a_proxy_the_address_of_the_connection_counts(rf):
    request = rf.get("/", REMOTE_ADDR="203.0.113.5")

    limits.trust_nearest_proxy(lambda asked: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == "203.0.113.5"
