"""The vectors of all articles in memory, and which of them come near to a query."""

from collections.abc import Iterable, Mapping

import numpy as np

from faq.search.meaning import SIZE

_SHORTLIST = 400  # rows looked at closely, after a coarse look at all


class Vectors:
    """Several rows an article. Never changed once made: `changed` returns a new one.

    The coarse look compares only the signs of the numbers (48 bytes a row); the close look the numbers themselves.
    """

    def __init__(self, rows: np.ndarray, owners: np.ndarray) -> None:
        self._rows, self._owners = rows, owners  # float16 (n, 384), the rows of an article together; article ids (n,)
        self._signs = _signs(rows)
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        ends = np.append(starts[1:], len(owners))[: len(starts)]
        self._places = {int(owners[start]): (int(start), int(end)) for start, end in zip(starts, ends, strict=True)}

    @classmethod
    def none(cls) -> "Vectors":
        return cls(np.zeros((0, SIZE), np.float16), np.zeros(0, np.int64))

    def __len__(self) -> int:
        return len(self._places)

    def changed(self, new: Mapping[int, bytes | None], gone: Iterable[int]) -> "Vectors":
        """Return these vectors with those of `new` in place of what their articles had, and without `gone`."""
        if not new and not gone:
            return self
        keep = ~np.isin(self._owners, [*new, *gone])
        blocks = {id: np.frombuffer(block, np.float16).reshape(-1, SIZE) for id, block in new.items() if block}
        rows = np.concatenate([self._rows[keep], *blocks.values()])
        owners = np.concatenate([self._owners[keep], *(np.full(len(block), id) for id, block in blocks.items())])
        return Vectors(rows, owners.astype(np.int64))

    def nearest(self, vector: np.ndarray, limit: int) -> list[int]:
        """Return the ids of about `limit` articles that are likely to come nearest, in no order."""
        if len(self._owners) <= _SHORTLIST:
            return list(self._places)
        rows = self._shortlist(vector)
        likeness = self._rows[rows].astype(np.float32) @ vector
        best = rows[np.argsort(-likeness, kind="stable")]
        return list(dict.fromkeys(self._owners[best].tolist()))[:limit]

    def likeness(self, vector: np.ndarray, ids: Iterable[int]) -> dict[int, float]:
        """Return id -> likeness (cosine of the article's nearest row) of those that have vectors."""
        places = [(id, *self._places[id]) for id in ids if id in self._places]
        if not places:
            return {}
        picked = np.concatenate([np.arange(start, end) for _, start, end in places])
        near = self._rows[picked].astype(np.float32) @ vector
        firsts = np.cumsum([0] + [end - start for _, start, end in places[:-1]])
        return dict(zip((id for id, *_ in places), np.maximum.reduceat(near, firsts).tolist(), strict=True))

    def _shortlist(self, vector: np.ndarray) -> np.ndarray:
        differing = np.zeros(len(self._owners), np.uint16)
        for column, sign in zip(self._signs, _signs(vector[None, :]), strict=True):  # one by one stays within the cache
            differing += np.bitwise_count(column ^ sign)
        enough = np.searchsorted(np.cumsum(np.bincount(differing, minlength=SIZE + 1)), _SHORTLIST)
        return np.flatnonzero(differing <= enough)


def _signs(rows: np.ndarray) -> np.ndarray:
    """Return the signs of all numbers as six columns of 64 bits."""
    return np.ascontiguousarray(np.packbits(rows > 0, axis=1).view(np.uint64).T)
