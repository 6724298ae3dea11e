"""Reads answers as a person does: their words, and the titles and pictures in them."""

import re
from html import unescape


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def titles_in(response) -> list[str]:
    return re.findall(r'<a href="/articles/[^"]+/"[^>]*>([^<]+)</a>', response.content.decode())


def pictures_on(response) -> list[str]:
    """The addresses of the pictures, in the order of the page."""
    return [unescape(address) for address in re.findall(r'<img [^>]*?src="([^"]+)"', response.content.decode())]
