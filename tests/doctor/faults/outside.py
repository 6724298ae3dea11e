"""Faults of what a site is reached by and what it asks: its address, its certificate, mail, a sign-in provider."""

from contextlib import suppress
from functools import partial

from django.core.management import CommandError, call_command

from tests.admin.people.provider import running
from tests.doctor.following import ByHand
from tests.doctor.front import Front
from tests.doctor.mail_server import mail_server
from tests.doctor.sites import Here, Real
from tests.doctor.table import fault
from tests.factories import make_article, make_staff
from tests.product import started
from tests.services import free_port

START = ("start",)
SMTP = "django.core.mail.backends.smtp.EmailBackend"
SETS_PROTO = "Set X-Forwarded-Proto in the web server in front"
PASSES_NAME = "Pass the name on (Host) in the web server in front"
APPENDS = "Append to X-Forwarded-For in the web server in front"


@fault("Address", "does not answer", marks=START)
def a_site_that_was_stopped(site: Here) -> ByHand:
    served = Real(site.fixture, site.fixture("own_folder"))
    port = free_port()
    served.values = {"PORT": str(port), "SITE_URL": f"http://127.0.0.1:{port}"}
    site.asks_outside, site.settings.SITE_URL = True, served.values["SITE_URL"]
    site.settings.SECRET_KEY = (served.folder / "secret-key").read_text()

    def start() -> None:
        served.serve()
        site.left.callback(served.stop)

    return {"Start the site, and the web server": start, "Set SITE_URL to where people find it": lambda: None}


@fault("Address", "another site is there", marks=START)
def an_address_of_another_site(site: Here) -> ByHand:
    front = behind(site)
    with_another_key = site.left.enter_context(started(site.fixture("own_folder"), SECRET_KEY="x" * 60))
    front.site_port, right = with_another_key.port, front.site_port
    # The address that leads to this one
    return {"Set SITE_URL to the address at which this site answers": partial(setattr, front, "site_port", right)}


@fault("Address", "leads to itself for ever", marks=START)
def a_web_server_that_does_not_say_https(site: Here) -> ByHand:
    return passing(site, SETS_PROTO, proto=None)


@fault("Address", "believes X-Forwarded-Proto of whoever asks", marks=START)
def a_web_server_that_lets_anybody_say_https(site: Here) -> ByHand:
    return passing(site, SETS_PROTO, proto="as it comes")


@fault("Address", "refuses its own name", marks=START)
def a_web_server_that_calls_the_site_something_else(site: Here) -> ByHand:
    return passing(site, PASSES_NAME, host="backend.example.org")


@fault("Address", "The site is told that people typed 127.0.0.1", marks=START)
def a_web_server_that_calls_the_site_by_its_number(site: Here) -> ByHand:
    return passing(site, PASSES_NAME, host="127.0.0.1:8000")


@fault("Address", "believes X-Forwarded-For of whoever asks", marks=START)
def a_web_server_that_lets_anybody_be_anybody(site: Here) -> ByHand:
    return passing(site, APPENDS, forwarded_for="as it comes")


@fault("Address", "The site is not told who asks", marks=START)
def a_web_server_that_does_not_say_who_asks(site: Here) -> ByHand:
    return passing(site, APPENDS, forwarded_for=None)


@fault("Address", "cannot reach the site", marks=START)
def a_web_server_that_asks_another_port(site: Here) -> ByHand:
    front = behind(site)
    right, front.site_port = front.site_port, free_port()
    return {"Start the site, and let the web server": partial(setattr, front, "site_port", right)}


@fault("Certificate", "ends in 5 days.", marks=START)
def a_certificate_that_ends_soon(site: Here) -> ByHand:
    front = behind(site)
    front.renew(days=5)
    renew = partial(front.renew, days=90)
    return {"Get a new one for localhost": renew, "Find out why that did not happen": lambda: None}


