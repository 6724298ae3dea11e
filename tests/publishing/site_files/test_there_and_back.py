"""What was exported and brought into an empty site is the same site, on both databases."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from faq.models import ViewCount, audit_guard
from faq.publishing.site_files import loading, writing
from faq.stats import ranges, reports, searches
from tests.product import manage
from tests.publishing.site_files.whole_site import files_of, make_whole_site, pages_of_patients


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("words_only")
def test_an_export_brought_into_an_empty_site_is_the_same_site(tmp_path: Path):
    make_whole_site()
    before, numbers = pages_of_patients(), numbers_of_managers()
    writing.to_path(tmp_path / "one")
    with audit_guard.lifted():
        call_command("flush", interactive=False)

    loading.load(tmp_path / "one")

    assert pages_of_patients() == before
    assert numbers_of_managers() == numbers
    writing.to_path(tmp_path / "two.zip")
    assert files_of(tmp_path / "two.zip") == files_of(tmp_path / "one")


def numbers_of_managers() -> list[object]:
    over = ranges.named("30", today=ViewCount.objects.latest("day").day)
    found = reports.report(over, zone=connection.timezone)
    lines = [(line.title, line.views, line.before, line.published_on, line.is_published) for line in found.articles]
    per_day = [reports.times_not_found(over), list(reports.views_per_day(over))]
    return [lines, found.days, *per_day, searches.report(over)]


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.usefixtures("words_only")
def test_what_sqlite_exported_comes_out_of_postgresql_unchanged(tmp_path: Path, empty_database: str):
    make_whole_site()
    writing.to_path(tmp_path / "one.zip")

    for command in (["migrate"], ["import_articles", tmp_path / "one.zip"], ["export_articles", tmp_path / "two.zip"]):
        done = manage(tmp_path / "data", *map(str, command), DATABASE_URL=empty_database)
        assert done.returncode == 0, done.stderr

    assert files_of(tmp_path / "two.zip") == files_of(tmp_path / "one.zip")
