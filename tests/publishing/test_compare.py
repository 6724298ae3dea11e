"""What differs between two versions, said step by step and word by word."""

import pytest

from faq.publishing.compare import changes
from tests.factories import make_article

BASE = {"title": "Q", "slug": "q", "short_answer": "", "body": "", "tags": [], "audience": "public", "owner": ""}


def steps(*texts: str) -> dict:
    return {**BASE, "steps": [{"text": text} for text in texts]}


def test_nothing_changed_says_nothing():
    assert changes(steps("a"), steps("a")) == []


def test_a_new_first_step_is_one_change():
    found = changes(steps("a", "b"), steps("new", "a", "b"))

    assert [(c.part, c.kind, c.after) for c in found] == [("Step 1", "added", "new")]


def test_a_moved_step_is_called_moved():
    found = changes(steps("a", "b", "c"), steps("c", "a", "b"))

    assert [(c.part, c.after) for c in found] == [("Step 1, moved", "is now step 1: c")]


def test_words_are_marked_inside_a_step():
    found = changes(steps("Click the red button"), steps("Click the green button"))

    assert found[0].diff == [("same", "Click the "), ("removed", "red"), ("added", "green"), ("same", " button")]


def test_fields_and_tags_are_named_as_in_the_form():
    found = changes({**BASE, "steps": []}, {**BASE, "title": "New", "tags": ["A"], "steps": []})

    assert [(c.part, c.before, c.after) for c in found] == [("Question", "Q", "New"), ("Tags", "", "A")]


def test_long_texts_without_a_common_word_are_compared_at_once():
    found = changes({**BASE, "body": "a " * 25_000, "steps": []}, {**BASE, "body": "b c " * 12_000, "steps": []})

    assert [kind for kind, _ in found[0].diff] == ["removed", "added"]


def test_another_picture_with_the_same_description_is_a_change():
    one, other = (
        {"text": "Look", "picture": f"pictures/{letter * 32}-8x6.webp", "picture_alt": "A page"} for letter in "ab"
    )

    found = changes({**BASE, "steps": [one]}, {**BASE, "steps": [other]})

    assert [(c.before, c.after) for c in found] == [
        ("Look [picture: A page] (aaaaaa)", "Look [picture: A page] (bbbbbb)")
    ]


@pytest.mark.django_db
def test_shared_steps_are_called_by_their_question():
    shared = make_article("How do I log in?", steps=["Open"])

    found = changes({**BASE, "steps": []}, {**BASE, "steps": [{"include": shared.slug}]})

    assert found[0].after == "[the steps of “How do I log in?”]"


def test_two_steps_that_look_alike_are_told_apart_by_what_else_they_hold():
    one, other = ({"text": "Look", "picture": "", "picture_alt": alt} for alt in ("A page", "A form"))

    found = changes({**BASE, "steps": [one]}, {**BASE, "steps": [other]})

    assert [(c.before, c.after) for c in found] == [("Look (A page)", "Look (A form)")]


@pytest.mark.django_db
def test_steps_are_called_by_the_number_that_patients_read():
    shared = make_article("How do I log in?", steps=["Open", "Type", "Press"])
    include = {"include": shared.slug}

    changed = changes({**BASE, "steps": [include, {"text": "a"}]}, {**BASE, "steps": [include, {"text": "b"}]})
    moved = changes({**BASE, "steps": [{"text": "a"}, include]}, {**BASE, "steps": [include, {"text": "a"}]})

    assert [c.part for c in changed] == ["Step 4"]
    assert [(c.part, c.before, c.after) for c in moved] == [
        ("Steps 1 to 3, moved", "was steps 2 to 4", "is now steps 1 to 3: [the steps of “How do I log in?”]")
    ]
