"""What the editor's scripts ask the server: keep this picture, and is this person still signed in?"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from faq.errors import RefusedError
from faq.publishing import pictures
from faq.values import picture_names as names


@require_POST
def upload_picture(request: HttpRequest) -> HttpResponse:
    """Answer {"name", "url", "width", "height"} of the kept picture, or 400 with one sentence as {"problem"}."""
    file = request.FILES.get("picture")
    if file is None:
        return _refused("There was no picture in what you sent. Please try again.")
    try:
        name = pictures.store(file)
    except RefusedError as refusal:
        return _refused(str(refusal))
    width, height = names.size_of(name)
    return JsonResponse({"name": name, "url": names.url_of(name), "width": width, "height": height})


def _refused(sentence: str) -> HttpResponse:
    return JsonResponse({"problem": sentence}, status=400)


@require_GET
@never_cache
def signed_in(request: HttpRequest) -> HttpResponse:
    """Answer {"signed_in": true, "user", "token"}; the token is new after each sign-in, so older pages fetch it."""
    if not (request.user.is_active and request.user.is_staff):
        return JsonResponse({"signed_in": False})
    return JsonResponse({"signed_in": True, "user": request.user.get_username(), "token": get_token(request)})
