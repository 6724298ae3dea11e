"""Copies the rows of one moment out of the database into a folder, as a backup holds them, but for pictures."""

from pathlib import Path

from faq.backup import making, rows, transactions, versions
from faq.backup.archive import Manifest


def copy_rows(folder: Path) -> Manifest:
    """Write all rows below `folder`/rows; return what they are. Nobody has to stop meanwhile.

    The database may be of an older version. Raises `RefusedError` when it is of a newer one.
    """
    with transactions.one_state():
        migrations = versions.applied()
        models = rows.tables(versions.models_at(versions.newest_of(migrations, whose="This database is")))
        manifest = making.manifest_of(models, migrations)
        for model in models:
            for number, text in enumerate(rows.dump(model), start=1):
                path = folder / "rows" / model._meta.label_lower / f"{number:05}.jsonl"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text)
    return manifest
