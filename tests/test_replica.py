"""Pages for readers come from a replica of PostgreSQL while it holds what is published now, else from the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests import services
from tests.conftest import require_or_skip
from tests.product import Running, manage, started

pytestmark = [pytest.mark.start, pytest.mark.postgres]
WAITS = "The replica does not answer: pages are read from the database itself meanwhile"
PAGES = ("/", "/articles/", "/search/?q=password")
PUBLISH = """
from django.contrib.auth.models import User
from faq.models import Article
from faq.publishing import actions, snapshot
article, owner = Article.objects.published().first(), User.objects.get(username="owner")
changed = {**snapshot.take(article), "title": "TITLE"}
actions.publish(actions.save(article, changed, by=owner, version=article.version).article, by=owner)
print(article.get_absolute_url())
"""


@dataclass
class Pair:
    """A database, the replica that follows it, and a site in both."""

    folder: Path
    database: services.Server
    replica: services.Server

    @property
    def values(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database.url, "DATABASE_REPLICA_URL": self.replica.url, "WEB_WORKERS": "1"}

    def publish(self, title: str) -> str:
        done = manage(self.folder, "shell", "--no-imports", "-c", PUBLISH.replace("TITLE", title), **self.values)
        return done.stdout.splitlines()[-1]

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The replica takes nothing in."""
        with psycopg.connect(self.replica.url, autocommit=True) as connection:
            connection.execute("SELECT pg_wal_replay_pause()")
            paused = "SELECT pg_get_wal_replay_pause_state() = 'paused'"
            services.wait_until(lambda: connection.execute(paused).fetchone()[0], "it is paused")
            try:
                yield
            finally:
                connection.execute("SELECT pg_wal_replay_resume()")

    @contextmanager
    def only_the_replica_can_be_read(self) -> Iterator[None]:
        """Whoever reads an article from the database itself waits in vain."""
        with self.paused(), psycopg.connect(self.database.url) as connection:
            connection.execute("LOCK TABLE faq_article, faq_revision, faq_clinic IN ACCESS EXCLUSIVE MODE")
            yield

    def wait_until_equal(self) -> None:
        with psycopg.connect(self.database.url) as one, psycopg.connect(self.replica.url, autocommit=True) as other:
            end = one.execute("SELECT pg_current_wal_lsn()").fetchone()[0]
            has_it = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
            services.wait_until(lambda: other.execute(has_it, [end]).fetchone()[0], "the replica has caught up")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    require_or_skip(services.find_postgres(), "PostgreSQL")
    folder = tmp_path_factory.mktemp("pair") / "data"
    with services.postgres_server() as database, services.replica(of=database) as replica:
        pair = Pair(folder, database, replica)
        assert manage(folder, "prepare", **pair.values).returncode == 0
        yield pair


@pytest.fixture(scope="module")
def host(pair: Pair) -> Iterator[Running]:
    with started(pair.folder, **pair.values) as running:
        yield running


@pytest.fixture
def site(pair: Pair, host: Running) -> Running:
    """One host, whose search index is up to date, and which reads from the replica."""
    pair.wait_until_equal()
    host.ask("/search/?q=portal")
    services.wait_until(lambda: is_read_from_replica(pair, host), "the replica is read")
    return host


def said(running: Running) -> int:
    return running.output.count(WAITS)


def test_pages_and_searches_of_readers_are_read_from_the_replica(pair, site):
    with pair.only_the_replica_can_be_read():
        answers = [site.ask(path) for path in PAGES]

    assert [status for status, _ in answers] == [200, 200, 200]
    assert answers[1][1].count('<a href="/articles/') >= 4


def test_whoever_has_a_session_reads_the_database_itself(pair, site):
    with pair.only_the_replica_can_be_read():
        waited = site.ask("/articles/?any=thing", Cookie="kb-session=of-some-editor")

    assert (waited[0], waited[1].count('<a href="/articles/') < 4) == (500, True)


