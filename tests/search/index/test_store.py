"""The file beside the engine: what is written within one lock is kept together, or nothing of it."""

from dataclasses import replace

import pytest

from faq.search.index.store import Store
from tests.search.index.test_engine import document


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "articles.sqlite3")


def test_documents_come_back_as_they_were_kept(store):
    park = document(1, "Where can I park?", steps=["Here."], tags=[["visits", "Visits"]], parts_words=["", "here", ""])

    with store.writing():
        store.put([park, document(2, "Bills")], 1)

    assert store.documents([1, 3]) == {1: park}
    assert store.changed_since(0) == [(1, ("visits",), None), (2, (), None)]
    assert store.checksum() == (2, 2)


def test_a_failure_within_the_lock_leaves_all_as_it_was(store):
    def write_and_fail() -> None:
        with store.writing():
            store.put([document(1, "Bills")], 1)
            store.set_state(replace(store.state(), edition=7))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_and_fail()

    assert (store.documents([1]), store.state().edition) == ({}, -1)
    # The lock is free
    with store.writing():
        store.put([document(1, "Bills")], 1)


def test_what_was_removed_is_told_until_it_comes_back(store):
    with store.writing():
        store.put([document(1, "Bills")], 1)
        store.remove([1], 2)
    assert (store.documents([1]), store.deleted_since(1), store.deleted_since(2)) == ({}, [1], [])

    with store.writing():
        store.put([document(1, "Bills")], 3)

    assert store.deleted_since(0) == []


def test_what_lacks_vectors_is_told_from_either_end(store):
    with store.writing():
        store.put([document(2, "Bills"), document(1, "Parking"), document(3, "Opening")], 1)

    assert [found.id for _, found in store.without_vectors(2)] == [1, 2]
    assert [found.id for _, found in store.without_vectors(2, newest_first=True)] == [3, 2]


def test_articles_with_the_same_texts_share_their_vectors_which_outlive_them(store):
    one, same, other = document(1, "Bills"), document(2, "Bills"), document(3, "Parking")
    with store.writing():
        store.put([one, same, other], 1)
        store.put_vectors([(one.text_key, b"rows")], 2)
    assert store.vector_counts() == (3, 2)
    assert [found.id for _, found in store.without_vectors(9)] == [3]

    with store.writing():
        store.clear()
        store.put([one], 3)
        store.drop_unused_vectors()

    assert store.vector_counts() == (1, 1)
