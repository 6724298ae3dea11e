"""Reads answers as a person does: their words, and the titles and pictures in them."""

import re
from html import unescape


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def without_address_words(response) -> bytes:
    """The page without the words of its own address, which stand in the search box of a page that is not there."""
    return re.sub(rb'(name="q" type="search" value=)"[^"]*"', rb"\1", response.content)


def titles_in(response) -> list[str]:
    return re.findall(r'<a href="/articles/[^"]+/"[^>]*>([^<]+)</a>', response.content.decode())


def pictures_on(response) -> list[str]:
    """The addresses of the pictures, in the order of the page."""
    return [unescape(address) for address in re.findall(r'<img [^>]*?src="([^"]+)"', response.content.decode())]


def shown_in(page) -> dict[str, str]:
    """Return what stands in the boxes of a page, by name; of what is chosen, the last."""
    found = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page.text, re.S)
    for tag in re.findall(r"<input[^>]*>", page.text):
        is_open_choice = re.search(r'type="(radio|checkbox)"', tag) and "checked" not in tag
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and not is_open_choice:
            found.append((name[1], value[1]))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page.text, re.S):
        found += [(name, value) for value in re.findall(r'value="([^"]*)" selected', options)]
    return {name: unescape(value) for name, value in found}
