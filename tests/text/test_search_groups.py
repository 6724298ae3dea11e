"""Which searches are one row of the report."""

from faq.text.search_groups import group_of


def test_forms_order_and_question_words_make_no_other_group():
    groups = {group_of(text) for text in ("test results", "results of my tests", "the ... test result")}

    assert len(groups) == 1
    assert group_of("test bills") not in groups


def test_searches_of_which_nothing_is_left_are_one_group():
    assert group_of("...") == group_of("")
    assert group_of("how") != group_of("")
