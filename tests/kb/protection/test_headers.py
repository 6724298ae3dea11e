"""What every answer carries, and what is refused before any page is asked."""

import pytest
from django.test import Client

from tests.factories import make_staff


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/articles/", "/admin/login/", "/no/such/page"])
def test_every_answer_tells_browsers_what_a_page_may_do(client, path):
    headers = client.get(path).headers

    policy = {part.split()[0]: part.split()[1:] for part in headers["Content-Security-Policy"].split("; ")}
    assert policy == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
    assert {name: headers[name] for name in ("Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options")} == {
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/healthz", "/articles/", "/admin/login/"])
@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW"])
def test_methods_that_no_page_needs_are_refused(client, path, method):
    answer = client.generic(method, path)

    assert (answer.status_code, answer.content) == (405, b"")
    assert method not in answer["Allow"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/articles/", "/admin/login/"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:80:80", "localhost.evil.example", "a b"])
def test_a_name_that_is_not_ours_gets_a_plain_refusal(client, path, host):
    answer = client.get(path, headers={"host": host})

    assert answer.status_code == 400
    assert host not in answer.text


@pytest.mark.parametrize("method", ["TRACE", "BREW"])
def test_a_refused_method_carries_the_policy_too(client, method):
    assert "default-src 'none'" in client.generic(method, "/").headers["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/password_change/", "/admin/no/such/", "/no/such/"])
def test_no_browser_keeps_what_staff_have_seen(client, path):
    client.force_login(make_staff("Editor"))

    assert "no-store" in client.get(path).headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/no/such/", "/articles/no-such/", "/static/faq/site.000000000000.css", "/media/x"])
def test_no_cache_keeps_that_something_is_not_there(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


@pytest.mark.django_db
def test_a_form_without_its_proof_is_refused_with_a_page_of_the_site():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a", "password": "b"})

    assert (answer.status_code, answer.text.count("<h1>Please send it once more</h1>")) == (403, 1)
    assert "<style" not in answer.text
    assert 'class="site-header"' in answer.text
