"""SQLite and PostgreSQL give the same answers in the same order."""

import random
from pathlib import Path

import pytest

from tests.search.test_processes import Teller
from tests.services import new_database

ACTIONS = ("reset", "change", "cancel", "book", "pay", "print", "share", "download", "renew", "ask for")
THINGS = (
    "password",
    "appointment",
    "bill",
    "prescription",
    "test result",
    "medical record",
    "referral",
    "insurance card",
)
MANNERS = ("how do i {0} my {1}", "{1} {0}", "cant {0} {1}", "please help me to {0} the {1} of my child", "{1}")


def articles() -> list[dict]:
    return [
        {
            "title": f"How do I {action} my {thing}?",
            "short_answer": f"You can {action} your {thing} in the portal or by phone.",
            "steps": [f"Open the page “{thing}”.", f"Press the button that says “{action}”."],
            "tags": [thing.split()[-1]],
        }
        for action in ACTIONS
        for thing in THINGS
    ]


def questions() -> list[str]:
    """Two hundred, half of them with a slip."""
    chance, asked = random.Random(5), []
    for number in range(200):
        typed = chance.choice(MANNERS).format(chance.choice(ACTIONS), chance.choice(THINGS))
        if number % 2:
            at = chance.randrange(len(typed) - 1)
            typed = typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
        asked.append(typed)
    return asked


def answers(folder: Path, **values: object) -> list:
    tell = Teller(folder, **values)
    tell("migrate")
    tell("publish", articles=articles())
    try:
        return tell("ask", questions=questions())
    finally:
        tell.stop()


@pytest.mark.postgres
def test_200_questions_are_answered_alike_on_both_databases(tmp_path, postgres_url):
    on_sqlite = answers(tmp_path / "sqlite")
    on_postgres = answers(tmp_path / "postgres", DATABASE_URL=new_database(postgres_url))

    assert on_postgres == on_sqlite
    assert sum(bool(titles) for titles, *_ in on_sqlite) > 190
