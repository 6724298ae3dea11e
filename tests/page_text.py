"""Reads answers as a person does: their words, and the titles they link to."""

import re


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def titles_in(response) -> list[str]:
    return re.findall(r'<a href="/articles/[^"]+/">([^<]+)</a>', response.content.decode())
