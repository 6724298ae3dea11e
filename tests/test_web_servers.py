"""The files for web servers in deploy/ work as they are, but for ports, names of files and how long they wait."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.conftest import require_or_skip
from tests.product import ROOT, Running, environment, started
from tests.services import answers, free_port, wait_until

pytestmark = pytest.mark.start
NAME = "help.example.org"
BIG = 61_000_000


@dataclass
class WebServer:
    """A web server in front of the site, asked as a browser does that does not look at certificates."""

    port: int

    def connect(self) -> ssl.SSLSocket:
        anybody = ssl.create_default_context()
        anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
        return anybody.wrap_socket(socket.create_connection(("127.0.0.1", self.port), 20), server_hostname=NAME)

    def ask(self, path: str, *, method: str = "GET", more: str = "", body: bytes = b"") -> HTTPResponse | None:
        """The answer with all it holds read; None where the connection was closed without one."""
        head = f"{method} {path} HTTP/1.1\r\nHost: {NAME}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n{more}\r\n"
        with self.connect() as connection:
            connection.sendall(head.encode() + body)
            answer = HTTPResponse(connection, method=method)
            try:
                answer.begin()
                answer.read()
            except (ConnectionError, ssl.SSLError):
                return None
            return answer


@pytest.fixture(scope="module")
def site(prepared: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = shutil.copytree(prepared[0], tmp_path_factory.mktemp("site") / "data")
    with started(folder, SITE_URL=f"https://{NAME}") as running:
        yield running


@pytest.fixture(params=["nginx", "caddy"], scope="module")
def server(request: pytest.FixtureRequest, site: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    serve = {"nginx": nginx, "caddy": caddy}[request.param]
    require_or_skip(shutil.which(request.param), request.param)
    with serve(tmp_path_factory.mktemp(request.param), site.port) as server:
        yield server


@contextmanager
def nginx(folder: Path, site_port: int) -> Iterator[WebServer]:
    port, keys = free_port(), ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}", *keys],
        check=True,
        capture_output=True,
    )
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    for shipped, here in {
        "127.0.0.1:8000": f"127.0.0.1:{site_port}",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(folder / "certificate.pem"),
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(folder / "key.pem"),
        "client_body_timeout 30s": "client_body_timeout 1s",
    }.items():
        assert shipped in text
        text = text.replace(shipped, here)
    whole = folder / "nginx.conf"
    # As packages ship it: compression on
    around = f"gzip on; gzip_proxied any; gzip_min_length 1; client_body_temp_path {folder}/body; {text}"
    whole.write_text(f"pid {folder}/pid; error_log {folder}/log; events {{}} http {{ access_log off; {around} }}")
    command = ["nginx", "-e", folder / "log", "-c", whole]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with _running([*command, "-g", "daemon off; master_process off;"], folder, port):
        yield WebServer(port)


@contextmanager
def caddy(folder: Path, site_port: int) -> Iterator[WebServer]:
    port = free_port()
    text = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
    for shipped, here in {
        "read_body 60s": "read_body 1s",
        "{\n\tservers": f"{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {free_port()}\n\tservers",
        f"{{$KB_NAME:{NAME}}} {{\n\t#": f"https://{NAME}:{port} {{\n\ttls internal\n\t#",
    }.items():
        assert shipped in text
        text = text.replace(shipped, here)
    (folder / "Caddyfile").write_text(text)
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", folder / "Caddyfile"]
    with _running(command, folder, port, KB_HOSTS=f"127.0.0.1:{site_port}"):
        yield WebServer(port)


@contextmanager
def _running(command: list, folder: Path, port: int, **values: str) -> Iterator[None]:
    own = {"HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
    with (folder / "output").open("w") as output:
        env = environment(folder, **own, **values)
        process = subprocess.Popen(command, env=env, stdout=output, stderr=output, cwd=folder)
    try:
        wait_until(lambda: answers(port), "the web server answers")
        yield
    finally:
        process.terminate()
        process.wait(20)


def test_readers_get_pages_that_the_site_has_compressed(server: WebServer):
    wait_until(lambda: server.ask("/healthz").status == 200, "the web server has found the site")

    page = server.ask("/articles/")

    assert (page.status, page.headers["Content-Encoding"], "ETag" in page.headers) == (200, "gzip", True)


def test_pages_of_staff_are_not_compressed(server: WebServer):
    form = server.ask("/admin/login/")

    assert (form.status, form.headers["Content-Encoding"]) == (200, None)
    assert form.headers["Set-Cookie"].startswith("__Host-kb-csrf=")


def test_more_than_staff_may_send_is_refused(server: WebServer):
    answer = server.ask("/admin/login/", method="POST", more=f"Content-Length: {BIG}\r\n", body=b"x" * 1000)

    # Told so before all of it has come, or cut off
    assert answer is None or answer.status in (403, 408, 413), answer.status


def test_whoever_begins_to_send_and_never_ends_is_cut_off(server: WebServer):
    form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n"

    answer = server.ask("/admin/login/", method="POST", more=form, body=b"username=")

    # Else this would wait in vain
    assert answer is None or "Location" not in answer.headers
    assert server.ask("/articles/").status == 200


def test_names_with_an_underscore_do_not_pass_for_the_real_ones(server: WebServer):
    page = server.ask("/articles/", more="X_Forwarded_Proto: http\r\nX-Forwarded-Proto: http\r\n")

    # Over http it would lead to https
    assert (page.status, page.headers["Location"]) == (200, None)
