"""The one render function: what staff write comes out whole and harmless."""

import re
from html.parser import HTMLParser

import pytest

from faq.errors import RefusedError
from faq.text import markdown

PICTURE = "/media/pictures/" + "a" * 32 + "-800x600.webp"

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:x)",
    "![a](javascript:alert(1))",
    "![a](data:image/svg+xml;base64,PHN2Zz4=)",
    '![a"onerror="alert(1)](' + PICTURE + ")",
    '[a](https://x.example "onmouseover=alert(1) x=")',
    '[a](https://x.example/"onmouseover="alert(1))',
    "<svg onload=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "`<img src=x onerror=alert(1)>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "<a href='javascript:alert(1)'>x</a>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "| a | b |\n|---|---|\n| <script>alert(1)</script> | x |",
    '!!! note "<script>alert(1)</script>"\n    x',
    "{{<script>alert(1)</script>}}",
    "# <img src=x onerror=alert(1)>",
    "<form action=https://evil.example><input name=q></form>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
]


ALLOWED = set("p br hr h2 h3 h4 h5 h6 ul ol li strong em s code pre blockquote a img table".split())
ALLOWED |= set("thead tbody tr th td div span".split())


class Seen(HTMLParser):
    """Every tag and attribute of a piece of HTML, as a browser would find them."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_markdown_leaves_nothing_that_acts(source: str):
    seen = Seen(markdown.render(source))

    assert seen.tags <= ALLOWED
    assert [name for name, _ in seen.attributes if name.startswith("on") or name in ("style", "srcdoc", "action")] == []
    addresses = [value for name, value in seen.attributes if name in ("href", "src")]
    assert [
        value for value in addresses if not value.startswith(("https://", "/media/pictures/", "%7B", "http://"))
    ] == []


def test_words_in_html_stay_readable_as_words():
    assert markdown.render("a <b>bold</b> word") == "<p>a bold word</p>"


def test_a_picture_of_another_host_becomes_a_link():
    html = markdown.render("![a map](https://tracker.example/pixel.png)")

    assert html == '<p><a href="https://tracker.example/pixel.png" rel="noopener noreferrer">a map</a></p>'


def test_a_picture_of_another_host_within_a_link_leaves_the_link_as_it_is():
    html = markdown.render("[![a map](https://b.example/map.png)](https://portal.example/)")

    assert html == '<p><a href="https://portal.example/" rel="noopener noreferrer">a map</a></p>'


def test_our_own_picture_says_its_size():
    html = markdown.render(f"![The log-in page]({PICTURE})")

    expected = f'src="{PICTURE}" alt="The log-in page" width="800" height="600" loading="lazy" decoding="async"'
    assert html == f'<p><a class="picture" href="{PICTURE}" rel="noopener noreferrer"><img {expected}></a></p>'


def test_a_picture_within_a_link_leads_where_the_link_does():
    html = markdown.render(f"[![Log in]({PICTURE}) here](https://portal.example/) ![Then]({PICTURE})")

    assert re.findall('href="([^"]+)"', html) == ["https://portal.example/", PICTURE]
    assert html.index("<img") < html.index("</a>") < html.index('class="picture"') < html.rindex("<img")


def test_headings_start_below_the_page_title_and_skip_no_level():
    html = markdown.render("# One\n\n#### Two\n\n# One")

    assert html.splitlines() == [
        '<h2 id="part-one">One</h2>',
        '<h3 id="part-two">Two</h3>',
        '<h2 id="part-one-2">One</h2>',
    ]
    assert markdown.headings(html) == [("part-one", "One"), ("part-one-2", "One")]


def test_a_line_break_stays_a_line_break():
    assert markdown.render("one\ntwo") == "<p>one<br>\ntwo</p>"


def test_bare_addresses_become_links():
    assert 'href="https://clinic.example/a"' in markdown.render("See https://clinic.example/a for more.")


@pytest.mark.parametrize(
    ("source", "word"),
    [("x" * 50_001, "characters"), ("a\n" * 5_001, "lines"), ("[" * 4_001, "brackets"), ("> " * 40 + "a", "deep")],
)
def test_too_much_is_refused_with_a_sentence(source: str, word: str):
    with pytest.raises(RefusedError, match=word):
        markdown.render(source)


def test_nesting_never_drops_a_word():
    for depth in range(1, 60):
        source = "".join("  " * level + f"- word{level}\n" for level in range(depth))
        try:
            html = markdown.render(source)
        except RefusedError:
            break
        assert all(f"word{level}" in html for level in range(depth))
    assert depth >= 8


def test_text_of_html_keeps_words_apart():
    assert markdown.to_text("<p>one</p><ul><li>two</li><li>three &amp; four</li></ul>") == "one. two. three & four"


def test_the_cells_of_a_row_are_told_apart_and_what_ends_with_a_sign_gets_no_other():
    table = markdown.render("| Day | Open |\n|---|---|\n| Monday | 8 to 5 |")

    assert markdown.to_text(table) == "Day, Open. Monday, 8 to 5"
    assert markdown.to_text("<p>He said “Go.”</p><p>(Call.)</p><p>Bye</p>") == "He said “Go.” (Call.) Bye"
    assert markdown.to_text("<tr><td></td><td>Mon</td></tr><tr><td>Open</td><td></td></tr>") == "Mon. Open"
    assert markdown.to_text("<p>Bring:</p><p>a card!</p><p></p><p>Bye<br>now</p>") == "Bring: a card! Bye now"
