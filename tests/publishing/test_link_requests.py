"""What is asked of another site for one link, and what its answers mean; the site asked is one on this machine."""

import socket
import threading
from collections.abc import Iterator

import pytest

from faq.models import CheckedLink
from faq.publishing import link_requests
from faq.publishing.link_requests import ask, user_agent
from faq.values.public_addresses import is_public
from tests.publishing.local_site import LocalSite, local_site

WORKS, DEAD, UNKNOWN = CheckedLink.State.WORKS, CheckedLink.State.DEAD, CheckedLink.State.UNKNOWN


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with local_site() as found:
        yield found


@pytest.mark.parametrize(
    ("status", "state", "why"),
    [
        (200, WORKS, ""),
        (204, WORKS, ""),
        (401, UNKNOWN, "It asks for a log-in, or lets no programs in."),
        (403, UNKNOWN, "It asks for a log-in, or lets no programs in."),
        (404, DEAD, "The page is not there any more (the site answers 404)."),
        (410, DEAD, "The page is not there any more (the site answers 410)."),
        (429, UNKNOWN, "The site asks to be left alone for a while."),
        (503, UNKNOWN, "The site had a fault (it answers 503)."),
    ],
)
def test_each_answer_has_its_meaning(site, status, state, why):
    site.answers["/page"] = (status, {})

    answer = ask(f"{site.url}/page", may_connect=site.may_connect)

    assert (answer.state, answer.why) == (state, why)


def test_a_page_that_answers_head_is_not_fetched(site, settings):
    settings.SITE_URL = "https://help.example.org"
    site.answers["/page?a=1"] = (200, {})

    ask(f"{site.url}/page?a=1", may_connect=site.may_connect)

    assert site.asked == [("HEAD", "/page?a=1")]
    assert site.headers[0]["User-Agent"] == user_agent()
    assert user_agent() == "clinic-knowledge-base-link-check/1.0 (+https://help.example.org)"
    assert not {"Cookie", "Referer"} & site.headers[0].keys()


def test_a_site_that_does_not_know_head_is_asked_by_get(site):
    site.answers[("HEAD", "/page")] = (405, {})
    site.answers[("GET", "/page")] = (200, {})

    answer = ask(f"{site.url}/page", may_connect=site.may_connect)

    assert (answer.state, site.asked) == (WORKS, [("HEAD", "/page"), ("GET", "/page")])


def test_redirects_are_followed_to_what_they_lead_to(site):
    site.answers |= {"/a": (301, {"Location": "/b"}), "/b": (302, {"Location": f"{site.url}/c"}), "/c": (200, {})}
    site.answers["/gone"] = (301, {"Location": "/nowhere"})

    found = [ask(f"{site.url}{path}", may_connect=site.may_connect).state for path in ("/a", "/gone")]

    assert found == [WORKS, DEAD]


def test_a_redirect_without_end_is_left(site):
    site.answers["/a"] = (302, {"Location": "/a"})

    answer = ask(f"{site.url}/a", may_connect=site.may_connect)

    assert (answer.state, len(site.asked)) == (UNKNOWN, 6)


def test_a_redirect_to_a_log_in_page_says_nothing_of_the_page(site):
    site.answers |= {"/mine": (302, {"Location": "/login?next=/mine"}), "/login?next=/mine": (200, {})}

    answer = ask(f"{site.url}/mine", may_connect=site.may_connect)

    assert (answer.state, answer.why) == (UNKNOWN, "It asks for a log-in, or lets no programs in.")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"])
def test_an_internal_address_is_never_connected_to(site, host):
    port = site.url.rpartition(":")[2]

    # The port alone would do: it is none of the web
    answer = ask(f"http://{host}:{port}/page", may_connect=lambda address, _: is_public(address, 80))

    assert (answer.state, site.asked) == (UNKNOWN, [])
    assert answer.why == "It leads into a private network or to an unusual port; such addresses are never asked."


@pytest.mark.parametrize(
    "to", ["http://127.0.0.2:{port}/", "http://[::1]:{port}/", "//0.0.0.0:{port}/", "http://10.0.0.1/"]
)
def test_a_redirect_into_a_private_network_is_not_followed(site, to):
    site.answers["/out"] = (302, {"Location": to.format(port=site.url.rpartition(":")[2])})

    answer = ask(f"{site.url}/out", may_connect=site.may_connect)

    assert (answer.state, site.asked) == (UNKNOWN, [("HEAD", "/out")])
    assert "private network" in answer.why


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "http://me:pw@a.example/"]
)
def test_what_is_no_web_page_is_not_asked(site, to):
    site.answers["/out"] = (302, {"Location": to})

    answer = ask(f"{site.url}/out", may_connect=site.may_connect)

    assert (answer.state, answer.why) == (UNKNOWN, "It leads on to something that is no web page.")


