"""Tables in documents and web pages: every cell stays in its column, and two columns may be questions and answers."""

import datetime
import io

import openpyxl
import pytest
from openpyxl.comments import Comment

from faq.publishing.importing import reader
from tests.publishing.made_files import paragraph, table, word_file

pytestmark = pytest.mark.django_db


def _article(page: str) -> dict:
    (article,) = reader.read_upload("page.html", page.encode()).articles
    return article


def test_a_table_of_a_document_is_a_table():
    data = word_file(
        paragraph("When?", style="Heading2") + table(("Day", "Hours"), ("Monday", "8 | 12"), ("Friday", "8"))
    )

    (article,) = reader.read_upload("faq.docx", data).articles

    assert article["body"] == "| Day | Hours |\n| --- | --- |\n| Monday | 8 \\| 12 |\n| Friday | 8 |"


def test_a_cell_over_several_rows_is_read_in_each_and_no_other_cell_leaves_its_column():
    article = _article(
        "<h2>What does it cost?</h2><table><tr><th>Visit<th colspan=2>Price<tr><td>Short<td>$10<td rowspan=2>$20"
        "<tr><td>Long<td>$30</table>"
    )

    assert article["body"] == ("| Visit | Price |  |\n| --- | --- | --- |\n| Short | $10 | $20 |\n| Long | $30 | $20 |")


def test_a_cell_over_three_rows_is_read_in_all_of_them():
    article = _article("<h2>Who?</h2><table><tr><td rowspan=3>A<td>B<tr><td>C<tr><td>D<tr><td>E<td>F</table>")

    assert article["body"] == "| A | B |\n| --- | --- |\n| A | C |\n| A | D |\n| E | F |"


def test_paragraphs_and_lists_in_a_cell_are_not_glued():
    article = _article("<h2>Who?</h2><table><tr><td><p>Yes.<p>Sorry.<td><ul><li>One<li>Two</ul></table>")

    assert article["body"] == "| Yes. Sorry. | - One - Two |\n| --- | --- |"


@pytest.mark.parametrize(
    "spans", ["rowspan=0 colspan=0", "rowspan=999999999 colspan=999999999", "rowspan=-1 colspan=x"]
)
def test_cells_that_reach_too_far_or_nowhere_keep_their_words(spans: str):
    article = _article(f"<h2>Who?</h2><table><tr><td {spans}>One<td>Two<tr><td>Three<td>Four</table>")

    words = article.get("short_answer", "") + article["body"]
    assert all(word in words for word in ("One", "Two", "Three", "Four"))


@pytest.mark.parametrize("head", ["<tr><th>Question<th>Answer", ""])
def test_two_columns_of_questions_and_answers_are_an_article_a_row(head: str):
    parsed = reader.read_upload(
        "page.html", f"<table>{head}<tr><td>Cards?<td><p>Yes.<tr><td>Cash?<td>No.</table>".encode()
    )

    assert [(each["title"], each["short_answer"]) for each in parsed.articles] == [("Cards?", "Yes."), ("Cash?", "No.")]
    assert len(parsed.notes) == bool(head)


def test_other_columns_beside_questions_and_answers_are_named():
    page = "<table><tr><th>No.<th>Questions<th>Answers<tr><td>1<td>Cards?<td>Yes.<tr><td>2<td>Cash<td>No.</table>"

    parsed = reader.read_upload("page.html", page.encode())

    assert [(each["title"], each["short_answer"]) for each in parsed.articles] == [("Cards?", "Yes."), ("Cash", "No.")]
    assert [each.message for each in parsed.problems] == [
        "“No.: 1” belongs to no part of an article and is left out.",
        "“No.: 2” belongs to no part of an article and is left out.",
    ]


def test_only_a_mark_at_the_start_of_an_answer_is_taken_off():
    parsed = reader.read_upload(
        "page.html",
        b"<details><summary>Who?</summary><p>A. Smith and vitamin A: both.</details>"
        b"<p>Q1: Why?</p><p>A1: Part A: yes</p>",
    )

    assert [each["short_answer"] for each in parsed.articles] == ["A. Smith and vitamin A: both.", "Part A: yes"]


def test_a_workbook_says_what_its_cells_show_and_names_sheets_links_and_comments():
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "Visits"
    for row in (("Question", "Answer"), ("When?", datetime.datetime(2024, 3, 1)), ("How much?", 0.5)):
        book.active.append(row)
    book.active["B3"].number_format = "0%"
    book.active["A2"].hyperlink = "https://a.example/x?a=1&b=2"
    book.active["B2"].comment = Comment("Ask Ann & Bob", "Ann")
    hidden = book.create_sheet("Old")
    hidden.sheet_state = "hidden"
    hidden.append(("Question", "Owner"))
    hidden.append(("Who?", "Maria"))
    book.save(file)

    parsed = reader.read_upload("faq.xlsx", file.getvalue())

    assert [each["short_answer"] for each in parsed.articles] == ["2024-03-01", "50%", ""]
    assert [str(each) for each in parsed.problems] == [
        "faq.xlsx, sheet “Old”, row 2: “Owner: Maria” belongs to no part of an article and is left out.",
        "faq.xlsx: A comment beside a cell is left out: “Ask Ann & Bob”.",
        "faq.xlsx: A cell leads to https://a.example/x?a=1&b=2, which is left out.",
    ]
    assert str(parsed.notes[0]) == "faq.xlsx: The sheet “Old” is hidden in this workbook; its rows are read as well."
