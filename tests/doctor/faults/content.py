"""Faults of what readers get: pictures, files, styles, the search index and the sentence model."""

import os
import shutil
import subprocess
from pathlib import Path

from django.core.management import call_command

from faq.search.index import embedding, embedding_jobs
from faq.search.index.index import open_index
from tests.doctor.faults.databases import keep_locked
from tests.doctor.faults.safety import ONCE
from tests.doctor.following import ByHand
from tests.doctor.sites import Here
from tests.doctor.table import fault
from tests.factories import a_file, make_article, step_showing, stored_picture


@fault("Pictures", "cannot be written (No such file or directory)")
def a_folder_of_pictures_that_is_gone(site: Here) -> None:
    shutil.rmtree(site.settings.MEDIA_ROOT)


@fault("Pictures", "cannot be written (Not a directory)")
def a_file_in_the_place_of_the_folder_of_pictures(site: Here) -> None:
    shutil.rmtree(site.settings.MEDIA_ROOT)
    site.settings.MEDIA_ROOT.write_text("A mistaken copy.")


@fault("Pictures", "is empty, and readers are shown what was in it")
def a_folder_of_pictures_that_is_not_mounted(site: Here) -> ByHand:
    make_article("Where?", steps=[step_showing(stored_picture())])
    folder = site.settings.KB_MEDIA_DIR = Path(site.settings.MEDIA_ROOT)
    folder.rename(site.tmp / "the disk")
    folder.mkdir()
    return {f"Mount at {folder}": lambda: (site.tmp / "the disk").replace(folder)}


@fault("Pictures", "One picture that readers are shown is missing in", marks=ONCE)
def a_picture_that_is_missing(site: Here) -> None:
    names = [stored_picture(number) for number in range(2)]
    make_article("Where?", steps=[step_showing(name) for name in names])
    lose(site, names[0])


@fault("Files", "One PDF that readers are offered is missing in", marks=ONCE)
def a_pdf_that_is_missing(site: Here) -> None:
    article = make_article(files=[a_file()])
    stored_picture()
    lose(site, article.live.files()[0]["file"])


@fault("Styles", "Styles and scripts are missing in")
def styles_that_were_cleared_away(site: Here) -> None:
    site.left.callback(os.umask, os.umask(0o077))
    site.settings.STATIC_ROOT = site.folder / "static"
    call_command("prepare")
    next((site.folder / "static/faq").glob("site.*.css")).unlink()


@fault("Search index", "It cannot be opened.")
def an_index_that_is_damaged(site: Here) -> None:
    folder = open_index().folder
    folder.mkdir(parents=True)
    (folder / "articles.sqlite3").write_bytes(b"This is no index." * 100)


@fault("Search index", "It cannot be opened.")
def a_file_in_the_place_of_the_index(site: Here) -> None:
    site.settings.KB_INDEX_DIR.write_text("A mistaken copy.")


@fault("Search index", "It is locked by another program")
def an_index_that_another_program_keeps_locked(site: Here) -> None:
    call_command("build_index")
    keep_locked(site, open_index().folder / "articles.sqlite3")


@fault("Search by meaning", "The meaning of 2 of 2 articles is not learned yet.")
def vectors_that_a_killed_process_was_making(site: Here) -> None:
    embedding_jobs.claim(open_index().store)
    for title in ("How do I park?", "Where is the lift?"):
        make_article(title)


@fault("Search by meaning", "sentence.onnx is missing or damaged")
def a_model_that_was_deleted(site: Here) -> None:
    (own_model(site) / "sentence.onnx").unlink()


@fault("Search by meaning", "tokenizer.json is missing or damaged")
def a_model_that_was_altered(site: Here) -> None:
    with (own_model(site) / "tokenizer.json").open("a") as file:
        file.write(" ")


def lose(site: Here, name: str) -> None:
    """Lose the file `name` of the folder of pictures after a backup."""
    call_command("backup", str(site.tmp / "a.backup"))
    (Path(site.settings.MEDIA_ROOT) / name).unlink()


def own_model(site: Here) -> Path:
    """Let the model of this site lie in a repository of its own, and return its folder."""
    folder = site.tmp / "software/model"
    shutil.copytree(embedding.FOLDER, folder)
    for command in ("init -q", "add -A", "-c user.name=x -c user.email=x@example.org commit -q -m One"):
        subprocess.run(["git", "-C", folder, *command.split()], check=True)
    site.fixture("monkeypatch").setattr(embedding, "FOLDER", folder)
    return folder
