"""`make run` where something is missing: one plain line says what."""

import ast
import sys
from pathlib import Path

import pytest

from kb import bootstrap
from tests.product import ROOT


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A checkout of its own with a lock file that holds nothing, and no virtual environment yet."""
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "INSIDE", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_old_python_can_still_read_the_file_that_says_it_is_too_old():
    ast.parse((ROOT / "kb" / "bootstrap.py").read_text(), feature_version=(3, 8))


def test_a_python_that_is_too_old_is_named(elsewhere, monkeypatch):
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))

    with pytest.raises(SystemExit) as stopped:
        bootstrap.main(["requirements.txt"])

    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    said = f"Python 3.11, 3.12 or 3.13 is needed; here is only {here}."
    assert stopped.value.code == f"{said} Name another: make run PYTHON=/path/to/python3"


def test_a_python_without_venv_says_what_to_install(elsewhere, monkeypatch):
    without = elsewhere / "python-without-venv"
    without.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    without.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(without))

    with pytest.raises(SystemExit) as stopped:
        bootstrap.main(["requirements.txt"])

    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert stopped.value.code == f"Python's venv module is missing. On Debian or Ubuntu: apt-get install {package}"


@pytest.mark.start
def test_packages_are_installed_again_only_when_the_lock_changes(elsewhere, capfd):
    said = []
    for text in ("# nothing\n", "# nothing\n", "# nothing new\n"):
        (elsewhere / "requirements.txt").write_text(text)
        bootstrap.main(["requirements.txt"])
        said.append([line.split()[0] for line in capfd.readouterr().out.splitlines() if line])

    assert said == [["Making", "Installing"], [], ["Installing"]]


@pytest.mark.start
def test_a_start_that_was_broken_off_begins_anew(elsewhere, capfd):
    inside = elsewhere / ".venv" / "bin"
    inside.mkdir(parents=True)
    (inside / "python").symlink_to(sys.executable)

    bootstrap.main(["requirements.txt"])

    assert capfd.readouterr().out.splitlines()[0].startswith("Making a virtual environment")
    assert (elsewhere / ".venv" / "pyvenv.cfg").exists()


@pytest.mark.start
def test_packages_that_cannot_be_had_are_named_in_a_plain_line(elsewhere):
    (elsewhere / "requirements.txt").write_text("./no-such-package\n")

    with pytest.raises(SystemExit, match="^The packages could not be installed"):
        bootstrap.main(["requirements.txt"])

    assert not list(Path(elsewhere / ".venv").glob("installed-*"))
