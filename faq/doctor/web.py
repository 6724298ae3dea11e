"""Asks the site by the address that people type, past whatever web server stands in front of it."""

import socket
import ssl
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings

from faq.doctor.finding import Finding

_SECONDS = 5
# Days
_SOON = 21


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Redirects are what is looked at."""

    def redirect_request(self, *asked: object) -> None:
        return None


def address() -> Finding:
    """Ask for a small page; only an https site has a web server in front whose headers matter."""
    if not settings.SITE_URL:
        return Finding("Address")
    asked = f"{settings.SITE_URL}/robots.txt"
    try:
        with urllib.request.build_opener(_NoRedirects).open(asked, timeout=_SECONDS) as answer:
            answer.read(100)
    except urllib.error.HTTPError as error:
        return _of_status(error.code, error.headers.get("Location", ""), asked)
    except (OSError, ValueError) as error:
        problem = f"{settings.SITE_URL} does not answer ({getattr(error, 'reason', error)})."
        return Finding("Address", problem, "Start the site and the web server in front of it, and look at SITE_URL.")
    return Finding("Address")


def _of_status(status: int, location: str, asked: str) -> Finding:
    if status in (301, 302, 307, 308) and location == asked:
        mend = "Let the web server in front set X-Forwarded-Proto, as docs/deploy.md shows."
        return Finding("Address", f"{settings.SITE_URL} leads to itself for ever.", mend)
    if status == 400:
        mend = "Let the web server in front pass the name on (Host), as docs/deploy.md shows, and look at SITE_URL."
        return Finding("Address", f"{settings.SITE_URL} refuses its own name.", mend)
    if status in (502, 503, 504):
        mend = "Start the site, and look whether the web server in front asks the port in PORT."
        return Finding("Address", f"{settings.SITE_URL} is answered by a web server that cannot reach the site.", mend)
    mend = "Look whether SITE_URL is the address of this site, and what stands in front of it."
    return Finding("Address", f"{settings.SITE_URL} answers with status {status}.", mend)


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
        return Finding(
            "Certificate", f"Browsers refuse it: {error.verify_message}.", "Renew it in the web server in front."
        )
    except OSError:
        # Said by Address
        return Finding("Certificate")
    days = int((ends - time.time()) / 86_400)
    if days < _SOON:
        mend = "Renew it, and find out why that does not happen by itself."
        return Finding("Certificate", f"The certificate of {host} ends in {days} days.", mend)
    return Finding("Certificate")
