"""Lines that Markdown would change without a word stay as they were typed."""

import pytest

from faq.text import markdown


def lines(source: str) -> str:
    return markdown.render(source).replace("\n", "")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("> 38.5 °C in a child: call us.", "<p>&gt; 38.5 °C in a child: call us.</p>"),
        ("Call us if\n> 38.5 °C", "<p>Call us if<br>&gt; 38.5 °C</p>"),
        ("> 38 °C: call us\n> 40 °C: come", "<p>&gt; 38 °C: call us<br>&gt; 40 °C: come</p>"),
        (">= 38 °C", "<p>&gt;= 38 °C</p>"),
        ("> -5 °C", "<p>&gt; -5 °C</p>"),
        ("> $100", "<p>&gt; $100</p>"),
        ("- > 38 °C", "<ul><li>&gt; 38 °C</li></ul>"),
    ],
)
def test_a_comparison_stays_readable(source: str, html: str):
    assert lines(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("> Ask at the desk.", "<p>Ask at the desk.</p>"),
        ("> Ask at the desk\n> 24 hours a day.", "<p>Ask at the desk<br>24 hours a day.</p>"),
        ("> 24 hours a day\n> somebody is here.", "<p>24 hours a day<br>somebody is here.</p>"),
        ("> 1. Open\n> 2. Read", "<ol><li>Open</li><li>Read</li></ol>"),
    ],
)
def test_words_behind_the_sign_are_a_quotation(source: str, html: str):
    assert lines(source) == f"<blockquote>{html}</blockquote>"


def test_a_line_of_dashes_makes_no_heading():
    assert lines("Opening hours\n---\nMonday") == "<p>Opening hours</p><hr><p>Monday</p>"
    assert lines("Kind regards\n--\nDr Hill") == "<p>Kind regards<br>--<br>Dr Hill</p>"
    assert lines("5 + 3\n=\n8") == "<p>5 + 3<br>=<br>8</p>"
    assert lines("Opening hours\n===\nMonday") == '<h2 id="part-opening-hours">Opening hours</h2><p>Monday</p>'


def test_spaces_before_a_line_make_no_code():
    assert lines("    Monday\n    Tuesday") == "<p>Monday<br>Tuesday</p>"
    assert lines("Hours:\n\n        Monday") == "<p>Hours:</p><p>Monday</p>"


def test_words_that_look_like_the_address_of_a_link_do_not_vanish():
    assert lines("[Note]: Important") == "<p>[Note]: Important</p>"
    assert 'href="https://a.example/"' in lines("[our site]\n\n[our site]: https://a.example/")


def test_a_row_keeps_the_cells_beyond_the_head():
    html = lines("| Day | Hours |\n|---|---|\n| Monday | 8 \\| 12 | 13 to 17 | *x* |\n| Sunday |")

    assert html == (
        "<table><thead><tr><th>Day</th><th>Hours</th><td></td><td></td></tr></thead><tbody>"
        "<tr><td>Monday</td><td>8 | 12</td><td>13 to 17</td><td><em>x</em></td></tr>"
        "<tr><td>Sunday</td><td></td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    "source", ["> 38\n" * 5_000, "24. x\n" * 5_000, "24. x\n\n" * 2_500, "- a\n* 5\n" * 2_500, "a\n--\n" * 2_500]
)
def test_many_such_lines_are_read_to_the_end(source: str):
    words = markdown.to_text(markdown.render(source)).split()

    assert len(words) >= 2_500
