"""Asks the site by the address that people type, past whatever web server stands in front of it."""

import socket
import ssl
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings

from faq.doctor import arrival
from faq.doctor.finding import START, Finding, steps

_SECONDS = 5
# Days
_SOON = 21
# An address that belongs to nobody (RFC 5737), as somebody would claim who does not want to be counted
_CLAIMED = "192.0.2.77"
_PART = "Address"
_SERVER = "in the web server in front (deploy/nginx.conf and deploy/Caddyfile do so), and load its file anew."


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Redirects are what is looked at."""

    def redirect_request(self, *asked: object) -> None:
        return None


def address() -> Finding:
    """Ask for a small page, and on https, where a web server stands in front, how requests arrive here."""
    if not settings.SITE_URL:
        return Finding(_PART)
    try:
        _ask("/robots.txt", {})
        claimed = {"X-Forwarded-For": _CLAIMED, "X-Forwarded-Proto": "http"}
        arrived = arrival.read(_ask("/healthz", {**claimed, arrival.HEADER: arrival.question()}))
    except urllib.error.HTTPError as error:
        return _of_status(error.code, error.headers.get("Location", ""))
    except (OSError, ValueError) as error:
        return _of_silence(getattr(error, "reason", error))
    return _of_arrival(arrived)


def _ask(path: str, headers: dict[str, str]) -> str:
    request = urllib.request.Request(settings.SITE_URL + path, headers=headers)
    with urllib.request.build_opener(_NoRedirects).open(request, timeout=_SECONDS) as answer:
        return answer.read(10_000).decode(errors="replace")


def _of_silence(reason: object) -> Finding:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Finding(_PART, "Not known: its certificate is refused.", "See Certificate below.")
    mend = steps("Start the site, and the web server in front of it.", "Set SITE_URL to where people find it.")
    return Finding(_PART, f"{settings.SITE_URL} does not answer ({reason}).", mend)


def _of_status(status: int, location: str) -> Finding:
    if status in (301, 302, 307, 308) and location == f"{settings.SITE_URL}/robots.txt":
        problem = f"{settings.SITE_URL} leads to itself for ever: the site is not told that people come by https."
        return Finding(_PART, problem, f"Set X-Forwarded-Proto {_SERVER}")
    if status == 400:
        return Finding(_PART, f"{settings.SITE_URL} refuses its own name.", f"Pass the name on (Host) {_SERVER}")
    if status in (502, 503, 504):
        mend = f"Start the site, and let the web server in front ask {settings.HOST}, port {settings.PORT}."
        return Finding(_PART, f"{settings.SITE_URL} is answered by a web server that cannot reach the site.", mend)
    return _of_another(f"{settings.SITE_URL} answers with status {status}")


def _of_another(problem: str) -> Finding:
    why = "another site is there, an older start of this one, or this command has other values of the environment"
    mend = steps("Set SITE_URL to the address at which this site answers.", START)
    return Finding(_PART, f"{problem}: {why}.", mend)


def _of_arrival(arrived: dict[str, str] | None) -> Finding:
    if arrived is None:
        return _of_another(f"{settings.SITE_URL} does not know this site's secret key")
    if not settings.HTTPS:
        return Finding(_PART)
    if arrived["scheme"] != "https":
        problem = "The web server in front believes X-Forwarded-Proto of whoever asks, and passes it on."
        return Finding(_PART, problem, f"Set X-Forwarded-Proto {_SERVER}")
    if arrived["host"] != urlsplit(settings.SITE_URL).netloc:
        problem = f"The site is told that people typed {arrived['host']}: nobody can sign in."
        return Finding(_PART, problem, f"Pass the name on (Host) {_SERVER}")
    nearest = arrived["for"].rpartition(",")[2].strip()
    if nearest == _CLAIMED:
        problem = "The web server in front believes X-Forwarded-For of whoever asks: limits on guessing can be evaded."
        return Finding(_PART, problem, f"Append to X-Forwarded-For {_SERVER}")
    if not nearest:
        problem = "The site is not told who asks: limits on guessing count all people as one."
        return Finding(_PART, problem, f"Append to X-Forwarded-For {_SERVER}")
    return Finding(_PART)


def certificate() -> Finding:
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme != "https":
        return Finding("Certificate")
    host, port = parts.hostname or "", parts.port or 443
    try:
        with (
            socket.create_connection((host, port), timeout=_SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secured,
        ):
            ends = ssl.cert_time_to_seconds(secured.getpeercert()["notAfter"])
    except ssl.SSLCertVerificationError as error:
        problem = f"Browsers refuse it: {error.verify_message}."
        return Finding("Certificate", problem, f"Get one for {host}, and load it into the web server in front.")
    except OSError:
        # Said by Address
        return Finding("Certificate")
    days = int((ends - time.time()) / 86_400)
    if days < _SOON:
        mend = steps(
            f"Get a new one for {host}, and load it into the web server in front.",
            "Find out why that did not happen by itself.",
        )
        return Finding("Certificate", f"The certificate of {host} ends in {days} days.", mend)
    return Finding("Certificate")
