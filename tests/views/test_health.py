"""What a program that watches over the site is told."""

import shutil

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from faq.models import ViewCount
from faq.search.index.index import open_index

pytestmark = pytest.mark.django_db
ALL_WELL = "database: ok\nmigrations: ok\nsearch index: ok\ndata folder: ok\npictures: ok\n"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path) -> None:
    settings.KB_DATA_DIR, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "media"
    settings.KB_DATA_DIR.mkdir()
    settings.MEDIA_ROOT.mkdir()


def test_a_site_that_can_serve_says_so_line_by_line_and_leaves_nothing_behind(reader, settings):
    answer = reader.get("/readyz")

    assert (answer.status_code, answer.text) == (200, ALL_WELL)
    assert "no-store" in answer["Cache-Control"]
    assert (list(settings.KB_DATA_DIR.iterdir()), list(settings.MEDIA_ROOT.iterdir())) == ([], [])
    assert ViewCount.objects.count() == 0


def test_a_database_of_an_older_version_is_not_ready(reader):
    MigrationRecorder(connection).record_unapplied("faq", "0001_start")

    answer = reader.get("/readyz")

    assert (answer.status_code, answer.text) == (
        503,
        ALL_WELL.replace("migrations: ok", "migrations: 1 not applied yet"),
    )


@pytest.mark.parametrize(("folder", "name"), [("KB_DATA_DIR", "data folder"), ("MEDIA_ROOT", "pictures")])
def test_a_folder_that_cannot_be_written_is_named_without_saying_where_it_is(reader, settings, folder, name):
    shutil.rmtree(getattr(settings, folder))

    answer = reader.get("/readyz")

    assert (answer.status_code, answer.text) == (503, ALL_WELL.replace(f"{name}: ok", f"{name}: cannot be written"))


def test_an_index_that_cannot_be_opened_is_named(reader, settings):
    open_index().folder.mkdir(parents=True)
    (open_index().folder / "articles.sqlite3").write_bytes(b"This is no index." * 100)

    answer = reader.get("/readyz")

    assert (answer.status_code, answer.text) == (503, ALL_WELL.replace("index: ok", "index: cannot be opened"))


def test_a_database_that_does_not_answer_is_named_and_the_rest_still_told(reader):
    def refuse(*asked):
        raise OperationalError("password authentication failed for user kb")

    with connection.execute_wrapper(refuse):
        answer = reader.get("/readyz")

    problems = "database: does not answer\nmigrations: not known\n"
    assert (answer.status_code, answer.text) == (503, ALL_WELL.replace("database: ok\nmigrations: ok\n", problems))
