"""Decides which words of a text are links, and where the links lead that staff made with the link tool."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it.rules_core import StateCore

# Letters of an address that is kept as one that was looked at; browsers and servers take about as many
LONGEST_ADDRESS = 2_000
_HREF = re.compile(r'<a [^>]*?href="([^"]*)"')
_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_TELEPHONE = re.compile(r"^\+?[0-9][0-9().-]{2,30}[0-9]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+(\?\S*)?")
# A host as people type it, perhaps with a port, then perhaps a path
_HOST = re.compile(r"(?:[\w-]+\.)+([^\W\d_]{2,24})(?::\d{2,5})?([/?#]\S*)?")
# An @ behind the first slash is none: https://example.org/@name
_USER_INFO = re.compile(
    r"""(?:https?|ftp):[/\\]*[^\s/?#\\<>()\[\]"']{0,300}@([^\s/?#:\\<>()\[\]"'@]+)""", re.IGNORECASE
)
# Without one of these, words hold no address; asked first, as most texts have none
_MAY_HOLD_ADDRESS = re.compile(r"[:@]|\.[^\s.]")
_FILE_ENDINGS = set("pdf htm html php asp aspx doc docx xls xlsx ppt pptx txt csv rtf odt zip jpg jpeg png gif".split())


class Linkifier(LinkifyIt):
    """Finds addresses in plain words: those with a scheme, `www.`, or a host with a path, and e-mail addresses.

    A full stop without a space behind it is no address: "Press Save.It takes a minute" holds no link, neither does
    "foo.bar". "clinic.example.org/hours" does. What has no scheme gets https.
    """

    def __init__(self) -> None:
        super().__init__()
        self.add("tel:", {"validate": _TELEPHONE})
        self.add("ftp:", None)
        self.add("//", None)

    def pretest(self, text: str) -> bool:
        return bool(_MAY_HOLD_ADDRESS.search(text)) and super().pretest(text)

    def test(self, text: str) -> bool:
        return bool(_MAY_HOLD_ADDRESS.search(text)) and super().test(text)

    def match(self, text: str) -> list[Match] | None:
        """Return the addresses in `text` that are to be links, in order, None when there are none."""
        found = [match for match in super().match(text) or [] if _is_wanted(match)]
        for match in found:
            if not match.schema:
                match.url = "https://" + match.url.removeprefix("http://")
        return found or None


def complete(address: str) -> str:
    """Return the `address` of a link with the scheme that its writer left out.

    "www.example.org" and "example.org/page" get https, "me@example.org" gets mailto. A path of our own site
    ("/articles/hours/", "#part-2"), the name of a file ("leaflet.pdf") and whatever has a scheme stay as they are.
    """
    if _EMAIL.fullmatch(address):
        return f"mailto:{address}"
    match = _HOST.fullmatch(address)
    if not match or (match[1].lower() in _FILE_ENDINGS and not match[2]):
        return address
    return f"https://{address}"


def addresses_in(html: str) -> Iterator[str]:
    """Yield the addresses of pages that rendered `html` links to, on the web or of our own site, as `address_of` does.

    Left out are e-mail and phone links, those within the same page, and those that a fact fills in.
    """
    for match in _HREF.finditer(html):
        if address := address_of(unescape(match[1])):
            yield address


def address_of(written: str) -> str:
    """Return the address of a page as it is compared and kept: ASCII, and without the part within the page.

    "https://bücher.example/a#part" is "https://xn--bcher-kva.example/a"; "/articles/hours/" stays. What is no address
    of a page is "", as is one of more than 2,000 letters.
    """
    address = iri_to_uri(written.strip()).partition("#")[0]
    is_own = address.startswith("/") and not address.startswith("//")
    if not is_own and not address.lower().startswith(("http://", "https://")):
        return ""
    try:
        parts = urlsplit(address if is_own else _in_ascii(written.strip()))
        if not is_own and not parts.hostname:
            return ""
    except ValueError:
        return ""
    found = iri_to_uri(parts._replace(fragment="").geturl())
    return found if found.isascii() and "%7B%7B" not in found and len(found) <= LONGEST_ADDRESS else ""


def _in_ascii(address: str) -> str:
    """The address with its host as it is asked for. Raises ValueError for a host that cannot be."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host.isascii():
        return address
    return parts._replace(netloc=parts.netloc.lower().replace(host, host.encode("idna").decode())).geturl()


def hosts_with_user_info(text: str) -> list[str]:
    """Return the hosts of web addresses in `text` that carry a user name: of "https://me:pw@a.example/" a.example."""
    return _USER_INFO.findall(text) if "@" in text else []


def refuse_user_info(text: str) -> None:
    """Raise `ValidationError` where an address in `text` would send a user name or password along."""
    for host in hosts_with_user_info(text):
        raise ValidationError(
            f"The link to {host} has a user name or password in its address. Please take out everything before the @."
        )


def complete_addresses(state: StateCore) -> None:
    """Complete the address of each link that was made with the link tool."""
    for token in state.tokens:
        for inner in token.children or []:
            if inner.type == "link_open" and inner.markup not in ("linkify", "autolink"):
                inner.attrSet("href", complete(str(inner.attrGet("href") or "")))


def mark_bare_links(state: StateCore) -> None:
    """Tell links whose words are their address, so that paper does not say the address twice."""
    for token in state.tokens:
        for inner in token.children or []:
            if inner.type == "link_open" and inner.markup in ("linkify", "autolink"):
                inner.attrSet("class", "bare")


def _is_wanted(match: Match) -> bool:
    if match.schema:
        return match.schema in _SCHEMES
    if match.text.lower().startswith("www."):
        return True
    host, slash, path = match.text.partition("/")
    return bool(slash) and bool(path) and host == host.lower()
