"""An article as a plain dict: the one form used for revisions, preview, compare, import and export."""

from collections.abc import Callable

from faq.errors import RefusedError
from faq.models import Article
from faq.models.parts import PARTS, Kind, of_kind
from faq.publishing.includes import find_included
from faq.publishing.kinds import Content, StepContent, kind, value_in
from faq.text import facts, markdown

BLANK: Content = {part.name: kind(part).blank(part) for part in PARTS}
# Characters of Markdown in one article, steps included
MAX_LENGTH = 100_000


def take(article: Article) -> Content:
    """Return the working copy of `article` as a plain dict."""
    return {part.name: kind(part).take(article, part) for part in PARTS}


def tidy(content: Content) -> Content:
    """Return `content` without stray spaces, every step with the same keys, and each tag once in one spelling."""
    return {part.name: kind(part).tidy(content[part.name]) for part in PARTS if part.name in content}


def same(one: Content, other: Content) -> bool:
    """True when nothing differs but the letter case of tags.

    The versions of two writers conflict unless this holds, whatever a comparison shows of them. For example, the steps
    of two articles with the same question look alike, but are not the same.
    """
    return all(kind(part).key(value_in(one, part)) == kind(part).key(value_in(other, part)) for part in PARTS)


def apply(article: Article, content: Content) -> None:
    """Write `content` into the working copy: its row, steps (numbered 1..n in the order given) and tags.

    Raises `RefusedError` when a step includes an article that is not there. Keys left out keep what they had.
    """
    given = [part for part in PARTS if part.name in content]
    for part in given:
        if kind(part).is_column:
            kind(part).write(article, part, content[part.name])
    article.save()
    for part in given:
        if not kind(part).is_column:
            kind(part).write(article, part, content[part.name])


def render(content: Content, markdownify: Callable[..., str] = markdown.render) -> dict[str, object]:
    """Return the HTML patients read, facts still open: each Markdown part by name, "files", "videos" and "steps".

    `markdownify` makes HTML of a text, called like `markdown.render`. Raises `RefusedError` when that is too long.
    """
    if sum(map(len, texts(content))) > MAX_LENGTH:
        raise RefusedError("All steps together are too long to show. Please split this article into two.")
    html = {
        part.name: markdownify(value_in(content, part), top_heading=part.top_heading) for part in of_kind(Kind.MARKDOWN)
    }
    kinds = (Kind.READER_QUESTIONS, Kind.FILES, Kind.VIDEOS)
    rows = {part.name: value for part in of_kind(*kinds) if (value := value_in(content, part))}
    return {**html, **rows, "steps": [_rendered(step, markdownify) for step in content.get("steps", [])]}


def including_as_now(html: dict, content: Content) -> dict:
    """Return `html`, rendered a moment ago from `content`, with the articles that its included steps name by now.

    An address may have changed hands since. Raises `RefusedError` where one leads to no article any more.
    """
    steps = [
        {**shown, "include": find_included(step["include"]).pk} if step.get("include") else shown
        for shown, step in zip(html["steps"], content["steps"], strict=True)
    ]
    return {**html, "steps": steps}


def texts(content: Content) -> list[str]:
    """Return every piece of Markdown in `content`."""
    return [
        *(value_in(content, part) for part in of_kind(Kind.MARKDOWN)),
        *(text for step in content.get("steps", []) for text in step_texts(step)),
    ]


def step_texts(step: StepContent) -> list[str]:
    """Return the Markdown of a step: its own, or what it says in other words than the article it includes."""
    return [step.get("text", ""), *step.get("reworded", {}).get("own", {}).values()]


def fact_names(content: Content) -> set[str]:
    """Return the names of the facts that `content` asks for."""
    return set().union(*(facts.names_in(text) for text in texts(content)))


def rendered_include(step: StepContent, markdownify: Callable[..., str] = markdown.render) -> dict[str, object]:
    """Return what is kept of a step that includes others, beside their article: whom all of them are for, and what is
    said in other words than theirs, as HTML beside what they said then.
    """
    reworded = step.get("reworded", {})
    own = {number: markdownify(text, top_heading=3) for number, text in reworded.get("own", {}).items()}
    return {**_only_for(step), **({"of": reworded["of"], "own": own} if own else {})}


def _rendered(step: StepContent, markdownify: Callable[..., str]) -> dict[str, object]:
    if step.get("include"):
        return {"include": find_included(step["include"]).pk, **rendered_include(step, markdownify)}
    return {
        "html": markdownify(step.get("text", ""), top_heading=3),
        "picture": step.get("picture", ""),
        "alt": step.get("picture_alt", ""),
        **_only_for(step),
    }


def _only_for(step: StepContent) -> dict[str, object]:
    return {"only_for": step["only_for"]} if step.get("only_for") else {}
