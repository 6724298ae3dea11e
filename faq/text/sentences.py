"""Takes a run of words with inline HTML apart into its sentences."""

import re
from collections.abc import Iterator

# A ">" in quotes does not end a tag
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>')
EMPTY_TAGS = {"br", "hr", "img", "input"}
_STOPS = ".!?…؟"
_CLOSERS = "\"'”’»)]"
# Stand for a picture, for a fact, and for a space inside an element, where no sentence may be cut
_PICTURE, _FACT, _INNER_SPACE = "\ue000", "\ue001", "\ue002"
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:(?:e\.g|i\.e|dr|mr|mrs|ms|prof|st|tel|approx|vs|ext|fig|incl|resp|dept)|[A-Z])\.$", re.IGNORECASE
)
_CONTINUED = re.compile(r"(?:Mon|Tues?|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b")
_CAPITALS = re.compile(r"[A-Z]{2,5}\b")
_HOUR = re.compile(r"[ap]\.m\.$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
_NUMBER_SIGN = re.compile(r"(?:^|\s)nos?\.$", re.IGNORECASE)
_LINK_TO_FACT = 'href="%7B%7B'
_FACT_ALONE = re.compile(_FACT + r"\W{0,30}(?:\n|$)")
_LABEL = re.compile(r"[^\W\d_a-z][\w /-]{0,30}:(?:\s|$|" + _FACT + ")")


def split(html: str) -> list[str]:
    """Return the sentences of `html`, each with the space behind it: joined they are `html` again.

    "Ask Dr. Hill, e.g. at 8 a.m. on Monday. Then call." are two sentences. A line break ends one only behind a full
    stop, or when a label follows as in "Phone: 1<br>Fax: 2". A fact alone on its line belongs to the sentence before,
    as in "Write to the address below!<br>{{email}}". A sentence that ends inside an element ends behind it.
    """
    spots = list(_spots(html))
    words = "".join(spot[0] for spot in spots)
    cuts = [0]
    for space in re.finditer(r"\s+", words):
        before, after = words[max(0, space.start() - 20) : space.start()], words[space.end() : space.end() + 40]
        if before and after and _is_end(before, "\n" in space[0], after):
            cuts.append(spots[space.end() - 1][1])
    return [html[start:end] for start, end in zip(cuts, [*cuts[1:], len(html)], strict=True)]


def _spots(html: str) -> Iterator[tuple[str, int]]:
    """Each visible sign of `html` and where its HTML ends."""
    depth = position = 0
    in_fact_link = False
    for tag in TAG.finditer(html):
        # What a link to a fact is called is no more than the fact itself
        words = _visible(html, position, tag.start(), depth)
        yield from ((_INNER_SPACE, end) for _, end in words) if in_fact_link else words
        position = tag.end()
        if tag[1]:
            depth -= 1
            in_fact_link = in_fact_link and tag[2] != "a"
        elif tag[2] == "br":
            yield (_INNER_SPACE if depth else "\n"), position
        elif tag[2] == "img":
            yield _PICTURE, position
        else:
            depth += 1
            in_fact_link = in_fact_link or _LINK_TO_FACT in tag[3]
            if in_fact_link or "data-fact" in tag[3]:
                yield _FACT, position
    yield from _visible(html, position, len(html), depth)


def _visible(html: str, start: int, end: int, depth: int) -> Iterator[tuple[str, int]]:
    for index in range(start, end):
        is_space = html[index].isspace()
        # The parser puts a new line behind each <br>; of its own it means a space
        sign = " " if html[index] == "\n" else html[index]
        yield (_INNER_SPACE if depth and is_space else sign), index + 1


def _is_end(before: str, has_break: bool, after: str) -> bool:
    """True when a sentence ends between `before` and `after`; in doubt False, so that no half sentence stays."""
    if before[-1] == _PICTURE or after[0] == _PICTURE:
        return True
    if has_break and _LABEL.match(after):
        return True
    if has_break and _FACT_ALONE.match(after):
        return False
    before = before.rstrip(_CLOSERS)
    if before[-1:] not in _STOPS or not before or after[0].islower():
        return False
    if _HOUR.search(before):
        return has_break or not (_CONTINUED.match(after) or _CAPITALS.match(after))
    if _ORDINAL.search(before) and _CONTINUED.match(after):
        return False
    if _NUMBER_SIGN.search(before) and after[0].isdigit():
        return False
    return not _ABBREVIATION.search(before)
