"""How many emergencies show the notice, and how many other questions do, on questions that no list was made from.

Lists and thresholds were chosen on `choose.tsv`, and after a first look at `test.tsv` on that too. `final.tsv` was
written before anything was changed again: nothing was chosen on it. Those with `slips` are the emergencies with a
slip each. 1 is an emergency, 0 only looks like one. All are written for these tests, in English and Spanish.
"""

import json
from pathlib import Path

import pytest

from faq.publishing import urgent
from faq.search.find import why_urgent
from faq.search.index.index import open_index
from tests.factories import make_article

HERE = Path(__file__).parent
CLINIC = HERE.parent / "clinic"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clinic():
    """A clinic whose articles have words that slips could be mended to."""
    for title in ("How do I pay for feeding tubes?", "Where do I park?", "What is a chest X-ray?"):
        make_article(title)
    urgent.add_first()
    open_index().embed_all()


def _of(name: str, mark: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [text for kind, text in (line.split("\t", 1) for line in lines) if kind == mark]


def _share(texts: list[str]) -> float:
    """Return the per cent of `texts` that show the notice."""
    return 100 * sum(why_urgent(text).is_urgent for text in texts) / len(texts)


@pytest.mark.parametrize(
    ("name", "least"),
    [("choose.tsv", 85), ("test.tsv", 85), ("test.slips.tsv", 75), ("final.tsv", 85), ("final.slips.tsv", 75)],
)
def test_most_emergencies_show_the_notice(name, least):
    assert _share(_of(name, "1")) >= least


@pytest.mark.parametrize("name", ["choose.tsv", "test.tsv", "final.tsv"])
def test_few_questions_that_only_look_like_one_do(name):
    assert _share(_of(name, "0")) <= 3


@pytest.mark.parametrize("name", ["queries.jsonl", "out_of_scope.jsonl"])
def test_hardly_any_ordinary_question_does(name):
    questions = [json.loads(line)["text"] for line in (CLINIC / name).read_text("utf-8").splitlines()]

    assert _share(questions) <= 1.5
