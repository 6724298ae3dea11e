"""Backups while three people write and others read; restores that are killed."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.backup.sites import fill, run, state_of
from tests.backup.test_backups import backup, restore
from tests.product import ROOT, environment, manage, started

pytestmark = [pytest.mark.start, pytest.mark.slow]
# Each save moves three things in one transaction: a version, its history and two counts
WRITE = """
import sys, time
from datetime import date
from pathlib import Path
from django.db import transaction
from django.db.models import F
from faq.models import Article, ViewCount
from faq.publishing import actions
day, stop = date(2026, 1, WHO), Path("STOP")
one, two = [actions.save(None, {"title": f"Writer WHO, {n}?", "steps": []}, by=None).article for n in (1, 2)]
for article in (one, two):
    ViewCount.objects.create(article=article, day=day)
while not stop.exists():
    with transaction.atomic():
        for article in (one, two):
            ViewCount.objects.filter(article=article, day=day).update(views=F("views") + 1)
    article = Article.objects.get(pk=one.pk)
    actions.save(article, {"short_answer": f"Number {article.version}"}, by=None, version=article.version)
"""
# What holds in each state of the database, and how much was written
HOLDS = """
from django.db.models import Max
from faq.models import Article, Revision, ViewCount
articles = Article.objects.annotate(newest=Max("revisions__number")).filter(title__startswith="Writer")
print(all(article.version == article.newest for article in articles), end=" ")
views = [[row.views for row in ViewCount.objects.filter(day=f"2026-01-0{who}")] for who in (1, 2, 3)]
print(all(len(pair) == 2 and pair[0] == pair[1] for pair in views), end=" ")
print(sum(sum(pair) for pair in views))
"""


@contextmanager
def three_writers(folder: Path, **values: object) -> Iterator[None]:
    """Within, three processes save and count as fast as they can; none of them may fail."""
    stop = folder.parent / "stop"
    script = WRITE.replace("STOP", str(stop))
    writers = [
        subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", script.replace("WHO", str(who))],
            cwd=ROOT,
            env=environment(folder, **values),
            stderr=subprocess.PIPE,
            text=True,
        )
        for who in (1, 2, 3)
    ]
    try:
        yield
    finally:
        stop.touch()
        said = [writer.communicate(timeout=60)[1] for writer in writers]
    assert (said, [writer.returncode for writer in writers]) == ([""] * 3, [0] * 3)


def wait_for_writes(folder: Path, more_than: int, **values: object) -> int:
    """Return how much was written, once that is more than `more_than`."""
    end = time.monotonic() + 60
    while (total := int(run(folder, HOLDS, **values).split()[-1])) <= more_than:
        assert time.monotonic() < end, "the writers do not write"
    return total


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_backup_while_others_write_and_read_is_one_moment_of_the_site(own_folder, tmp_path, request, database):
    url = {"DATABASE_URL": request.getfixturevalue("empty_database")} if database == "postgresql" else {}
    if url:
        restore(own_folder, backup(own_folder, tmp_path / "seed.backup"), **url)
    with started(own_folder, **url) as site, three_writers(own_folder, **url):
        before = wait_for_writes(own_folder, 0, **url)
        file = backup(own_folder, tmp_path / "a.backup", **url)
        wait_for_writes(own_folder, before, **url)
        home = site.ask("/")

    restore(tmp_path / "new", file)

    versions, counts, written = run(tmp_path / "new", HOLDS).split()
    assert (home[0], "<h1" in home[1]) == (200, True)
    assert (versions, counts) == ("True", "True")
    assert before < int(written) <= int(run(own_folder, HOLDS, **url).split()[-1])


def test_a_restore_that_is_killed_leaves_the_old_or_the_new_site(own_folder, tmp_path):
    figures = kill_restores(own_folder, tmp_path, kills=3)

    assert figures["mixed"] == 0
    assert figures["old"] + figures["new"] == 3


def kill_restores(folder: Path, work: Path, *, kills: int, **values: object) -> dict[str, int]:
    """Kill so many restores, each later than the one before, and count what they left: the old site, the new, or both.

    The two sites differ in rows, pages, pictures and sign-ins.
    """
    old = work / "old.backup"
    backup(folder, old, **values)
    before = state_of(folder, **values)
    fill(folder, **values)
    run(folder, MANY, **values)
    new = work / "new.backup"
    backup(folder, new, **values)
    after = state_of(folder, **values)
    restore(folder, old, "--yes", **values)
    began = time.monotonic()
    restore(folder, new, "--yes", **values)
    longest = time.monotonic() - began
    found = {"old": 0, "new": 0, "mixed": 0}
    for number in range(kills):
        restore(folder, old, "--yes", **values)
        _kill_one(folder, new, after=longest * (number + random.random()) / kills, **values)
        state = state_of(folder, **values)
        whole = state == after and manage(folder, "restore", str(new), "--dry-run", **values).returncode == 0
        found["old" if state == before else "new" if whole else "mixed"] += 1
    return found


# So that the rows take a while
MANY = """
from datetime import date, timedelta
from faq.models import Article, ViewCount
day = date(2010, 1, 1)
rows = [ViewCount(article=article, day=day + timedelta(n), views=n)
        for article in Article.objects.all() for n in range(4_000)]
ViewCount.objects.bulk_create(rows, batch_size=1_000)
"""


def _kill_one(folder: Path, file: Path, *, after: float, **values: object) -> None:
    with ExitStack() as stack:
        command = [sys.executable, "manage.py", "restore", str(file), "--yes"]
        process = stack.enter_context(
            subprocess.Popen(command, cwd=ROOT, env=environment(folder, **values), stdout=subprocess.DEVNULL)
        )
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
