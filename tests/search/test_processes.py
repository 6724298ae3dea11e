"""Several processes share one index: news reaches all of them at once, and no death leaves it wrong or locked."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connections, transaction

from faq.models import Article, Edition, Revision
from faq.publishing import snapshot
from faq.search.find import find
from faq.search.index import embedding
from faq.search.index.index import open_index
from tests.product import ROOT, Running, environment
from tests.services import free_port

KILLS = 20


class Teller:
    """Another process, which does what it is told."""

    def __init__(self, folder: Path, **values: object) -> None:
        command = [sys.executable, "-m", "tests.search.asking"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment(folder, **values), text=True, **pipes)

    def __call__(self, verb: str, **values: object) -> object:
        self.process.stdin.write(json.dumps([verb, values]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the other process died"
        return json.loads(line)

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait(20)


@contextmanager
def two_servers(folder: Path):
    """Two server processes on one data folder, each alone behind its own port."""
    ports = [free_port(), free_port()]
    command = [sys.executable, "-m", "gunicorn", "kb.wsgi", "--workers", "1", "--threads", "2", "--bind"]
    servers = [Running([*command, f"127.0.0.1:{port}"], folder, port) for port in ports]
    try:
        yield [server.wait_until_open() for server in servers]
    finally:
        for server in servers:
            server.stop()


@pytest.mark.start
def test_news_is_in_the_next_search_of_every_server_process(own_folder):
    tell = Teller(own_folder)

    with two_servers(own_folder) as servers:

        def both(typed: str, words: str) -> list[bool]:
            pages = [server.ask(f"/search/?q={quote(typed)}")[1] for server in servers]
            return [words in page.replace("<mark>", "").replace("</mark>", "") for page in pages]

        tell("publish", articles=[{"title": "Where does the zeppelin land?", "tags": ["Airfield"]}])
        assert both("zeppelin", "Where does the zeppelin land?") == [True, True]
        tell("change", slug="where-does-the-zeppelin-land", short_answer="Behind the orangery.")
        assert both("orangery", "Behind the orangery.") == [True, True]
        tell("rename_tag", name="Airfield", to="Meadow")
        assert both("meadow", "Where does the zeppelin land?") == [True, True]
        tell("synonym", phrases="gasbag, zeppelin")
        assert both("gasbag", "Where does the zeppelin land?") == [True, True]
        tell("unpublish", slug="where-does-the-zeppelin-land")
        assert both("zeppelin", "Where does the zeppelin land?") == [False, False]
    tell.stop()


@pytest.mark.django_db(transaction=True)
def test_a_kill_in_the_middle_of_indexing_leaves_nothing_wrong_and_nothing_locked(settings, monkeypatch):
    # By words alone
    monkeypatch.setattr(embedding, "_is_enabled", False)
    chance = random.Random(7)
    _publish_rows(300)
    started = time.monotonic()
    find("parking")
    usual = time.monotonic() - started

    for kill in range(KILLS):
        if kill % 2:
            # A build from nothing
            shutil.rmtree(settings.KB_INDEX_DIR)
        else:
            # A catching up
            _change_rows(kill)
        _search_in_a_process_killed_after(chance.uniform(0.0, 1.2 * usual))

        started = time.monotonic()
        found = find(f"zeppelin{kill}", exact=True)

        assert time.monotonic() - started < 20, "somebody still holds the lock"
        assert found.total == (0 if kill % 2 else 100)
        assert open_index().store.vector_counts()[0] == 300
        assert open_index().current().searcher.article_count() == 300
    assert len(list((Path(settings.KB_INDEX_DIR) / "patients").glob("words-*"))) <= 2, "what was left behind is removed"


def _search_in_a_process_killed_after(seconds: float) -> None:
    connections.close_all()
    child = os.fork()
    # Never comes back into the tests
    if child == 0:
        try:
            find("parking")
            time.sleep(5)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@transaction.atomic
def _publish_rows(count: int) -> None:
    """Published articles written straight into the tables: what is tested here begins after publishing."""
    number = Edition.move()
    articles = [Article(title=f"Parking place {at}", slug=f"place-{at}", edition=number) for at in range(count)]
    Article.objects.bulk_create(articles)
    html = snapshot.render({"short_answer": "", "body": "Behind the house, to the left. " * 20, "steps": []})
    Revision.objects.bulk_create(
        Revision(
            article=article, number=1, snapshot={}, title=article.title, slug=article.slug, audience="public", html=html
        )
        for article in articles
    )
    for revision in Revision.objects.all():
        Article.objects.filter(pk=revision.article_id).update(live=revision)


@transaction.atomic
def _change_rows(kill: int) -> None:
    articles = Article.objects.order_by("pk")[:100]
    html = snapshot.render({"short_answer": f"Where zeppelin{kill} lands.", "body": "", "steps": []})
    Revision.objects.filter(article__in=list(articles)).update(html=html)
    Edition.move(articles)
