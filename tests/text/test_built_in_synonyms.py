"""The lists of synonyms that come with the site: what every line of them must hold."""

from collections import Counter

import pytest

from faq.text.built_in_synonyms import LISTS, groups
from faq.text.phrases import names_a_subject, singular_key


@pytest.mark.parametrize(("name", "count"), [("everyday", 70), ("medical", 120)])
def test_each_list_has_all_its_groups_and_each_group_two_phrases(name, count):
    found = groups(name)

    assert len(found) == count
    assert [group for group in found if len(group.all_phrases) < 2 or len(group.name) > 80] == []


def test_each_second_name_says_where_it_is_from():
    assert [group.name for group in groups("medical") if not group.source.startswith(("MedlinePlus ", "CDC "))] == []


def test_no_phrase_is_in_two_groups():
    found = [
        key for name in LISTS for group in groups(name) for key in {singular_key(each) for each in group.all_phrases}
    ]

    assert [key for key, count in Counter(found).items() if count > 1] == []


def test_every_phrase_that_is_led_to_names_a_subject():
    found = [phrase for name in LISTS for group in groups(name) for phrase in group.phrases]

    assert [phrase for phrase in found if not names_a_subject(phrase)] == []


def test_a_line_with_all_columns_is_read_whole():
    group = next(group for group in groups("everyday") if group.name == "doctor")

    assert group.phrases == ("doctor", "physician")
    assert group.only_typed == ("provider",)
    assert "doctor on call" in group.exceptions
    assert group.source == ""
