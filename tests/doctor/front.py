"""A web server in front of a site that passes on what a test wants it to, with a certificate of a test's own."""

import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NAME = "localhost"


@dataclass
class Front:
    """Serves on https at `port` what the site at `site_port` answers; every value may be changed meanwhile."""

    folder: Path
    site_port: int
    port: int = 0
    # What it tells the site; None: nothing, "as it comes": whatever the browser said
    proto: str | None = "https"
    host: str | None = None
    forwarded_for: str | None = "appended"
    context: ssl.SSLContext = field(default_factory=lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.port}"

    def renew(self, *, days: int) -> None:
        """Load a certificate that ends in so many days, before now for a negative number; clients trust it alone."""
        key = ec.generate_private_key(ec.SECP256R1())
        called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
        now = datetime.now(UTC)
        names = x509.SubjectAlternativeName([x509.DNSName(NAME), x509.IPAddress(ip_address("127.0.0.1"))])
        made = x509.CertificateBuilder(called, called, key.public_key(), x509.random_serial_number())
        made = made.not_valid_before(now - timedelta(days=90)).not_valid_after(now + timedelta(days=days, hours=1))
        made = made.add_extension(names, critical=False).add_extension(x509.BasicConstraints(True, None), critical=True)
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        (self.folder / "certificate.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
        form = serialization.PrivateFormat.PKCS8
        (self.folder / "key.pem").write_bytes(key.private_bytes(pem, form, plain))
        self.context.load_cert_chain(self.folder / "certificate.pem", self.folder / "key.pem")

    def headers_for(self, asked: dict[str, str]) -> dict[str, str]:
        """Return what the site is sent of the headers that a browser has sent."""
        told = {name: value for name, value in asked.items() if not name.startswith("X-Forwarded")}
        before = asked.get("X-Forwarded-For")
        chain = ", ".join(filter(None, [before, "203.0.113.5"]))
        passed = {"appended": chain, "as it comes": before, None: None}[self.forwarded_for]
        proto = asked.get("X-Forwarded-Proto", "https") if self.proto == "as it comes" else self.proto
        told |= {"X-Forwarded-For": passed} if passed else {}
        told |= {"X-Forwarded-Proto": proto} if proto else {}
        return {**told, **({"Host": self.host} if self.host else {})}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *asked: object) -> None:
        return None


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        front: Front = self.server.front
        headers = front.headers_for(dict(self.headers.items()))
        request = urllib.request.Request(f"http://127.0.0.1:{front.site_port}{self.path}", headers=headers)
        try:
            with urllib.request.build_opener(_NoRedirects).open(request, timeout=10) as answer:
                self._answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as answer:
            self._answer(answer.code, answer.headers, answer.read())
        except OSError:
            self._answer(502, {}, b"")

    def _answer(self, status: int, headers: object, body: bytes) -> None:
        self.send_response(status)
        if headers.get("Location"):
            self.send_header("Location", headers.get("Location"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Nobody reads it."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    front: Front

    def finish_request(self, request: object, address: object) -> None:
        """Speak TLS in the thread of the request: whoever refuses the certificate keeps nobody else waiting."""
        try:
            secured = self.front.context.wrap_socket(request, server_side=True)
        except (ssl.SSLError, OSError):
            return
        with secured:
            super().finish_request(secured, address)


@contextmanager
def in_front(folder: Path, site_port: int) -> Iterator[Front]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.front = front = Front(folder, site_port, server.server_port)
    front.renew(days=60)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield front
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
