"""What the log keeps of a fault: its place in the code, and nothing of the reader."""

import logging
import sys

from django.test import RequestFactory

from kb.protection.logs import RedactingFormatter

TYPED = "my mother Jane Doe, born 12 March 1950"


def fault() -> tuple:
    try:
        try:
            raise LookupError(TYPED)
        except LookupError as error:
            raise ValueError(f"cannot read {TYPED}") from error
    except ValueError:
        return sys.exc_info()


def written(**facts) -> str:
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Error: %s", (f"/{TYPED}",), fault())
    vars(record).update(facts)
    return RedactingFormatter().format(record)


def test_a_fault_in_a_page_is_named_by_its_place_not_by_what_was_typed():
    request = RequestFactory().get("/search/", {"q": TYPED}, headers={"referer": f"/search/?q={TYPED}"})

    text = written(request=request, status_code=500)

    assert [word for word in ("Jane", "1950", "search", "127.0.0.1") if word in text] == []
    assert "ERROR django.request: 500 GET an address that no page has" in text
    assert "builtins.ValueError" in text
    assert "builtins.LookupError" in text
    assert f"{__file__}:" in text


def test_a_fault_that_causes_itself_ends():
    error = ValueError("x")
    error.__context__ = other = LookupError("y")
    other.__context__ = error
    record = logging.LogRecord("faq", logging.ERROR, __file__, 1, "Failed", (), (ValueError, error, None))

    assert len(RedactingFormatter().format(record).splitlines()) <= 202
