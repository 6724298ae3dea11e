"""Words that patients read differently from how they were typed are found, and one step keeps them as typed."""

import random
from html import unescape
from pathlib import Path

import pytest

from faq.text import differences, markdown
from faq.text.difference import Kind

OURS = "![Map](/media/pictures/" + "a" * 32 + "-8x6.webp)"
# Real pages of a public service; they are no part of this project, so the test looks beside it
PUBLIC_FAQ = Path(__file__).resolve().parents[3] / "shared" / "cases" / "public-faq"


def found(source: str) -> list[tuple[int, str, str, str]]:
    return [
        (place.line, place.kind.name, place.typed, place.read)
        for place in differences.find(source, known_facts={"phone"})
    ]


def kinds(source: str) -> list[str]:
    return [kind for _, kind, _, _ in found(source)]


def read(source: str) -> str:
    """The words that patients read, in the lines in which they read them."""
    html = markdown.render(source).replace("<br>\n", "\n").replace("</p>\n<p>", "\n\n")
    return unescape(html.removeprefix("<p>").removesuffix("</p>"))


@pytest.mark.parametrize(
    "source",
    [
        "We are closed on:\n\n24. December\n26. December\n31. December",
        "> 38.5 °C in a child under 3 months: call us.",
        "| Day | Hours |\n|---|---|\n| Monday | 8 to 12 | 13 to 17 |",
        "Press Save.It takes a minute. Open the app.Do not close it.",
        "[our site](www.example.org), [mail](me@example.org), [here](/articles/hours/), [this part](#part-2)",
        "**bold**, *slanted*, _slanted_, ***both***, ~~gone~~, `code`, 2*3*4, snake_case_word, snake\\_case, \\*no\\*",
        "- one\n- two\n  1. three\n  2. four\n\n1. one\n2. two\n\n4) four\n5) five",
        "## Hours\n\nMonday\n======\n\n---\n\n> Ask at the desk.\n> 24 hours a day.\n\n!!! note\n    Bring it.",
        "```\nx\n```\n\n```python\ny = 1\n```",
        f"{OURS} Call {{{{phone}}}} or [write]({{{{phone}}}}). Mail me@example.org, see https://example.org/a_b_c.",
        "[text][1] and [two]\n\n[1]: https://a.example/\n[two]: https://b.example/",
        'See <a href="https://a.example/">our site</a> or <https://a.example>. Type <your name> here.',
        "Menu --> Settings -> Privacy; AT&amp;T; Name: ____ Date: ____; 5* hotel; *67 and *82; #1 & C:\\Users\\me",
        "- 2 tablets\n- 10 % off\n- $20\n\n+ one\n+ two\n\n* one",
    ],
)
def test_what_staff_plainly_mean_is_no_difference(source: str):
    assert found(source) == []
    assert differences.keep(source) == source


@pytest.mark.parametrize(
    ("source", "difference"),
    [
        ("Closed:\n1. May\n1. June", (3, "CHANGED", "1. June", "2. June")),
        ("01. May\n02. May", (1, "CHANGED", "01. May", "1. May")),
        ("+ 1 555 0100\n+ 1 555 0200", (1, "DOT", "+ 1 555 0100", "")),
        ("- 5 °C\n- 10 °C", (1, "DOT", "- 5 °C", "")),
        ("Price $5*\n\n* without insurance", (3, "DOT", "* without insurance", "")),
        ("> half of the dose", (1, "QUOTATION", "> half of the dose", "")),
        ("> Settings > Privacy", (1, "QUOTATION", "> Settings > Privacy", "")),
        (">> Press here", (1, "QUOTATION", ">> Press here", "")),
        ("# of visits: 5", (1, "HEADING", "# of visits: 5", "")),
        ("## Press 5 #", (1, "CHANGED", "## Press 5 #", "## Press 5")),
        ("!!! Important: closed today", (1, "CHANGED", "!!! Important: closed today", "closed today")),
        ("~~~ Hours ~~~\nMonday", (1, "CHANGED", "~~~ Hours ~~~", "")),
        ("[Map]: https://a.example/", (1, "GONE", "[Map]: https://a.example/", "")),
        ("[a]\n\n[a]: https://a.example/\n[a]: https://b.example/", (4, "GONE", "[a]: https://b.example/", "")),
        ("Take 2*x*3", (1, "CHANGED", "2*x*3", "2x3")),
        ("Dial *72* now", (1, "CHANGED", "*72*", "72")),
        ("Yes (*) or no (*)", (1, "CHANGED", "(*) or no (*)", "() or no ()")),
        ("*Name, phone*, mail*", (1, "CHANGED", "*Name, phone*,", "Name, phone,")),
        ("*Name\nPhone*", (1, "CHANGED", "*Name\nPhone*", "Name\nPhone")),
        ("2**3**4", (1, "CHANGED", "2**3**4", "234")),
        ("____Name____", (1, "CHANGED", "____Name____", "Name")),
        ("We don`t and can`t", (1, "CHANGED", "don`t and can`t", "dont and cant")),
        ("Open C:\\_forms", (1, "CHANGED", "C:\\_forms", "C:_forms")),
        ("On \\\\server now", (1, "CHANGED", "\\\\server", "\\server")),
        ("It is in S:\\Forms\\\nand here", (1, "CHANGED", "S:\\Forms\\", "S:\\Forms")),
        ("Take [2](daily)", (1, "LINK", "[2](daily)", "2")),
        ("[files](ftp://a.example/x)", (1, "LINK", "[files](ftp://a.example/x)", "files")),
        ("See https://a.example.Then call", (1, "LINK", "https://a.example.Then", "")),
        ("Enter <street:number>", (1, "CHANGED", "<street:number>", "street:number")),
        ("![x](https://b.example/y.png)", (1, "PICTURE", "![x](https://b.example/y.png)", "x")),
        ("Mon<br>Tue<br>Wed", (1, "TAG", "<br>", "")),
        ("<details><summary>Hours</summary>", (1, "TAG", "<details> <summary> </summary>", "")),
        ("Hello <!-- for us -->", (1, "TAG", "<!-- for us -->", "")),
        ("One\n![Map](my map.png)", (2, "RAW_TAG", "![Map](my map.png)", "")),
        ("![Map][nowhere]", (1, "RAW_TAG", "![Map][nowhere]", "")),
        ("One\n<iframe src=x>", (2, "RAW_TAG", "<iframe src=x>", "")),
        ("Call {{clinic phone}}", (1, "BRACES", "clinic phone", "")),
        ("Call\n{{phone}", (2, "BRACES", "{{phone}", "")),
        ("| a |\n|---|\n| c\\|2*y*3 |", (3, "CHANGED", "c|2*y*3", "c|2y3")),
    ],
)
def test_each_difference_is_found_where_it_is(source: str, difference: tuple):
    assert found(source) == [difference]


