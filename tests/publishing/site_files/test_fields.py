"""No table and no column is forgotten: each is exported, or left out for a reason that stands in the manual."""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model

from faq.models import Article, Revision, Step
from faq.models.parts import PARTS, STEP_PARTS, Kind
from faq.publishing.site_files.fields import LEFT_OUT, TABLES

MANUAL = Path(__file__).resolve().parents[3] / "docs" / "export-format.md"
OURS = [*apps.get_app_config("faq").get_models(), User]
# What stands in the Markdown file of an article
# Steps are rows of their own
IN_MARKDOWN = {
    Article: {part.name for part in PARTS if part.kind is not Kind.STEPS},
    Step: {part.name for part in STEP_PARTS},
}


def test_every_table_is_exported_or_left_out():
    assert {model.__name__ for model in OURS} == {model.__name__ for model in (*TABLES, *LEFT_OUT)}


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_every_column_is_exported_or_left_out(model: type[Model]):
    table = TABLES[model]
    declared = [*table.exported, *table.left_out, *IN_MARKDOWN.get(model, ())]

    assert sorted(declared) == sorted(
        field.name for field in model._meta.get_fields() if not field.auto_created or field.name == "id"
    )


def test_the_manual_names_every_table_and_why_something_is_left_out():
    text = MANUAL.read_text(encoding="utf-8")
    words = {model._meta.verbose_name for model in LEFT_OUT} | {Revision._meta.get_field("snapshot").name}
    columns = [name for table in TABLES.values() for name in table.exported]

    missing = [name for name in [*columns, *words, *LEFT_OUT.values()] if str(name) not in text]

    assert missing == []
