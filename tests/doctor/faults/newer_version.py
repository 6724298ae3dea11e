"""A copy of this software that a newer version comes to by `git pull`."""

import shutil
import subprocess
from pathlib import Path

from tests.doctor.sites import Real
from tests.product import ROOT

# All but these is the same in both and is not copied
_COPIED = ("manage.py", "kb", "requirements.txt")
_NEWER = """
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("faq", "{last}")]
    operations = []
"""


def own_tree(site: Real) -> Path:
    """Let `site` run from a repository of its own, and return the folder of the newer version, from which it pulls."""
    newer, older = site.tmp / "newer", site.tmp / "older"
    _lay_out(newer)
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-C", newer]
    _run(*git, "init", "-q")
    _run(*git, "add", "-A")
    _run(*git, "commit", "-q", "-m", "One")
    _run("git", "clone", "-q", newer, older)
    last = sorted(file.stem for file in (newer / "faq/migrations").glob("0*.py"))[-1]
    (newer / "faq/migrations/9999_later.py").write_text(_NEWER.format(last=last))
    _run(*git, "add", "-A")
    _run(*git, "commit", "-q", "-m", "Two")
    site.tree = older
    return newer


def _lay_out(tree: Path) -> None:
    """Copy what is asked where it lies or what changes, and point to the rest."""
    (tree / "faq").mkdir(parents=True)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "faq/migrations", tree / "faq/migrations", ignore=ignored)
    for name in _COPIED:
        source = ROOT / name
        shutil.copytree(source, tree / name, ignore=ignored) if source.is_dir() else shutil.copy(source, tree / name)
    for each in (ROOT / "faq").iterdir():
        if each.name not in ("migrations", "__pycache__"):
            (tree / "faq" / each.name).symlink_to(each)
    for name in ("templates", "static"):
        (tree / name).symlink_to(ROOT / name)


def _run(*command: object) -> None:
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
