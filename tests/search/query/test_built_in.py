"""The synonyms that come with the site: what they find, and where they keep out of the way."""

import pytest

from faq.models import Synonym
from faq.publishing import built_in_synonyms, synonyms
from faq.search.find import find, suggest
from faq.search.query.built_in import arrange
from faq.search.query.parse import parse
from faq.search.query.vocabulary import Vocabulary
from faq.text.built_in_synonyms import BuiltInGroup
from faq.text.phrases import singular_key
from tests.factories import make_article

VACCINE = BuiltInGroup(("vaccine", "shot", "jab"), exceptions=("allergy shot",))
FLU_SHOT = BuiltInGroup(("flu shot", "flu vaccine"))


def titles(typed):
    return [hit.title for hit in find(typed).hits]


def arranged(*groups, held, together=(), **how):
    """`groups` for articles that hold the words `held`, those of `together` side by side."""
    runs = {tuple(phrase.split()) for phrase in together}
    return arrange(groups, Vocabulary(dict.fromkeys(held.split(), 1)), lambda parts: tuple(parts) in runs, **how)


def leads_to(built_in, typed):
    found = built_in.matches(typed.split())
    return [" ".join(meaning.words) for match in found for meaning in match.meanings]


def test_a_patient_finds_the_article_by_a_word_that_it_does_not_hold(db, words_only):
    make_article("Where is the restroom?")

    assert titles("toilet") == titles("a bathroom please") == ["Where is the restroom?"]
    assert [found.title for found in suggest("washr").items] == ["Where is the restroom?"]


def test_an_abbreviation_is_neither_repaired_nor_said_to_have_been_searched_otherwise(db, words_only):
    make_article("How do I book an appointment?", short_answer="Use the app.")

    found = find("appt")

    assert (found.corrections, found.corrected_text) == ({}, "")
    assert [hit.title for hit in found.hits] == ["How do I book an appointment?"]


def test_a_misspelt_word_of_the_list_is_repaired_and_finds_what_means_the_same(db, words_only):
    make_article("Where is the restroom?")

    assert find("bathrooom").corrections == {"bathrooom": "bathroom"}
    assert titles("bathrooom") == ["Where is the restroom?"]


@pytest.mark.django_db
def test_a_title_that_says_the_same_in_another_word_is_a_close_match():
    make_article("Where is the restroom?", short_answer="Down the hall.")

    assert find("washroom").is_close


def test_a_group_that_is_switched_off_finds_nothing_until_it_is_on_again(db, words_only):
    make_article("Where is the restroom?")

    built_in_synonyms.switch("everyday", "restroom", is_on=False, by=None)
    assert titles("toilet") == []

    built_in_synonyms.switch("everyday", "restroom", is_on=True, by=None)
    assert titles("toilet") == ["Where is the restroom?"]


def test_a_list_that_is_switched_off_takes_its_groups_along_and_no_others(db, words_only):
    make_article("What is high blood pressure?")
    make_article("Where is the restroom?")
    assert titles("hypertension") == ["What is high blood pressure?"]

    built_in_synonyms.switch("medical", "", is_on=False, by=None)

    assert titles("hypertension") == []
    assert titles("toilet") == ["Where is the restroom?"]


def test_what_staff_say_of_two_words_goes_before(db, words_only):
    make_article("Where is the restroom?")
    assert titles("toilet") == ["Where is the restroom?"]

    synonyms.save(Synonym(phrases="restroom, toilet", is_one_way=True), by=None)

    assert titles("toilet") == []
    assert titles("bathroom") == ["Where is the restroom?"]


def test_a_phrase_leads_only_to_those_that_articles_hold():
    built_in = arranged(VACCINE, FLU_SHOT, held="vaccine flu shots")

    assert leads_to(built_in, "jab") == ["vaccine", "shot"]
    assert leads_to(arranged(VACCINE, held="jab"), "jab") == []


def test_words_that_articles_hold_apart_are_no_phrase_of_theirs():
    apart = arranged(FLU_SHOT, held="flu shot vaccine")
    together = arranged(FLU_SHOT, held="flu shot vaccine", together=["flu shot"])

    assert leads_to(apart, "flu vaccine") == []
    assert leads_to(together, "flu vaccine") == ["flu shot"]


def test_the_longest_phrase_counts_and_in_some_a_word_means_something_else():
    built_in = arranged(VACCINE, FLU_SHOT, held="flu shot vaccine", together=["flu shot"])

    assert leads_to(built_in, "my flu vaccine") == ["flu shot"]
    assert leads_to(built_in, "allergy shots") == []
    assert leads_to(built_in, "shots") == ["vaccine"]


def test_a_plural_is_the_same_word_and_another_word_of_the_same_stem_is_not():
    built_in = arranged(BuiltInGroup(("doctor",), only_typed=("provider",)), held="doctor")

    assert leads_to(built_in, "providers") == ["doctor"]
    assert leads_to(built_in, "provided") == []


def test_nothing_leads_to_a_phrase_that_is_only_typed():
    built_in = arranged(BuiltInGroup(("doctor", "physician"), only_typed=("provider",)), held="doctor provider")

    assert leads_to(built_in, "physician") == ["doctor"]


def test_a_phrase_within_another_one_adds_nothing():
    portal = BuiltInGroup(("portal", "patient portal"))

    assert leads_to(arranged(portal, held="patient portal", together=["patient portal"]), "portal") == []


def test_only_the_two_words_of_a_group_of_staff_are_left_to_it():
    own = [frozenset(map(singular_key, ("vaccine", "jab", "app")))]

    built_in = arranged(VACCINE, held="vaccine shot", own=own)

    assert leads_to(built_in, "jab") == ["shot"]
    assert leads_to(built_in, "shot") == ["vaccine"]


def test_the_model_reads_the_word_of_articles_where_they_do_not_hold_the_one_typed():
    vocabulary = Vocabulary({"vaccine": 3, "shot": 1, "cost": 2})
    built_in = arrange([VACCINE], vocabulary, lambda parts: False)

    assert parse("jab cost", vocabulary, built_in=built_in).sentence == "vaccine cost"
    assert parse("shot cost", vocabulary, built_in=built_in).sentence == "shot cost"


def test_what_means_the_same_weighs_less_than_what_was_typed():
    vocabulary = Vocabulary({"vaccine": 3, "shot": 1})
    built_in = arrange([VACCINE], vocabulary, lambda parts: False)

    assert parse("shot", vocabulary, built_in=built_in).terms == {"shot": 1.0, "vaccin": 0.8}


def test_what_means_the_same_stands_for_a_word_that_articles_do_not_hold():
    vocabulary = Vocabulary({"vaccine": 3, "shot": 1}, extra=["jab"])
    built_in = arrange([VACCINE], vocabulary, lambda parts: False)

    assert parse("jab", vocabulary, built_in=built_in).subject == [("jab", "vaccin", "shot")]
    assert parse("shot", vocabulary, built_in=built_in).subject == [("shot",)]
