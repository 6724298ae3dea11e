"""The vectors of all articles in memory, and which of them are nearest to that of a query."""

import numpy as np
import pytest

from faq.search.index import vectors as vectors_module
from faq.search.index.embedding import SIZE
from faq.search.index.vectors import Vectors


@pytest.fixture(params=["all compared", "a shortlist"])
def drawn(request, monkeypatch):
    """1,500 articles with two rows each, all of them compared, or only a shortlist."""
    monkeypatch.setattr(vectors_module, "_MOST_EXHAUSTIVE", 3000 if request.param == "all compared" else 2999)
    draw = np.random.default_rng(3)
    rows = draw.standard_normal((1500, 2, SIZE)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=2, keepdims=True)
    blocks = {id: block.astype(np.float16).tobytes() for id, block in enumerate(rows, start=1)}
    return rows, Vectors.empty().updated(blocks, [])


def test_the_nearest_article_is_found_among_many_and_its_similarity_is_right(drawn):
    rows, vectors = drawn
    for id in (1, 700, 1500):
        wanted = rows[id - 1, 1]

        near = vectors.nearest(wanted, 100)

        assert max(near, key=near.get) == id
        assert near[id] == pytest.approx(1, abs=0.01)
        assert len(near) == 100


def test_articles_that_the_words_found_are_compared_too_if_they_have_vectors(drawn):
    rows, vectors = drawn
    far = int(np.argmin((rows @ rows[0, 0]).max(axis=1))) + 1

    near = vectors.nearest(rows[0, 0], 1, also=[far, 99_999])

    assert near == {1: pytest.approx(1, abs=0.01), far: pytest.approx((rows[far - 1] @ rows[0, 0]).max(), abs=0.01)}


def test_without_any_vectors_nothing_is_near(drawn):
    rows, _ = drawn

    assert Vectors.empty().nearest(rows[0, 0], 100, also=[1]) == {}


def test_vectors_follow_changes_and_leave_with_their_article(drawn):
    rows, vectors = drawn
    one = rows[0, :1].astype(np.float16).tobytes()

    later = vectors.updated({2: one, 3: None}, [1])

    assert (len(vectors), len(later)) == (1500, 1498)
    near = later.nearest(rows[0, 0], 1498)
    assert near[2] == pytest.approx(1, abs=0.01)
    assert near.keys().isdisjoint({1, 3})


def test_changed_articles_are_found_among_the_others_whatever_their_order(drawn):
    rows, vectors = drawn
    later = vectors.updated({7: rows[0].astype(np.float16).tobytes()}, [])

    near = later.nearest(rows[0, 1], 1, also=[1500, 7, 3])

    assert near.keys() == {1, 3, 7, 1500}
    assert near[7] == near[1] == pytest.approx(1, abs=0.01)


def test_the_nearest_of_an_articles_rows_counts_wherever_it_stands(drawn):
    rows, vectors = drawn
    products = rows @ rows[0, 0]
    far = int(np.argmin(np.where(products[:, 1] > products[:, 0], products[:, 1], 2))) + 1

    near = vectors.nearest(rows[0, 0], 1, also=[far])

    assert near[far] == pytest.approx(products[far - 1, 1], abs=0.01)


def test_the_nearest_of_an_articles_own_rows_is_named(drawn):
    rows, vectors = drawn

    found = vectors.nearest_rows(rows[6, 1], [7, 8, 99_999])

    assert found.keys() == {7, 8}
    assert found == {7: 1, 8: int((rows[7] @ rows[6, 1]).argmax())}
