"""A version with changed tables takes the place of this one on PostgreSQL, while readers read and are counted."""

import re
import shutil
from pathlib import Path

import psycopg
import pytest

from tests import older_version
from tests.older_version import Readers
from tests.product import ROOT, started
from tests.services import wait_until

pytestmark = [pytest.mark.start, pytest.mark.slow, pytest.mark.once]
# Views cannot be counted by this version any more once the newer one has changed their table
_COUNTING = (
    '"INSERT INTO faq_viewcount (article_id, day, revision_number, source, place, views) "\n'
    '    "VALUES (%s, %s, %s, %s, %s, %s) '
)
_NEWER_COUNTING = (
    '"INSERT INTO faq_viewcount (article_id, day, revision_number, source, place, views, newer) "\n'
    '    "VALUES (%s, %s, %s, %s, %s, %s, 1) '
)
_MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("faq", "{last}")]
    # The tables keep no default: what does not name the column cannot be stored any more
    operations = [migrations.AddField("viewcount", "newer", models.IntegerField(default=0))]
"""


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The software of a version after this one."""
    software = tmp_path / "newer"
    for name in ("kb", "faq", "templates", "static"):
        shutil.copytree(ROOT / name, software / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "requirements.txt"):
        shutil.copy(ROOT / name, software)
    counting = software / "faq" / "stats" / "counting.py"
    text = counting.read_text()
    assert text.count(_COUNTING) == 1
    counting.write_text(text.replace(_COUNTING, _NEWER_COUNTING))
    last = sorted((ROOT / "faq" / "migrations").glob("0*.py"))[-1].stem
    (software / "faq" / "migrations" / "9999_newer.py").write_text(_MIGRATION.format(last=last))
    return software


def test_a_newer_version_takes_over_on_postgresql_without_an_error_or_a_lost_view(own_folder, empty_database, newer):
    with started(own_folder, DATABASE_URL=empty_database) as older:
        page = re.search(r'href="(/articles/[^"/]+/)"', older.ask("/articles/")[1])[1]
        readers = Readers(older.port, article=page, words="<main")
        here = {"PORT": older.port, "DATABASE_URL": empty_database}
        with readers.reading():
            rehearsed = older_version.manage(newer, own_folder, "upgrade", "--rehearse", **here)
            done = older_version.manage(newer, own_folder, "upgrade", **here)
            running = older_version.take_over(own_folder, older.port, software=newer, DATABASE_URL=empty_database)
            try:
                wait_until(lambda: "Taken over" in running.output, "it has taken over", seconds=120)
                code = older.process.wait(20)
                wait_until(lambda: "Ctrl-C" in running.output, "it says that it is open")
            except BaseException:
                running.process.kill()
                raise
        running.stop()

    assert (rehearsed.returncode, rehearsed.stderr, done.returncode, done.stderr, code) == (0, "", 0, "", 0)
    assert (readers.errors, list(readers.statuses)) == ([], [200])
    with psycopg.connect(empty_database) as connection:
        views = connection.execute("SELECT SUM(views) FROM faq_viewcount").fetchone()[0]
    assert views == readers.counted > 20
