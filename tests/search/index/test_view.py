"""Which articles match by words and by meaning, seen in the results."""

import pytest

from faq.search.find import find
from faq.search.index import embedding, embedding_jobs, view
from faq.search.index.index import open_index
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def titles(typed):
    return [hit.title for hit in find(typed).hits]


@pytest.fixture
def many(monkeypatch):
    """Rank as on a site of very many articles."""
    monkeypatch.setattr(view, "_MANY", 1)
    make_article("Where can I park?", short_answer="Behind the house.")
    make_article("How do I cancel?", short_answer="How you do it: call us.")
    make_article("How do I do this?", short_answer="How do I do this, how do I do that?")


def test_where_there_are_many_the_words_that_shape_a_question_do_not_count(many):
    embedding.set_enabled(False)
    try:
        assert titles("how do i park") == ["Where can I park?"]
    finally:
        embedding.set_enabled(True)


def test_where_there_are_many_a_question_of_such_words_alone_finds_something(many):
    assert "How do I do this?" in titles("how do i do this")


def test_an_article_without_vectors_yet_keeps_the_place_of_its_words(monkeypatch):
    make_article("Where can I park my bicycle?", short_answer="In the yard.")
    assert titles("bicycle")
    monkeypatch.setattr(embedding_jobs, "embed_now_or_later", lambda store: False)
    make_article("Bicycle", short_answer="Bicycle, bicycle.")

    assert titles("bicycle")[0] == "Bicycle"
    assert open_index().store.vector_counts()[1] == 1


def test_a_script_that_the_model_cannot_read_is_found_by_its_words_only():
    make_article("如何重置密码", short_answer="请打开网站。")
    make_article("Where can I park?")

    assert titles("密码") == ["如何重置密码"]


def test_by_words_alone_an_unknown_word_beside_a_known_one_is_close_and_alone_is_nothing():
    make_article("Where can I park?", short_answer="Behind the house.")
    embedding.set_enabled(False)
    try:
        assert find("park xqzzt").is_close
        assert not find("how xqzzt").is_close
        assert find("xqzzt").total == 0
    finally:
        embedding.set_enabled(True)
