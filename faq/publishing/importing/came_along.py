"""The pictures and PDFs that came along with texts: each has one address in all of them, and is kept if it is used."""

import posixpath
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote

from faq.publishing.importing.parsed import ParsedFile, Remark

_IN_MARKDOWN = re.compile(r"(!?)(\[(?:\\.|[^\]\\\n]){0,1000}\]\([ \t]{0,9})(<[^>\n]+>|[^\s)]+)")
_PICTURE_IN_HTML = re.compile(r"<img\b[^<>]{0,20000}>", re.IGNORECASE)
_LINK_IN_HTML = re.compile(r"<a\b[^<>]{0,20000}>", re.IGNORECASE)
# Also "data-src", and the first one of "srcset"
_SOURCE = re.compile(r"([\s\"'][\w-]{0,40}src(?:set)?\s{0,9}=\s{0,9}[\"'])([^\"'>]+)", re.IGNORECASE)
_TARGET = re.compile(r"([\s\"']href\s{0,9}=\s{0,9}[\"'])([^\"'>]+)", re.IGNORECASE)
_ALT = re.compile(r"[\s\"']alt\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_NO_PICTURE = "No article shows this picture, so it is left out."
_NO_FILE = "No article links to this PDF, so it is left out."


def address_of(name: str) -> str:
    """Return how texts name the file `name` of the same folder: in one word that nothing else can mean."""
    return "import:" + quote(name)


def name_of(address: str) -> str:
    """Return the path of the file that texts name by `address`."""
    return unquote(address.removeprefix("import:"))


class Companions:
    """What came along, by its path within the folder; `pictures` and `files` give the bytes when they are asked."""

    def __init__(self, pictures: dict[str, Callable[[], bytes]], files: dict[str, Callable[[], bytes]]) -> None:
        self._pictures, self._files = pictures, files
        # Windows tells no capital letters apart
        self._known_pictures = {name.casefold(): name for name in pictures} | {name: name for name in pictures}
        self._known_files = {name.casefold(): name for name in files} | {name: name for name in files}
        self.pictures = {address_of(name) for name in pictures}
        self.files = {address_of(name) for name in files}

    def named_in_markdown(self, text: str, folder: str) -> str:
        """Return `text`, which stands in `folder`, with these addresses; a picture written as HTML becomes Markdown."""
        if not self.pictures and not self.files:
            return text

        def named(found: re.Match) -> str:
            known = self._known_pictures if found[1] else self._known_files
            return found[1] + found[2] + _named(found[3], folder, known)

        def as_markdown(found: re.Match) -> str:
            source = _SOURCE.search(found[0])
            address = _named(source[2], folder, self._known_pictures) if source else ""
            alt = _ALT.search(found[0])
            words = re.sub(r"([\\\[\]])", r"\\\1", " ".join((alt[1] or alt[2] or "").split())) if alt else ""
            return f"![{words}]({address})" if address in self.pictures else found[0]

        return _PICTURE_IN_HTML.sub(as_markdown, _IN_MARKDOWN.sub(named, text))

    def named_in_html(self, text: str, folder: str) -> str:
        """Return the page `text`, which stands in `folder`, with these addresses."""

        def source(found: re.Match) -> str:
            is_one = "srcset" not in found[1].casefold()
            first = found[2] if is_one else found[2].split(",")[0].strip().split(" ")[0]
            address = _named(first, folder, self._known_pictures)
            return found[1] + (found[2] if address == first else address)

        def target(found: re.Match) -> str:
            return found[1] + _named(found[2], folder, self._known_files)

        if self.pictures:
            text = _PICTURE_IN_HTML.sub(lambda tag: _SOURCE.sub(source, tag[0]), text)
        if self.files:
            text = _LINK_IN_HTML.sub(lambda tag: _TARGET.sub(target, tag[0]), text)
        return text

    def join(self, parsed: ParsedFile) -> None:
        """Keep with `parsed` what its articles show and link to; name the rest."""
        used = set(re.findall(r"\(<?(import:[^\s)>]+)", "\n".join(_texts(parsed))))
        for all_of_them, kept, why in (
            (self._pictures, parsed.pictures, _NO_PICTURE),
            (self._files, parsed.files, _NO_FILE),
        ):
            for name, source in all_of_them.items():
                if address_of(name) in used:
                    kept[address_of(name)] = source
                else:
                    parsed.problems.append(Remark(0, why, name))


def _named(address: str, folder: str, known: dict[str, str]) -> str:
    """The address of a file that came along, whatever the text calls it; another one stays as it is."""
    plain = unquote(re.split("[?#]", address.strip("<> "))[0]).replace("\\", "/")
    for path in (posixpath.normpath(posixpath.join(folder, plain)), posixpath.normpath(plain.lstrip("/"))):
        if name := known.get(path) or known.get(path.casefold()):
            return address_of(name)
    return address


def _texts(parsed: ParsedFile) -> Iterator[str]:
    for content in parsed.articles:
        yield content.get("short_answer", "")
        yield content.get("body", "")
        yield from (step.get("text", "") for step in content["steps"])
