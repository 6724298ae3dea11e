"""Measures an import of many Markdown files: CPU seconds until they are published, and until words find them.

`KB_DATA_DIR=/tmp/empty python bench/importing.py [files] [--meaning]`; the folder must be empty, it is filled.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
_PARAGRAPH = (
    "Patients who come for the first time bring their card and a list of *medicines*. The desk is open from 8 to 18."
    " More is said at [our page](https://www.example.org/visits), and the staff answer questions by phone.\n\n"
)


def write_files(folder: Path, count: int) -> None:
    """Write `count` files of about 1.2 kB, each with a head, two paragraphs, a list and an old address."""
    for number in range(count):
        words = f"word{number % 997} word{number % 883} word{number}"
        items = "".join(f"- **{word}** is one of them\n" for word in words.split())
        head = f"title: What is said of {words}?\ntags: [Topic {number % 20}]\nredirect_from: /old/{number}/\n"
        text = f"---\n{head}---\n\n{words}. {_PARAGRAPH * 2}{items}\n1. Open the page of {words}.\n2. Press Save.\n"
        (folder / f"{number}.md").write_text(text, encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="?", type=int, default=2_000)
    options.add_argument("--meaning", action="store_true", help="also learn what the articles mean (minutes)")
    asked = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    os.environ.setdefault("KB_DATA_DIR", tempfile.mkdtemp())
    sys.path.insert(0, str(ROOT))
    django.setup()
    measure(asked.files, with_meaning=asked.meaning)


def measure(count: int, *, with_meaning: bool) -> None:
    """Print the CPU seconds of each part."""
    from django.core.management import call_command

    from faq.publishing import imports
    from faq.publishing.importing import reader
    from faq.search import find
    from faq.search.index.index import open_index

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), count)
        began = time.process_time()
        parsed = reader.read_path(Path(folder))
        say("read", began)
        began = time.process_time()
        imported = imports.load(parsed, by=None, name="bench", publish=True, progress=show)
        say(f"written and published ({len(imported.articles)})", began)
    began = time.process_time()
    find.find("medicines of patients")
    say("found by words", began)
    if with_meaning:
        began = time.process_time()
        open_index().embed_all(lambda done, left: show(done, done + left))
        say("found by meaning", began)


def show(done: int, total: int) -> None:
    if done % 2_000 == 0 or done == total:
        print(f"  {done} of {total}", flush=True)


def say(what: str, began: float) -> None:
    print(f"{what}: {time.process_time() - began:.1f} s CPU", flush=True)


if __name__ == "__main__":
    main()
