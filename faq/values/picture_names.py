"""What the name of a stored picture says: where it is, how large it is, and in which smaller sizes pages offer it."""

import re
from html import escape

from django.conf import settings

NAME = re.compile(r"pictures/[0-9a-f]{32}-([0-9]{1,5})x([0-9]{1,5})\.(png|jpg|webp)")
# Pixels: a plain phone, one with a sharp screen or a laptop, one with a very sharp screen, a sharp large one
WIDTHS = (480, 640, 960, 1200)
# What asks for a smaller size, behind the address of the picture
WIDTH_KEY = "width"
# In the media folder: smaller sizes, made anew whenever they are asked for and not there
SMALLER_FOLDER = "smaller"
# Where pages show a picture, in CSS pixels: 28 rem and the column of the words in site.css
_MOST_HIGH = 448
_MOST_WIDE = 560
# The number of a step and the margins of a phone, beside the picture
_BESIDE = 88


def is_name(name: str) -> bool:
    """True for a name that `publishing.pictures.store` gives."""
    return NAME.fullmatch(name) is not None


def url_of(name: str, *, query: str = "") -> str:
    """Return the address of the stored picture `name`; `query` is what follows its question mark, if anything."""
    return f"{settings.MEDIA_URL}{name}" + (f"?{query}" if query else "")


def with_query(html: str, *, query: str) -> str:
    """Return `html` with `query` behind the address of each stored picture that it shows or links to."""
    if not query:
        return html
    address = rf'( (?:src|href)="{re.escape(settings.MEDIA_URL)}{NAME.pattern})"'
    return re.sub(address, lambda found: f'{found[1]}?{escape(query)}"', html)


def smaller_widths(name: str) -> list[int]:
    """Return the widths below its own, in pixels, in which the stored picture `name` is offered.

    None that would save little: of a picture 700 pixels wide 480 alone, of one 500 pixels wide none.
    """
    width, _ = size_of(name) or (0, 0)
    return [each for each in WIDTHS if each * 1.25 <= width]


def shown_size(name: str) -> tuple[int, int]:
    """Return (width, height) of the stored picture `name` as a page shows it, in CSS pixels."""
    return _within(name, _MOST_WIDE, _MOST_HIGH)


def logo_size(name: str) -> tuple[int, int]:
    """Return (width, height) of the logo `name` in the head of a page, in CSS pixels."""
    return _within(name, 144, 44)


def srcset_of(name: str, *, query: str = "") -> str:
    """Return the addresses of the stored picture `name` in all its sizes for `srcset`; "" where there is one only."""
    smaller = smaller_widths(name)
    if not smaller:
        return ""
    before = f"{query}&" if query else ""
    offered = [f"{url_of(name, query=f'{before}{WIDTH_KEY}={width}')} {width}w" for width in smaller]
    width, _ = size_of(name) or (0, 0)
    return ", ".join([*offered, f"{url_of(name, query=query)} {width}w"])


def sizes_of(name: str) -> str:
    """Return how wide a page shows the stored picture `name`, for `sizes`."""
    width, _ = shown_size(name)
    return f"(min-width: {width + _BESIDE}px) {width}px, calc(100vw - {_BESIDE}px)"


def with_sizes(html: str, *, query: str = "") -> str:
    """Return `html` with each stored picture in all its sizes and with the room that it takes on the page."""
    image = rf'<img src="{re.escape(settings.MEDIA_URL)}(?P<name>{NAME.pattern})"(?P<more>(?: [a-z]+="[^"]*")*)>'
    sized = re.sub(image, lambda found: _with_sizes(found["name"], found["more"], query), html)
    return with_query(sized, query=query)


def _with_sizes(name: str, attributes: str, query: str) -> str:
    width, height = shown_size(name)
    attributes = re.sub(r' width="\d+" height="\d+"', f' width="{width}" height="{height}"', attributes, count=1)
    srcset = srcset_of(name, query=query)
    sizes = f' srcset="{escape(srcset)}" sizes="{sizes_of(name)}"' if srcset else ""
    return f'<img src="{url_of(name)}"{sizes}{attributes}>'


def _within(name: str, most_wide: int, most_high: int) -> tuple[int, int]:
    width, height = size_of(name) or (1, 1)
    scale = min(1, most_wide / width, most_high / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def name_in(url: str) -> str | None:
    """Return the stored picture's name in `url`, or None when the address is not one of ours."""
    name = url.removeprefix(settings.MEDIA_URL)
    return name if name != url and is_name(name) else None


def size_of(url_or_name: str) -> tuple[int, int] | None:
    """Return (width, height) in pixels of one of our pictures, or None when it is not ours."""
    match = NAME.fullmatch(name_in(url_or_name) or url_or_name)
    return (int(match[1]), int(match[2])) if match else None
