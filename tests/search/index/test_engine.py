"""The engine's folder: what was written is found, and its failures can be caught."""

import pytest

from faq.search.index.documents import Document
from faq.search.index.engine import Engine, EngineCrashError, _crash_as_error


def document(id: int, title: str, **values: object) -> Document:
    texts = {"asked_like": [], "short_answer": "", "steps": [], "body": "", "tags": []}
    made = {"parts_words": [""], "passage_parts": [], "is_for_staff": False}
    return Document(id=id, edition=1, slug=f"article-{id}", title=title, **{**texts, **made, **values})


def test_a_document_is_found_by_any_of_its_texts_and_best_by_its_title(tmp_path):
    engine = Engine(tmp_path)
    engine.write([], [document(1, "Parking"), document(2, "Visits", body="Parking is free."), document(3, "Bills")])

    scores = engine.searcher().search({"park": 1.0}, limit=10)

    assert sorted(scores, key=scores.get, reverse=True) == [1, 2]


def test_a_document_replaces_the_one_it_had_and_a_deleted_one_is_gone(tmp_path):
    engine = Engine(tmp_path)
    engine.write([], [document(1, "Parking"), document(2, "Bills")])

    engine.write([2], [document(1, "Zeppelins")])

    searcher = engine.searcher()
    assert (searcher.article_count(), searcher.word_counts()) == (1, {"zeppelins": 1})


def test_a_searcher_does_not_see_later_writes(tmp_path):
    engine = Engine(tmp_path)
    engine.write([], [document(1, "Parking")])
    before = engine.searcher()

    engine.write([], [document(2, "Bills")])

    assert (before.article_count(), engine.searcher().article_count()) == (1, 2)


def test_a_panic_becomes_an_error_that_can_be_caught_and_an_interruption_stays_one():
    class PanicException(BaseException):
        """Named as the engine's own, which cannot be made from Python."""

    @_crash_as_error
    def work(error: BaseException) -> None:
        raise error

    with pytest.raises(EngineCrashError, match="index out of bounds"):
        work(PanicException("index out of bounds"))
    with pytest.raises(KeyboardInterrupt):
        work(KeyboardInterrupt())


def test_of_the_words_asked_about_an_article_is_said_to_hold_those_it_does(tmp_path):
    engine = Engine(tmp_path)
    engine.write([], [document(1, "Parking at night", body="A co pay."), document(2, "Bills")])
    subject = [("park",), ("zeppelin", "night"), ("copay", "co pay"), ("bill",)]

    searcher = engine.searcher()

    assert [searcher.held_count(id, subject) for id in (1, 2, 3)] == [3, 1, 0]
    assert searcher.held_count(1, []) == 0
