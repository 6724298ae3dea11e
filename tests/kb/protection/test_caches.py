"""The counts of wrong passwords: shared by the processes of one host, and forgotten in time."""

import time

import pytest

from kb.protection.host_cache import HostMemoryCache


@pytest.fixture
def counts(tmp_path):
    return HostMemoryCache(tmp_path / "counts", {"timeout": 60})


def test_processes_of_one_host_count_together(counts, tmp_path):
    other = HostMemoryCache(tmp_path / "counts", {"timeout": 60})

    added = [counts.add("k", 1), other.add("k", 1)]

    assert (added, other.incr("k"), counts.get("k")) == ([True, False], 2, 2)


def test_a_count_whose_time_is_over_leaves_no_trace(counts, tmp_path):
    counts.add("old", 1, timeout=0.05)
    time.sleep(0.1)

    counts.add("new", 1)

    assert len(list((tmp_path / "counts").glob("*.djcache"))) == 1


def test_asking_for_a_count_removes_all_whose_time_is_over(counts, tmp_path):
    counts.add("old", 1, timeout=0.05)
    time.sleep(0.1)

    counts.get("another")

    assert list((tmp_path / "counts").glob("*.djcache")) == []


def test_counting_on_keeps_the_time_of_the_end(counts):
    counts.add("k", 1, timeout=0.2)
    counts.incr("k")
    time.sleep(0.25)

    assert counts.get("k") is None
