"""Which step of today's list is which of an earlier one."""

import pytest

from faq.text.rewording import places

A, B, C = "Open the portal.", "Press “Sign in”.", "Type your password."


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([A, B, C], {1: 1, 2: 2, 3: 3}),
        ([A, "Touch the green circle.", C], {1: 1, 2: 2, 3: 3}),
        ([B, C], {2: 1, 3: 2}),
        (["Sit down.", A, B, C], {1: 2, 2: 3, 3: 4}),
        ([C, A, B], {1: 2, 2: 3, 3: 1}),
        ([A, "Sit down.", "Press “Sign on”.", C], {1: 1, 2: 3, 3: 4}),
        (["Press “Sign in” now."], {2: 1}),
        ([], {}),
    ],
)
def test_a_step_is_found_again_wherever_it_stands_and_however_it_changed(now, expected):
    assert places([A, B, C], now) == expected


def test_equal_steps_are_each_found_once():
    assert places([A, A, B], [A, B, A]) == {1: 1, 2: 3, 3: 2}
