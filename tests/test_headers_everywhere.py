"""Every answer tells browsers as much as the home page does: whatever the address, the status and whoever asks."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from faq.publishing import actions
from kb.protection.error_guard import guard_errors
from tests import test_access
from tests.factories import make_article, make_staff, step_showing, stored_picture
from tests.test_access import address_of, routes
from tests.visitor import BROWSER

pytestmark = pytest.mark.django_db
things, clients = test_access.things, test_access.clients

SAME = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)
# Nothing in a picture may act, not even what our own pages do
OF_PICTURES = "default-src 'none'; sandbox"


def less_than_home(answer: HttpResponse, home: HttpResponse) -> list[str]:
    """The names of the headers in which `answer` is not as good as `home`."""
    wrong = [name for name in SAME if answer.headers.get(name) not in (home.headers[name], OF_PICTURES)]
    kept = answer.headers.get("Cache-Control", "")
    is_fault = answer.status_code >= 400
    return wrong + ["Cache-Control"] * (not kept or (is_fault and "no-store" not in kept))


@pytest.fixture
def home(reader) -> HttpResponse:
    answer = reader.get("/")
    assert [name for name in SAME if not answer.headers.get(name)] == []
    return answer


def test_every_address_is_as_well_guarded_as_the_home_page_for_everybody(things, clients, home):
    found = {}
    for route in routes(get_resolver()):
        for role, client in clients.items():
            for method in ("GET", "POST", "TRACE"):
                answer = client.generic(method, address_of(route, things))
                if wrong := less_than_home(answer, home):
                    found[f"{role} {method} {route}: {answer.status_code}"] = wrong

    assert found == {}


@pytest.fixture
def asking(reader, settings) -> dict[int, list[HttpResponse]]:
    """Answers of each status that the site gives, of more than one maker where there are several."""
    person = Client(headers={"User-Agent": BROWSER}, raise_request_exception=False)
    staff = Client()
    staff.force_login(make_staff("Manager"))
    picture = stored_picture()
    address = make_article("How do I log in?", steps=[step_showing(picture)]).get_absolute_url()
    actions.unpublish(make_article("Gone?"), by=None)
    etag = {"If-None-Match": person.get(address)["ETag"]}
    drawn = {"If-None-Match": person.get(f"/media/{picture}")["ETag"]}
    too_much = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": 1_000_001}
    found = [
        *[person.get(path) for path in ("/", address, f"/media/{picture}", "/robots.txt", "/readyz", "/search/?q=log")],
        *[person.get(path) for path in ("/reports/", "/articles", address.rstrip("/").upper(), "/tags")],
        *[person.get(path) for path in ("/admin/", "/security.txt")],
        *[person.get(address, headers=etag), person.get(f"/media/{picture}", headers=drawn)],
        *[
            person.get("/", headers={"host": "evil.example"}),
            person.generic("POST", "/", "x", content_type="multipart/form-data"),
        ],
        *[Client(enforce_csrf_checks=True).post("/admin/login/"), staff.get("/admin/faq/article/add/")],
        *[person.get(path) for path in ("/no/such/", "/articles/no-such/", "/media/no.png", "/static/faq/no.css")],
        *[person.post("/"), person.generic("TRACE", "/"), person.delete("/search/"), staff.post("/admin/logout/x")],
        *[person.get("/articles/gone/"), person.post("/search/", **too_much)],
    ]
    settings.MEDIA_ROOT = "/nowhere"
    found.append(person.get("/readyz"))
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": {"context_processors": ["no.such.thing"]}}]
    found.append(person.get("/tags/"))
    settings.SECURE_SSL_REDIRECT = True
    found.append(Client().get("/tags/"))
    by_status: dict[int, list[HttpResponse]] = {}
    for answer in found:
        by_status.setdefault(answer.status_code, []).append(answer)
    return by_status


def test_every_status_is_as_well_guarded_as_the_home_page(home, asking):
    wrong = {
        (status, answer.request["PATH_INFO"]): missing
        for status, answers in asking.items()
        for answer in answers
        if (missing := less_than_home(answer, home))
    }

    assert wrong == {}
    assert asking[301][-1]["Location"].startswith("https://")
    assert sorted(asking) == [200, 301, 302, 304, 400, 403, 404, 405, 410, 413, 500, 503]


def test_a_fault_outside_every_page_is_as_well_guarded(home, settings):
    settings.SECURE_HSTS_SECONDS = 60
    said: dict[str, str] = {}

    def failing(environ, start_response):
        raise ValueError

    b"".join(guard_errors(failing)({}, lambda status, headers, error: said.update(headers)))

    as_sets = [{name: set(found.get(name, "").split("; ")) for name in SAME} for found in (said, home.headers)]
    assert as_sets[0] == as_sets[1]
    assert (said["Cache-Control"], said["Strict-Transport-Security"]) == ("no-store", "max-age=60")
