"""`manage.py evaluate_search DIR`: how good search is on a set of questions with known answers."""

import json
import re
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from faq.errors import RefusedError
from faq.management.scratch import scratch
from faq.publishing import actions, tags
from faq.search import evaluate
from faq.search.find import find
from faq.search.index import embedding
from faq.search.index.index import open_index

_CLEAN = "queries.jsonl"
# Characters of a text that is too long for an article
_LONG = 40_000


class Command(BaseCommand):
    help = (
        "Publishes the articles of DIR/corpus.jsonl into a database and index of their own, asks every question of "
        "DIR/queries.jsonl as a patient would, and compares what is found with DIR/qrels.tsv."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--queries", default=_CLEAN, metavar="FILE", help="questions, a file within DIR")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
        parser.add_argument("--words-only", action="store_true", help="leave the meaning out")

    def handle(self, *, folder: Path, queries: str, json: bool, words_only: bool, **options: object) -> None:
        corpus, questions, answers = _read(folder, queries)
        embedding.set_enabled(not words_only)
        with scratch():
            names = publish(corpus)
            open_index().embed_all()
            result = {"set": folder.name, "queries": queries, "articles": len(corpus)}
            result |= ask_all(questions, answers, names)
            if queries != _CLEAN:
                clean, vocabulary = evaluate.read_lines(folder / _CLEAN), open_index().current().vocabulary
                said = lambda text: find(text).corrections  # noqa: E731
                result["mended"] = evaluate.mended(clean, questions, vocabulary.knows, said)
            if (folder / "out_of_scope.jsonl").exists():
                result["out_of_scope"] = ask_outside(evaluate.read_lines(folder / "out_of_scope.jsonl"))
        self.stdout.write(_as_json(result) if json else _as_table(result))


def publish(corpus: list[dict]) -> dict[int, str]:
    """Publish every article and return article -> its id in the set."""
    with transaction.atomic():
        return {_publish_one(row): str(row["id"]) for row in corpus}


def ask_all(questions: list[dict], answers: dict, names: dict[int, str]) -> dict[str, float]:
    def ask(text: str) -> tuple[list[str], bool, bool, bool]:
        found = find(text)
        return [names[hit.id] for hit in found.hits], bool(found.corrections), found.is_close, bool(found.answer)

    for question in questions[:20]:
        # The first searches of a process load what the later ones use
        ask(question["text"])
    return evaluate.measure(questions, answers, ask)


def ask_outside(questions: list[dict]) -> dict[str, float]:
    """Ask what no article answers; an honest search says so."""
    found = [find(question["text"]) for question in questions]
    share = 100 / (len(found) or 1)
    honest = sum(not results.hits or not results.is_close for results in found)
    nothing = sum(not results.hits for results in found)
    at_once = sum(bool(results.answer) for results in found)
    shares = {"said_so": honest, "no_result": nothing, "at_once": at_once}
    return {"questions": len(found), **{name: round(share * number, 2) for name, number in shares.items()}}


def _publish_one(row: dict) -> int:
    content = _content(row)
    try:
        return _published(content)
    # A set may hold what our rules refuse: then its words alone
    except RefusedError:
        return _published({**content, "body": " ".join(re.findall(r"\w+", content["body"]))[:_LONG] or "–", "tags": []})


@transaction.atomic
def _published(content: dict) -> int:
    return actions.publish(actions.save(None, content, by=None).article, by=None).article_id


def _content(row: dict) -> dict:
    labels = row.get("tags") or []
    names = (label.strip() for label in (labels.split(",") if isinstance(labels, str) else labels))
    return {
        "title": " ".join(row.get("title", "").split())[:200].strip() or str(row["id"]),
        # An article without any text would not be published
        "body": (row.get("body") or "").strip() or "–",
        "asked_like": "\n".join(row.get("asked_like", [])),
        "tags": [name for name in names if name and len(name) <= tags.NAME_LENGTH],
    }


def _read(folder: Path, queries: str) -> tuple[list[dict], list[dict], dict]:
    try:
        return (
            evaluate.read_lines(folder / "corpus.jsonl"),
            evaluate.read_lines(folder / queries),
            evaluate.read_answers(folder / "qrels.tsv"),
        )
    except FileNotFoundError as error:
        raise CommandError(f"There is no file {error.filename}.") from None


def _as_json(result: dict) -> str:
    return json.dumps(result)


def _as_table(result: dict) -> str:
    outside = result.pop("out_of_scope", {})
    lines = [*result.items(), *((f"out of scope: {name}", value) for name, value in outside.items())]
    return "\n".join(f"{name:28} {value}" for name, value in lines)
