"""Synonyms: what they find."""

import pytest

from faq.models import Synonym
from faq.publishing import synonyms
from faq.search.find import find, suggest
from faq.search.query.synonyms import compile
from tests.factories import make_article

# So that nothing but the synonym can lead to an article
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words_only")]


def titles(typed):
    return [hit.title for hit in find(typed).hits]


def keep(phrases, **values):
    return synonyms.save(Synonym(phrases=phrases, **values), by=None)


def test_a_word_finds_what_means_the_same_in_results_and_suggestions():
    make_article("How do I get into the patient portal?")
    assert titles("MyChart") == []

    keep("MyChart, patient portal, app")

    assert titles("mychart") == titles("the MyChart app") == ["How do I get into the patient portal?"]
    assert [found.title for found in suggest("mych").items] == ["How do I get into the patient portal?"]


def test_a_misspelt_synonym_is_repaired():
    make_article("How do I get into the patient portal?")
    keep("MyChart, patient portal")

    results = find("mychrat")

    assert results.corrections == {"mychrat": "mychart"}
    assert [hit.title for hit in results.hits] == ["How do I get into the patient portal?"]


def test_what_means_the_same_is_not_said_to_have_been_searched():
    make_article("How do I get into the patient portal?")
    keep("portal, code", is_one_way=True)

    assert find("protal").corrected_text == "portal"


def test_every_form_of_a_phrase_counts():
    make_article("How do I get a new card?", short_answer="Ask for the token.")
    keep("entry tokens, card")

    assert titles("an entry token") == ["How do I get a new card?"]


def test_a_one_way_group_leads_only_from_its_first_word():
    make_article("Where is the app?")
    make_article("Where is the portal?")
    keep("app, portal", is_one_way=True)

    assert sorted(titles("app")) == ["Where is the app?", "Where is the portal?"]
    assert titles("portal") == ["Where is the portal?"]


def test_what_was_typed_ranks_above_what_means_the_same():
    make_article("Where is the app?")
    make_article("Where is the portal?")
    keep("app, portal")

    assert titles("portal") == ["Where is the portal?", "Where is the app?"]


def test_a_forgotten_group_finds_nothing_any_more():
    make_article("Where is the portal?")
    group = keep("MyChart, portal")
    assert titles("mychart") == ["Where is the portal?"]

    synonyms.delete(group, by=None)

    assert titles("mychart") == []


def test_markup_in_a_synonym_is_never_shown_as_markup():
    make_article("Where is the portal?")
    keep("<b>boldo</b>, portal")

    hit = find("<b>boldo</b>").hits[0]

    assert hit.title_html == "Where is the <mark>portal</mark>?"


def test_compiled_groups_lead_from_every_form_of_a_phrase_to_the_others():
    compiled = compile([Synonym(phrases="MyChart, Patient Portals"), Synonym(phrases="app, website", is_one_way=True)])

    assert compiled.meanings == {
        "mychart": ("patient portals",),
        "patientportal": ("mychart",),
        "app": ("website",),
    }
    assert compiled.phrase_words == {"mychart", "patient", "portals", "app", "website"}
    assert compiled.longest == 2