def test_the_connection_goes_to_the_address_that_was_looked_at(site, monkeypatch):
    """A name that leads elsewhere at the second look-up, as an attacker's name server would have it."""
    port = int(site.url.rpartition(":")[2])
    looked_up = []

    def look_up(host: str, *args: object, **kwargs: object) -> list:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(link_requests.socket, "getaddrinfo", _only_for("rebind.example", look_up))
    site.answers["/page"] = (200, {})

    answer = ask(f"http://rebind.example:{port}/page", may_connect=site.may_connect)

    assert (answer.state, looked_up) == (WORKS, ["rebind.example"])
    assert site.headers[0]["Host"] == f"rebind.example:{port}"


def test_one_internal_address_among_public_ones_is_enough(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(link_requests.socket, "getaddrinfo", _only_for("both.example", lambda *args, **kwargs: both))

    answer = ask("http://both.example/")

    assert (answer.state, "private network" in answer.why) == (UNKNOWN, True)


def test_a_site_that_says_nothing_is_left_when_the_time_is_over(site, monkeypatch):
    monkeypatch.setattr(link_requests, "LIMIT_SECONDS", 0.3)
    site.silent["/slow"] = threading.Event()

    answer = ask(f"{site.url}/slow", may_connect=site.may_connect)

    assert (answer.state, answer.why.startswith("It took longer than")) == (UNKNOWN, True)


def test_a_site_that_sends_a_letter_at_a_time_is_left_when_the_time_is_over(monkeypatch):
    monkeypatch.setattr(link_requests, "LIMIT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_drip, args=[server], daemon=True).start()

        answer = ask(f"http://127.0.0.1:{server.getsockname()[1]}/", may_connect=lambda address, port: True)

    assert (answer.state, answer.why.startswith("It took longer than")) == (UNKNOWN, True)


def test_what_answers_but_speaks_no_http_could_not_be_checked():
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_say, args=[server, b"SSH-2.0-OpenSSH\r\n\r\n"], daemon=True).start()

        answer = ask(f"http://127.0.0.1:{server.getsockname()[1]}/", may_connect=lambda address, port: True)

    assert answer.state == UNKNOWN


def test_a_closed_port_is_no_dead_link():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    answer = ask(f"http://127.0.0.1:{port}/", may_connect=lambda address, port: True)

    assert (answer.state, answer.why) == (UNKNOWN, "The site does not answer.")


def test_a_host_that_is_not_there_is_dead_and_one_that_cannot_be_looked_up_is_not(monkeypatch):
    def fail(host: str, *args: object, **kwargs: object) -> list:
        code = socket.EAI_NONAME if host == "gone.example" else socket.EAI_AGAIN
        raise socket.gaierror(code, "no")

    monkeypatch.setattr(link_requests.socket, "getaddrinfo", fail)

    gone, offline = ask("https://gone.example/"), ask("https://offline.example/")

    assert (gone.state, gone.why) == (DEAD, "There is no site called gone.example.")
    assert (offline.state, offline.why) == (UNKNOWN, "Its name could not be looked up just now.")


def test_our_turn_at_a_host_is_waited_for_before_each_request(site):
    site.answers["/a"] = (301, {"Location": "/b"})
    waited: list[str] = []

    ask(f"{site.url}/a", may_connect=site.may_connect, before_request=waited.append)

    assert (waited, len(site.asked)) == ([site.host] * 4, 4)


def _only_for(name: str, answer: object) -> object:
    """A look-up that is `answer` for one name; connecting to a numeric address asks for that as well."""
    real = socket.getaddrinfo
    return lambda host, *args, **kwargs: answer(host) if host == name else real(host, *args, **kwargs)


def _drip(server: socket.socket) -> None:
    connection, _ = server.accept()
    connection.settimeout(0.05)
    sent = b"HTTP/1.1 200 OK\r\nX: "
    try:
        while True:
            connection.sendall(sent)
            sent = b"a"
            threading.Event().wait(0.02)
    except OSError:
        connection.close()


def _say(server: socket.socket, words: bytes) -> None:
    for _ in range(2):
        connection, _ = server.accept()
        connection.recv(1000)
        connection.sendall(words)
        connection.close()


@pytest.mark.parametrize("to", ["/größe", "/gr\u00c3\u00b6\u00c3\u009fe", "/with space", "/a%20b", "/%zz", "/tab\tand"])
def test_an_address_that_is_written_as_it_should_not_be_is_asked_all_the_same(site, to):
    site.answers["/old"] = (301, {"Location": to})

    answer = ask(f"{site.url}/old", may_connect=site.may_connect)

    assert answer.state == DEAD
    assert site.asked[-1][1].isascii()
    assert ask(f"{site.url}{to}", may_connect=site.may_connect).state == DEAD
