"""Serves the pictures that staff added: only names of our own, and nothing in them can act."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from faq.values import picture_names

_TYPES = {"webp": "image/webp", "png": "image/png", "jpg": "image/jpeg"}


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """Answer the stored picture `name`; its name is made of what is in it, so browsers may keep it for ever."""
    if not picture_names.is_name(name):
        raise Http404
    try:
        file = (Path(settings.MEDIA_ROOT) / name).open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(file, content_type=_TYPES[name.rsplit(".", 1)[1]])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
