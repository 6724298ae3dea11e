"""Signing in with the clinic's own provider: there, back, and what it says when that does not work."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from faq.accounts import provider_people, second_steps
from faq.admin.people import provider, second_step
from faq.admin.people.sign_in import enter
from faq.errors import RefusedError
from faq.views import site_address
from faq.views.limits import at_most

# In the session: where to go on
_NEXT = "after_the_provider"


@require_safe
@at_most(60)
def there(request: HttpRequest) -> HttpResponse:
    _require_provider()
    asked = request.GET.get("next", "")
    request.session[_NEXT] = asked if url_has_allowed_host_and_scheme(asked, None) else reverse("admin:index")
    try:
        response = provider.way_there(request, site_address.absolute(request, reverse("admin:provider-back")))
    except RefusedError as refusal:
        return _refused(request, refusal)
    request.session.save_or_raise()
    return response


@require_safe
@at_most(60)
def back(request: HttpRequest) -> HttpResponse:
    """Sign in whom the provider has led back; who has a second step here is asked for it before that.

    Else whoever gets hold of an address at the provider would open what its person has protected here.
    """
    _require_provider()
    try:
        person: User = provider_people.person_of(provider.claims_of(request))
    except RefusedError as refusal:
        return _refused(request, refusal)
    url = request.session.pop(_NEXT, None) or reverse("admin:index")
    if second_steps.has_one(person):
        second_step.hold(request, person, url, sign_out_page=provider.sign_out_address())
        request.session.save_or_raise()
        return redirect("admin:second-step")
    enter(request, person, sign_out_page=provider.sign_out_address())
    request.session.save_or_raise()
    return redirect(url)


def _refused(request: HttpRequest, refusal: RefusedError) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("admin:login")


def _require_provider() -> None:
    if not provider.is_there():
        raise Http404
