"""Finds steps that an import brings twice, or that an article has already, so that one article can show the other's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faq.models import Step
from faq.publishing.kinds import Content

_LEAST = 2
_SIGNS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Shared:
    """Article number `article` of the import has, from step `start` on, all `count` steps of another one.

    That is number `source` of the import or, where it is None, the article with the question `title`. `lead` are the
    words that stand before the first of those steps only here.
    """

    article: int
    start: int
    count: int
    source: int | None
    title: str = ""
    lead: str = ""


def find(articles: Sequence[Content]) -> list[Shared]:
    """Return the first run of steps in each of `articles` that are all steps of another one, two or more of them."""
    keys = [[_key(step.get("text", "")) for step in content["steps"]] for content in articles]
    known: list[tuple[int | None, list[str]]] = list(enumerate(keys))
    titles: list[str] = [""] * len(known)
    for title, texts in _existing({key for own in keys for key in own}):
        known.append((None, texts))
        titles.append(title)
    by_last: dict[str, list[int]] = {}
    for place, (_, texts) in enumerate(known):
        if len(texts) >= _LEAST and all(texts):
            by_last.setdefault(texts[-1], []).append(place)
    used: set[int] = set()
    found: list[Shared] = []
    for number, own in enumerate(keys):
        candidates = [place for key in dict.fromkeys(own) for place in by_last.get(key, [])]
        shared = _best(number, own, [(known[place], titles[place]) for place in candidates if place != number])
        if shared and number not in used and shared.source not in {each.article for each in found}:
            found.append(_with_lead(shared, articles[number]["steps"][shared.start]["text"], keys))
            if shared.source is not None:
                used.add(shared.source)
    return found


def apply(content: Content, shared: Shared, title: str) -> Content:
    """Return `content` with one step that stands for all steps of the article with the question `title`."""
    steps = content["steps"]
    lead = [{"text": shared.lead}] if shared.lead else []
    after = steps[shared.start + shared.count :]
    return {**content, "steps": [*steps[: shared.start], *lead, {"include": title}, *after]}


def _best(number: int, own: list[str], others: list[tuple[tuple[int | None, list[str]], str]]) -> Shared | None:
    """The longest run in `own`; of two equal articles the later one shows the steps of the earlier."""
    runs = []
    for (source, texts), title in others:
        start = _start_of(own, texts)
        is_twin = len(texts) == len(own) and source is not None and source > number
        if start is not None and not is_twin:
            runs.append(Shared(number, start, len(texts), source, title))
    return max(runs, key=lambda run: (run.count, run.source is None), default=None)


def _start_of(own: list[str], texts: list[str]) -> int | None:
    """Where in `own` all of `texts` stand; the first one may follow other words: "If you have none, go to the page"."""
    for start in range(len(own) - len(texts) + 1):
        first = own[start]
        begins = first == texts[0] or (len(texts[0].split()) > 3 and first.endswith(f" {texts[0]}"))
        if begins and own[start + 1 : start + len(texts)] == texts[1:]:
            return start
    return None


def _with_lead(shared: Shared, text: str, keys: list[list[str]]) -> Shared:
    """The same, with the words that stand before the first of its steps."""
    if shared.source is None:
        return shared
    words = len(keys[shared.source][0].split())
    pieces = [(found.start(), found.end()) for found in re.finditer(r"\w+", text)]
    if len(pieces) <= words:
        return shared
    lead = text[: pieces[len(pieces) - words][0]].rstrip(" \n\t-–—,:;")
    return Shared(shared.article, shared.start, shared.count, shared.source, shared.title, lead)


def _key(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", text.casefold()).split())


def _existing(wanted: set[str]) -> Iterator[tuple[str, list[str]]]:
    """The question and steps of each article that is there already and has one of the steps `wanted`."""
    steps: dict[int, list[str]] = {}
    titles: dict[int, str] = {}
    rows = Step.objects.filter(article__deleted_at=None).order_by("article_id", "position")
    for article, title, text, include in rows.values_list(
        "article_id", "article__title", "text", "include_id"
    ).iterator(chunk_size=1000):
        steps.setdefault(article, []).append("" if include else _key(text))
        titles[article] = title
    for article, texts in steps.items():
        if wanted.intersection(texts):
            yield titles[article], texts
