"""The clinic's own colour as a tiny stylesheet, because pages carry no inline style."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from faq.values import colour

_RULES = """:root {{ --accent: {light}; --accent-ink: #ffffff; }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; --accent-ink: #101214; }} }}
"""


def url_for(accent: str) -> str:
    """Return the address of the stylesheet for `accent` ("#rrggbb"), "" when the clinic keeps the built-in colour."""
    return reverse("faq:accent", args=[accent.removeprefix("#").lower()]) if accent else ""


@require_safe
def stylesheet(request: HttpRequest, digits: str) -> HttpResponse:
    """Answer the stylesheet; its address names the colour, so it never changes."""
    if not colour.is_hex(f"#{digits}"):
        raise Http404
    light = colour.readable(f"#{digits}")
    dark = colour.readable(f"#{digits}", on=colour.INK_BACKGROUND, ratio=7)
    response = HttpResponse(_RULES.format(light=light, dark=dark), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
