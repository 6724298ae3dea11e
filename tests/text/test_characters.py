"""Characters that nobody can see, and letters that only look like others."""

import pytest

from faq.text import characters


@pytest.mark.parametrize(
    "hidden",
    [
        "\u202e",
        "\u202a",
        "\u2066",
        "\u2069",
        "\u200e",
        "\u200f",
        "\u061c",
        "\u200b",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u200d",
        "\u200c",
    ],
)
@pytest.mark.parametrize("where", ["{}Portal", "Por{}tal", "Portal{}", "Patient {} portal"])
def test_characters_that_nobody_can_see_leave_a_name(hidden, where):
    assert characters.without_hidden(where.format(hidden)) == where.format("")


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "क्\u200dष",
        "ശ്രീ\u200dമതി",
        "👩\u200d👩\u200d👧",
        "❤\ufe0f\u200d🔥",
        "👩🏽\u200d⚕\ufe0f",
        "שלום, 密码, żółć, é",
    ],
)
def test_what_joins_letters_and_emoji_stays(text):
    assert characters.without_hidden(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Log in to p\u0430ypal today", ["p\u0430ypal"]),
        ("\u0421lini\u0441 hours", ["\u0421lini\u0441"]),
        ("\u0391ppointments", ["\u0391ppointments"]),
        ("Записаться на приём, visit the клиника", []),
        ("βhCG, αGal, 5μg, Ωm and β-blockers", []),
        ("Anmeldung für ältere Kinder, żółć", []),
        ("COVID19, 密码app, iPhone", []),
    ],
)
def test_words_of_two_alphabets_that_look_alike_are_found(text, words):
    assert characters.mixed_words(text) == words
