"""What the files of articles are called in an export: like their addresses, where every file system can take those."""

from collections.abc import Iterable

# Names that Windows keeps for devices
_DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
# Bytes; file systems take 255, with the ending
_LONGEST = 200


def file_names(slugs: Iterable[str]) -> dict[str, str]:
    """Return {address: name of its files without their ending}, for example "portal" or, where that is cut, "por-2"."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for slug in sorted(slugs):
        stem = slug.encode()[:_LONGEST].decode(errors="ignore")
        stem = f"{stem}-article" if stem in _DEVICES else stem
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        names[slug] = name
    return names
