"""When two phrases are one and the same to a search."""

import pytest

from faq.text import phrases


def test_forms_case_accents_and_punctuation_make_no_other_phrase():
    assert phrases.stem_key("Entry-Tokens!") == phrases.stem_key("entry token")
    assert phrases.stem_key("Contraseñas") == phrases.stem_key("contrasena")
    assert phrases.stem_key("token entry") != phrases.stem_key("entry token")


def test_the_order_of_words_makes_no_other_unordered_phrase_but_one_word_more_does():
    assert phrases.unordered_key("pains, chest") == phrases.unordered_key("chest pain")
    assert phrases.unordered_key("pain in chest") != phrases.unordered_key("chest pain")


@pytest.mark.parametrize("typed", ["I cannot see", "I can not see", "I can't see", "I can’t see"])
def test_every_way_to_write_cannot_is_one(typed):
    assert phrases.unordered_key(typed) == ["cant", "i", "see"]


@pytest.mark.parametrize(
    ("phrase", "names"),
    [("portal", True), ("how do I pay", True), ("how do I", False), ("a", False), ("x y", False), ("?!", False)],
)
def test_a_phrase_of_question_words_and_single_letters_names_no_subject(phrase, names):
    assert phrases.names_a_subject(phrase) is names