@pytest.mark.parametrize(
    "source",
    [
        "Closed:\n1. May\n1. June",
        "01. May\n02. May",
        "+ 1 555 0100\n+ 1 555 0200",
        "- 5 °C\n- 10 °C",
        "Price $5*\n\n* without insurance",
        "> half of the dose",
        "# of visits: 5",
        "!!! Important: closed today",
        "~~~ Hours ~~~\nMonday",
        "Take 2*x*3, dial *72* now: yes (*) or no (*)",
        "*Name, phone*, mail*",
        "____Name____ and 2**3**4",
        "We don`t and can`t",
        "Open C:\\_forms or C:\\a*b*c on \\\\server",
        "It is in S:\\Forms\\\nand here",
        "Take [2](daily)",
        "Enter <street:number>",
        "Mon<br>Tue <!-- for us --> <b>now</b>",
    ],
)
def test_one_step_keeps_the_words_as_typed(source: str):
    kept = differences.keep(source)

    assert read(kept) == source
    assert found(kept) == []
    assert differences.keep(kept) == kept


def test_what_stands_around_a_kept_sign_stays_untouched():
    source = "**Hours**\n\n- one\n- two\n\nTake 2*x*3 {{phone}}\n\n| a | b |\n|---|---|\n| c\\|2*y*3 | *d* |"

    assert differences.keep(source) == source.replace("2*x*3", r"2\*x\*3").replace("2*y*3", r"2\*y\*3")


def test_a_tag_behind_an_address_is_kept_out_of_the_address():
    assert differences.keep("https://a.example/x<br>now") == "<https://a.example/x>\\<br>now"


PIECES = (
    [
        "*",
        "_",
        "~",
        "`",
        "\\",
        "#",
        ">",
        "<",
        "[",
        "]",
        "(",
        ")",
        "!",
        "|",
        "&",
        "+",
        "-",
        ".",
        "1",
        "24",
        "a",
        " ",
        "\n",
    ]
    + ["\n\n", "\n    ", "**", "~~", "```", "~~~", "> ", "# ", "- ", "+ ", "* ", "1. ", "2) ", "http://a.example"]
    + ["C:\\", "\\\\s", "<br>", "</b>", "<!-- x -->", "[a](b)", "![a](b)", "[a]: http://b.example", "!!! note ", "??? "]
    + ["| a | b |\n|---|---|\n| c | d |", "5 °C", "word ", "word\\", "*72*", "{{", "}", "&amp;", "<https://a.example>"]
)


def test_whatever_is_typed_can_be_kept_and_is_then_left_alone():
    chance = random.Random(8)

    for _ in range(1_000):
        source = "".join(chance.choices(PIECES, k=chance.randint(1, 20))).strip()
        kept = differences.keep(source)
        left = [place for place in differences.find(kept) if place.kind is not Kind.BRACES]

        assert (left, differences.keep(kept)) == ([], kept), source


def test_a_very_long_text_is_compared_to_the_end():
    source = "2*x*3 <br> [2](daily) C:\\_a *72*\n" * 400

    assert len(found(source)) == 2_000


@pytest.mark.skipif(not PUBLIC_FAQ.is_dir(), reason="the pages of the public service are not there")
def test_real_pages_of_a_public_service_hold_no_difference():
    texts = [file.read_text(encoding="utf-8").split("\n---\n", 1)[1] for file in sorted(PUBLIC_FAQ.glob("*.md"))]

    assert (len(texts), [place for text in texts for place in found(text)]) == (124, [])
