"""How the text editor shows Markdown: what the parser of the patients' pages finds, with the lines it stands in."""

import pytest

from faq.errors import RefusedError
from faq.text import editor_document, markdown

PICTURE = "/media/pictures/0123456789abcdef0123456789abcdef-320x200.png"


def blocks_of(source: str) -> list[dict]:
    return editor_document.read(source)["document"]["content"]


def words(text: str, *marks: dict) -> dict:
    return {"type": "text", "text": text, "marks": list(marks)} if marks else {"type": "text", "text": text}


def paragraph(*nodes: dict) -> dict:
    return {"type": "paragraph", "content": list(nodes)}


def strong(depth: int = 0) -> dict:
    return {"type": "strong", "attrs": {"depth": depth}}


def link(href: str, *, bare: str = "", depth: int = 0) -> dict:
    return {"type": "link", "attrs": {"href": href, "title": "", "bare": bare, "depth": depth}}


def test_words_carry_their_marks_and_each_new_line_is_a_break():
    found = blocks_of("Call **us**\nat `noon`")

    marked = [words("Call "), words("us", strong()), {"type": "hard_break"}, words("at ")]
    assert found == [paragraph(*marked, words("noon", {"type": "code"}))]


def test_the_order_of_marks_is_told_by_their_depth():
    in_bold, around_bold = blocks_of("**[a](/b/)**\n\n[**a**](/b/)")

    assert in_bold == paragraph(words("a", strong(0), link("/b/", depth=1)))
    assert around_bold == paragraph(words("a", link("/b/"), strong(1)))


def test_emphasis_within_emphasis_is_one():
    assert blocks_of("*a *b* c*") == [paragraph(words("a b c", {"type": "em", "attrs": {"depth": 0}}))]


def test_addresses_stay_as_typed_with_the_facts_in_them():
    found = blocks_of("[here]({{portal-address}}), [there](www.a.example), https://a.example/ä")

    links = [mark["attrs"]["href"] for node in found[0]["content"] for mark in node.get("marks", [])]
    assert links == ["{{portal-address}}", "www.a.example", "https://a.example/ä"]


def test_facts_are_nodes_and_those_in_a_description_stay_words():
    found = blocks_of(f"{{{{ Phone }}}} ![Door of {{{{clinic}}}}]({PICTURE})")

    picture = {"type": "image", "attrs": {"src": PICTURE, "alt": "Door of {{clinic}}", "title": ""}}
    assert found == [paragraph({"type": "fact", "attrs": {"name": "phone"}}, words(" "), picture)]


def test_lists_say_where_they_begin_and_whether_space_stands_between_their_items():
    tight, loose = blocks_of("4. a\n5. b\n\ntext\n\n- a\n\n- b")[::2]

    assert tight["attrs"] == {"order": 4, "tight": True}
    assert loose["attrs"] == {"tight": False}


def test_what_is_no_list_for_patients_is_none_here():
    assert [block["type"] for block in blocks_of("24. December\n26. December")] == ["paragraph"]


def test_headings_keep_the_level_that_was_typed():
    assert [block["attrs"]["level"] for block in blocks_of("# a\n\n### b\n\nc\n===")] == [1, 3, 1]


def test_a_note_keeps_its_head_as_typed():
    note = blocks_of('!!! warning "Take care"\n    Now.')[0]

    head = {"kind": "warning", "title": "Take care", "head": 'warning "Take care"', "markup": "!!!"}
    assert note == {"type": "callout", "attrs": head, "content": [paragraph(words("Now."))]}


def test_a_table_has_the_cells_that_patients_see():
    table = blocks_of("| a | b |\n|---|:-:|\n| 1 | 2 | 3 |")[0]

    kinds = [[cell["type"] for cell in row["content"]] for row in table["content"]]
    assert kinds == [["table_header", "table_header", "table_cell"], ["table_cell"] * 3]
    assert table["content"][0]["content"][1]["attrs"] == {"align": "center"}


def test_each_block_stands_in_its_lines():
    read = editor_document.read("\n# a\n\n\nb\nc\n- d\n\n")

    assert [block["type"] for block in read["document"]["content"]] == ["heading", "paragraph", "bullet_list"]
    assert read["blocks"] == [(1, 2), (4, 6), (6, 7)]


def test_lines_that_patients_never_see_are_kept():
    source = "[a][1]\n\n[1]: https://a.example\n"

    read = editor_document.read(source)

    assert read["document"]["content"][1] == {"type": "kept", "attrs": {"source": "[1]: https://a.example"}}
    assert read["blocks"] == [(0, 1), (2, 3)]


def test_tags_are_gone_as_they_are_for_patients():
    read = editor_document.read("<div>\n\na<br>b</div>")

    assert read["document"]["content"] == [
        {"type": "kept", "attrs": {"source": "<div>"}},
        paragraph(words("a"), {"type": "hard_break"}, words("b")),
    ]


def test_blank_text_is_one_empty_paragraph():
    assert editor_document.read(" \n") == {
        "document": {"type": "doc", "content": [{"type": "paragraph"}]},
        "blocks": [],
    }


def test_empty_items_and_quotations_can_be_typed_into():
    item = {"type": "list_item", "content": [{"type": "paragraph"}]}

    assert blocks_of("-\n\n>") == [
        {"type": "bullet_list", "attrs": {"tight": True}, "content": [item]},
        {"type": "blockquote", "content": [{"type": "paragraph"}]},
    ]


@pytest.mark.parametrize("source", ["- [x][in]\n\n  [in]: https://a.example", "> [in]: https://a.example\n\n[x][in]"])
def test_addresses_within_a_block_that_others_may_need_leave_the_text_to_the_plain_box(source):
    with pytest.raises(RefusedError, match="stays in the plain box"):
        editor_document.read(source)


def test_what_is_too_long_for_patients_is_too_long_here():
    with pytest.raises(RefusedError, match="Please keep it under"):
        editor_document.read("a" * (markdown.MAX_LENGTH + 1))
