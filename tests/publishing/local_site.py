"""Another site, on this machine: answers each path as it was told, and notes what it was asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class LocalSite:
    """`answers` holds (status, headers) for (method, path), or for a path; everything else is 404."""

    def __init__(self, port: int) -> None:
        self.host = "127.0.0.1"
        self.url = f"http://{self.host}:{port}"
        self.answers: dict[object, tuple[int, dict[str, str]]] = {}
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        # Whoever asks for a path in here waits until it is set
        self.silent: dict[str, threading.Event] = {}

    def may_connect(self, address: str, port: int) -> bool:
        """The one way for a test to this machine: this site's own address and port, nothing else."""
        return f"http://{address}:{port}" == self.url


@contextmanager
def local_site() -> Iterator[LocalSite]:
    """A `LocalSite` on a free port, for the time of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.command, self.path))
            site.headers.append(dict(self.headers))
            if self.path in site.silent:
                site.silent[self.path].wait()
            status, headers = site.answers.get((self.command, self.path)) or site.answers.get(self.path, (404, {}))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Nothing: a test says what went wrong."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = LocalSite(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        for event in site.silent.values():
            event.set()
        server.shutdown()
        server.server_close()
