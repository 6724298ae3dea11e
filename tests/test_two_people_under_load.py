"""The short form of `soak/two_people.py`: three people save the same rows through the running product, none is lost."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from soak import two_people
from tests.product import started

pytestmark = [pytest.mark.slow, pytest.mark.start]
PEOPLE, SAVES = 3, 2


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def site(
    request: pytest.FixtureRequest, prepared: tuple[Path, str], tmp_path: Path
) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of the product on each of the two databases, and the rows to save there."""
    folder = shutil.copytree(prepared[0], tmp_path / "data")
    settings = {"DATABASE_URL": request.getfixturevalue("empty_database")} if request.param == "postgresql" else {}
    with started(folder, WEB_WORKERS=2, **settings) as running:
        yield f"http://127.0.0.1:{running.port}", two_people.set_up(folder, PEOPLE, **settings)


def test_no_save_of_three_people_is_lost(site):
    base, rows = site

    outcomes = list(two_people.run(base, rows, people=PEOPLE, saves=SAVES))

    assert [(each.row, each.way, each.lost, each.faults) for each in outcomes] == [
        (row, way, [], []) for row in two_people.ROWS for way in two_people.WAYS
    ]
    assert {each.saves for each in outcomes} == {PEOPLE * SAVES}
    # They did meet
    assert all(each.compared for each in outcomes if each.way == "in turn")


def test_a_lost_save_would_be_seen():
    before, told = {"a": 0, "b": 0}, [two_people.Writer(None, letter, "", "", saved=3) for letter in "ab"]
    for writer in told:
        writer.seconds.append(0.1)

    outcome = two_people._outcome("fact", "at once", told, before, two_people.numbers_in("a03, b02"))

    assert outcome.lost == ["b: told 3, kept 2"]
