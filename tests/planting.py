"""Types what tells who somebody is wherever a reader of the site, or their browser, can write anything."""

import http.client
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, quote_plus, urlencode, urlsplit

from tests.endurance import PHONE

ARTICLE = "/articles/how-do-i-set-or-reset-my-portal-password/"

# What is typed, slips included, and which pieces of it must be found nowhere
KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "e-mail address": (
        ("forgto my pasword, zelqua.brinvory@example.org", "zelqua.brinvory"),
        ("pasword of zelqua dot brinvory at example dot org", "zelqua dot brinvory"),
    ),
    "phone number": (("please cal me at (555) 018-4477 about tset results", "(555) 018-4477"),),
    "phone number of another country": (("cal +44 20 7946 0958 with my resluts", "+44 20 7946 0958"),),
    "birth date": (
        ("resluts, born 3 March 1937", "3 march 1937"),
        ("born on March 3rd, 1937, test resluts", "march 3rd, 1937"),
        ("dob 03/04/1937 resluts", "03/04/1937"),
        ("resluts of 1937-04-03 please", "1937-04-03"),
        ("fecha de nacimiento 3 de marzo de 1937", "3 de marzo de 1937"),
        ("born march third nineteen thirty seven", "third nineteen thirty seven"),
    ),
    "another date": (("bil of my vist on Nov 26th, 1943", "nov 26th, 1943"),),
    "card number": (("payed twice with 4539 1488 0343 6467", "4539 1488 0343 6467"),),
    "record number": (("MRN A40718293 tset results", "A40718293"),),
    "security number": (("my ssn 078-05-1120 is worng", "078-05-1120"),),
    "address with a token": (
        ("https://portal.example.org/reset?token=Qz7vKp2RxT expired", "Qz7vKp2RxT"),
        ("portal.example.org/verify/Wm4nJt8LbC dosent work", "Wm4nJt8LbC"),
    ),
    "name": (
        ("my name is Zelqua Brinvory and i forgot my pasword", "Zelqua Brinvory"),
        ("my nmae is grace hope and i need my resluts", "grace hope"),
        ("resluts for Grace Hope", "grace hope"),
        ("Brinvory resluts", "brinvory"),
    ),
    "street address": (("ride to 742 Evergreen Terrace, Apt 3 tommorow", "742 evergreen"),),
    "policy number": (
        ("insurence policy number XKJ 4410 928 not excepted", "XKJ 4410 928"),
        ("policy no. 4410928-QX, insurence", "4410928-QX"),
    ),
}
MARKS = sorted({mark for typed in KINDS.values() for _, mark in typed})
SENTENCES = [sentence for typed in KINDS.values() for sentence, _ in typed]
# Of each kind; the others are other ways to write the same, which only matters where a text is kept
_FIRST = {typed[0][0] for typed in KINDS.values()}


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass
class Reader:
    """A patient's phone that asks the site at `port`, through a proxy where `headers` say so."""

    port: int
    headers: dict[str, str]
    # What ever came back that would make the browser send something again
    cookies: list[str] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    def ask(self, path: str, method: str = "GET", body: bytes | str | None = None, **headers: str) -> Answer:
        sent = {"User-Agent": PHONE, **self.headers, **{name.replace("_", "-"): each for name, each in headers.items()}}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        sent_back = answer.headers.get_all("Set-Cookie", [])
        # A session that is over is told to go
        self.cookies += [f"{path}: {cookie}" for cookie in sent_back if "Max-Age=0" not in cookie]
        self.statuses.add(answer.status)
        return Answer(answer.status, answer.headers, text)

    def press(self, path: str, values: dict[str, object]) -> Answer:
        """Send a form of the site."""
        return self.ask(path, "POST", urlencode(values), **_FORM)

    @property
    def host(self) -> str:
        return self.headers.get("Host", f"127.0.0.1:{self.port}")


_FORM = {"Content_Type": "application/x-www-form-urlencoded", "Sec_Fetch_Site": "same-origin"}


def type_everywhere(reader: Reader, sentence: str) -> None:
    """Type `sentence` into each place once; the second and third of a kind into those of which texts are kept."""
    search(reader, sentence)
    give_feedback(reader, sentence)
    if sentence not in _FIRST:
        return
    ask_odd_addresses(reader, sentence)
    send_odd_headers(reader, sentence)
    send_odd_bodies(reader, sentence)


