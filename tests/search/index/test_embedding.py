"""The sentence model that comes with the project."""

import hashlib

import numpy as np

from faq.search.index import embedding


def test_the_files_are_the_ones_that_were_measured():
    for line in (embedding.FOLDER / "SHA256SUMS").read_text().splitlines():
        sum, name = line.split()
        assert hashlib.sha256((embedding.FOLDER / name).read_bytes()).hexdigest() == sum


def test_texts_that_mean_alike_point_alike():
    model = embedding.model()
    car, parking, password = map(model.embed, ("where can i leave my car", "Where can I park?", "Reset your password"))

    assert car @ parking > 0.4 > 2 * (car @ password)
    assert abs(float(car @ car) - 1) < 1e-3


def test_odd_texts_have_a_vector_too():
    for text in ("", "\0", "😀" * 1000, "x" * 100_000, "密码"):
        assert np.isfinite(embedding.model().embed(text)).all()


def test_missing_files_leave_search_without_a_model(tmp_path):
    assert embedding._load(tmp_path) is None


def test_the_key_of_texts_names_their_words_and_their_order():
    assert embedding.key_of(["a", "b"]) == embedding.key_of(["a", "b"])
    assert len({embedding.key_of(texts) for texts in (["a", "b"], ["b", "a"], ["ab"], ["a"])}) == 4


def test_a_process_told_to_search_by_words_alone_has_no_model():
    embedding.set_enabled(False)
    try:
        assert embedding.model() is None
    finally:
        embedding.set_enabled(True)


def test_each_row_is_the_mean_of_title_whole_and_one_passage_or_way_of_asking():
    model = embedding.model()
    title, whole, passage, asked = texts = ["Bills", "Bills Pay here. We take cards.", "Bills. Pay here.", "what i owe"]

    rows = embedding.rows_of(model, texts)

    vectors = {text: model.embed(text) for text in texts}
    for row, other in zip(rows, (passage, asked), strict=True):
        assert np.allclose(row, (vectors[title] + vectors[whole] + vectors[other]) / 3, atol=1e-6)


def test_an_article_without_passages_has_one_row():
    model = embedding.model()

    [row] = embedding.rows_of(model, ["Bills", "Bills"])

    assert np.allclose(row, model.embed("Bills"), atol=1e-6)


def test_an_article_in_a_script_that_the_model_cannot_read_is_near_to_nothing():
    model = embedding.model()
    texts = ["كيف أحجز موعدًا مع الطبيب؟", "كيف أحجز موعدًا؟ اتصل بنا.", "اتصل بنا.", "موعد"]

    assert embedding.rows_of(model, texts).shape == (2, embedding.SIZE)
    assert not embedding.rows_of(model, texts).any()
    assert embedding.rows_of(model, ["¿Cómo pago?", "¿Cómo pago? Aquí.", "Aquí."]).any()


def test_a_script_that_the_model_can_read_is_told_by_most_letters():
    readable = ["", "24/7", "Đặt lịch hẹn ở đâu?", "What is ال?", "¿Cómo pago?"]

    assert [embedding.can_read(text) for text in [*readable, "ما هو PDF؟", "Как записаться?", "医院在哪里？"]] == [
        *[True] * 5,
        *[False] * 3,
    ]
