"""Whoever looks for steps to show types a part of a question, and is offered the articles that fit."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq.models import Article
from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/faq/article/included-steps/"


def offered(editor: Client, asked: str, **more: object) -> list[str]:
    """What the buttons would write into the field."""
    page = editor.get(ADDRESS, {"article": asked, **more}).content.decode()
    return re.findall(r'value="([^"]*)" data-use-include', page)


def test_published_articles_come_first_then_those_that_ask_with_the_words(editor):
    make_article("What is a password?", steps=["Read."])
    make_article("A password draft", published=False, steps=["Write."])
    make_article("How do I sign in?", steps=["Type your password."])
    make_article("Where do I park?", steps=["Turn left."])

    assert offered(editor, "passw") == ["What is a password?", "How do I sign in?", "A password draft"]


def test_the_words_of_other_ways_of_asking_find_an_article(editor):
    make_article("How do I sign in?", steps=["Go."], asked_like="I cannot log on")

    assert offered(editor, "log CANNOT") == ["How do I sign in?"]


def test_a_slip_of_the_finger_still_finds_what_patients_would_find(editor):
    make_article("How do I reset my password?", steps=["Go."])

    assert offered(editor, "reset pasword") == ["How do I reset my password?"]


def test_the_steps_of_each_are_shown_before_one_is_chosen(editor):
    make_article("How do I sign in?", steps=["Open **this**.", "Two.", "Three.", "Four.", "Five.", "Six."])

    page = text_of(editor.get(ADDRESS, {"article": "sign"}))

    assert "How do I sign in? Published Open this. Two. Three. Four. and 2 more steps Use these 6 steps" in page


def test_what_cannot_stand_there_is_not_offered(editor):
    mine = make_article("My sign?", steps=["a"])
    shared = make_article("A sign?", steps=["a"])
    make_article("A sign that uses others?", steps=[{"include": shared.slug}])
    make_article("A sign without steps?")

    assert offered(editor, "sign", **{"in": mine.pk}) == ["A sign?"]


def test_equal_questions_are_told_apart_by_their_address(editor):
    make_article("Where do I park?", steps=["Left."])
    make_article("Where do I park?", steps=["Right."])

    named = offered(editor, "Where do I park?")
    editor.post(ADD_URL, filled({"include": named[1]}))

    assert named == ["Where do I park? (where-do-i-park)", "Where do I park? (where-do-i-park-2)"]
    assert Article.objects.get(title="How do I book a visit?").steps.get().include.slug == "where-do-i-park-2"


def test_without_scripts_a_part_of_a_question_is_answered_with_the_whole(editor):
    make_article("Where do I park?", steps=["Left."])

    page = text_of(editor.post(ADD_URL, filled({"include": "park"})))

    assert "There is no article called “park”. Please write “Where do I park?”." in page


def test_of_equal_questions_one_has_to_be_named(editor):
    make_article("Where do I park?", steps=["Left."])
    make_article("Where do I park?", steps=["Right."])

    page = text_of(editor.post(ADD_URL, filled({"include": "where do I park?"})))

    assert "Please write “Where do I park? (where-do-i-park)” or “Where do I park? (where-do-i-park-2)”." in page


def test_an_article_keeps_the_steps_it_shows_when_others_take_their_question(editor):
    shared = make_article("Where do I park?", steps=["Left."])
    mine = make_article("When?", published=False, steps=[{"include": shared.slug}])
    make_article("Where do I park?", steps=["Right."])
    shown = editor.get(change_url(mine)).content.decode()
    kept = re.search(r'name="steps-0-include" value="([^"]*)"', shown)[1]

    editor.post(change_url(mine), filled({"include": kept}, title="When at all?", version=1))

    assert Article.objects.get(title="When at all?").steps.get().include == shared


def test_the_form_is_as_small_with_many_articles_as_with_few(editor):
    mine = make_article("Mine?", steps=["a"])
    before = len(editor.get(change_url(mine)).content)
    for number in range(12):
        make_article(f"A question with many words, number {number}?", steps=["a", "b"])

    assert len(editor.get(change_url(mine)).content) == before


def test_the_list_costs_no_more_queries_with_three_articles_than_with_one(editor):
    make_article("Sign 1?", steps=["a"])
    with CaptureQueriesContext(connection) as one:
        assert len(offered(editor, "sign")) == 1
    make_article("Sign 2?", steps=["a"])
    make_article("Sign 3?", steps=["a"])

    with CaptureQueriesContext(connection) as three:
        assert len(offered(editor, "sign")) == 3

    assert len(three) == len(one) == 15
