"""Asks another site whether a page is there: politely, within a time limit, and never an internal address."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from faq.models import CheckedLink
from faq.values.public_addresses import is_public

# For one link, with all that it redirects to; waiting for our turn at a host does not count
LIMIT_SECONDS = 20.0
_MOST_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_GONE = {404, 410}
_LOG_IN = ("login", "log-in", "signin", "sign-in", "sso", "oauth", "authorize")
_NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
# What stands in an address as it is (RFC 3986); all else is written with % and digits, as a browser does
_KEPT = "%/:?#[]@!$&'()*+,;=~"
_State = CheckedLink.State
# (numeric address, port) -> may we connect to it?
MayConnect = Callable[[str, int], bool]


@dataclass(frozen=True)
class Answer:
    """What came of one link: its state, and a sentence on why it is not known to work."""

    state: str
    why: str = ""


class _StoppedError(Exception):
    def __init__(self, why: str, state: str = _State.UNKNOWN) -> None:
        super().__init__(why)
        self.answer = Answer(state, why)


def ask(
    url: str, *, may_connect: MayConnect = is_public, before_request: Callable[[str], None] = lambda host: None
) -> Answer:
    """Return whether there is a page at `url` (http or https): by HEAD, and by GET where that does not say yes.

    `may_connect` decides on each numeric address that a name leads to, at every redirect, before anything is sent; the
    connection then goes to that very address. Only tests pass another one than `is_public`, to reach a server of their
    own on this machine. `before_request` is called with the host before each request, to wait for our turn there.
    """
    visit = _Visit(may_connect, before_request)
    try:
        found = visit.follow("HEAD", url)
        if found is None or found[0] >= 400:
            found = visit.follow("GET", url)
    except _StoppedError as stopped:
        return stopped.answer
    if found is None:
        return Answer(_State.UNKNOWN, "What it answered cannot be read.")
    return _judged(*found, is_moved=found[1] != url)


def user_agent() -> str:
    """Return the name by which this site asks others; its own address tells them whom to write to."""
    about = f" (+{settings.SITE_URL})" if settings.SITE_URL else ""
    return f"clinic-knowledge-base-link-check/1.0{about}"


def _judged(status: int, url: str, *, is_moved: bool) -> Answer:
    if status in _GONE:
        return Answer(_State.DEAD, f"The page is not there any more (the site answers {status}).")
    if status in (401, 403, 407) or (is_moved and any(word in url.lower() for word in _LOG_IN)):
        return Answer(_State.UNKNOWN, "It asks for a log-in, or lets no programs in.")
    if status == 429:
        return Answer(_State.UNKNOWN, "The site asks to be left alone for a while.")
    if status >= 400:
        return Answer(_State.UNKNOWN, f"The site had a fault (it answers {status}).")
    return Answer(_State.WORKS)


class _Visit:
    """The requests for one link."""

    def __init__(self, may_connect: MayConnect, before_request: Callable[[str], None]) -> None:
        self._may_connect, self._before_request = may_connect, before_request
        self._seconds_left = LIMIT_SECONDS

    def follow(self, method: str, url: str) -> tuple[int, str] | None:
        """Return (status, address) of the page that `url` leads to; None for an answer that is not HTTP."""
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                status, location = self._request(method, url)
            except http.client.HTTPException:
                return None
            if status not in _REDIRECTS or not location:
                return status, url
            url = urljoin(url, location)
        raise _StoppedError(f"It leads on to another address more than {_MOST_REDIRECTS} times.")

    def _request(self, method: str, url: str) -> tuple[int, str]:
        parts, port = _parts_of(url)
        self._before_request(parts.hostname or "")
        began = time.monotonic()
        try:
            return self._answer(method, parts, port)
        except TimeoutError:
            raise _too_slow() from None
        except ssl.SSLError:
            raise _StoppedError("Its certificate is not valid, or it offers no safe connection (https).") from None
        except OSError:
            # What the watch over the time cut off ends like any broken connection
            if time.monotonic() - began >= self._seconds_left:
                raise _too_slow() from None
            raise _StoppedError("The site does not answer.") from None
        finally:
            self._seconds_left -= time.monotonic() - began

    def _answer(self, method: str, parts: SplitResult, port: int) -> tuple[int, str]:
        addresses = self._resolved(parts.hostname or "", port)
        if self._seconds_left <= 0:
            raise TimeoutError
        connection = _Connection(parts, port, addresses, self._seconds_left)
        # A timeout of a socket begins anew with each byte
        watch = threading.Timer(self._seconds_left, connection.cut)
        watch.daemon = True
        watch.start()
        try:
            target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_KEPT)
            connection.request(method, target, headers={"User-Agent": user_agent(), "Accept": "*/*"})
            response = connection.getresponse()
            if connection.is_cut:
                # What was cut off in the middle of the headers reads like their end
                raise TimeoutError
            return response.status, _as_utf_8(response.getheader("Location") or "")
        finally:
            watch.cancel()
            connection.close()

    def _resolved(self, host: str, port: int) -> list[str]:
        """The addresses that `host` leads to now. Raises `_StoppedError` where one of them may not be asked."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            if error.errno in _NO_SUCH_HOST:
                raise _StoppedError(f"There is no site called {host[:100]}.", _State.DEAD) from None
            raise _StoppedError("Its name could not be looked up just now.") from None
        except UnicodeError:
            raise _StoppedError("This is not a valid web address.") from None
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not all(self._may_connect(address, port) for address in addresses):
            raise _StoppedError(
                "It leads into a private network or to an unusual port; such addresses are never asked."
            )
        return addresses


class _Connection(http.client.HTTPConnection):
    """Goes to one of the `addresses` that were looked up before, whatever the name would lead to by now."""

    def __init__(self, parts: SplitResult, port: int, addresses: list[str], seconds: float) -> None:
        super().__init__(parts.hostname or "", port, timeout=seconds)
        self._is_https, self._addresses, self._seconds = parts.scheme == "https", addresses, seconds
        self.is_cut = False
        self.default_port = 443 if self._is_https else 80

    def connect(self) -> None:
        self.sock = self._first_open()
        if self._is_https:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()

    def cut(self) -> None:
        self.is_cut = True
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def _first_open(self) -> socket.socket:
        for address in self._addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, self.port), self._seconds / len(self._addresses))
        return socket.create_connection((self._addresses[-1], self.port), self._seconds)


def _parts_of(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise _StoppedError("This is not a valid web address.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise _StoppedError("It leads on to something that is no web page.")
    return parts, port


def _as_utf_8(header: str) -> str:
    """Return a header as its site meant it: most send UTF-8, which Python reads as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _too_slow() -> _StoppedError:
    return _StoppedError(f"It took longer than {LIMIT_SECONDS:.0f} seconds.")
