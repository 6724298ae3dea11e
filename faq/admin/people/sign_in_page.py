"""The page on which staff sign in, and the same page when a session was over while somebody wrote."""

from collections.abc import Callable

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from faq.accounts import second_steps
from faq.admin import not_saved
from faq.admin.base import TYPE_AGAIN
from faq.admin.people import provider, second_step
from faq.admin.people.second_step import SecondStepForm
from faq.admin.people.sign_in import SignInForm, enter

_AGAIN = "_sign_in_again"
# Carried by the page that asks for a code: the password was right
_PROOF = "sign-in-proof"
_SET_UP_FIRST = (
    "You need a second step before you can sign in. Please open the staff area in another tab and sign in there; then "
    "sign in here once more. Every word stays on this page."
)


class SignInView(LoginView):
    template_name = "admin/login.html"
    authentication_form = SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        person, url = form.get_user(), self.get_success_url()
        if second_steps.has_one(person) or second_steps.must_set_up(person):
            second_step.hold(self.request, person, url)
            return redirect("admin:second-step")
        enter(self.request, person)
        return redirect(url)


def sign_in_again(request: HttpRequest, then: Callable[[], HttpResponse]) -> HttpResponse:
    """Ask for the password once more, with everything that was sent still in the page; then do what was asked."""
    sent = request.POST if _AGAIN in request.POST and _PROOF not in request.POST else None
    form = SignInForm(request, sent, initial={"username": ""}, prefix="sign-in")
    person = second_step.proved(request.POST.get(_PROOF, ""))
    if person:
        return _with_second_step(request, person, then)
    if form.is_bound and form.is_valid():
        found = form.get_user()
        if second_steps.has_one(found):
            return _page(request, SecondStepForm(request, found, prefix="sign-in"), found)
        if not second_steps.must_set_up(found):
            enter(request, found)
            return then()
        form.add_error(None, _SET_UP_FIRST)
    return _page(request, form)


def _with_second_step(request: HttpRequest, person: User, then: Callable[[], HttpResponse]) -> HttpResponse:
    form = SecondStepForm(request, person, request.POST, prefix="sign-in")
    if form.is_valid():
        enter(request, person)
        return then()
    return _page(request, form, person)


@never_cache
def _page(request: HttpRequest, form: SignInForm | SecondStepForm, person: User | None = None) -> HttpResponse:
    """The page with `form`: that of the password or, for the `person` who has shown it, that of the second step."""
    ours = {"csrfmiddlewaretoken", _AGAIN, not_saved.MARK}
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    carried = [(name, value) for name, value in sent if name not in ours and not name.startswith("sign-in-")]
    kept = [(name, value) for name, value in carried if "password" not in name]
    kept += [(TYPE_AGAIN, "1")] if any(value for name, value in carried if "password" in name) else []
    context = {
        **admin.site.each_context(request),
        "title": "Please sign in again",
        "form": form,
        "carried": kept,
        "app_path": request.get_full_path(),
        "provider": provider.name(),
    }
    if person:
        context |= {"proof": second_step.proof_of(person), **second_step.question(request, person)}
    return render(request, "admin/login.html", context, status=403)
