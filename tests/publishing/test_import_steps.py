"""Numbers that people typed, or that a picture takes apart, are steps of documents and web pages."""

import pytest

from faq.publishing.importing import reader, step_blocks
from faq.publishing.importing.html_blocks import Block
from tests.publishing.made_files import paragraph, picture, word_file

pytestmark = pytest.mark.django_db


def _steps(page: str) -> list[str]:
    (article,) = reader.read_upload("page.html", f"<h2>How do I pay?</h2>{page}".encode()).articles
    return [step["text"] for step in article["steps"]]


def _body(page: str) -> str:
    (article,) = reader.read_upload("page.html", f"<h2>How do I pay?</h2>{page}".encode()).articles
    return article["body"]


@pytest.mark.parametrize(
    "page",
    [
        "<p>1. Go in.<p>2) Pay.<p>3. Go out.",
        "<p><b>Step 1:</b> Go in.<br><b>Step 2:</b> Pay.<br>Step 3: Go out.",
    ],
)
def test_numbers_that_count_from_one_are_steps(page: str):
    assert _steps(page) == ["Go in.", "Pay.", "Go out."]


def test_what_stands_between_typed_numbers_belongs_to_the_step_above():
    assert _steps("<p>1. Go in.<p>The door is blue.<ul><li>Ring</ul><p>2. Pay.") == [
        "Go in.\n\nThe door is blue.\n\n- Ring",
        "Pay.",
    ]


def test_numbers_that_are_no_steps_stay_words():
    assert _body("<p>By card.<p>1. May is a holiday.<p>3. June as well.") == (
        "1\\. May is a holiday.\n\n3\\. June as well."
    )


def test_a_picture_between_the_steps_of_a_document_belongs_to_the_step_above(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    steps = [paragraph(f"Press {number}.", is_numbered=True) for number in range(1, 12)]
    data = word_file(paragraph("How?", style="Heading2") + picture("The door").join(steps) + paragraph("All done."))

    (article,) = reader.read_upload("faq.docx", data).articles

    assert [step["text"].partition("\n")[0] for step in article["steps"]] == [f"Press {n}." for n in range(1, 12)]
    assert [step["text"].count("![The door]") for step in article["steps"]] == [1] * 10 + [0]
    assert article["body"] == "All done."


def test_a_list_of_a_page_begins_with_the_number_that_readers_saw():
    page = "<ol><li>One</ol><p>Then:<ol start=2><li>Two<li>Three</ol><p>Or:<ol><li>One</ol>"

    assert _body(page) == "1. One\n   \n   Then:\n2. Two\n3. Three\n\nOr:\n\n1. One".replace("\n   \n", "\n\n")
    assert _body("<p>Go on:<ol start=7><li>Seven</ol>") == "7. Seven"


def test_a_list_of_a_document_goes_on_below_words_and_another_one_begins_anew():
    first, second = (paragraph(words, is_numbered=True) for words in ("Tap.", "Wait."))
    other = paragraph("Click.", is_numbered=True).replace('w:numId w:val="1"', 'w:numId w:val="2"')

    def read(last: str) -> dict:
        (article,) = reader.read_upload(
            "faq.docx",
            word_file(paragraph("How?", style="Heading2") + first + paragraph("Blue.") + last),
        ).articles
        return article

    assert [step["text"] for step in read(second)["steps"]] == ["Tap.\n\nBlue.", "Wait."]
    assert read(other)["steps"] == []
    assert read(other)["body"] == "1. Tap.\n\nBlue.\n\n1. Click."


def test_a_picture_between_lists_that_a_style_numbers_belongs_to_the_step_above():
    blocks = [Block("ordered", "1. Tap"), Block("text", "![x](y)"), Block("ordered", "1. Wait")]

    assert [each.text for each in step_blocks.joined(blocks, goes_on=True)] == ["1. Tap\n\n   ![x](y)\n2. Wait"]


def test_a_page_whose_lists_begin_again_is_left_so():
    page = "<ol><li>One<li>Two</ol><ul><li>Or</ul><ol><li>One<li>Two</ol>"

    assert _body(page) == "1. One\n2. Two\n\n- Or\n\n1. One\n2. Two"


def test_what_stands_in_a_step_stays_in_it_when_its_number_grows_longer():
    above = Block("ordered", "\n".join(f"{number}. Press" for number in range(1, 10)))

    (joined,) = step_blocks.joined(
        [above, Block("list", "- Or"), Block("ordered", "1. Press\n   - Hard")], goes_on=True
    )

    assert joined.text.endswith("9. Press\n\n   - Or\n10. Press\n    - Hard")
