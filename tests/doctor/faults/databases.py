"""Faults of the database: stopped, locked, read-only, damaged, empty, of another version, and of its replica."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg

from tests import services
from tests.doctor.faults.newer_version import own_tree
from tests.doctor.following import ByHand
from tests.doctor.sites import Here, Real
from tests.doctor.table import fault
from tests.services import Server

POSTGRES = ("postgres",)


@fault("Database", "It does not answer", marks=POSTGRES)
def a_postgresql_that_was_stopped(site: Here) -> ByHand:
    server: Server = site.fixture("running_server")
    site.use_database(server.url)
    server.stop()
    return {"Start PostgreSQL at": server.start}


@fault("Database", "does not accept the user and password", marks=POSTGRES)
def a_wrong_password_in_database_url(site: Here) -> ByHand:
    url = site.fixture("server_database").replace("kb@", "clinic:wrong@")
    site.use_database(url)
    right = url.replace("wrong", "right")
    return {"Set DATABASE_URL to an address with the right user": lambda: site.set("DATABASE_URL", right)}


@fault("Database", "does not know the user", marks=POSTGRES)
def a_wrong_user_in_database_url(site: Here) -> ByHand:
    url = site.fixture("server_database")
    site.use_database(url.replace("kb@", "nobody@"))
    return {"Set DATABASE_URL to an address with the right user": lambda: site.set("DATABASE_URL", url)}


@fault("Database", "has no database of the name", marks=POSTGRES)
def a_database_that_was_never_made(site: Here) -> None:
    site.use_database(f"{site.fixture('running_server').url.rpartition('/')[0]}/clinic_of_nobody")


@fault("Database", "PostgreSQL lets nobody write", marks=POSTGRES)
def a_postgresql_that_lets_nobody_write(site: Here) -> None:
    url = site.fixture("server_database")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            f"ALTER DATABASE {url.rpartition('/')[2]} SET default_transaction_read_only = on"  # a name of ours
        )
    site.use_database(url)


@fault("Database", "DATABASE_URL names a replica", marks=POSTGRES)
def a_replica_in_database_url(site: Here) -> ByHand:
    server = site.fixture("running_server")
    site.use_database(site.fixture("replica_server").url)
    return {
        "Set DATABASE_URL to the address of the database that this one follows": lambda: site.set(
            "DATABASE_URL", server.url
        )
    }


@fault("Replica", "It does not answer", marks=POSTGRES)
def a_replica_that_was_stopped(site: Here) -> ByHand:
    replica: Server = site.fixture("replica_server")
    site.use_database(site.fixture("running_server").url)
    site.use_database(replica.url, "replica")
    replica.stop()
    return {"Start the replica": replica.start}


@fault("Replica", "names a database that is no replica", marks=POSTGRES)
def a_replica_that_follows_nobody(site: Here) -> ByHand:
    replica: Server = site.fixture("replica_server")
    site.use_database(site.fixture("running_server").url)
    site.use_database(services.new_database(site.fixture("running_server").url), "replica")
    follows = "Set DATABASE_REPLICA_URL to one that follows"
    return {follows: lambda: site.set("DATABASE_REPLICA_URL", replica.url)}


@fault("Database", "locked by another program")
def a_database_that_another_program_keeps_locked(site: Here) -> None:
    file = site.tmp / "clinic.sqlite3"
    site.use_database(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE one (number INTEGER)")
    keep_locked(site, file)


@fault("Database", "can be read, but not written", site="real")
def a_database_file_that_nobody_may_write(site: Real) -> None:
    site.as_an_account_without_rights()
    (site.folder / "db.sqlite3").chmod(0o444)


@fault("Database", "cannot be used: ", site="real")
def a_damaged_database_file(site: Real) -> None:
    site.known["FILE"] = str(site.fixture("backup_of_prepared"))
    file = site.folder / "db.sqlite3"
    with file.open("r+b") as opened:
        opened.write(b"A disk that forgets.")
    Path(f"{file}-wal").unlink(missing_ok=True)


@fault("Tables", "The database is empty.", site="real")
def a_database_file_that_was_lost(site: Real) -> None:
    site.known["FILE"] = str(site.fixture("backup_of_prepared"))
    for file in site.folder.glob("db.sqlite3*"):
        file.unlink()


@fault("Tables", "not applied yet", site="real")
def tables_of_an_older_version(site: Real) -> None:
    site.manage("migrate", "faq", "0051")


@fault("Tables", "belongs to a newer version", site="real")
def tables_of_a_newer_version(site: Real) -> None:
    newer = own_tree(site)
    subprocess.run([sys.executable, newer / "manage.py", "migrate", "-v", "0"], check=True, env=site.environment)


def keep_locked(site: Here, file: Path) -> None:
    """Another program begins to write into `file` and does not end."""
    script = "import sqlite3, sys, time; db = sqlite3.connect(sys.argv[1], isolation_level=None)"
    script += "; db.execute('BEGIN IMMEDIATE'); print('locked', flush=True); time.sleep(600)"
    command = [sys.executable, "-c", script, str(file)]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    site.left.callback(end, other)
    assert other.stdout.readline() == "locked\n"


def end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.kill()
    process.wait(10)
    process.stdout.close()
