"""The steps that repair an index: one after the other, until it can be read."""

import logging

import pytest
from django.db import OperationalError

from faq.search.index.repair import NotReadyError, is_damage, repair


class Broken:
    """An index that can be read again after so many steps."""

    def __init__(self, *, steps_needed: int) -> None:
        self.done: list[str] = []
        self._needed = steps_needed

    def reopen(self) -> None:
        self.done.append("reopen")

    def rebuild(self) -> None:
        self.done.append("rebuild")

    def read(self) -> str:
        if len(self.done) < self._needed:
            raise ValueError(f"broken after {len(self.done)} steps")
        return "read"


@pytest.mark.parametrize(("needed", "done"), [(1, ["reopen"]), (2, ["reopen", "rebuild"])])
def test_no_more_steps_are_taken_than_are_needed_and_each_is_said(needed, done, caplog):
    index = Broken(steps_needed=needed)

    answer = repair(ValueError("first"), [index.reopen, index.rebuild], index.read)

    assert (answer, index.done) == ("read", done)
    assert [record.args for record in caplog.records] == [(step, "ValueError") for step in done]
    assert {record.levelno for record in caplog.records} == {logging.WARNING}


def test_what_no_step_helps_is_raised_as_it_was_met_last():
    index = Broken(steps_needed=3)

    with pytest.raises(ValueError, match="broken after 2 steps"):
        repair(ValueError("first"), [index.reopen, index.rebuild], index.read)


def test_a_step_that_fails_leads_to_the_next():
    index = Broken(steps_needed=1)

    def fails() -> None:
        raise OSError

    assert repair(ValueError("first"), [fails, index.rebuild], index.read) == "read"


@pytest.mark.parametrize("error", [OperationalError("no answer"), NotReadyError()])
def test_what_is_no_damage_is_raised_without_any_step(error):
    index = Broken(steps_needed=0)

    with pytest.raises(type(error)):
        repair(error, [index.reopen], index.read)

    assert (index.done, is_damage(error)) == ([], False)


def test_an_interruption_ends_the_repair():
    index = Broken(steps_needed=9)

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        repair(ValueError("first"), [interrupted, index.rebuild], index.read)

    assert index.done == []