def test_an_edit_is_on_every_host_at_once_though_the_replica_is_behind(pair, site, tmp_path):
    with pair.paused(), started(tmp_path / "other", **pair.values) as other:
        address = pair.publish("A title of this moment?")
        pages = [host.ask(address)[1] for host in (site, other)]
        lists = [host.ask("/articles/")[1] for host in (site, other)]
        found = other.ask("/search/suggestions/?q=title+of+this+moment")[1]

    assert ["A title of this moment?" in page for page in (*pages, *lists)] == [True] * 4
    assert address in found


def test_a_replica_that_has_caught_up_is_read_again(pair, site):
    with pair.paused():
        address = pair.publish("Another title?")
        site.ask(address)
    pair.wait_until_equal()
    services.wait_until(lambda: is_read_from_replica(pair, site), "the replica is read again")

    assert "Another title?" in site.ask(address)[1]


def is_read_from_replica(pair: Pair, site: Running) -> bool:
    with pair.only_the_replica_can_be_read():
        # A page that nobody keeps
        return site.ask("/articles/?any=thing")[0] == 200


def test_a_replica_that_is_away_costs_one_line_and_is_asked_again(pair, site):
    before, told = [site.ask(path)[0] for path in PAGES], said(site)
    pair.replica.stop("immediate")
    away = [site.ask(f"{path}?n={number}")[0] for number in range(3) for path in ("/", "/articles/", "/tags/")]
    lines = said(site) - told
    pair.replica.start()
    services.wait_until(lambda: site.ask("/tags/?n=4") and "answers again" in site.output, "it is asked again")

    assert (before, set(away), lines, said(site) - told) == ([200] * 3, {200}, 1, 1)


def test_a_replica_that_fails_in_the_middle_of_a_page_does_not_fail_the_page(pair, tmp_path):
    """This one says that it has the edition, and has nothing else."""
    with psycopg.connect(pair.database.url) as connection:
        edition = connection.execute("SELECT id, number, token FROM faq_edition").fetchone()
    broken = services.new_database(pair.database.url)
    with psycopg.connect(broken) as connection:
        connection.execute("CREATE TABLE faq_edition (id int, number bigint, token text)")
        connection.execute("INSERT INTO faq_edition VALUES (%s, %s, %s)", edition)

    with started(tmp_path / "data", **{**pair.values, "DATABASE_REPLICA_URL": broken}) as running:
        status, page = running.ask("/articles/")

    assert (status, page.count('<a href="/articles/') >= 4, said(running)) == (200, True, 1)


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("postgres://kb@127.0.0.1:1/kb", "It does not answer (OperationalError); pages are read from the database"),
        ("DATABASE", "DATABASE_REPLICA_URL names a database that is no replica: it may never learn of changes."),
    ],
)
def test_doctor_names_a_replica_that_is_away_or_is_none(pair, address, problem):
    values = {**pair.values, "DATABASE_REPLICA_URL": pair.database.url if address == "DATABASE" else address}

    said = manage(pair.folder, "doctor", "--quiet", **values)

    assert (said.returncode, problem in " ".join(said.stdout.split())) == (1, True)


def test_doctor_names_a_replica_that_is_behind(pair):
    look = "from faq.doctor import database; database._MOST_BEHIND = -1; print(database.replica().problem)"
    with pair.paused():
        pair.publish("A title that is not there yet?")
        behind = manage(pair.folder, "shell", "--no-imports", "-c", look, **pair.values).stdout
    pair.wait_until_equal()
    well = manage(pair.folder, "shell", "--no-imports", "-c", look, **pair.values).stdout

    said = r"It is behind by [\d,]+ kB; pages are read from the database itself after each edit\.\n"
    assert (bool(re.fullmatch(said, behind)), well) == (True, "\n")


def test_what_follows_no_postgresql_is_refused_in_one_sentence(tmp_path):
    refused = manage(tmp_path, "check", DATABASE_REPLICA_URL="postgres://kb@127.0.0.1:1/kb")

    assert (refused.returncode, refused.stderr) == (
        1,
        "DATABASE_REPLICA_URL cannot be used: it names a replica of the PostgreSQL in DATABASE_URL, such as "
        "postgres://user:password@host/name.\n",
    )
