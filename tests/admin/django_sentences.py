"""Every sentence that Django itself can say to somebody, as patterns to look for on a page."""

import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
from django import forms
from django.core import validators
from django.db import models
from django.forms.formsets import BaseFormSet

_CATALOGUES = ("conf", "contrib/admin", "contrib/auth")
_HOLE = r"%\(\w+\)[srd]|%[srd]|\{\w*\}"


def found_on(page: str) -> list[str]:
    """Return each sentence of Django's own that `page` says, labels for screen readers included."""
    words = words_of(page)
    # Looking for fixed words first is a hundred times faster
    likely = [(said, parts) for said, parts in patterns().items() if all(part in words for part in parts)]
    return [said for said, parts in likely if re.search(".{0,200}?".join(map(re.escape, parts)), words)]


def words_of(page: str) -> str:
    """What a person reads of a page, hears of it, or sees when the mouse rests on it."""
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", page)
    spoken = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', body)
    shown = re.sub(r"<[^>]+>", " ", re.sub(r'(?s)<textarea.*?</textarea>|value="[^"]*"', " ", body))
    return _plain(" ".join(html.unescape(" ".join([shown, *spoken])).split()))


@cache
def patterns() -> dict[str, list[str]]:
    """Each sentence with its fixed parts, between which Django fills in names and numbers."""
    return {said: _parts(said) for said in sorted(sentences()) if _is_sentence(said)}


def sentences() -> set[str]:
    """Every text that Django marks for translation where staff could come, and every default message of its classes."""
    return {*_translated(), *default_messages()}


def default_messages() -> set[str]:
    """The messages that fields, formsets, validators and columns of models are born with."""
    owners = [*_subclasses(forms.Field), *_subclasses(models.Field), BaseFormSet, forms.ModelChoiceField]
    said = [text for owner in owners for text in getattr(owner, "default_error_messages", {}).values()]
    said += [each.message for each in vars(validators).values() if hasattr(each, "message") and isinstance(each, type)]
    return {_source(text) for text in said if text}


def _source(text: object) -> str:
    """The text itself; of one that has a plural only that: its number is not known yet."""
    kept = getattr(text, "_kw", {}).get("plural") if hasattr(text, "_kw") else None
    return str(kept or getattr(text, "_args", [text])[0])


def _subclasses(base: type) -> Iterator[type]:
    for each in base.__subclasses__():
        if each.__module__.startswith("django."):
            yield each
            yield from _subclasses(each)


def _translated() -> set[str]:
    root = Path(django.__file__).parent
    files = [root / folder / "locale/en/LC_MESSAGES/django.po" for folder in _CATALOGUES]
    entries = [
        entry for file in files for entry in re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', file.read_text(), re.M)
    ]
    return {"".join(re.findall(r'"(.*)"', entry)).replace('\\"', '"').replace("\\n", " ") for entry in entries}


def _is_sentence(said: str) -> bool:
    """Not a label or a word that any page may have: three words with a full stop, or four."""
    words = re.findall(r"\w+", re.sub(_HOLE, "", said))
    return len(words) >= (3 if said.rstrip()[-1:] in (".", "?", "!") else 4)


def _parts(said: str) -> list[str]:
    plain = _plain(" ".join(re.sub(r"<[^>]+>", " ", html.unescape(said)).split()))
    return [part.strip() for part in re.split(_HOLE, plain) if part.strip(" “”.")]


def _plain(text: str) -> str:
    """With plain apostrophes, as some pages have them."""
    return text.replace("’", "'")
