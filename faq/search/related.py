"""Articles that are about nearly the same as one: by what they mean, and by the tags they share."""

from collections.abc import Collection

from faq.search.index.index import open_index

# Similarity of two articles; below, sharing a tag alone makes them related
_ALIKE = 0.55
# What each shared tag adds to it
_SHARED_TAG = 0.08
# Nearest articles that are looked at
_MOST_NEAR = 20


def related(id: int, *, limit: int) -> list[int]:
    """Return at most `limit` published articles that are related to the published article `id`, the most alike first.

    Similarity is that of the two articles as a whole; each shared tag adds 0.08. Of articles that share a tag only
    those whose meaning is near too, where one is. [] where the index does not know the article (yet): a page never
    waits for it.
    """
    view = open_index().as_it_is()
    if view is None or id not in view.tags:
        return []
    own_tags = set(view.tags[id])
    shared = {other: len(own_tags.intersection(slugs)) for other, slugs in view.tags.items() if other != id}
    near = {other: value for other, value in view.similar_to(id, limit=_MOST_NEAR).items() if other != id}
    chosen = {other for other, value in near.items() if value >= _ALIKE} | _with_tags(shared, near)
    order = sorted(chosen, key=lambda other: (-near.get(other, 0.0) - _SHARED_TAG * shared.get(other, 0), other))
    return order[:limit]


def _with_tags(shared: dict[int, int], near: Collection[int]) -> set[int]:
    """Return the articles that share a tag: of those the near ones, or all where none of them is near."""
    tagged = {other for other, count in shared.items() if count}
    return tagged.intersection(near) or tagged
