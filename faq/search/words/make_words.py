"""Makes words.txt.gz and common.txt.gz of this folder from the published lists; run by hand, never by the site.

    python make_words.py SCOWL_FOLDER WORDNET_FOLDER DRUGS_FILE DISEASES_FILE

README.md says where they come from.
"""

import bz2
import gzip
import pickle
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

# Lists of SCOWL: up to size 60 is what good dictionaries hold
LISTS = ("english", "american", "british", "british_z", "canadian", "australian")
KINDS = ("words", "upper", "contractions", "proper-names")
LARGEST = 60
# And up to size 35 what everybody uses
COMMON = 35
SHORTEST = 2
# Prefixes of the identifiers whose names their owners give away: the drug's name and its variants
FREE = ("drugbank_id", "mesh_id", "medline_plus_id")


def main(scowl: Path, wordnet: Path, drugs: Path, diseases: Path) -> None:
    ours = Path(__file__).with_name("messages.txt").read_text().split()
    words = {*ours, *_scowl(scowl), *_wordnet(wordnet), *_names(drugs, "drug"), *_names(diseases, "disease")}
    _write("words.txt.gz", words)
    _write("common.txt.gz", {*_scowl(scowl, COMMON)})


def _write(name: str, words: set[str]) -> None:
    text = "\n".join(sorted(words)) + "\n"
    # No time within: the same lists make the same file
    Path(__file__).with_name(name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(name, len(words), "words")


def _scowl(folder: Path, largest: int = LARGEST) -> Iterator[str]:
    for name in (f"{language}-{kind}" for language in LISTS for kind in KINDS):
        for path in folder.glob(f"{name}.*"):
            if int(path.suffix[1:]) <= largest:
                yield from _plain(path.read_text("latin-1").replace("'", ""))


def _wordnet(folder: Path) -> Iterator[str]:
    for path in folder.glob("index.[nva]*"):
        for line in path.read_text().splitlines():
            if not line.startswith(" "):
                yield from _plain(line.split()[0].replace("'", ""))


def _names(path: Path, kind: str) -> Iterator[str]:
    # The pickle of a package whose hash README.md names
    known = pickle.loads(bz2.decompress(path.read_bytes()))
    details = known[f"{kind}_canonical_to_data"]
    for variant, names in known[f"{kind}_variant_to_canonical"].items():
        if any(details.get(name, {}).get(id) for name in names for id in FREE):
            yield from _plain(variant)


def _plain(text: str) -> Iterator[str]:
    """Yield the words of a text as search compares them: small letters from a to z."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    yield from (word for word in re.findall(r"[^\W_]+", plain) if re.fullmatch(f"[a-z]{{{SHORTEST},40}}", word))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
