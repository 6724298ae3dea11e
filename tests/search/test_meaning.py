"""The sentence model that comes with the project, and the vectors in memory."""

import hashlib

import numpy as np
import pytest

from faq.search import meaning
from faq.search.vectors import Vectors


def test_the_files_are_the_ones_that_were_measured():
    for line in (meaning.FOLDER / "SHA256SUMS").read_text().splitlines():
        sum, name = line.split()
        assert hashlib.sha256((meaning.FOLDER / name).read_bytes()).hexdigest() == sum


def test_texts_that_mean_alike_point_alike():
    model = meaning.model()
    car, parking, password = map(model.encode, ("where can i leave my car", "Where can I park?", "Reset your password"))

    assert car @ parking > 0.4 > 2 * (car @ password)
    assert abs(float(car @ car) - 1) < 1e-3


def test_odd_texts_have_a_vector_too():
    for text in ("", "\0", "😀" * 1000, "x" * 100_000, "密码"):
        assert np.isfinite(meaning.model().encode(text)).all()


def test_missing_files_leave_search_without_a_model(tmp_path):
    assert meaning._load(tmp_path) is None


@pytest.fixture
def drawn():
    """1,500 articles with two rows each: more than the shortlist, so that the coarse look decides."""
    draw = np.random.default_rng(3)
    rows = draw.standard_normal((1500, 2, meaning.SIZE)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=2, keepdims=True)
    blocks = {id: block.astype(np.float16).tobytes() for id, block in enumerate(rows, start=1)}
    return rows, Vectors.none().changed(blocks, [])


def test_the_nearest_article_is_found_among_many_and_its_likeness_is_right(drawn):
    rows, vectors = drawn
    for id in (1, 700, 1500):
        wanted = rows[id - 1, 1]

        assert id in vectors.nearest(wanted, 100)
        assert vectors.likeness(wanted, [id, 2, 99_999])[id] == pytest.approx(1, abs=0.01)
        assert 99_999 not in vectors.likeness(wanted, [99_999])


def test_vectors_follow_changes_and_leave_with_their_article(drawn):
    rows, vectors = drawn
    one = rows[0, :1].astype(np.float16).tobytes()

    later = vectors.changed({2: one, 3: None}, [1])

    assert (len(vectors), len(later)) == (1500, 1498)
    assert later.likeness(rows[0, 0], [1, 2, 3]) == {2: pytest.approx(1, abs=0.01)}
