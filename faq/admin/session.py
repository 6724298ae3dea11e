"""Tells the editor's script whether its person is still signed in, so that no text is sent into the void."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


@require_GET
@never_cache
def signed_in(request: HttpRequest) -> HttpResponse:
    """Answer {"signed_in": true, "token"}; the token is new after each sign-in, so older pages fetch it."""
    if not (request.user.is_active and request.user.is_staff):
        return JsonResponse({"signed_in": False})
    return JsonResponse({"signed_in": True, "token": get_token(request)})
