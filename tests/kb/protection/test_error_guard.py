"""What leaves the site when everything else has failed: our page, and a line that quotes nobody."""

import pytest

from kb.protection.error_guard import BrokenResponseError, guard_errors
from kb.protection.logs import TextFormatter

TYPED = "my mother Jane Doe"


def failing(environ, start_response):
    raise ValueError(f"cannot read {TYPED}")


def breaking_off(environ, start_response):
    start_response("200 OK", [])
    yield b"first"
    raise ValueError(f"cannot read {TYPED}")


def ask(application):
    said: list = []
    answer = guard_errors(application)(
        {"wsgi.input": None}, lambda status, headers, error=None: said.extend([status, headers])
    )
    return answer, said


def test_a_fault_outside_every_page_is_our_page_and_a_careful_line(caplog):
    answer, (status, headers) = ask(failing)

    page, names, log = b"".join(answer).decode(), dict(headers), TextFormatter().format(caplog.records[0])
    assert (status, page.count("<h1>Something went wrong on our side</h1>")) == ("500 Internal Server Error", 1)
    assert names["Content-Length"] == str(len(page.encode()))
    assert "default-src 'none'" in names["Content-Security-Policy"]
    assert "builtins.ValueError" in log
    assert TYPED not in log


def test_an_answer_that_breaks_off_says_why_without_a_word_of_what_was_typed(caplog):
    answer, _ = ask(breaking_off)

    with pytest.raises(BrokenResponseError) as broken:
        list(answer)
    log = TextFormatter().format(caplog.records[0])
    assert (broken.value.__suppress_context__, str(broken.value)) == (True, "")
    assert "builtins.ValueError" in log
    assert TYPED not in log


def test_the_end_of_an_answer_reaches_who_made_it():
    closed = []

    class Answer(list):
        def close(self):
            closed.append(True)

    ask(lambda environ, start_response: Answer())[0].close()

    assert closed == [True]