def search(reader: Reader, sentence: str) -> None:
    """Type it letter by letter, search, look at more, open the first result, say that it was not found."""
    for end in range(6, len(sentence) + 9, 9):
        reader.ask(f"/search/suggestions/?{urlencode({'q': sentence[:end]})}", Referer=f"http://{reader.host}/")
    address = f"/search/?{urlencode({'q': sentence})}"
    page = reader.ask(address, Referer=f"http://{reader.host}/search/?q={quote_plus(sentence)}")
    for more in ("&page=2", "&exact=1", f"&tag={quote(sentence)}"):
        reader.ask(address + more)
    for opened in re.findall(r'href="(/articles/[^"]+)"', page.text)[:1]:
        reader.ask(opened.replace("&amp;", "&"), Referer=f"http://{reader.host}{address}")
    reader.ask(address, "POST")
    told = reader.press("/search/not-found/", {"q": sentence})
    reader.ask(told.headers["Location"])


def give_feedback(reader: Reader, sentence: str) -> None:
    """Say that an article did not help, and why."""
    address = f"{ARTICLE}feedback/"
    thanks = reader.press(address, {"helpful": "no", "revision": "1"}).headers["Location"]
    token = parse_qs(urlsplit(thanks).query)["token"][0]
    reader.press(address, {"token": token, "reason": sentence})
    reader.ask(thanks)
    for odd in ({"helpful": sentence}, {"stuck": sentence}, {"stuck": 1, "revision": sentence, "token": sentence}):
        reader.press(f"{address}?{urlencode({'for': sentence})}", odd)


def ask_odd_addresses(reader: Reader, sentence: str) -> None:
    """Addresses that lead nowhere, or that carry more than they should."""
    word = quote(sentence, safe="")
    places = (
        *("/{}/", "/{}", "/articles/{}/", "/Articles/{}", "/articles/{}/print/", "/articles/{}/feedback/", "/tags/{}/"),
        *("/media/{}", "/media/files/{}", "/preview/{}/", "/accent/{}.css", "/a/1/{}", "/reports/{}", "/static/{}"),
        *(f"{ARTICLE}files/{{}}.pdf", f"{ARTICLE}?for={{}}", f"{ARTICLE}?{{}}", f"{ARTICLE}?utm_source={{}}"),
        *(f"{ARTICLE}print/?for={{}}", f"{ARTICLE}?from_search={{}}", "/?{}", "/articles/?page={}", "/tags/?q={}"),
        *("/healthz?{}", "/readyz?{}", "/robots.txt?{}", "/admin/?{}"),
    )
    for place in places:
        reader.ask(place.format(word))
    reader.ask("//" + word)


def send_odd_headers(reader: Reader, sentence: str) -> None:
    """What a browser, an extension or a proxy may write beside a request for a page."""
    name = re.sub(r"[^a-z0-9]+", "-", sentence.lower()).strip("-")
    elsewhere = (f"https://other.example/mail?{urlencode({'q': sentence})}", f"https://{name}.example/", sentence)
    for referer in elsewhere:
        reader.ask(ARTICLE, Referer=referer)
        reader.ask("/no-such-page/", Referer=referer)
    reader.ask(ARTICLE, User_Agent=f"{PHONE} {sentence}")
    reader.ask(f"/search/?q=test+results+{len(sentence)}", User_Agent=sentence)
    others = ("X-Request-Id", "X-Real-IP", "Forwarded", "From", "If-None-Match", "Accept-Language", "Cookie", "Origin")
    marked = dict.fromkeys(others, sentence) | {"Authorization": f"Basic {sentence}"}
    ours = reader.headers.get("X-Forwarded-For", "")
    reader.ask(ARTICLE, **marked, **{"X-Forwarded-For": f"{sentence}, {ours}".rstrip(", ")})
    reader.ask("/no-such-page/", **{**marked, "Cookie": f"kb-session={name}; who={name}"})
    for host in (f"{name}.example", sentence):
        reader.ask("/", Host=host)
        reader.ask(ARTICLE, **{"X-Forwarded-Host": host})


def send_odd_bodies(reader: Reader, sentence: str) -> None:
    """Bodies that no page of ours asks for."""
    bodies = {"application/json": f'{{"q": "{sentence}"}}', "text/plain": sentence, "multipart/form-data": sentence}
    for (kind, body), path in itertools.product(bodies.items(), ("/", "/search/not-found/", f"{ARTICLE}feedback/")):
        reader.ask(path, "POST", body, Content_Type=kind, Sec_Fetch_Site="same-origin")
    reader.ask("/search/", "PUT", sentence)
    reader.ask(f"/search/{quote(sentence)}", "TRACE")


def clients() -> Iterator[str]:
    """Addresses as a proxy names them, each another reader."""
    return (f"2001:db8:{number:x}:77::1" for number in itertools.count(0xA1B2))
