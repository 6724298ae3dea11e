"""The journal of counts: what a file holds, whose it is, and that nothing is added twice or lost."""

import os
import signal
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError

from faq.stats.journal import FILE_OPENED, Entry, Journal

TODAY = date(2026, 11, 23)
PARKING, HOURS, NOT_FOUND = Entry(TODAY, 7), Entry(TODAY, 8), Entry(TODAY)


class Taken:
    """What a journal handed out."""

    def __init__(self, journal: Journal) -> None:
        self.entries: Counter[Entry] = Counter()
        self.names: list[str] = []
        self.forgotten: list[str] = []
        journal.empty(self._add, self.forgotten.append)

    def _add(self, name: str, entries: Counter[Entry]) -> None:
        self.names.append(name)
        self.entries += entries


def files(settings: object) -> list[Path]:
    return sorted(Path(settings.KB_JOURNAL_DIR).iterdir())


def test_an_opened_file_comes_back_with_its_whole_key():
    opened = Entry(TODAY, 7, kind=FILE_OPENED, group="a" * 80)

    assert Entry.from_line(opened.to_line().decode()) == opened


@pytest.mark.parametrize("entry", [PARKING, NOT_FOUND, Entry(TODAY, 7, kind="search", text="3", revision=2)])
def test_a_count_in_doubt_comes_back_with_the_number_of_its_commit(entry):
    doubted = entry._replace(in_doubt="123456789012345678")

    assert Entry.from_line(doubted.to_line().decode()) == doubted


@pytest.mark.parametrize("number", ["-1", "1" * 19, "1; DROP TABLE", "٣"])
def test_a_count_with_a_number_that_is_none_is_passed_over(number):
    with pytest.raises(ValueError, match="2026-11-23 7"):
        Entry.from_line(PARKING._replace(in_doubt=number).to_line().decode())


def test_what_was_appended_is_handed_out_once_and_its_file_is_gone(settings):
    journal = Journal()
    for entry in (PARKING, HOURS, PARKING, NOT_FOUND):
        journal.append(entry)

    first, second = Taken(journal), Taken(journal)

    assert first.entries == Counter({PARKING: 2, HOURS: 1, NOT_FOUND: 1})
    assert first.forgotten == first.names
    assert (second.names, files(settings)) == ([], [])


def test_a_line_holds_a_day_and_a_number_and_nothing_else(settings):
    journal = Journal()
    journal.append(PARKING)
    journal.append(NOT_FOUND)

    (file,) = files(settings)

    assert file.read_text() == "2026-11-23 7\n2026-11-23 0\n"
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert oct(file.parent.stat().st_mode & 0o777) == "0o700"


def test_a_file_that_a_living_process_writes_is_left_to_it(settings):
    living, other = Journal(), Journal()
    living.append(PARKING)

    found = Taken(other)
    living.append(HOURS)

    assert found.names == []
    assert Taken(living).entries == Counter({PARKING: 1, HOURS: 1})


def test_a_file_whose_process_died_is_handed_out_to_any_other(settings):
    child = os.fork()
    if not child:
        Journal().append(PARKING)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)

    assert Taken(Journal()).entries == Counter({PARKING: 1})


def test_a_file_stays_when_the_database_cannot_take_it(settings):
    journal = Journal()
    journal.append(PARKING)

    def refuse(name: str, entries: Counter[Entry]) -> None:
        raise OperationalError

    with pytest.raises(OperationalError):
        journal.empty(refuse, lambda name: None)
    assert journal.may_hold_entries
    assert Taken(journal).entries == Counter({PARKING: 1})


def test_half_a_line_and_other_bytes_are_passed_over(settings):
    journal = Journal()
    journal.append(PARKING)
    (file,) = files(settings)
    file.write_bytes(file.read_bytes() + b"\x00\x00\xff\n2026-11-23 8\n2026-99-23 8\n2026-11-2")

    assert Taken(journal).entries == Counter({PARKING: 1, HOURS: 1})


def test_an_entry_cut_off_before_its_end_is_no_entry(settings):
    journal = Journal()
    journal.append(PARKING)
    (file,) = files(settings)
    # Of article 71, say
    file.write_bytes(b"2026-11-23 7")

    assert Taken(journal).entries == Counter()


@pytest.mark.parametrize("place", ["/proc/clinic", "/dev/full/counts"])
def test_a_folder_that_cannot_be_written_is_a_fault_for_the_caller_to_handle(settings, place):
    settings.KB_JOURNAL_DIR = Path(place)

    with pytest.raises(OSError, match=place):
        Journal().append(PARKING)
    assert Taken(Journal()).names == []
