"""What the form of an article says of itself."""

import pytest

from tests.admin.conftest import change_url
from tests.factories import make_article


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "Now 0 of 32."),
        ("I forgot my code\n\n  \nlost my code", "Now 2 of 32."),
        ("\n".join(f"way {number}" for number in range(33)), "Now 33: the first 32 count most."),
    ],
)
def test_the_form_says_how_many_ways_of_asking_there_are_and_why_they_help(editor, lines, sentence):
    article = make_article(asked_like=lines)

    page = editor.get(change_url(article)).content.decode()

    assert (
        f"Each is found as if it were the question itself, and eight or more make a clear difference. {sentence}"
        in page
    )
