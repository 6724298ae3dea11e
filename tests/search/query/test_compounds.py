"""Which of the words typed are one word."""

import pytest

from faq.search.query.compounds import joined
from faq.search.query.vocabulary import Vocabulary


def joined_by(counts, typed, together=()):
    return joined(typed.split(), Vocabulary(counts), lambda parts: " ".join(parts) in together)


@pytest.mark.parametrize(
    ("counts", "together", "spellings", "one"),
    [
        ({"co": 1, "pay": 5, "co-pay": 1}, ["co pay"], ["copay", "co pay"], ["co-pay"]),
        ({"login": 1, "log": 1, "in": 1}, ["log in"], ["login", "log in"], ["log-in"]),
        ({"log": 1, "in": 1}, ["log in"], ["login", "log in"], ["log", "in"]),
        (
            {"new": 2, "patient": 2, "new-patient": 1},
            ["new patient"],
            ["newpatient", "new patient"],
            ["new", "patient"],
        ),
        ({"voicemail": 1}, [], ["voicemail", "voice mail"], ["voicemail"]),
        ({"up": 1, "to": 9, "date": 3, "up-to-date": 1}, [], ["uptodate", "up to date"], ["up-to-date"]),
    ],
)
def test_every_spelling_is_the_same_query(counts, together, spellings, one):
    assert [joined_by(counts, typed, together) for typed in spellings] == [one] * len(spellings)


@pytest.mark.parametrize("typed", ["what is in form 12", "the form at reception", "reset password"])
def test_words_that_only_happen_to_make_another_word_stay_apart(typed):
    counts = {"inform": 1, "format": 1, "form": 1, "at": 1, "in": 1, "reset": 1, "password": 1}

    assert joined_by(counts, typed, ["in form", "form at", "reset password"]) == typed.split()
