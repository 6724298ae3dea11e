"""Makes `names.txt.gz`, the words of `words.txt.gz` that are names of people; README.md says from what.

python make_names.py CENSUS_FOLDER SCOWL_FOLDER
"""

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
LARGEST, COMMON = 60, 35
# How many of the most frequent names are names though they are words too ("john"), unless they are common words
MOST_FREQUENT = {"dist.all.last": 600, "dist.female.first": 400, "dist.male.first": 400}
# Names that a question about health needs: days, months, and illnesses named after people
KEPT = frozenset(
    """
    addison american april august bell cushing december down england friday graves hodgkin huntington january july june
    kawasaki lewy marfan monday november parkinson raynaud september sjogren sunday tourette turner
    """.split()
)
# Frequent names that SCOWL takes for common words
ADDED = frozenset("bob doe jack juan maria smith".split())


def main(census: Path, scowl: Path) -> None:
    """Write the list anew from the folders of the two sources."""
    words = set(gzip.decompress((FOLDER / "words.txt.gz").read_bytes()).decode().split())
    files = {name: [line.split()[0].lower() for line in (census / name).open()] for name in MOST_FREQUENT}
    names = {name for lines in files.values() for name in lines} - set(_small(scowl, LARGEST))
    frequent = {name for file, most in MOST_FREQUENT.items() for name in files[file][:most]}
    found = (names | (frequent - set(_small(scowl, COMMON))) | ADDED) & words - KEPT
    text = "\n".join(sorted(found)) + "\n"
    # No time within: the same lists make the same file
    (FOLDER / "names.txt.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(len(found), "names")


def _small(scowl: Path, largest: int) -> Iterator[str]:
    """Yield the words that are written small."""
    for path in scowl.iterdir():
        if path.suffix[1:].isdigit() and int(path.suffix[1:]) <= largest:
            yield from (word for word in path.read_text("latin-1").split() if word == word.lower())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
