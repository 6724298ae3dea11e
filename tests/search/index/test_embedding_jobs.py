"""The vectors that articles lack are made at once, in the background, or by the process that claimed it."""

import re
import threading

import pytest
from django.db import transaction

from faq.publishing import actions
from faq.search.find import find
from faq.search.index import embedding, embedding_jobs
from faq.search.index.index import open_index
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def titles(typed):
    return [hit.title for hit in find(typed).hits]


def test_many_articles_are_found_by_words_at_once_and_by_meaning_soon_after(monkeypatch):
    monkeypatch.setattr(embedding_jobs, "_MOST_WAITING", 0.0)
    with transaction.atomic():
        for number in range(30):
            make_article(f"Question {number} about parking")
        make_article("Where can I leave my car?")

    assert "Where can I leave my car?" in titles("leave car")
    told = []
    open_index().embed_all(progress=lambda ready, left: told.append((ready, left)))

    assert open_index().store.vector_counts() == (31, 31)
    assert told == [] or told[-1] == (31, 0)


def test_vectors_come_by_themselves_after_the_words(monkeypatch, transactional_db):
    monkeypatch.setattr(embedding_jobs, "_MOST_WAITING", 0.0)
    for number in range(3):
        make_article(f"Question {number} about parking")

    find("parking")
    for thread in threading.enumerate():
        if thread.name == embedding_jobs._THREAD_NAME:
            thread.join(30)

    assert open_index().store.vector_counts()[1] == 3


def test_a_command_beside_the_background_makes_other_vectors(monkeypatch, transactional_db):
    monkeypatch.setattr(embedding_jobs, "_MOST_WAITING", 0.0)
    monkeypatch.setattr(embedding_jobs, "_BATCH", 1)
    for number in range(20):
        make_article(f"Question {number} about parking")
    read = []
    original = embedding.Model.embed
    monkeypatch.setattr(embedding.Model, "embed", lambda model, text: read.append(text) or original(model, text))

    find("parking")
    open_index().embed_all()
    for thread in threading.enumerate():
        if thread.name == embedding_jobs._THREAD_NAME:
            thread.join(30)

    titles_read = [text for text in read if re.fullmatch("Question \\d+ about parking", text)]
    assert len(set(titles_read)) == 20
    assert open_index().store.vector_counts() == (20, 20)
    # The article where both meet may be made by each
    assert len(titles_read) - len(set(titles_read)) <= 1


def test_what_another_process_has_claimed_is_left_to_it():
    make_article("Where can I park?")
    open_index().embed_all()
    embedding_jobs.claim(open_index().store, 60)
    make_article("When are you open?")

    find("open")
    left_alone = open_index().store.vector_counts()[1]
    embedding_jobs.claim(open_index().store, 0)
    find("open")

    assert (left_alone, open_index().store.vector_counts()[1]) == (1, 2)


def test_after_the_background_is_done_the_next_article_has_its_vectors_at_once():
    make_article("Where can I park?")
    open_index().embed_all()

    make_article("When are you open?")
    find("open")

    assert open_index().store.vector_counts()[1] == 2


def test_vectors_are_made_once_for_a_text(monkeypatch):
    article = make_article("Where can I park?", short_answer="Behind the house.")
    find("park")
    read = []
    original = embedding.Model.embed
    monkeypatch.setattr(embedding.Model, "embed", lambda model, text: read.append(text) or original(model, text))

    actions.unpublish(article, by=None)
    actions.publish(article, by=None)
    find("park")

    assert read == ["park"]
