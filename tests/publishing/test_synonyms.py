"""Synonyms: which are kept, which are refused, and what is written down."""

import pytest

from faq.errors import RefusedError
from faq.models import AuditEntry, Edition, Synonym
from faq.publishing import synonyms

pytestmark = pytest.mark.django_db


def keep(phrases, **values):
    return synonyms.save(Synonym(phrases=phrases, **values), by=None)


def refused(phrases, **values) -> str:
    with pytest.raises(RefusedError) as refusal:
        keep(phrases, **values)
    return str(refusal.value)


def test_a_group_needs_two_phrases():
    assert "at least two" in refused("portal")
    assert "at least two" in refused("portal, ")


@pytest.mark.parametrize("empty", ["how do I", "the", "?!", "a"])
def test_a_phrase_that_would_match_everything_is_refused(empty):
    assert "would match everything" in refused(f"portal, {empty}")


def test_the_same_word_twice_is_refused():
    assert "twice" in refused("portal, Portals")


def test_a_word_of_another_group_is_refused_naming_it():
    keep("MyChart, portal")

    assert "already in the group “MyChart, portal”" in refused("app, mychart")


def test_a_circle_of_one_way_groups_is_refused():
    keep("app, portal", is_one_way=True)
    keep("portal, website", is_one_way=True)

    assert "round in a circle" in refused("website, app", is_one_way=True)


def test_a_group_may_be_saved_again_with_its_own_words():
    group = keep("MyChart, portal")

    group.phrases = "MyChart, portal, app"
    synonyms.save(group, by=None)

    assert Synonym.objects.get().phrases == "MyChart, portal, app"


def test_who_changed_synonyms_is_written_down(django_user_model):
    user = django_user_model.objects.create_user("ann")

    synonyms.save(Synonym(phrases="MyChart, portal"), by=user)

    entry = AuditEntry.objects.get()
    assert (entry.who, entry.subject) == (user, "the synonym “MyChart, portal”")


def test_a_kept_and_a_deleted_group_move_the_edition_so_that_every_search_hears_of_it():
    before = Edition.current_number()

    group = keep("MyChart, portal")
    saved = Edition.current_number()
    synonyms.delete(group, by=None)

    assert before < saved < Edition.current_number()
