"""Lists: numbers stay the numbers that were typed, and a sign before a number is no bullet."""

import pytest

from faq.text import markdown


def lines(source: str) -> str:
    return markdown.render(source).replace("\n", "")


def test_dates_stay_as_typed():
    html = lines("We are closed on:\n\n24. December\n26. December\n31. December")

    assert html == "<p>We are closed on:</p><p>24. December<br>26. December<br>31. December</p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("24. December", "<p>24. December</p>"),
        ("24. December\n\n25. May\n\n31. December", "<p>24. December</p><p>25. May</p><p>31. December</p>"),
        ("Closed on\n1. January\n6. January", "<p>Closed on<br>1. January<br>6. January</p>"),
        ("4) Monday\n6) Tuesday", "<p>4) Monday<br>6) Tuesday</p>"),
        ("1. Sign in\n2. Open\n4. Print", "<p>1. Sign in<br>2. Open<br>4. Print</p>"),
        ("- Closed\n  24. December\n  26. December", "<ul><li>Closed<br>24. December<br>26. December</li></ul>"),
        ("- 24. December", "<p>- 24. December</p>"),
        ("> 24. December\n> 26. December", "<blockquote><p>24. December<br>26. December</p></blockquote>"),
    ],
)
def test_numbers_that_do_not_count_on_stay_as_typed(source: str, html: str):
    assert lines(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("1. One\n2. Two\n3. Three", "<ol><li>One</li><li>Two</li><li>Three</li></ol>"),
        ("1) One\n2) Two", "<ol><li>One</li><li>Two</li></ol>"),
        ("Do this:\n1. One\n2. Two", "<p>Do this:</p><ol><li>One</li><li>Two</li></ol>"),
        ("4. Four\n5. Five", '<ol start="4"><li>Four</li><li>Five</li></ol>'),
        ("1. One\n1. Two\n1. Three", "<ol><li>One</li><li>Two</li><li>Three</li></ol>"),
        ("1. One\n   - a\n2. Two", "<ol><li>One<ul><li>a</li></ul></li><li>Two</li></ol>"),
        ("1. One\n# Next\n1. Two", '<ol><li>One</li></ol><h2 id="part-next">Next</h2><ol><li>Two</li></ol>'),
        ("1. One\n\n   More\n2. Two", "<ol><li><p>One</p><p>More</p></li><li><p>Two</p></li></ol>"),
    ],
)
def test_numbers_that_count_on_are_a_list(source: str, html: str):
    assert lines(source) == html


@pytest.mark.parametrize("source", ["- 5 °C", "+ 3", "+ 44 1632 960983", "* 5 pounds extra", "- $5 for the form"])
def test_a_sign_before_a_number_alone_is_no_bullet(source: str):
    assert markdown.render(source) == f"<p>{source}</p>"


def test_numbers_below_each_other_may_have_bullets():
    assert lines("- 5 tablets\n- 6 tablets") == "<ul><li>5 tablets</li><li>6 tablets</li></ul>"
    assert lines("- Five tablets") == "<ul><li>Five tablets</li></ul>"
