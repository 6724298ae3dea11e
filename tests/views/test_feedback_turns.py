"""Presses of one reader take turns: two clicks are one, and one that broke off may be made again."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client

from faq.models import FeedbackCount
from tests.factories import make_article
from tests.visitor import BROWSER

HERE = {"Sec-Fetch-Site": "same-origin", "User-Agent": BROWSER}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def article():
    caches["limits"].clear()
    return make_article("How do I sign in?", steps=["Open the portal.", "Press “Sign in”."])


def press(*, address: str = "203.0.113.5", **sent: str) -> str:
    """Where it leads."""
    return Client().post("/articles/how-do-i-sign-in/feedback/", sent, headers=HERE, REMOTE_ADDR=address).url


def kept() -> dict[str, tuple[int, int]]:
    return {row.answer: (row.times, row.taken_back) for row in FeedbackCount.objects.all()}


class Killed(BaseException):
    pass


def killed_while_counting(execute, sql, params, many, context):
    if "faq_feedbackcount" in sql:
        raise Killed
    return execute(sql, params, many, context)


@pytest.mark.parametrize("address", ["203.0.113.5", "127.0.0.1"])
def test_a_press_that_broke_off_before_it_was_counted_is_counted_when_it_is_made_again(address: str):
    with pytest.raises(Killed), connection.execute_wrapper(killed_while_counting):
        press(helpful="yes", address=address)

    thanks = press(helpful="yes", address=address)

    assert "token=" in thanks
    assert kept() == {"yes": (1, 0)}


@pytest.mark.parametrize("address", ["203.0.113.5", "127.0.0.1"])
def test_a_change_that_broke_off_takes_the_place_of_the_answer_when_it_is_made_again(address: str):
    token = press(helpful="yes", address=address).partition("token=")[2].replace("%3A", ":")
    with pytest.raises(Killed), connection.execute_wrapper(killed_while_counting):
        press(helpful="no", token=token, address=address)

    press(helpful="no", token=token, address=address)

    assert kept() == {"yes": (1, 1), "no": (1, 0)}


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_answer():
    together = Barrier(4)

    def click(_: int) -> str:
        together.wait(20)
        try:
            return press(helpful="yes")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))

    assert all("token=" in answer for answer in answers)
    assert kept() == {"yes": (1, 0)}
