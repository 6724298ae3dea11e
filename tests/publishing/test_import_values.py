"""Exports of help desks and web sites: answers that are HTML, lists within lists, titles above tables."""

import json

import pytest

from faq.publishing.importing import reader
from faq.publishing.importing.parsed import ParsedFile

pytestmark = pytest.mark.django_db


def _json(value: object) -> ParsedFile:
    return reader.read_upload("faq.json", json.dumps(value).encode())


def _csv(text: str, name: str = "faq.csv") -> ParsedFile:
    return reader.read_upload(name, text.encode())


def _pairs(parsed: ParsedFile) -> list[tuple[str, str, list[str]]]:
    return [(each["title"], each["short_answer"], each["tags"]) for each in parsed.articles]


def _said(parsed: ParsedFile) -> list[str]:
    return [str(remark) for remark in parsed.problems]


def test_an_answer_that_is_html_becomes_words_links_and_steps():
    answer = (
        '<p>See <a href=""https://a.example"">this</a> &lt;3:</p><ol><li>Go<li>Pay</ol>'
        '<img src=""https://a.example/x.png"" alt=""Map"">'
    )

    parsed = _csv(f'Question,Answer\n"A &amp; B?","{answer}"\n')

    (article,) = parsed.articles
    assert (article["title"], article["short_answer"]) == ("A & B?", "See [this](<https://a.example>) \\<3:")
    assert [step["text"] for step in article["steps"]] == ["Go", "Pay"]
    assert _said(parsed) == ["faq.csv, row 2: The picture “Map” stands at https://a.example/x.png and is left out."]


@pytest.mark.parametrize("answer", ["Below 38 <b is fine", "**Bold**<br>and [this](https://a.example)", "A &amp; B"])
def test_an_answer_that_is_no_html_stays_as_it_is(answer: str):
    assert _pairs(_json([{"question": "Why?", "answer": answer}])) == [("Why?", answer, [])]


def test_lines_of_an_answer_with_a_tag_stay_lines():
    assert _pairs(_json([{"question": "Why?", "answer": "So\nand <b>so</b>"}])) == [("Why?", "So\nand **so**", [])]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([{"title": {"rendered": "Why?"}, "content": {"rendered": "<p>So</p>"}}], [("Why?", "So", [])]),
        ({"data": {"faqs": [{"q": "Why?", "a": "So"}]}}, [("Why?", "So", [])]),
        (
            {"categories": [{"name": "Visits", "questions": [{"q": "Why?", "a": "So"}]}]},
            [("Why?", "So", ["Visits"])],
        ),
        (
            {"Visits": {"Why?": "So"}, "Cash": {"How?": "Such"}},
            [("Why?", "So", ["Visits"]), ("How?", "Such", ["Cash"])],
        ),
        ([{"q": "Why?", "a": ["One", "Two"], "category": {"name": "X"}}], [("Why?", "One", ["X"])]),
        ({"faq1": {"question": "Why?", "answer": "So"}}, [("Why?", "So", [])]),
        ({"data": [{"attributes": {"question": "Why?", "answer": "So"}}]}, [("Why?", "So", [])]),
        ({"items": [{"fields": {"question": {"en-US": "Why?"}, "answer": {"en-US": "So"}}}]}, [("Why?", "So", [])]),
        ({"title": "Our FAQ", "sections": [{"questions": [{"q": "Why?", "a": "So"}]}]}, [("Why?", "So", ["Our FAQ"])]),
    ],
)
def test_a_list_is_found_however_deep_it_lies(value: object, expected: list):
    assert _pairs(_json(value)) == expected


def test_what_stands_beside_the_lists_is_named():
    parsed = _json({"meta": {"v": 7}, "data": {"count": 1, "faqs": [{"q": "Why?", "a": "So"}]}})

    assert _said(parsed) == ['faq.json: “meta: {"v": 7}” is left out.', "faq.json: “count: 1” is left out."]


def test_lists_without_end_are_refused():
    assert "no list of questions" in _said(reader.read_upload("a.json", b'{"x":' * 400 + b"1" + b"}" * 400))[0]


def test_a_title_above_a_table_is_named_and_the_columns_are_found():
    parsed = _csv("Our FAQ,,\n,,\nID,Frage,Réponse\n1,Wann?,Um 9\n")

    assert _pairs(parsed) == [("Wann?", "Um 9", [])]
    assert _said(parsed) == [
        "faq.csv, row 1: “Our FAQ” stands above the names of the columns and is left out.",
        "faq.csv, row 4: “ID: 1” belongs to no part of an article and is left out.",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "sep=;\nQuestion;Answer\nWhen?;At 9\n"),
        ("a.csv", "sep=;\nQuestion;Answer;a,b,c,d\nWhen?;At 9;\n"),
        ("a.tsv", "Question\tAnswer\nWhen?\tAt 9\n"),
        ("a.csv", '"Question","Answer"\n"When?","At 9"\n'),
        ("a.csv", '"Question";"Answer";"a,b,c"\n"When?";"At 9";\n'),
    ],
)
def test_whatever_parts_the_cells_is_told(name: str, text: str):
    assert _pairs(_csv(text, name)) == [("When?", "At 9", [])]


def test_a_row_without_an_answer_is_named():
    assert str(_csv("Question,Answer\nWhen?,\n").notes[0]) == "faq.csv, row 2: “When?” has no answer in this file."


def test_what_stands_below_numbered_steps_in_a_cell_is_kept():
    (article,) = _csv('Question,Steps\nHow?,"1. Go in\n2. Pay\n\nThen wait"\n').articles

    assert [step["text"] for step in article["steps"]] == ["Go in", "Pay\nThen wait"]


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: Why?\npermalink: /a/\nredirect_from: [/b]\naliases:\n  - /c.html\ncategory: X\ntags: [Y]\n---\n",
        '+++\ntitle = "Why?"\nurl = "/a/"\naliases = ["/b", "/c.html"]\ncategories = ["X"]\ntags = ["Y"]\n+++\n',
    ],
)
def test_a_head_may_name_several_old_addresses_and_kinds_of_tags(head: str):
    parsed = reader.read_upload("a.md", f"{head}So.\n".encode())

    assert _pairs(parsed) == [("Why?", "So.", ["X", "Y"])]
    assert parsed.origins[0].old_addresses == ["/a/", "/b", "/c.html"]
    assert _said(parsed) == []


def test_a_head_in_toml_that_is_broken_is_named():
    parsed = reader.read_upload("a.md", b"+++\ntitle = \n+++\nSo.\n")

    assert _said(parsed) == ["a.md, line 1: The head of this file cannot be read, so it is left out: “title = ”"]


def test_a_list_with_an_entry_a_line_is_read():
    parsed = reader.read_upload("a.jsonl", b'{"q": "Why?", "a": "So"}\n\n{"q": "How?", "a": "Such"}\n')

    assert _pairs(parsed) == [("Why?", "So", []), ("How?", "Such", [])]


def test_two_columns_with_words_are_both_kept():
    (article,) = _csv('title,description,body\nWhy?,In short,"<p>So <b>it</b> is</p>"\n').articles

    assert article["body"] == "In short\n\nSo **it** is"
