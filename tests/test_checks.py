"""What `check --deploy` tells whoever runs the site: each fault with its way out, and nothing without one."""

import os
import time
from pathlib import Path

import pytest
from django.core.checks import run_checks

from faq.backup import records
from faq.search.index import embedding


def found() -> list[tuple[str, str]]:
    """The checks' ids and first words of their hints."""
    warnings = run_checks(tags=["faq"], include_deployment_checks=True)
    return [(warning.id, " ".join(warning.hint.split()[:4])) for warning in warnings]


@pytest.fixture(autouse=True)
def one_machine(settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test starts from settings without a fault, whatever database, cache and earlier backup this run is on."""
    settings.SITE_URL = settings.CACHE_URL = ""
    settings.KB_DATA_DIR, settings.MEDIA_ROOT = tmp_path / "site", tmp_path / "site" / "media"
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")


@pytest.fixture
def backups(settings, tmp_path: Path) -> Path:
    """The folder of a real site's backups; still empty."""
    settings.SITE_URL, settings.KB_BACKUP_DIR = "https://help.example.org", tmp_path / "backups"
    settings.KB_BACKUP_DIR.mkdir()
    return settings.KB_BACKUP_DIR


@pytest.fixture
def shared_database(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that speak of PostgreSQL; the tests' own connection stays what it is."""
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")


def test_one_machine_as_it_comes_is_well():
    assert found() == []


def test_without_deploy_nothing_is_looked_at(backups: Path):
    assert run_checks(tags=["faq"]) == []


@pytest.mark.parametrize("fault", ["model missing", "model damaged", "list missing"])
def test_a_model_that_is_not_the_one_that_came_with_the_site(monkeypatch, tmp_path: Path, fault: str):
    for name in ("SHA256SUMS", "sentence.onnx", "tokenizer.json"):
        (tmp_path / name).symlink_to(embedding.FOLDER / name)
    (tmp_path / ("SHA256SUMS" if fault == "list missing" else "sentence.onnx")).unlink()
    if fault == "model damaged":
        (tmp_path / "sentence.onnx").write_bytes(b"half of it")
    monkeypatch.setattr(embedding, "FOLDER", tmp_path)

    assert found() == [("faq.W001", "Get them again (git")]


def test_pictures_of_several_hosts_in_one_hosts_folder(shared_database):
    assert found() == [("faq.W002", "Name a folder that")]


def test_pictures_in_a_folder_named_as_shared(shared_database, settings):
    settings.KB_MEDIA_DIR = settings.MEDIA_ROOT

    assert found() == []


def test_pictures_behind_a_link_to_a_shared_folder(shared_database, settings, tmp_path: Path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "media").symlink_to(tmp_path / "shared")
    settings.KB_DATA_DIR, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "data" / "media"

    assert found() == []


@pytest.mark.parametrize(
    "address", ["redis://cache.internal:6379/0", "rediss://10.0.0.7/0", "redis://user@cache.internal:6379"]
)
def test_a_redis_elsewhere_without_a_password(settings, address: str):
    settings.CACHE_URL = address

    assert found() == [("faq.W003", "Set requirepass in Redis,")]


@pytest.mark.parametrize(
    "address",
    ["redis://:secret@cache.internal:6379/0", "redis://localhost:6379", "redis://127.0.0.1/0", "redis://[::1]:6379/0"],
)
def test_a_redis_that_strangers_cannot_ask(settings, address: str):
    settings.CACHE_URL = address

    assert found() == []


def test_a_real_site_of_whose_backups_nobody_said_anything(settings):
    settings.SITE_URL, settings.KB_BACKUP_DIR = "https://help.example.org", None

    assert found() == [("faq.W004", "Make one each night,")]


def test_a_backup_of_our_own_is_known_and_grows_old(settings, tmp_path: Path):
    settings.SITE_URL, settings.KB_BACKUP_DIR, settings.KB_DATA_DIR = "https://help.example.org", None, tmp_path
    records.note_backup(tmp_path / "a.backup")
    fresh = found()
    os.utime(tmp_path / "last-backup.json", (time.time() - 9 * 24 * 60 * 60,) * 2)

    assert (fresh, found()) == ([], [("faq.W005", "Find out why no")])


@pytest.mark.parametrize("content", ["no folder", "no file", "an empty file", "an old file"])
def test_a_backup_that_is_missing_or_old(backups: Path, content: str):
    if content == "no folder":
        backups.rmdir()
    if content == "an empty file":
        (backups / "kb-backup.tar.gz").touch()
    if content == "an old file":
        (backups / "kb-backup.tar.gz").write_text("articles")
        os.utime(backups / "kb-backup.tar.gz", (time.time() - 9 * 24 * 60 * 60,) * 2)

    assert found() == [("faq.W005", "Find out why no")]


def test_a_backup_of_last_week_among_older_ones(backups: Path):
    for days in (30, 7):
        (backups / f"{days}.tar.gz").write_text("articles")
        os.utime(backups / f"{days}.tar.gz", (time.time() - days * 24 * 60 * 60,) * 2)
    (backups / "newest").symlink_to(backups / "gone.tar.gz")

    assert found() == []
