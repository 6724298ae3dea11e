"""Questions to readers: keys that stay, one page of several articles, and which steps are for whom."""

import pytest

from faq.text import reader_questions
from faq.text.reader_questions import choice_of, is_for, joined, labels, marked_for, narrowed, read, with_keys


def asked(text: str, *answers: str) -> dict:
    return {"text": text, "answers": [{"text": answer} for answer in answers]}


WHO = with_keys([asked("Who is this for?", "Me", "My child", "Someone I care for")])
BOTH = read(with_keys([asked("Who is this for?", "Me", "My child"), asked("What do you use?", "Phone", "Computer")]))


def test_a_key_is_made_of_the_words_of_the_answer():
    found = with_keys([asked("Who?", "My child", "Someone I care for, day and night", "我的孩子", "My child!")])

    keys = [answer["key"] for answer in found[0]["answers"]]
    assert keys == ["my-child", "someone-i-care-for", "answer", "my-child-2"]


def test_a_key_stays_when_the_words_change():
    renamed = [{"text": "Who?", "answers": [{"key": "me", "text": "For myself"}, {"key": "", "text": "Me"}]}]

    found = with_keys(renamed)

    assert [answer["key"] for answer in found[0]["answers"]] == ["me", "me-2"]


@pytest.mark.parametrize("forged", ["<script>", "A B", "a.b", "-a", "a" * 25, "ä", "../x", "a\n"])
def test_a_key_that_is_none_is_made_anew(forged: str):
    found = with_keys([{"text": "Who?", "answers": [{"key": forged, "text": "My child"}]}])

    assert found[0]["answers"][0]["key"] == "my-child"


def test_two_answers_never_share_a_key_though_both_questions_are_forged_alike():
    twice = [{"text": word, "answers": [{"key": "x", "text": "Me"}, {"key": "x", "text": "You"}]} for word in "ab"]

    keys = [answer["key"] for each in with_keys(twice) for answer in each["answers"]]

    assert keys == ["x", "you", "me", "you-2"]


def test_questions_in_the_same_words_are_asked_once_with_the_answers_of_both():
    there = with_keys([asked("who is this for", "My child", "A friend")])

    questions, leads = joined(WHO, [there])

    assert [[answer.text for answer in each.answers] for each in questions] == [
        ["Me", "My child", "Someone I care for", "A friend"]
    ]
    assert leads == [{"my-child": "my-child", "a-friend": "a-friend"}]


def test_another_question_follows_with_keys_of_its_own():
    here = with_keys([asked("What do you use?", "Phone", "Computer")])
    there = with_keys([asked("How do you call us?", "Phone", "Phone 2")])

    questions, leads = joined(here, [there])

    assert [each.text for each in questions] == ["What do you use?", "How do you call us?"]
    assert leads == [{"phone": "phone-2", "phone-2": "phone-2-2"}]
    assert questions[1].keys == ["phone-2", "phone-2-2"]


def test_all_answers_together_are_everybody():
    assert marked_for(BOTH, ["my-child", "me", "phone", "gone"]) == ["phone"]


@pytest.mark.parametrize(
    ("outer", "inner", "found"),
    [
        ([], [], []),
        (["me"], [], ["me"]),
        ([], ["me"], ["me"]),
        (["me"], ["me", "my-child"], ["me"]),
        (["me"], ["my-child"], None),
        (["me"], ["phone"], ["me", "phone"]),
        (["me", "phone"], ["computer"], None),
    ],
)
def test_a_shared_step_is_for_those_whom_both_articles_mean(outer, inner, found):
    assert narrowed(BOTH, outer, inner) == found


@pytest.mark.parametrize(
    ("marks", "choice", "is_seen"),
    [
        ([], ["me"], True),
        (["me"], [], True),
        (["me"], ["me"], True),
        (["me"], ["my-child"], False),
        (["me"], ["phone"], True),
        (["me", "phone"], ["me", "phone"], True),
        (["me", "phone"], ["me", "computer"], False),
        (["me", "my-child"], ["my-child"], True),
    ],
)
def test_a_reader_sees_the_steps_for_everybody_and_for_their_answers(marks, choice, is_seen):
    assert is_for(BOTH, marks, choice) is is_seen


def test_a_label_names_only_what_the_reader_has_not_answered():
    assert labels(BOTH, ["my-child", "phone"]) == ["My child", "Phone"]
    assert labels(BOTH, ["my-child", "phone"], ["my-child"]) == ["Phone"]
    assert labels(BOTH, ["my-child", "me"]) == []


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("", ()),
        ("me", ("me",)),
        ("phone.me", ("me", "phone")),
        ("me.my-child", ()),
        ("me.my-child.phone", ("phone",)),
        ("me.gone", ("me",)),
        ("ME", ()),
        ("<script>", ()),
        ("me." * 10_000, ()),
        ("\x00", ()),
    ],
)
def test_an_address_is_read_as_far_as_it_is_known(typed, choice):
    assert choice_of([each.keys for each in BOTH], typed) == choice


@pytest.mark.parametrize(
    ("texts", "is_twice"),
    [(["Me", "me "], True), (["Who is it for?", "who is  it for"], True), (["Me", "My child"], False), ([], False)],
)
def test_texts_that_differ_in_letter_case_alone_are_the_same(texts, is_twice):
    assert reader_questions.is_asked_twice(texts) is is_twice
