"""Each block is read in the direction of its own words."""

import pytest

from faq.text import markdown

ARABIC, HEBREW = "متى تفتحون؟", "מתי אתם פותחים?"


def lines(source: str) -> str:
    return markdown.render(source).replace("\n", "")


@pytest.mark.parametrize("words", [ARABIC, HEBREW])
def test_a_text_in_a_script_from_right_to_left_says_so(words: str):
    assert lines(words) == f'<p dir="rtl">{words}</p>'
    assert lines(f"## {words}").endswith(f' dir="rtl">{words}</h2>')
    assert lines(f"1. {words}\n2. {words}") == f'<ol dir="rtl"><li>{words}</li><li>{words}</li></ol>'
    assert lines(f"> {words}") == f'<blockquote dir="rtl"><p>{words}</p></blockquote>'
    assert lines(f"| {words} |\n|---|\n| 8-12 |").startswith('<table dir="rtl"><thead><tr><th>')


def test_each_block_follows_its_first_letter():
    assert lines(f"Hello {ARABIC}\n\n24: {ARABIC}") == f'<p>Hello {ARABIC}</p><p dir="rtl">24: {ARABIC}</p>'
    assert lines(f"- {ARABIC}\n- Hello") == f'<ul dir="rtl"><li>{ARABIC}</li><li dir="ltr">Hello</li></ul>'
    assert lines(f"- Hello\n- {ARABIC}") == f'<ul><li>Hello</li><li dir="rtl">{ARABIC}</li></ul>'


def test_a_text_from_left_to_right_says_nothing():
    assert "dir=" not in lines("# Hello\n\n- Łukasz\n- 24\n\n> Привет\n\n| a |\n|---|\n| b |")


def test_a_heading_from_right_to_left_stands_in_the_list_of_contents():
    assert markdown.headings(markdown.render(f"## {ARABIC}")) == [("part-متى-تفتحون", ARABIC)]


@pytest.mark.parametrize("number", ["(555) 010-2030", "+44 1632 960983", "01632 960 983", "2026-11-27", "5550102030"])
def test_a_long_number_among_words_from_right_to_left_keeps_its_own_order(number: str):
    assert lines(f"{ARABIC} {number}.") == f'<p dir="rtl">{ARABIC} <bdi dir="ltr">{number}</bdi>.</p>'
    assert lines(f"[{number}](tel:1) {ARABIC}") == (
        f'<p dir="rtl"><a href="tel:1" rel="noopener noreferrer"><bdi dir="ltr">{number}</bdi></a> {ARABIC}</p>'
    )


def test_short_numbers_addresses_and_texts_from_left_to_right_stay_as_they_are():
    assert lines(f"{ARABIC} 8-12, 911") == f'<p dir="rtl">{ARABIC} 8-12, 911</p>'
    assert 'href="https://a.example/5550102030"' in lines(f"{ARABIC} [a](https://a.example/5550102030)")
    assert "bdi" not in lines("Call (555) 010-2030.")
