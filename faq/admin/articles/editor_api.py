"""What the editor's scripts ask: how are these texts read, is somebody signed in, who is here?"""

import json
import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from faq.admin import wording
from faq.errors import RefusedError
from faq.models import Article, OpenEditor
from faq.publishing import open_editors
from faq.text import accessibility, editor_document, facts, markdown

_SPACES_AT_BREAK = re.compile(r"\s*<br>\s*")


@require_POST
def read_texts(request: HttpRequest) -> HttpResponse:
    """Answer {"texts": [...]}: how each of the texts in the field "texts" is read, 400 for what is no such list.

    Each text is {"text": Markdown, "instead_of": other Markdown or null}. Its answer is {"document", "blocks", "same"},
    as `editor_document.read` gives it; "same" is true where patients would read the same in both. Where only the plain
    box can hold it, the answer is {"problem": one sentence}. Each has "notes" too, those of `accessibility.notes`.
    """
    try:
        asked = [(str(each["text"]), each.get("instead_of")) for each in json.loads(request.POST.get("texts", ""))]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return _refused("The text did not arrive whole. Please try again.")
    return JsonResponse({"texts": list(_read(asked))})


def _read(asked: list[tuple[str, object]]) -> Iterator[dict[str, object]]:
    for text, other in asked:
        try:
            is_same = other is None or _is_read_alike(text, str(other))
            yield {**editor_document.read(text), "same": is_same, "notes": accessibility.notes(text)}
        except RefusedError as refusal:
            yield {"problem": str(refusal), "notes": accessibility.notes(text)}


def _is_read_alike(text: str, other: str) -> bool:
    """Spaces beside a new line are none: no browser shows them."""
    if text == other:
        return True
    if facts.names_in(text) != facts.names_in(other):
        return False
    one, another = (_SPACES_AT_BREAK.sub("<br>", markdown.render(each)) for each in (text, other))
    return one == another


@require_POST
@never_cache
def open_elsewhere(request: HttpRequest, article: Article) -> HttpResponse:
    """Note that the page with the mark "page" is still open, or "left"; answer {"sentence": who else has it open}."""
    sent = request.POST.get("page", "")
    page = sent if sent.isascii() and sent.isalnum() else ""
    if "left" in request.POST:
        open_editors.note_left(article, request.user, page)
        return JsonResponse({"sentence": ""})
    open_editors.note_still_open(article, request.user, page)
    return JsonResponse({"sentence": wording.open_elsewhere(OpenEditor.objects.of_others(article, request.user))})


def _refused(sentence: str) -> HttpResponse:
    return JsonResponse({"problem": sentence}, status=400)


@require_GET
@never_cache
def signed_in(request: HttpRequest) -> HttpResponse:
    """Answer {"signed_in": true, "user", "token"}; the token is new after each sign-in, so older pages fetch it."""
    if not (request.user.is_active and request.user.is_staff):
        return JsonResponse({"signed_in": False})
    return JsonResponse({"signed_in": True, "user": request.user.get_username(), "token": get_token(request)})
