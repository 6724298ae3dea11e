"""What a page tells browsers about keeping it: the same words wherever they are needed."""

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers


def revalidated(response: HttpResponse, etag: str) -> HttpResponse:
    """Let the reader's browser keep `response` and ask, before each use, whether `etag` still names it.

    Only answers with a page (200) or "not modified" (304) carry the ETag. It is a weak one: it names the words of the
    page, compressed or not. That something was removed is stored by nobody: it may come back.
    """
    if response.status_code >= 400:
        return never_stored(response)
    if response.status_code in (200, 304):
        response["ETag"] = f"W/{etag}"
    # private: a shared cache that revalidates with its own copy would hide its readers from the count
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    return response


def never_stored(response: HttpResponse) -> HttpResponse:
    """Let nobody keep `response`: it is for staff or a program, or shows what somebody searched for."""
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])
    return response
