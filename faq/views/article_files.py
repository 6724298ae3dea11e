"""Hands out the files of articles: to whom their article may be shown, so that nothing in them can act, and counted.

They are downloaded, not shown within the site: a browser shows no PDF under the policy that keeps one from acting here,
a form is filled in or printed by a program of its own, and the reader does not lose the article that says how.
"""

from hashlib import blake2s

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from faq.media import stored
from faq.media.stored import StorageAwayError
from faq.models import Article, Revision
from faq.stats import counting, robots
from faq.values import pdf_names
from faq.views import headers, moved, preview
from faq.views.public_page import clinic_of, is_staff, readable_article, readable_articles
from faq.views.storage_away import page_without_storage


# Nothing can be sent here: a wrong method is to hear so, not to be asked for a token
@csrf_exempt
@require_safe
@page_without_storage
def article_file(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """Answer the file `key` that readers of the article at `slug` can download, as its page is answered.

    What is hidden, and what never was, are answered alike, whatever part of a file is asked for: a file is sent whole.
    A file keeps its address when it is replaced, and a former address of its article leads to it.
    """
    article = readable_article(request, slug)
    if article is None:
        return _where_it_went(request, slug, key)
    name = _name_of(Revision.live_of(article), key)
    if request.META.get("QUERY_STRING"):
        # One address, so that one reader is counted once
        return headers.never_stored(HttpResponsePermanentRedirect(request.path))
    if is_staff(request) or not robots.is_reader(request.method or "", request.headers):
        return headers.never_stored(_sent(name, key))
    return _for_reader(request, article, key, name)


# As above
@csrf_exempt
@require_safe
def short(request: HttpRequest, number: int, key: str) -> HttpResponseBase:
    """Lead from /a/12/release-form, as it stands on paper, to the file; for now, as it may be taken off the site."""
    article = readable_articles(request).filter(pk=number).first()
    if article is None:
        return moved.lead_from(request, get_object_or_404(moved.known_to_patients(), pk=number))
    _name_of(Revision.live_of(article), key)
    return headers.never_stored(HttpResponseRedirect(address_of(article, key)))


# As above
@csrf_exempt
@require_safe
@page_without_storage
def stored_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer the stored file `name` to writers, and to who holds a preview link of an article that offers it."""
    name = f"files/{name}"
    if not pdf_names.is_name(name):
        raise Http404
    is_writer = is_staff(request) and request.user.has_perm("faq.change_article")
    if not is_writer and not _is_offered_by_link(request, name):
        raise Http404
    return headers.never_stored(_sent(name, "preview"))


def address_of(article: Article, key: str) -> str:
    """Return where readers get the file `key` of a published article."""
    return reverse("faq:article-file", args=[Revision.live_of(article).slug, key])


def _for_reader(request: HttpRequest, article: Article, key: str, name: str) -> HttpResponseBase:
    """Answer a person: "not modified" or the file with its ETag, and one opening for the first time today."""
    day = clinic_of(request).now().date()
    today = f'"{day:%Y%m%d}-{blake2s(request.path.encode(), digest_size=6).hexdigest()}-'
    etag = f'{today}{pdf_names.digest_of(name)}"'
    known = [each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))]
    if etag in known:
        return headers.revalidated(HttpResponseNotModified(), etag)
    response = _sent(name, key)
    # Who asks for the rest of a file has begun with it before
    if not any(each.startswith(today) for each in known) and _begins(request):
        counting.count_file(article, key, on=day)
    return headers.revalidated(response, etag)


def _begins(request: HttpRequest) -> bool:
    return request.headers.get("Range", "bytes=0-").startswith("bytes=0-")


def _where_it_went(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    response = moved.lead_to_article(request, slug)
    if isinstance(response, HttpResponsePermanentRedirect):
        article_path = response.url.partition("?")[0]
        return HttpResponsePermanentRedirect(f"{article_path}files/{key}.pdf")
    return response


def _name_of(revision: Revision, key: str) -> str:
    name = next((file["file"] for file in revision.files() if file["key"] == key), "")
    if not name:
        raise Http404
    return name


def _is_offered_by_link(request: HttpRequest, name: str) -> bool:
    article = preview.article_of(request.GET.get(preview.PICTURE_KEY, ""))
    return article is not None and name in article.revisions.get(number=article.version).file_names()


def _sent(name: str, key: str) -> FileResponse:
    try:
        file = stored.opened(name)
    except StorageAwayError:
        raise
    except OSError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=f"{key}.pdf", content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Accept-Ranges"] = "none"
    return response
