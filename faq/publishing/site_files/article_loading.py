"""Makes the articles of an export: all rows first, as they name each other, then what belongs to each."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Model

from faq.models import Article, Redirect, Revision, Step, StepFingerprint, Tag
from faq.models.parts import PARTS, STEP_PARTS, Kind, of_kind
from faq.publishing import actions, snapshot
from faq.publishing.kinds import Content, StepContent, kind, value_in
from faq.publishing.site_files import article_file
from faq.publishing.site_files.fields import DamagedError, columns
from faq.publishing.site_files.sources import Source, reading
from faq.text.slugs import meant_by

Rows = dict[type[Model], dict[Any, int]]
Progress = Callable[[int, int], None]
# Never the number of a row
_GONE = 0


def load(source: Source, rows: Rows, progress: Progress | None) -> list[Article]:
    """Make every article that `source` holds, and the redirects to them; put them into `rows` by their addresses."""
    made = [_row(source, name) for name in source.in_folder("articles")]
    rows[Article] = {article.slug: article.pk for article, _ in made}
    _redirects(source, rows)
    for done, (article, name) in enumerate(made, start=1):
        _fill(article, name, source, rows)
        if progress:
            progress(done, len(made))
    return [article for article, _ in made]


def check_address(slug: str) -> None:
    """Raise `DamagedError` for what is no address of an article or a tag."""
    if not slug or meant_by(slug) != slug:
        raise DamagedError


def _row(source: Source, name: str) -> tuple[Article, str]:
    """Make the row of the article in the file `name`; where it leads is not there yet."""
    with reading(name):
        article = Article()
        _write(article, _content(source, name), are_columns=True)
        check_address(article.slug)
    history = _history(name)
    with reading(history):
        sent = source.json_of(history)
        if sent["address"] != article.slug:
            raise DamagedError
        for column, value in columns(Article, sent, {}).items():
            setattr(article, column, value)
        article.save(force_insert=True)
    return article, name


def _write(article: Article, content: Content, *, are_columns: bool) -> None:
    for part in PARTS:
        if part.kind is not Kind.STEPS and kind(part).is_column == are_columns:
            kind(part).write(article, part, value_in(content, part))


def _content(source: Source, name: str) -> Content:
    return article_file.check(article_file.read(source.text_of(name)))


def _history(name: str) -> str:
    return f"history/{PurePosixPath(name).stem}.json"


def _redirects(source: Source, rows: Rows) -> None:
    name = "data/redirects.json"
    with reading(name):
        made = [Redirect(**columns(Redirect, sent, rows)) for sent in source.json_of(name)]
        for redirect in made:
            check_address(redirect.slug)
        Redirect.objects.bulk_create(made, batch_size=500)


def _fill(article: Article, name: str, source: Source, rows: Rows) -> None:
    """Give `article`, which the file `name` holds, its tags, steps and versions, and let it lead to others."""
    with reading(name):
        content = _content(source, name)
        _write(article, content, are_columns=False)
        steps = enumerate(content[_STEPS.name], start=1)
        Step.objects.bulk_create(_step(article, position, step, rows) for position, step in steps)
        StepFingerprint.keep(article, [step.get("text", "") for step in content[_STEPS.name]])
    with reading(_history(name)):
        history = source.json_of(_history(name))
        revisions = {sent["number"]: _revision(article, sent, rows) for sent in history["revisions"]}
        if not {article.version, article.publish_number or article.version} <= revisions.keys():
            raise DamagedError
        article.replaced_by_id = rows[Article].get(history["replaced_by"])
        if history["live"] is not None:
            article.live = revisions[history["live"]]
            actions.make_live_rows(article.live, Tag.objects.filter(name__in=history["live_tags"]))
        article.save(update_fields=["live", "replaced_by"])


_STEPS = of_kind(Kind.STEPS)[0]


def _step(article: Article, position: int, content: StepContent, rows: Rows) -> Step:
    row = Step(article=article, position=position)
    for part in STEP_PARTS:
        value = value_in(content, part)
        if part.kind is Kind.INCLUDE:
            setattr(row, f"{part.name}_id", rows[Article][value] if value else None)
        else:
            kind(part).write(row, part, value)
    return row


def _revision(article: Article, sent: dict[str, Any], rows: Rows) -> Revision:
    """Make the version that `sent` describes; its HTML is rendered from its words, never taken from the file."""
    content = article_file.check(sent["snapshot"])
    revision = Revision(article=article, **columns(Revision, sent, rows), html=_html(content, sent["included"], rows))
    revision.title, revision.slug, revision.audience = content["title"], content["slug"], content["audience"]
    check_address(revision.slug)
    revision.save(force_insert=True)
    return revision


def _html(content: Content, included: list[str | None], rows: Rows) -> dict[str, Any]:
    """Return the HTML of `content`; `included` names the articles whose steps stand there."""
    steps = value_in(content, _STEPS)
    own: dict[str, Any] = snapshot.render({**content, _STEPS.name: [step for step in steps if not step.get("include")]})
    if sum(1 for step in steps if step.get("include")) != len(included):
        raise DamagedError
    own_steps, names = iter(own["steps"]), iter(included)
    html_steps = [
        {"include": rows[Article].get(next(names), _GONE), **snapshot.rendered_include(step)}
        if step.get("include")
        else next(own_steps)
        for step in steps
    ]
    return {**own, "steps": html_steps}
