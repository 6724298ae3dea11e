"""Somebody with a browser without scripts: follows links, fills in forms, keeps cookies, over real HTTP."""

import re
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass
class Form:
    action: str
    values: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """What came back: status, headers, words, links and forms."""

    def __init__(self, status: int, url: str, headers: dict[str, str], text: str):
        super().__init__()
        self.status, self.url, self.headers, self.text = status, url, headers, text
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self._words: list[str] = []
        self._inside: dict[str, str] = {}
        self.feed(text)
        self.words = " ".join(" ".join(self._words).split())

    def form_with(self, name: str) -> Form:
        return next(form for form in self.forms if name in form.values)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self._inside[tag] = attrs.get("name") or attrs.get("href") or ""
        if tag == "a":
            self.links.append(("", attrs.get("href", "")))
        if tag == "form":
            self.forms.append(Form(urljoin(self.url, attrs.get("action") or self.url)))
        if tag == "input" and self.forms and attrs.get("name"):
            is_choice = attrs.get("type") in ("checkbox", "radio")
            if attrs.get("type") not in ("submit", "file") and (not is_choice or "checked" in attrs):
                self.forms[-1].values[attrs["name"]] = attrs.get("value", "on" if is_choice else "")
        if tag == "textarea":
            self.forms[-1].values[attrs["name"]] = ""
        if tag == "option" and "selected" in attrs and self._inside.get("select"):
            self.forms[-1].values[self._inside["select"]] = attrs.get("value", "")

    def handle_endtag(self, tag):
        self._inside.pop(tag, None)

    def handle_data(self, data):
        if "textarea" in self._inside:
            self.forms[-1].values[self._inside["textarea"]] += data.removeprefix("\n").removeprefix("\r\n")
        elif not {"script", "style"} & self._inside.keys():
            self._words.append(data)
        if "a" in self._inside and self.links:
            words, href = self.links[-1]
            self.links[-1] = (words + data, href)


class Visitor:
    """A person at `base`, with cookies of their own and a browser that remembers what it read today."""

    def __init__(self, base: str, browser: str = BROWSER):
        self.base, self.browser = base, browser
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))
        self._kept: dict[str, Page] = {}

    def get(self, address: str) -> Page:
        url = urljoin(self.base, re.sub("#.*", "", address))
        known = self._kept[url].headers["ETag"] if url in self._kept else '""'
        page = self._send(Request(url, headers={"If-None-Match": known}))
        if page.status == 304:
            return self._kept[url]
        if "ETag" in page.headers:
            self._kept[url] = page
        return page

    def follow(self, page: Page, words: str) -> Page:
        """Press the first link whose words hold `words`."""
        return self.get(urljoin(page.url, next(href for said, href in page.links if words in said)))

    def send(self, form: Form, button: str = "", **values: str) -> Page:
        """Fill in `form` and press `button`."""
        filled = {**form.values, **values, **({button: "1"} if button else {})}
        headers = {"Referer": form.action, "Origin": self.base}
        return self._send(Request(form.action, data=urlencode(filled).encode(), headers=headers))

    def send_file(self, form: Form, name: str, data: bytes, kind: str) -> Page:
        """Send `form` as it is, with a file of the type `kind` in its field `name`."""
        between = secrets.token_hex(16)
        head = "--{}\r\nContent-Disposition: form-data; name={}{}\r\n\r\n"
        texts = (f"{head.format(between, field, '')}{value}\r\n" for field, value in form.values.items())
        file = head.format(between, name, f"; filename=file\r\nContent-Type: {kind}")
        body = "".join(texts).encode() + file.encode() + data + f"\r\n--{between}--\r\n".encode()
        headers = {"Referer": form.action, "Origin": self.base}
        headers["Content-Type"] = f"multipart/form-data; boundary={between}"
        return self._send(Request(form.action, data=body, headers=headers))

    def send_search(self, page: Page, text: str) -> Page:
        """Type `text` into the search box of `page`."""
        return self.get(f"{page.form_with('q').action}?{urlencode({'q': text})}")

    def sign_in(self, username: str, password: str) -> Page:
        form = self.get("/admin/login/").form_with("password")
        return self.send(form, username=username, password=password)

    def _send(self, request: Request) -> Page:
        request.add_header("User-Agent", self.browser)
        try:
            answer = self._opener.open(request, timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            text = answer.read().decode("utf-8", "replace")
            return Page(answer.status, answer.url, dict(answer.headers), text)
