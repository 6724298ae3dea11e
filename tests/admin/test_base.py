"""What can be the number of a row."""

import pytest

from faq.admin.base import row_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), ("007", 7), ("", None), ("-1", None), ("1.5", None), ("²", None), ("9" * 18, 10**18 - 1)],
)
def test_digits_are_a_number_and_nothing_else_is(typed, number):
    assert row_number(typed) == number


@pytest.mark.parametrize("length", [19, 5000])
def test_a_number_that_no_database_holds_is_none(length):
    assert row_number("9" * length) is None
