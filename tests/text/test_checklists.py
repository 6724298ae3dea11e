"""Lists to tick off: what is one, how readers and the editor get it, and that no word of it is lost."""

import pytest

from faq.text import differences, editor_document, markdown

LIST = "- [ ] Your **card**\n- [x] A [list](/articles/drugs/) of drugs\n"


def test_each_item_has_a_box_and_its_words_tick_it():
    assert markdown.render(LIST) == (
        '<ul class="checklist">\n'
        '<li><label><input type="checkbox">Your <strong>card</strong></label></li>\n'
        '<li><label><input type="checkbox">A <a href="/articles/drugs/" rel="noopener noreferrer">list</a> of drugs'
        "</label></li>\n</ul>"
    )


def test_the_words_are_found_and_read_out_without_the_signs():
    assert markdown.to_text(markdown.render(LIST)) == "Your card. A list of drugs"
    assert differences.find(LIST) == []


def test_a_list_within_an_item_and_an_item_of_two_paragraphs_keep_all_words():
    html = markdown.render("- [ ] Papers\n\n  All of them.\n\n  - [ ] Card\n  - [ ] Letter\n- [ ] Money")

    assert html.count("<input") == html.count("<label>") == 4
    assert markdown.to_text(html) == "Papers. All of them. Card. Letter. Money"


@pytest.mark.parametrize(
    "source",
    ["- [ ] Card\n- Letter", "1. [ ] Card", "[ ] Card", "- []Card", "- [](/a)", "- \\[ ] Card", "> [ ] Card"],
)
def test_what_is_no_list_to_tick_off_stays_as_typed(source):
    assert "<input" not in markdown.render(source)


def test_the_words_of_a_box_that_somebody_wrote_themselves_are_words():
    assert markdown.render('<input type="checkbox" checked>') == '<p>&lt;input type="checkbox" checked&gt;</p>'


def test_the_editor_shows_the_list_as_one_to_tick_off():
    lists = editor_document.read(f"{LIST}\nand\n\n- Card\n")["document"]["content"]

    assert [node.get("attrs") for node in lists] == [{"tight": True, "check": True}, None, {"tight": True}]
    assert lists[0]["content"][1]["content"][0]["content"][0] == {"type": "text", "text": "A "}
