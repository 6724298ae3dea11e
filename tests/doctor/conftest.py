"""Sites and servers of their own for faults."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import services
from tests.conftest import require_or_skip
from tests.doctor.front import Front, in_front
from tests.doctor.sites import Here, Real
from tests.product import manage, started


@pytest.fixture
def own_folders(settings, tmp_path) -> Path:
    settings.KB_DATA_DIR, settings.MEDIA_ROOT = tmp_path / "clinic", tmp_path / "media"
    settings.SITE_URL = settings.CACHE_URL = ""
    settings.KB_DATA_DIR.mkdir(mode=0o700)
    settings.MEDIA_ROOT.mkdir()
    return settings.KB_DATA_DIR


@pytest.fixture
def here(request, own_folders) -> Iterator[Here]:
    site = Here(request.getfixturevalue, own_folders)
    with site.left:
        yield site


@pytest.fixture
def real(request, own_folder) -> Iterator[Real]:
    site = Real(request.getfixturevalue, own_folder)
    with site.left:
        yield site
        site.stop()


@pytest.fixture(scope="module")
def backup_of_prepared(prepared, tmp_path_factory) -> Path:
    """A backup of the site that `real` is a copy of, made once and of another copy: others use that folder, too."""
    folder = tmp_path_factory.mktemp("backups")
    file = folder / "a.backup"
    done = manage(shutil.copytree(prepared[0], folder / "data"), "backup", str(file))
    assert not done.returncode, done.stderr
    return file


@pytest.fixture(scope="module")
def database_server() -> Iterator[services.Server]:
    """A PostgreSQL that may be stopped, with the account "clinic" that must say its password, "right"."""
    require_or_skip(services.find_postgres(), "PostgreSQL")
    with services.postgres_server() as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE ROLE clinic LOGIN PASSWORD 'right'")
        rules = server.folder / "data/pg_hba.conf"
        rules.write_text(f"host all clinic 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
        server.stop()
        server.start()
        yield server
        # Nothing of it is wanted any more
        if server.is_running:
            server.stop("immediate")


@pytest.fixture
def running_server(database_server) -> services.Server:
    """The same, running, whatever the test before did to it."""
    if not database_server.is_running:
        database_server.start()
    return database_server


@pytest.fixture
def server_database(running_server) -> str:
    """The address of a database on it that is empty."""
    return services.new_database(running_server.url)


@pytest.fixture(scope="module")
def one_replica(database_server) -> Iterator[services.Server]:
    if not database_server.is_running:
        database_server.start()
    with services.replica(of=database_server) as server:
        yield server
        if server.is_running:
            server.stop("immediate")


@pytest.fixture
def replica_server(running_server, one_replica) -> services.Server:
    """A replica of that server, running, whatever the test before did to it."""
    if not one_replica.is_running:
        one_replica.start()
    return one_replica


@pytest.fixture(scope="module")
def front(prepared, tmp_path_factory) -> Iterator[Front]:
    """A site that is served on https, behind a web server that tests may set."""
    folder = shutil.copytree(prepared[0], tmp_path_factory.mktemp("behind") / "data")
    with in_front(folder.parent, 0) as front, started(folder, SITE_URL=front.url, WEB_WORKERS=1) as site:
        front.site_port = site.port
        yield front


@pytest.fixture
def front_key(front) -> str:
    return (front.folder / "data/secret-key").read_text()
