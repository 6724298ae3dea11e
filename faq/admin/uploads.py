"""Takes in a picture for an article: staff only, one picture at a time, a plain sentence when it cannot be used."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from faq.publishing import pictures
from faq.text import pictures as names


@require_POST
def picture(request: HttpRequest) -> HttpResponse:
    """Answer {"name", "url", "width", "height"} of the kept picture, or 400 with one sentence as {"problem"}."""
    file = request.FILES.get("picture")
    if file is None:
        return _refused("There was no picture in what you sent. Please try again.")
    try:
        name = pictures.store(file)
    except pictures.PictureRefused as refusal:
        return _refused(str(refusal))
    width, height = names.size_of(name)
    return JsonResponse({"name": name, "url": names.url_of(name), "width": width, "height": height})


def _refused(sentence: str) -> HttpResponse:
    return JsonResponse({"problem": sentence}, status=400)
