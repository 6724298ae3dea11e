"""Synonyms that come with the site are switched off and on: what is kept, and what is written down."""

import pytest

from faq.errors import RefusedError
from faq.models import AuditEntry, Edition, SwitchedOffSynonyms
from faq.publishing import built_in_synonyms
from faq.text.built_in_synonyms import groups

pytestmark = pytest.mark.django_db


def names_on():
    return {group.name for group in SwitchedOffSynonyms.groups_on()}


def test_all_groups_are_on_until_somebody_switches_one_off():
    assert len(SwitchedOffSynonyms.groups_on()) == 190

    built_in_synonyms.switch("everyday", "pharmacy", is_on=False, by=None)

    assert {group.name for name in ("everyday", "medical") for group in groups(name)} - names_on() == {"pharmacy"}


def test_a_whole_list_is_one_row_so_that_what_a_later_version_adds_to_it_is_off_too():
    built_in_synonyms.switch("medical", "", is_on=False, by=None)

    assert names_on() == {group.name for group in groups("everyday")}
    assert SwitchedOffSynonyms.objects.count() == 1


def test_who_switched_what_is_written_down_and_every_search_hears_of_it(django_user_model):
    ann, before = django_user_model.objects.create_user("ann"), Edition.current_number()

    built_in_synonyms.switch("everyday", "pharmacy", is_on=False, by=ann)
    built_in_synonyms.switch("everyday", "pharmacy", is_on=True, by=ann)

    subject = "the built-in synonyms “pharmacy, drugstore, chemist”"
    entries = AuditEntry.objects.values_list("who", "subject", "detail")
    assert list(entries) == [(ann.pk, subject, "switched on"), (ann.pk, subject, "switched off")]
    assert Edition.current_number() == before + 2


def test_pressing_twice_changes_nothing_more():
    built_in_synonyms.switch("everyday", "pharmacy", is_on=False, by=None)
    before = Edition.current_number()

    built_in_synonyms.switch("everyday", "pharmacy", is_on=False, by=None)

    assert (AuditEntry.objects.count(), Edition.current_number()) == (1, before)


@pytest.mark.parametrize(("list_name", "group_name"), [("everyday", "no such"), ("nowhere", "pharmacy"), ("", "")])
def test_what_does_not_come_with_the_site_is_refused(list_name, group_name):
    with pytest.raises(RefusedError, match="do not come with this version"):
        built_in_synonyms.switch(list_name, group_name, is_on=False, by=None)

    assert not SwitchedOffSynonyms.objects.exists()
