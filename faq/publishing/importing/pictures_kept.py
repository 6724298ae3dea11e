"""Stores the pictures that came with an import, and names them by our addresses in the texts that show them."""

import io
import re
from collections.abc import Callable
from typing import BinaryIO

from faq.errors import RefusedError
from faq.publishing import pictures
from faq.publishing.importing.came_along import name_of
from faq.publishing.importing.parsed import PictureSource
from faq.publishing.kinds import Content

_PICTURE = re.compile(r"!\[((?:\\.|[^\]\\]){0,1000})\]\((import:[^\s)]+)\)")


def keep(content: Content, sources: dict[str, PictureSource]) -> tuple[Content, list[str]]:
    """Return `content` with its pictures stored, and a sentence for each one that cannot be; its description stays."""
    return _taken_in(content, sources, pictures.store)


def refused(content: Content, sources: dict[str, PictureSource]) -> list[str]:
    """Return a sentence for each picture that `keep` would leave out. Stores nothing."""
    return _taken_in(content, sources, pictures.check)[1]


def _taken_in(
    content: Content, sources: dict[str, PictureSource], take: Callable[[BinaryIO], str | None]
) -> tuple[Content, list[str]]:
    said: list[str] = []

    def stored(found: re.Match) -> str:
        try:
            return f"![{found[1]}](/media/{take(io.BytesIO(sources[found[2]]()))})"
        except RefusedError as refusal:
            said.append(f"The picture {name_of(found[2])} is left out: {refusal}")
            return found[1]

    return _changed(content, stored), said


def described(content: Content) -> Content:
    """Return `content` with words in place of pictures that are not stored yet."""
    return _changed(content, lambda found: f"(picture: {found[1] or 'without description'})")


def _changed(content: Content, change: Callable[[re.Match], str]) -> Content:
    if "import:" not in str(content):
        return content
    kept: Content = {name: _PICTURE.sub(change, content[name]) for name in ("short_answer", "body") if name in content}
    steps = [
        {**step, "text": _PICTURE.sub(change, step["text"])} if "text" in step else step for step in content["steps"]
    ]
    return {**content, **kept, "steps": steps}
