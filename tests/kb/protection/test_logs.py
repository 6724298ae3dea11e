"""What the log keeps of an event: its place in the code, its route and a number, and nothing of the reader."""

import json
import logging
import sys

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from kb.protection import request_log
from kb.protection.logs import JsonFormatter, TextFormatter

TYPED = "my mother Jane Doe, born 12 March 1950"
FORMATS = [TextFormatter(), JsonFormatter()]


def fault() -> tuple:
    try:
        try:
            raise LookupError(TYPED)
        except LookupError as error:
            raise ValueError(f"cannot read {TYPED}") from error
    except ValueError:
        return sys.exc_info()


def record(**facts) -> logging.LogRecord:
    made = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Error: %s", (f"/{TYPED}",), fault())
    vars(made).update(facts)
    return made


@pytest.mark.parametrize("form", FORMATS)
def test_a_fault_in_a_page_is_named_by_its_place_not_by_what_was_typed(form: logging.Formatter):
    request = RequestFactory().get("/search/", {"q": TYPED}, headers={"referer": f"/search/?q={TYPED}"})

    text = form.format(record(request=request, status_code=500))

    assert [word for word in ("Jane", "1950", "search", "127.0.0.1") if word in text] == []
    assert all(part in text for part in ("ERROR", "django.request", "500", "GET", "an address that no page has"))
    assert all(part in text for part in ("builtins.ValueError", "builtins.LookupError", f"{__file__}:"))
    assert len(text.splitlines()) == 1


def test_a_page_is_named_by_its_route():
    request = RequestFactory().get("/articles/my-mothers-chart/")
    request.resolver_match = resolve("/articles/my-mothers-chart/")

    facts = json.loads(JsonFormatter().format(record(request=request, status_code=500)))

    assert (facts["route"], facts["method"], facts["status"]) == ("articles/<str:slug>/", "GET", 500)
    assert "my-mothers-chart" not in json.dumps(facts)


def test_an_event_of_several_lines_is_one_line():
    made = logging.LogRecord("faq", logging.WARNING, __file__, 1, "One\ntwo", (), None)

    assert [len(form.format(made).splitlines()) for form in FORMATS] == [1, 1]


def test_a_fault_that_causes_itself_ends():
    error = ValueError("x")
    error.__context__ = other = LookupError("y")
    other.__context__ = error
    made = logging.LogRecord("faq", logging.ERROR, __file__, 1, "Failed", (), (ValueError, error, None))

    assert json.loads(JsonFormatter().format(made))["fault"] == ["builtins.ValueError", "builtins.LookupError"]


@pytest.mark.django_db
def test_each_answer_has_a_number_of_its_own_whatever_was_sent(client: Client):
    numbers = [client.get("/healthz", headers={"X-Request-Id": TYPED})["X-Request-Id"] for _ in range(2)]

    assert len(set(numbers)) == 2
    assert all(len(number) == 16 and set(number) <= set("0123456789abcdef") for number in numbers)


@pytest.mark.django_db
def test_a_slow_answer_is_named_by_its_route_with_its_number(client: Client, settings, caplog):
    settings.KB_SLOW_MS = 0

    answer = client.get("/search/", {"q": TYPED})

    found = [each for each in caplog.records if each.name == "kb.requests"]
    facts = json.loads(JsonFormatter().format(found[0]))
    assert (facts["event"], facts["route"], facts["status"], facts["request"]) == (
        "slow",
        "search/",
        200,
        answer["X-Request-Id"],
    )
    assert (len(found), facts["ms"] >= 0, "Jane" in json.dumps(facts)) == (1, True, False)


@pytest.mark.django_db
def test_a_usual_answer_is_no_line(client: Client, caplog):
    client.get("/healthz")

    assert [each for each in caplog.records if each.name == "kb.requests"] == []


def test_outside_of_a_request_there_is_no_number():
    request_log._id.set("")
    made = logging.LogRecord("faq", logging.WARNING, __file__, 1, "Said", (), None)

    assert "request" not in json.loads(JsonFormatter().format(made))
