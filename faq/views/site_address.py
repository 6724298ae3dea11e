"""The whole address of a page, as it is printed, copied and told to search engines."""

from django.conf import settings
from django.http import HttpRequest


def absolute(request: HttpRequest, path: str) -> str:
    """Return the address of `path` ("/articles/..."), with the name of the site in front.

    The name is the one in SITE_URL, however the reader came here. Without it, the one that the browser asked for.
    """
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)
