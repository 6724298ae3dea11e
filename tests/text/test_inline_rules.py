"""HTML and signs within a line: patients read words, never tags."""

import pytest

from faq.text import markdown


def lines(source: str) -> str:
    return markdown.render(source).replace("\n", "")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Mon<br>Tue", "<p>Mon<br>Tue</p>"),
        ("Mon<br />\nTue", "<p>Mon<br>Tue</p>"),
        ("<details><summary>Hours</summary>\n\nMonday\n\n</details>", "<p>Hours</p><p>Monday</p>"),
        ("<p>Hello</p>", "<p>Hello</p>"),
        ("<ul><li>Monday</li><li>Tuesday</li></ul>", "<p>Monday<br>Tuesday</p>"),
        ('a <span style="color:red">red</span> <b>word</b>', "<p>a red word</p>"),
        ("Press <code>Enter</code>", "<p>Press Enter</p>"),
        ("<!-- for us --> Hello", "<p> Hello</p>"),
        ("- <b>One</b>", "<ul><li>One</li></ul>"),
    ],
)
def test_tags_become_the_words_they_stand_around(source: str, html: str):
    assert lines(source) == html


def test_a_cell_of_a_table_may_have_two_lines():
    assert "<td>Mon<br>Tue</td>" in lines("| Day |\n|---|\n| Mon<br>Tue |")


def test_a_link_written_in_html_stays_a_link():
    html = lines('See <a class="x" href="https://a.example/">our site</a>.')

    assert html == '<p>See <a href="https://a.example/" rel="noopener noreferrer">our site</a>.</p>'
    assert lines("<a href='javascript:alert(1)'>here</a>") == "<p>here</p>"


@pytest.mark.parametrize(
    "words", ["&lt;your name&gt;", "&lt;code&gt;", "&lt;address&gt;", "5 &lt; 6", "&lt;script&gt;"]
)
def test_words_between_angle_brackets_stay_as_typed(words: str):
    source = words.replace("&lt;", "<").replace("&gt;", ">")

    assert lines(f"Type {source} here") == f"<p>Type {words} here</p>"
    assert lines("`<br>`") == "<p><code>&lt;br&gt;</code></p>"


@pytest.mark.parametrize("source", ["2*3*4", "1 * 2 * 3", "snake_case_word", r"\\server\forms", "about ~5 or ~10"])
def test_signs_stay_as_typed(source: str):
    assert lines(source) == f"<p>{source}</p>"


def test_a_star_around_words_still_means_emphasis():
    assert lines("*x* and **5**, \\*not\\* this") == "<p><em>x</em> and <strong>5</strong>, *not* this</p>"
