"""Serves the pictures that staff added: to whom their article may be shown, and so that nothing in them can act."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from faq.media.stored import StorageAwayError
from faq.models import Article
from faq.publishing import smaller_pictures
from faq.values import picture_names
from faq.views import preview
from faq.views.public_page import clinic_of, is_staff
from faq.views.storage_away import answer_without_storage

_TYPES = {"webp": "image/webp", "png": "image/png", "jpg": "image/jpeg"}
# It stands on every page, and another logo has another address
_LOGO_SECONDS = 60 * 60


# Nothing can be sent here: a wrong method is to hear so, not to be asked for a token
@csrf_exempt
@require_safe
@answer_without_storage
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer the stored picture `name` as the pages that show it are answered, smaller where ?width=480 asks for it.

    What patients read is kept by their browsers and asked for again before each use, so that it is gone with its
    article. What only staff, or the holder of a preview link, may see is never stored. To everybody else there is no
    such address; what only staff may see and what never was are told apart by no query and by no look at the disk.
    """
    if not picture_names.is_name(name):
        raise Http404
    if _is_shown_to_patients(name):
        return _answer(request, name, "private, no-cache")
    if clinic_of(request).logo == name:
        return _answer(request, name, f"public, max-age={_LOGO_SECONDS}")
    if _is_shown_to_staff(request, name) or _is_shown_by_link(request, name):
        return _file(name, _width(request), "private, no-store")
    raise Http404


def _is_shown_to_patients(name: str) -> bool:
    """Also in the steps of an article that is hidden itself, where one that is not shows them."""
    if Article.objects.published().showing(name).exists():
        return True
    hidden = Article.objects.for_patients().filter(is_hidden=True).showing(name)
    return Article.objects.published().filter(live__includes__in=hidden.values("pk")).exists()


def _is_shown_to_staff(request: HttpRequest, name: str) -> bool:
    """Writers see every picture: of drafts, former versions, the bin, and those just sent; others what is live."""
    if not is_staff(request):
        return False
    return request.user.has_perm("faq.change_article") or Article.objects.live().showing(name).exists()


def _is_shown_by_link(request: HttpRequest, name: str) -> bool:
    """True when the newest words of the article, which a preview link in the address opens, show the picture."""
    article = preview.article_of(request.GET.get(preview.PICTURE_KEY, ""))
    return article is not None and name in article.revisions.get(number=article.version).picture_names()


def _answer(request: HttpRequest, name: str, cache_control: str) -> HttpResponseBase:
    width = _width(request)
    # The name is made of what is in it
    etag = f'"{Path(name).stem}-{width}"' if width else f'"{Path(name).stem}"'
    response = get_conditional_response(request, etag=etag) or _file(name, width, cache_control)
    response["ETag"], response["Cache-Control"] = etag, cache_control
    return response


def _width(request: HttpRequest) -> int:
    """Return the width that is asked for; 0, which is the picture as it is stored, where none is offered so."""
    offered = {str(width): width for width in picture_names.WIDTHS}
    return offered.get(request.GET.get(picture_names.WIDTH_KEY, ""), 0)


def _file(name: str, width: int, cache_control: str) -> FileResponse:
    try:
        file, opened = smaller_pictures.opened(name, width)
    except StorageAwayError:
        raise
    except OSError:
        raise Http404 from None
    response = FileResponse(file, content_type=_TYPES[opened.rpartition(".")[2]])
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
