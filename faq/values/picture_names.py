"""What the name of a stored picture says: where it is and how large it is."""

import re
from html import escape

from django.conf import settings

NAME = re.compile(r"pictures/[0-9a-f]{32}-([0-9]{1,5})x([0-9]{1,5})\.(png|jpg|webp)")


def is_name(name: str) -> bool:
    """True for a name that `publishing.pictures.store` gives."""
    return NAME.fullmatch(name) is not None


def url_of(name: str, *, query: str = "") -> str:
    """Return the address of the stored picture `name`; `query` is what follows its question mark, if anything."""
    return f"{settings.MEDIA_URL}{name}" + (f"?{query}" if query else "")


def with_query(html: str, query: str) -> str:
    """Return `html` with `query` behind the address of each stored picture that it shows or links to."""
    if not query:
        return html
    address = rf'( (?:src|href)="{re.escape(settings.MEDIA_URL)}{NAME.pattern})"'
    return re.sub(address, lambda found: f'{found[1]}?{escape(query)}"', html)


def name_in(url: str) -> str | None:
    """Return the stored picture's name in `url`, or None when the address is not one of ours."""
    name = url.removeprefix(settings.MEDIA_URL)
    return name if name != url and is_name(name) else None


def size_of(url_or_name: str) -> tuple[int, int] | None:
    """Return (width, height) in pixels of one of our pictures, or None when it is not ours."""
    match = NAME.fullmatch(name_in(url_or_name) or url_or_name)
    return (int(match[1]), int(match[2])) if match else None
