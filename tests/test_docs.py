"""The docs name commands that run as they are written there, and settings that are read."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.product import ROOT, manage

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(path for path in (ROOT / "deploy").iterdir())]
OURS = {path.stem for path in (ROOT / "faq" / "management" / "commands").glob("[a-z]*.py")}


def written() -> list[tuple[str, str]]:
    """Each page and what follows `manage.py` in it, to the end of the code that it stands in."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        found += [(page.name, line.strip(" .,;:)")) for line in re.findall(r"manage\.py ([a-z_]+[^`|\n>&#]*)", text)]
    return found


def test_each_command_of_the_docs_is_there_and_knows_its_options():
    refused = []
    for page, line in written():
        name, *given = shlex.split(line.replace("[", "").replace("]", ""))
        app = get_commands().get(name)
        if app is None:
            refused.append(f"{page}: there is no manage.py {name}")
            continue
        known = load_command_class(app, name).create_parser("manage.py", name)._option_string_actions
        refused += [
            f"{page}: manage.py {name} knows no {each}" for each in given if each[:1] == "-" and each not in known
        ]

    assert refused == []
    assert len(written()) > 25


def test_each_command_of_ours_stands_in_the_docs():
    named = {line.split()[0] for _, line in written()}

    assert OURS - named == set()


def test_each_setting_is_in_the_table_and_nothing_else():
    table = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8").partition("| name | what it says |")[2]
    rows = table.partition("\n\n")[0].splitlines()
    told = {name for row in rows for name in re.findall(r"`([A-Z_]{4,})`", row.split("|")[1])} if rows else set()
    sources = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "kb").glob("*settings.py"))
    read = set(re.findall(r'env\.[a-z_]+\(\s*"([A-Z_]+)"', sources))

    assert told == read


@pytest.mark.start
def test_each_chore_runs_on_a_new_site(own_folder: Path, tmp_path: Path):
    """Those that ask for something, or go on, have tests of their own."""
    file, folder = str(tmp_path / "a.backup"), str(tmp_path / "articles")
    chores = [
        ["prepare"],
        ["build_index"],
        ["backup", file],
        ["restore", file, "--dry-run"],
        ["restore", file, "--pictures"],
        ["empty_bin"],
        ["remove_unused_pictures"],
        ["check_links"],
        ["check_promises"],
        ["send_digests", "--dry-run"],
        ["fold_counts", "--dry-run"],
        ["hash_pages"],
        ["export_articles", folder],
        ["doctor", "--quiet"],
    ]

    failed = {}
    for chore in chores:
        done = manage(own_folder, *chore)
        if done.returncode or "Traceback" in done.stderr:
            failed[" ".join(chore)] = (done.stdout + done.stderr)[-300:]

    assert failed == {}
