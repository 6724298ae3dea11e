"""Your own sign-in: where you are signed in, and ending that."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from faq.accounts import sessions
from faq.admin import wording
from faq.admin.people import adding_second_step
from faq.admin.people.sign_in import page as page_of

ALL_OTHERS = "others"


def shown(signed_in: list[sessions.SignedIn]) -> list[dict[str, object]]:
    """Return the rows of `admin/includes/signed_in.html`."""
    return [
        {
            "reference": each.reference,
            "device": each.device,
            "since": wording.moment(each.since) if each.since else "",
            "used": wording.moment(each.used_at),
            "is_here": each.is_here,
        }
        for each in signed_in
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    signed_in = shown(sessions.of(request.user, request.session.session_key))
    here = {"title": "Your sign-in", "signed_in": signed_in, "has_others": len(signed_in) > 1}
    context = here | adding_second_step.shown(request)
    return page_of(request, "your_sign_in", context)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Sign the person asking out of one of their browsers, this one included, or of all others."""
    reference, here = request.POST.get("which", ""), request.session.session_key
    if reference == ALL_OTHERS:
        count = sessions.end_all(request.user, by=request.user, but=here)
        messages.success(request, said(count))
        return redirect("admin:your-sign-in")
    is_here = any(each.is_here for each in sessions.of(request.user, here) if each.reference == reference)
    if is_here:
        logout(request)
        return redirect("admin:index")
    messages.success(request, said(sessions.end(request.user, reference, by=request.user)))
    return redirect("admin:your-sign-in")


def said(count: int) -> str:
    if not count:
        return "That sign-in is over already."
    return f"Signed out of {'one browser' if count == 1 else f'{count} browsers'}. Nothing is open there any more."
