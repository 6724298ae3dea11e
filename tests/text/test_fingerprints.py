"""Nearly equal texts share a fingerprint, others do not."""

import pytest

from faq.text import fingerprints


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Press the blue button.", "Press on the blue button"),
        ("Open the patient portal.", "OPEN the **patient** portal"),
        ("Type your e-mail address and password.", "Type your e-mail address and your password"),
    ],
)
def test_small_differences_in_wording_leave_a_fingerprint_in_common(one, other):
    assert set(fingerprints.of(one)) & set(fingerprints.of(other))


def test_other_words_have_other_fingerprints():
    assert not set(fingerprints.of("Turn left at the lift.")) & set(fingerprints.of("Press your password twice."))


@pytest.mark.parametrize("text", ["", "  ", "***", "\ud800"])
def test_a_text_without_words_has_none(text):
    assert fingerprints.of(text) == []


def test_fingerprints_fit_into_a_column_of_every_database():
    numbers = fingerprints.of("One two three four five.") + [fingerprints.exact("One two three.")]

    assert all(0 <= number < 2**63 for number in numbers)
    assert len(numbers) == 5
