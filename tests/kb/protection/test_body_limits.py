"""What is sent to the site: how much, how fast, in which letters; and that nobody can hold all threads."""

import pytest
from django.test import Client

from kb.protection import body_limits
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
ADD_URL = "/admin/faq/article/add/"
FORM = "application/x-www-form-urlencoded"


def signed_in() -> Client:
    client = Client()
    client.force_login(make_staff("Editor"))
    return client


@pytest.fixture
def browser() -> Client:
    """A client whose requests pass what stands around Django, as they do in use."""
    client = Client(enforce_csrf_checks=True)
    inside = client.handler

    def answer(environ: dict) -> object:
        body_limits.force_utf8(environ)
        return inside(environ)

    client.handler = answer
    return client


@pytest.mark.parametrize(("method", "path"), [("POST", "/admin/login/"), ("GET", "/search/?q=a"), ("POST", "/no/such")])
@pytest.mark.parametrize(
    "kind",
    [
        f"{FORM}; charset=latin-1",
        f"{FORM}; charset=utf-7",
        f"{FORM}; charset=base64",
        f"{FORM}; charset=no-such",
        "multipart/form-data; boundary=x; charset=rot13",
        "text/plain; x*=no-such''y",
    ],
)
def test_letters_that_no_page_of_ours_sends_are_refused_with_a_page(browser, method, path, kind):
    answer = browser.generic(method, path, b"q=1", kind)

    assert (answer.status_code, answer.text.count("<h1>Something about that request was not right</h1>")) == (400, 1)


@pytest.mark.parametrize("charset", ["utf8", "UTF-8", '"utf-8"'])
def test_utf_8_is_welcome_by_all_its_names(browser, charset):
    token = browser.get("/admin/login/").cookies["kb-csrf"].value
    values = {"csrfmiddlewaretoken": token, "username": "a", "password": "b"}
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in values.items())

    kind = f"multipart/form-data; boundary=x; charset={charset}"
    answer = browser.generic("POST", "/admin/login/", f"{parts}--x--\r\n".encode(), kind)

    assert "do not belong together" in answer.text


@pytest.mark.parametrize("path", ["/admin/login/", "/no/such/page", "/search/not-found/"])
def test_too_many_fields_are_refused_with_a_page(client, path):
    answer = client.post(path, b"a=&" * 8001, content_type=FORM)

    assert (answer.status_code, answer.text.count("<h1>That is more than fits</h1>")) == (413, 1)


@pytest.mark.parametrize(("size", "expected"), [(1_000_000, (403, 200)), (1_000_001, (413, 200))])
def test_strangers_may_send_little_and_staff_more(size, expected):
    sent = b"title=" + b"x" * (size - 6)

    answers = [client.generic("POST", ADD_URL, sent, FORM).status_code for client in (Client(), signed_in())]

    # 403 asks to sign in again, with everything that was sent kept in the page
    assert tuple(answers) == expected


def test_what_is_said_to_be_huge_is_refused_unread():
    """The body is not even there: reading it would raise."""
    statuses = [
        client.generic("POST", ADD_URL, b"", FORM, CONTENT_LENGTH=str(size)).status_code
        for client, size in ((Client(), 80_000_000), (signed_in(), 60_000_001))
    ]

    assert statuses == [413, 413]


@pytest.mark.parametrize("of_staff", [False, True])
def test_what_does_not_say_how_long_it_is_is_refused_with_a_page(of_staff):
    client = signed_in() if of_staff else Client()

    answer = client.generic("POST", ADD_URL, b"", FORM, HTTP_TRANSFER_ENCODING="chunked")

    assert (answer.status_code, answer.text.count("<h1>This could not be taken</h1>")) == (411, 1)
    assert client.generic("GET", "/search/", b"", HTTP_TRANSFER_ENCODING="chunked").status_code == 200


def test_what_there_is_no_memory_for_is_waited_for_only_where_staff_send_it(caplog):
    sent, still_arriving = b"title=" + b"x" * 100_000, {body_limits.STILL_ARRIVING: True}

    answers = [client.generic("POST", ADD_URL, sent, FORM, **still_arriving) for client in (Client(), signed_in())]

    assert [answer.status_code for answer in answers] == [503, 200]
    assert answers[0]["Retry-After"] == "10"
    # A line for each would let whoever sends enough of them fill the disk
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
