"""Counters that the processes of one host share in memory, and that leave nothing behind when their time is over."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kb.protection.host_counters import CounterTable, HostCounters
from tests.product import ROOT

COUNT_FOR_EVER = """
import sys
from kb.protection.host_counters import CounterTable
table = CounterTable(sys.argv[1])
while True:
    print(table.count(b"key", 600), flush=True)
"""


class Clock:
    """A time that moves when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def table(tmp_path: Path, clock: Clock) -> CounterTable:
    return CounterTable(str(tmp_path / "counters"), clock=clock)


def test_two_processes_count_together(table, tmp_path):
    other = CounterTable(str(tmp_path / "counters"), clock=lambda: 1000.0)

    numbers = [table.count(b"a", 60), other.count(b"a", 60), table.count(b"a", 60), other.count(b"b", 60)]

    assert numbers == [1, 2, 3, 1]
    assert other.read([b"a", b"b", b"never"]) == {b"a": 3, b"b": 1}


def test_a_count_is_given_back(table):
    table.count(b"a", 60)
    table.count(b"a", 60)

    table.count(b"a", 60, by=-1)

    assert table.read([b"a"]) == {b"a": 1}


def test_counting_on_does_not_move_the_end(table, clock):
    table.count(b"a", 60)
    clock.now += 59
    table.count(b"a", 60)

    clock.now += 1

    assert table.read([b"a"]) == {}
    assert table.count(b"a", 60) == 1


def test_a_deleted_counter_begins_anew_and_the_others_go_on(table):
    for key in (b"a", b"b", b"c"):
        table.count(key, 60)

    table.delete([b"a", b"b"])

    assert table.read([b"a", b"b", b"c"]) == {b"c": 1}


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_a_count_whose_time_is_over_leaves_no_byte_with_the_next_count(table, clock, tmp_path):
    table.count(b"a key to be found", 60)
    table.count(b"a key to be found", 60)
    assert b"a key to be found" in bytes_of(tmp_path)
    clock.now += 60

    table.count(b"another", 60)

    assert b"a key to be found" not in bytes_of(tmp_path)


def test_a_start_removes_what_ran_out_while_nobody_served(table, clock, tmp_path):
    table.count(b"a key to be found", 60)
    clock.now += 60

    table.delete_expired()

    assert b"a key to be found" not in bytes_of(tmp_path)


def test_only_the_account_that_runs_the_site_may_open_the_file(table, tmp_path):
    table.count(b"a", 60)

    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


def test_a_full_file_drops_the_counters_that_would_end_first(tmp_path, clock):
    small = CounterTable(str(tmp_path / "small"), clock=clock, most_pages=8)
    lasting = [b"lasting %d" % number for number in range(5)]
    for key in lasting:
        small.count(key, 900)

    for number in range(2000):
        small.count(b"passing %d" % number, 60)

    assert small.read(lasting) == dict.fromkeys(lasting, 1)
    assert (tmp_path / "small").stat().st_size <= 8 * 4096


def test_a_file_that_was_removed_is_made_again_for_all(table, tmp_path):
    other = CounterTable(str(tmp_path / "counters"), clock=lambda: 1000.0)
    for each in (table, other):
        each.count(b"a", 60)

    (tmp_path / "counters").unlink()

    assert [table.count(b"a", 60), other.count(b"a", 60), table.count(b"a", 60)] == [1, 2, 3]


def test_killed_processes_lose_no_count_and_leave_no_lock(tmp_path):
    path = str(tmp_path / "counters")
    seen = 0

    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", COUNT_FOR_EVER, path], cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(50):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        seen += 50 + len(process.communicate()[0].splitlines())

    # Of each killed process, one count may have been made and not yet told.
    assert seen < CounterTable(path).count(b"key", 600) <= seen + 4


def test_a_file_of_somebody_elses_choice_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").touch()
    (tmp_path / "counters").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match="counters"):
        CounterTable(str(tmp_path / "counters")).count(b"a", 60)

    assert (tmp_path / "elsewhere").read_bytes() == b""


@pytest.mark.parametrize("content", [None, b"this is no database, and long enough to be looked at as one" * 20])
def test_where_the_file_cannot_be_used_a_process_counts_for_itself_and_says_so_once(tmp_path, caplog, content):
    HostCounters.has_warned = False
    path = tmp_path / "counters"
    path.write_bytes(content) if content else path.mkdir()

    counters = HostCounters(str(path))
    numbers = [counters.count(b"a", 60), counters.count(b"a", 60)]

    assert (numbers, counters.read([b"a"])) == ([1, 2], {b"a": 2})
    assert [record.getMessage().partition(" (")[0] for record in caplog.records] == [f"{path} cannot be used"]


def test_a_file_that_can_be_used_again_is_used_again(tmp_path):
    path = tmp_path / "counters"
    path.mkdir()
    counters = HostCounters(str(path))
    counters.count(b"a", 60)

    path.rmdir()
    counters.count(b"a", 60)

    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT key, number FROM counters").fetchall() == [(b"a", 1)]
