"""A number typed before a step is found where it counts the steps, and only there."""

import pytest

from faq.text import step_numbers


def without(*steps: str) -> list[str]:
    found = step_numbers.find(steps)
    return [step_numbers.take_off(step, found[at]) if at in found else step for at, step in enumerate(steps)]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (
            ["1. Open the portal", '2. Press "Sign in"', "3) Enter the code"],
            ["Open the portal", 'Press "Sign in"', "Enter the code"],
        ),
        (["Step 1: open", "step 2 - press", "STEP 3. Wait"], ["open", "press", "Wait"]),
        (["1 - Open", "2 – Press", "3: **Wait**"], ["Open", "Press", "**Wait**"]),
        (["1.Open", "(2) press", "3.) Wait"], ["Open", "press", "Wait"]),
        (["Sign in first.", "4) Press", "5) Wait"], ["Sign in first.", "Press", "Wait"]),
        (["1. 2 tablets with water"], ["2 tablets with water"]),
    ],
)
def test_the_number_of_a_step_is_taken_off(steps: list[str], words: list[str]):
    assert without(*steps) == words


@pytest.mark.parametrize(
    "steps",
    [
        ["2 tablets daily", "2 - 3 tablets", "2.5 ml"],
        ["1. May: closed", "2. June: closed"],
        ["24. December: closed", "8:30 come", "3 - day supply"],
        ["7. Wait here"],
        ["1. Open\n2. Press\n3. Wait"],
        ["", "1 Main Street"],
        [],
    ],
)
def test_other_numbers_stay(steps: list[str]):
    assert without(*steps) == steps


@pytest.mark.parametrize("step", ["1. Open", "1) Open", "Step 1: open", "1 – Open", "1 - Open"])
def test_a_kept_number_is_not_found_again(step: str):
    kept = step_numbers.keep(step, step_numbers.find([step])[0])

    assert kept != step
    assert step_numbers.find([kept]) == {}
