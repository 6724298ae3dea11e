"""What every test may ask for, and what happens when this machine lacks something a test needs."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client, TransactionTestCase

from faq import on_time
from faq.models import audit_guard
from faq.search.index import embedding, embedding_jobs
from faq.stats import counting
from faq.stats.journal import Journal
from tests import services
from tests.product import started
from tests.visitor import BROWSER

# Tests whose outcome no database decides, or that start one themselves: CI runs them once, not on each
_ONCE = (
    *("text/", "values/", "kb/test_bootstrap.py", "kb/test_settings.py", "kb/protection/test_counter_cache.py"),
    "views/test_valid_html.py",
    *("search/test_parity.py", "search/test_clinic_questions.py", "accounts/test_sign_in_limits.py"),
)
# The browser's own loop runs beside the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


# Before pytest-xdist reads the groups, which it does in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps tests that start the product or a PostgreSQL in one process when tests run in several.

    So these wait for each other, not for the processor, and share one PostgreSQL and one prepared folder. Marks those
    that need to run on one database only.
    """
    for item in items:
        if str(item.path.relative_to(Path(__file__).parent)).startswith(_ONCE):
            item.add_marker(pytest.mark.once)
        if item.get_closest_marker("start") or item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.xdist_group("start"))


def require_or_skip(there: object, what: str) -> None:
    """Skips a test whose machine lacks something, naming it; fails instead where KB_REQUIRE_ALL=1 demands all."""
    if there:
        return
    if os.environ.get("KB_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is missing, and KB_REQUIRE_ALL=1 allows no skipping")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session", autouse=True)
def flushing_passes_the_guard_of_the_log() -> Iterator[None]:
    """A test with transactions of its own empties all tables when it ends, those included that nobody may empty."""
    flush = TransactionTestCase._fixture_teardown

    def unguarded(case: TransactionTestCase) -> None:
        with audit_guard.lifted():
            flush(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", unguarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def collected_static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pages name their static files by fingerprint, as in use; compressing them is left out, it takes seconds."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Each test starts with empty caches."""
    yield
    for cache in caches.all():
        cache.clear()


@pytest.fixture(autouse=True)
def own_index(settings: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each test starts without a search index: the one before may have undone what its index knows."""
    settings.KB_INDEX_DIR = tmp_path_factory.getbasetemp() / f"index-{uuid4().hex}"


@pytest.fixture(autouse=True)
def own_journal(settings: object, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each test starts with an empty journal of counts, and with a database that has just taken one."""
    settings.KB_JOURNAL_DIR = tmp_path_factory.getbasetemp() / f"counts-{uuid4().hex}"
    monkeypatch.setattr(counting, "journal", Journal())
    monkeypatch.setattr(counting, "busy_until", 0.0)


@pytest.fixture(autouse=True)
def no_database_known_to_be_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts with a database that has answered so far."""
    monkeypatch.setattr(on_time, "_database", on_time._Database())


@pytest.fixture
def words_only() -> Iterator[None]:
    """Search goes by words alone, as it does without the sentence model."""
    embedding.set_enabled(False)
    yield
    embedding.set_enabled(True)


@pytest.fixture
def meaning_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The few articles of a test have their vectors before the first search answers, however busy the machine is."""
    monkeypatch.setattr(embedding_jobs, "_MOST_WAITING", 60.0)


@pytest.fixture
def reader() -> Client:
    """A patient's browser: no cookie, and a name that is counted as a person's."""
    return Client(headers={"User-Agent": BROWSER}, enforce_csrf_checks=True)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder that one start has made, and what that start printed."""
    folder = tmp_path_factory.mktemp("clinic") / "data"
    with started(folder) as first:
        services.wait_until(lambda: "Ctrl-C" in first.output, "it says that it is open")
        return folder, first.output


@pytest.fixture
def own_folder(prepared: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of the prepared data folder: a start in it is quick, and no other test sees what happens to it."""
    return shutil.copytree(prepared[0], tmp_path / "data")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL database of our own."""
    require_or_skip(services.find_postgres(), "PostgreSQL")
    with services.postgres() as url:
        yield url


@pytest.fixture
def empty_database(postgres_url: str) -> str:
    """The address of a database without any table, on the PostgreSQL of our own."""
    return services.new_database(postgres_url)


@pytest.fixture
def redis_server() -> Iterator[tuple[str, object]]:
    """The address of a Redis of our own, and its process (to stop it in the middle of a test)."""
    require_or_skip(shutil.which("redis-server"), "redis-server")
    with services.redis() as server:
        yield server
