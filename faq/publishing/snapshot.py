"""An article as a plain dict: the one form used for revisions, preview, compare, import and export."""

from typing import TypedDict

from django.contrib.auth import get_user_model

from faq.errors import RefusedError
from faq.models import Article, Redirect, Step
from faq.models.tag import clean_name
from faq.publishing import tags
from faq.text import facts, markdown


class StepContent(TypedDict, total=False):
    """Either text with an optional picture, or the address (slug) of the article whose steps stand here."""

    text: str
    picture: str
    picture_alt: str
    include: str


class Content(TypedDict, total=False):
    title: str
    slug: str
    short_answer: str
    body: str
    asked_like: str
    audience: str
    owner: str  # user name, "" for nobody
    tags: list[str]
    steps: list[StepContent]


BLANK: Content = {
    "title": "",
    "slug": "",
    "short_answer": "",
    "body": "",
    "asked_like": "",
    "audience": Article.Audience.PUBLIC,
    "owner": "",
    "tags": [],
    "steps": [],
}
MAX_LENGTH = 100_000  # characters of Markdown in one article, steps included
_TEXTS = ("title", "slug", "short_answer", "body", "asked_like", "audience")


def take(article: Article) -> Content:
    """Return the working copy of `article` as a plain dict."""
    steps = article.steps.select_related("include").order_by("position")
    return {
        **{name: getattr(article, name) for name in _TEXTS},
        "owner": article.owner.get_username() if article.owner else "",
        "tags": sorted(tag.name for tag in article.tags.all()),
        "steps": [_step_content(step) for step in steps],
    }


def tidy(content: Content) -> Content:
    """Return `content` without stray spaces, every step with the same keys, and each tag once in one spelling."""
    clean: Content = {**content}
    for name in ("title", "short_answer", "body", "asked_like"):
        if name in clean:
            clean[name] = clean[name].replace("\r\n", "\n").replace("\x00", "").strip()
    if "title" in clean:
        clean["title"] = " ".join(clean["title"].split())
    if "steps" in clean:
        clean["steps"] = [_tidy_step(step) for step in clean["steps"]]
    if "tags" in clean:
        clean["tags"] = sorted(
            {name.casefold(): name for name in map(clean_name, reversed(clean["tags"])) if name}.values()
        )
    return clean


def same(one: Content, other: Content) -> bool:
    """True when nothing differs but the letter case of tags."""

    def key(content: Content) -> Content:
        return {**content, "tags": sorted(name.casefold() for name in content["tags"])}

    return key(one) == key(other)


def apply(article: Article, content: Content) -> None:
    """Write `content` into the working copy: its row, steps (numbered 1..n in the order given) and tags.

    Raises `RefusedError` when a step includes an article that is not there. Keys left out keep what they had.
    """
    for name in _TEXTS:
        if name in content:
            setattr(article, name, content[name])
    if "owner" in content:
        article.owner = get_user_model().objects.filter(username=content["owner"]).first() if content["owner"] else None
    article.save()
    if "steps" in content:
        article.steps.all().delete()
        steps = [_step_row(article, position, step) for position, step in enumerate(content["steps"], start=1)]
        Step.objects.bulk_create(steps)
    if "tags" in content:
        article.tags.set(tags.get_or_create_named(content["tags"]))


def render(content: Content) -> dict[str, object]:
    """Return the HTML patients read, facts still open: {"short_answer", "body", "steps"}. Raises `RefusedError`."""
    if sum(map(len, texts(content))) > MAX_LENGTH:
        raise RefusedError("All steps together are too long to show. Please split this article into two.")
    return {
        "short_answer": markdown.render(content.get("short_answer", ""), top_heading=3),
        "body": markdown.render(content.get("body", "")),
        "steps": [_rendered(step) for step in content.get("steps", [])],
    }


def texts(content: Content) -> list[str]:
    """Return every piece of Markdown in `content`."""
    return [
        content.get("short_answer", ""),
        content.get("body", ""),
        *(step.get("text", "") for step in content.get("steps", [])),
    ]


def fact_names(content: Content) -> set[str]:
    """Return the names of the facts that `content` asks for."""
    return set().union(*(facts.names_in(text) for text in texts(content)))


def find_included(slug: str) -> Article:
    """Return the article that `slug` names, by its present or a former address. Raises `RefusedError`."""
    article = Article.objects.not_in_bin().filter(slug=slug).first()
    moved = (
        None
        if article
        else Redirect.objects.filter(slug=slug, article__deleted_at=None).select_related("article").first()
    )
    if moved and moved.article:
        return moved.article
    if article:
        return article
    raise RefusedError(
        f"The article “{slug}”, whose steps should stand here, is not there any more. Please choose another one."
    )


def _tidy_step(step: StepContent) -> StepContent:
    if step.get("include"):
        return {"include": step["include"]}
    text = step.get("text", "").replace("\r\n", "\n").replace("\x00", "").strip()
    return {"text": text, "picture": step.get("picture", ""), "picture_alt": step.get("picture_alt", "").strip()}


def _step_content(step: Step) -> StepContent:
    if step.include:
        return {"include": step.include.slug}
    return {"text": step.text, "picture": step.picture, "picture_alt": step.picture_alt}


def _step_row(article: Article, position: int, step: StepContent) -> Step:
    if step.get("include"):
        return Step(article=article, position=position, include=find_included(step["include"]))
    return Step(
        article=article,
        position=position,
        text=step["text"],
        picture=step.get("picture", ""),
        picture_alt=step.get("picture_alt", ""),
    )


def _rendered(step: StepContent) -> dict[str, object]:
    if step.get("include"):
        return {"include": find_included(step["include"]).pk}
    return {
        "html": markdown.render(step.get("text", ""), top_heading=3),
        "picture": step.get("picture", ""),
        "alt": step.get("picture_alt", ""),
    }
