"""How hard a text is to read."""

import pytest

from faq.text import reading
from faq.text.reading import HardWord, read, replaced, syllables


@pytest.mark.parametrize(
    ("count", "spoken"),
    [
        (1, "the made makes looked click page called blue change phones times rule rules please nurse eye"),
        (
            2,
            "table wanted uses patient patients password pages message portal people little cancel create being nurses",
        ),
        (
            3,
            "area appointment insurance hospital referral physician prescription utilize video radio previous medicine",
        ),
        (4, "medication emergency information administer usually"),
        (5, "approximately"),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(count, spoken):
    assert {word: syllables(word) for word in spoken.split()} == dict.fromkeys(spoken.split(), count)


def test_the_grade_is_that_of_the_published_formula():
    # 12 words in 2 sentences, 15 syllables: 0.39 x 6 + 11.8 x 15 / 12 - 15.59 = 1.5
    easy = read("Call us and we will help you. Press the green button now.", language="en")
    # 7 words in 1 sentence, 22 syllables: 0.39 x 7 + 11.8 x 22 / 7 - 15.59 = 24.2
    hard = read(
        "Administration necessitates comprehensive documentation regarding medication information.", language="en"
    )

    assert (easy.grade, easy.is_hard) == (1, False)
    assert (hard.grade >= 20, hard.is_hard) == (True, True)


@pytest.mark.parametrize("language", ["es", "ar", "zh", "de"])
def test_no_grade_is_made_up_for_a_language_without_a_formula(language):
    found = read("Administramos medicamentos aproximadamente cada semana. " * 3, language=language)

    assert (found.grade, found.hard_words) == (None, [])


@pytest.mark.parametrize("text", ["", "Call us.", "123 456", "...", "😀 😀 😀 😀 😀 😀", "<<<<<"])
def test_too_few_words_have_no_grade(text):
    assert read(text, language="en").grade is None


def test_long_sentences_are_named_and_an_abbreviation_ends_none():
    long = "Please ask Dr. Hill " + "and then the next one " * 5 + "too."

    assert read(f"Short one. {long} Short two.", language="en").long_sentences == [long]
    assert read("Short and to the point.", language="en").long_sentences == []


def test_the_clinics_words_are_named_with_what_it_says_instead():
    found = read(
        "Administer it in order to help.", language="es", simpler=[("in order to", "to"), ("administer", "give")]
    )

    assert found.hard_words == [HardWord("in order to", "to"), HardWord("Administer", "give")]


def test_a_web_address_is_no_word():
    text = "Please see {}, then press the button."

    assert read(text.format("https://administration.example.org/documentation"), language="en") == read(
        text.format(""), language="en"
    )


def test_long_words_are_named_but_names_are_not():
    found = read("The medication comes from Massachusetts. Medication, medication!", language="en")

    assert found.hard_words == [HardWord("medication")]


def test_a_word_is_replaced_in_prose_alone():
    source = "Utilize {{utilize}}, `utilize` and [utilize](/utilize/) https://a.example/utilize. Reutilize, utilize."

    assert replaced(source, "utilize", "use") == (
        "Use {{utilize}}, `utilize` and [use](/utilize/) https://a.example/utilize. Reutilize, use."
    )


def test_a_word_with_signs_of_patterns_is_only_a_word():
    assert replaced("a.b axb (c)", "a.b", r"\1") == r"\1 axb (c)"


def test_a_long_text_is_read_in_time():
    text = "aeiou" * 10_000 + " ea" * 10_000 + "." * 10_000

    assert read(text, language="en", simpler=[("x y", "z")] * 500).grade is not None
    assert reading.replaced("[" * 20_000 + "](" * 20_000 + "<" * 20_000, "x", "y").startswith("[")
