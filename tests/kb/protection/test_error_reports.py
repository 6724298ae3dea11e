"""Faults reach the service that the operator names, with their places in the code and not a word of a reader."""

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest

from tests.product import manage
from tests.services import free_port

TYPED = "my mother Jane Doe"
UNPACK = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
FAIL = f"""
import logging
from django.test import Client, RequestFactory
from django.urls import resolve
secret = {TYPED!r}
sent = {{"Referer": secret, "User-Agent": secret}}
request = RequestFactory().post("/search/?q=" + secret, {{"q": secret}}, headers=sent)
request.resolver_match = resolve("/search/")
try:
    try:
        raise LookupError(secret)
    except LookupError as error:
        raise ValueError("cannot read " + secret) from error
except ValueError:
    logging.getLogger("django.request").exception("Error: %s", secret, extra={{"request": request, "status_code": 500}})
logging.getLogger("faq").warning("No fault")
"""


@pytest.fixture
def service() -> Iterator[tuple[str, list[dict]]]:
    """A service that collects faults: its address, and what it was sent."""
    sent: list[dict] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            body = UNPACK[self.headers.get("Content-Encoding", "")](body).decode()
            sent.append({"path": self.path, "headers": dict(self.headers), "body": body})
            self.send_response(200)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", sent
    server.shutdown()
    server.server_close()


def test_a_fault_is_sent_by_its_places_and_nothing_else(own_folder, service):
    address, sent = service

    done = manage(own_folder, "shell", "-v", "0", "-c", FAIL, KB_ERROR_REPORTS=address)

    assert (done.returncode, len(sent), sent[0]["path"]) == (0, 1, "/api/1/envelope/")
    event = json.loads(sent[0]["body"].splitlines()[2])
    assert [value["type"] for value in event["exception"]["values"]] == ["LookupError", "ValueError"]
    assert all(value["stacktrace"]["frames"][-1]["lineno"] for value in event["exception"]["values"])
    assert {name: event["tags"][name] for name in ("route", "method", "status")} == {
        "route": "search/",
        "method": "POST",
        "status": "500",
    }
    assert [word for word in ("Jane", "mother", "cannot read") if word in json.dumps(sent)] == []
    assert [name for name in ("request", "user", "breadcrumbs", "server_name") if event.get(name)] == []


def test_a_service_that_is_away_stops_nothing(own_folder):
    done = manage(own_folder, "shell", "-v", "0", "-c", FAIL, KB_ERROR_REPORTS=f"http://key@127.0.0.1:{free_port()}/1")

    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "ERROR django.request: request status=500 method=POST route=search/" in done.stderr


def test_an_address_that_is_none_stops_the_start(tmp_path):
    said = manage(tmp_path, "check", KB_ERROR_REPORTS="https://errors.example.org")

    assert said.stderr.startswith("KB_ERROR_REPORTS cannot be used: write the address that the service gave you")