@fault("Certificate", "Browsers refuse it: certificate has expired.", marks=START)
def a_certificate_that_has_ended(site: Here) -> ByHand:
    front = behind(site)
    front.renew(days=-3)
    return {"Get one for localhost": partial(front.renew, days=90)}


@fault("Mail", "does not answer")
def a_mail_server_that_was_stopped(site: Here) -> ByHand:
    port = send_by_mail_server(site)
    return {"Start the mail server": lambda: site.left.enter_context(mail_server(port))}


@fault("Mail", "does not accept the user name and password")
def a_mail_server_that_wants_another_password(site: Here) -> ByHand:
    port = send_by_mail_server(site)
    site.left.enter_context(mail_server(port, "right"))
    site.settings.EMAIL_HOST_USER, site.settings.EMAIL_HOST_PASSWORD = "clinic", "wrong"
    right = partial(site.set, "EMAIL_HOST_PASSWORD", "right")
    return {"Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD to what": right}


@fault("Mail", "do not agree on encryption")
def a_mail_server_that_speaks_without_encryption(site: Here) -> ByHand:
    port = send_by_mail_server(site)
    site.left.enter_context(mail_server(port))
    site.settings.EMAIL_USE_TLS = True

    def set_right() -> None:
        site.settings.EMAIL_USE_TLS = False

    return {"Set EMAIL_PORT=587 and EMAIL_USE_TLS=1, or": set_right}


@fault("Weekly letter", "It could not be sent to mo")
def a_weekly_letter_that_could_not_be_sent(site: Here) -> ByHand:
    port = send_by_mail_server(site)
    site.settings.SITE_URL = "http://help.example.org"
    make_staff("Manager", "mo", email="mo@example.org")
    make_article("Where?")
    with suppress(CommandError):
        call_command("send_weekly_letter")
    return {"Mend what is said of Mail": lambda: site.left.enter_context(mail_server(port))}


@fault("Sign-in provider", "does not answer as a provider does")
def a_sign_in_provider_that_moved(site: Here) -> ByHand:
    site.asks_outside = True
    there = site.left.enter_context(running())
    site.settings.KB_OIDC_ISSUER = f"http://127.0.0.1:{free_port()}"
    return {"Start the provider, or set KB_OIDC_ISSUER": partial(site.set, "KB_OIDC_ISSUER", there.issuer)}


@fault("Sign-in provider", "It calls itself")
def a_sign_in_provider_of_another_name(site: Here) -> None:
    site.asks_outside = True
    there = site.left.enter_context(running())
    site.settings.KB_OIDC_ISSUER = f"{there.issuer}/"


def behind(site: Here) -> Front:
    """Let `site` be the one that is served behind a web server on https, which does everything right so far."""
    front, key = site.fixture("front"), site.fixture("front_key")
    site.fixture("monkeypatch").setenv("SSL_CERT_FILE", str(front.folder / "certificate.pem"))
    site.settings.SITE_URL, site.settings.HTTPS, site.settings.SECRET_KEY = front.url, True, key
    site.asks_outside = True
    front.renew(days=60)
    assert not {"Address", "Certificate"} & set(site.faults())
    return front


def passing(site: Here, asked: str, **wrong: str | None) -> ByHand:
    """Let the web server in front pass on what is wrong, until somebody does what is `asked`."""
    front = behind(site)
    right = {name: getattr(front, name) for name in wrong}

    def tell(values: dict[str, str | None]) -> None:
        for name, value in values.items():
            setattr(front, name, value)

    tell(wrong)
    site.left.callback(tell, right)
    return {asked: partial(tell, right)}


def send_by_mail_server(site: Here) -> int:
    """Let `site` send its mails to a port of this machine where nobody listens yet, and return it."""
    port = free_port()
    site.asks_outside = True
    values = {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port, "KB_SENDS_MAIL": True}
    for name, value in values.items():
        setattr(site.settings, name, value)
    return port
