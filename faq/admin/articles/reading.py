"""How hard an article is to read: at each text of its form, for the whole, and asked anew while somebody writes."""

import json
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from faq.admin.articles.form import ArticleForm
from faq.admin.articles.steps import MOST_STEPS, StepForm
from faq.errors import RefusedError
from faq.models import Clinic
from faq.models.parts import Kind, of_kind
from faq.publishing import simpler_words
from faq.text import markdown, reading
from faq.text.reading import Reading

_TEMPLATE = "admin/faq/article/reading.html"
# The key of what is said of all texts together
WHOLE = ""
_MOST_TEXTS = MOST_STEPS + 10


def mark(form: ArticleForm, rows: Sequence[StepForm]) -> Reading:
    """Give each text of the form, and each step, its `reading`; return that of the whole article."""
    boxes = [form[part.name] for part in of_kind(Kind.MARKDOWN)]
    texts = {box.html_name: str(box.value() or "") for box in boxes}
    texts |= {row["text"].html_name: str(row["text"].value() or "") for row in rows}
    found = _readings(texts)
    for box in boxes:
        box.reading = found[box.html_name]
    for row in rows:
        row.reading = found[row["text"].html_name]
    return found[WHOLE]


@require_POST
@never_cache
def look(request: HttpRequest) -> HttpResponse:
    """Answer {name of a box: HTML of what is said of it}, "" for the whole; "texts" is a list of [name, Markdown]."""
    texts = _sent(request.POST.get("texts", ""))
    found = _readings(texts)
    return JsonResponse({name: render_to_string(_TEMPLATE, {"reading": each}) for name, each in found.items()})


@require_POST
@never_cache
def replace(request: HttpRequest) -> HttpResponse:
    """Answer {"text"}: the Markdown "text" with the clinic's plain word in the place of "word", if there is one."""
    text, word = request.POST.get("text", ""), request.POST.get("word", "")
    for hard, simpler in simpler_words.pairs():
        if hard.casefold() == " ".join(word.casefold().split()):
            text = reading.replaced(text, hard, simpler)
    return JsonResponse({"text": text})


def _readings(texts: dict[str, str]) -> dict[str, Reading]:
    language, simpler = Clinic.load().language, simpler_words.pairs()
    plain = {name: _plain(source) for name, source in texts.items()}
    found = {name: reading.read(text, language=language, simpler=simpler) for name, text in plain.items()}
    whole = reading.read(markdown.join_sentences(filter(None, plain.values())), language=language)
    return {**found, WHOLE: Reading(whole.grade, _of_all(found.values(), "long_sentences"))}


def _of_all(found: Iterable[Reading], what: str) -> list:
    return [each for one in found for each in getattr(one, what)]


def _plain(source: str) -> str:
    """The words of `source`; nothing where it cannot be read, which is said at its field."""
    try:
        return markdown.to_text(markdown.render(source)) if source.strip() else ""
    except RefusedError:
        return ""


def _sent(texts: str) -> dict[str, str]:
    """The texts that a script sent, none for what is no list of them."""
    try:
        found = {str(name): str(text) for name, text in json.loads(texts)}
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if len(found) <= _MOST_TEXTS else {}
