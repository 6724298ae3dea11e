"""Says whether a form was sent from a page of ours, without a token: readers have no cookie to compare one with."""

from django.http import HttpRequest


def came_from_here(request: HttpRequest) -> bool:
    """Return whether the browser says that this form was sent from a page of ours.

    Browsers name the site of a click in `Sec-Fetch-Site`, older ones its `Origin`; no page can write either. A request
    with neither comes from no page that a browser shows.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    here = request.get_host()
    return request.headers.get("Origin") in (f"http://{here}", f"https://{here}")
