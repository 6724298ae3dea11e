"""Adding, showing and removing a second step: by the person signed in, or by one who may not sign in without."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

import segno
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from faq.accounts import code_apps, passkeys, recovery_codes, second_steps, sessions, sign_in_limits
from faq.accounts.devices import in_words
from faq.admin import wording
from faq.admin.base import row_number
from faq.admin.fields import speak_plainly
from faq.admin.not_saved import MARK, KeptForm
from faq.admin.people import provider, second_step
from faq.admin.people.sign_in import SIGN_OUT, page
from faq.errors import RefusedError
from faq.models import CodeApp, Passkey, sealing

View = Callable[[HttpRequest, User], HttpResponse]
_SECRET, _QUESTION, _CONFIRMED = "new_code_app", "new_passkey_question", "password_confirmed_at"
# A browser left open is no place to change how its person signs in
_SURE_FOR = timedelta(minutes=15)
_NOT_BY_PASSWORD = "You sign in with {provider}. A second step is added there, not here."
_SIGN_IN_AGAIN = (
    "You have no password here. Please sign out, sign in with {provider} again, and do this within 15 minutes."
)


class PresentPasswordForm(KeptForm, forms.Form):
    password = forms.CharField(
        label="Your present password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, person: User, *args: object) -> None:
        super().__init__(*args)
        self.person = person
        speak_plainly(self.fields)

    def clean_password(self) -> str:
        typed = self.cleaned_data["password"]
        with sign_in_limits.old_password(self.person.pk):
            if not self.person.check_password(typed):
                raise forms.ValidationError("That is not your present password. Please type it again.")
        return typed


class CodeForm(KeptForm, forms.Form):
    code = forms.CharField(
        label="The six digits that the app shows now",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        speak_plainly(self.fields)


def for_its_person(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Let in who has shown their password a moment ago: signed in, or held because everybody needs a second step."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if admin.site.has_permission(request):
            if not request.user.has_usable_password():
                messages.warning(request, _NOT_BY_PASSWORD.format(provider=provider.name()))
                return redirect("admin:your-sign-in")
            if not is_sure(request):
                return first_the_password(request, request.path if request.method == "GET" else "")
            return view(request, request.user)
        person = second_step.held(request)
        if person is None or second_steps.has_one(person):
            return redirect("admin:second-step")
        return view(request, person)

    return answer


def is_sure(request: HttpRequest) -> bool:
    """Whether who asks has shown their password a moment ago; by the provider only who has none here shows it."""
    shows_none = SIGN_OUT in request.session and request.user.has_usable_password()
    names = [_CONFIRMED] if shows_none else [_CONFIRMED, "signed_in_at"]
    kept = [request.session.get(name) for name in names]
    return any(at and timezone.now() - parse_datetime(at) < _SURE_FOR for at in kept)


def first_the_password(request: HttpRequest, back: str = "") -> HttpResponse:
    """Ask for the password of who asks, then lead to `back`, "" for the page “Your sign-in”."""
    if request.method == "POST":
        messages.info(request, "Please type your password, then press the button once more.")
    query = urlencode({"next": back or reverse("admin:your-sign-in")})
    return redirect(f"{reverse('admin:confirm-password')}?{query}")


def confirm_password(request: HttpRequest) -> HttpResponse:
    """Ask for the password once more, then lead on."""
    if not request.user.has_usable_password():
        messages.warning(request, _SIGN_IN_AGAIN.format(provider=provider.name()))
        return redirect("admin:your-sign-in")
    form = PresentPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        request.session[_CONFIRMED] = timezone.now().isoformat()
        url = request.GET.get("next", "")
        return redirect(url if url_has_allowed_host_and_scheme(url, None) else "admin:your-sign-in")
    return page(request, "confirm_password", {"title": "Is it you?", "form": form})


@for_its_person
def choose(request: HttpRequest, person: User) -> HttpResponse:
    """Say what a second step is, and lead to each kind."""
    return page(request, "add_second_step", {"title": "A second step when you sign in", "is_asked": _is_held(request)})


@for_its_person
def add_app(request: HttpRequest, person: User) -> HttpResponse:
    about = f"the new code app of {person.pk}"
    form = CodeForm(request.POST if request.method == "POST" else None)
    secret = sealing.unsealed(request.session.get(_SECRET, ""), about)
    if not secret:
        # Also where a form was open for so long that its secret is gone: another one is shown, and the code asked for
        secret = code_apps.new_secret()
        request.session[_SECRET] = sealing.seal(secret, about)
    if form.is_bound and form.is_valid():
        try:
            second_steps.add_app(person, secret, form.cleaned_data["code"])
        except RefusedError as refusal:
            form.add_error("code", refusal.sentences)
        else:
            del request.session[_SECRET]
            return _added(request, person)
    link = code_apps.link(secret, person, second_step.site_of(request).name)
    context = {
        "title": "A code from an app on your phone",
        "form": form,
        "picture": segno.make(link, micro=False, error="m").svg_data_uri(scale=5, border=4, light="white"),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }
    return page(request, "add_code_app", context)


@for_its_person
def add_passkey(request: HttpRequest, person: User) -> HttpResponse:
    site, wrong = second_step.site_of(request), ""
    if request.method == "POST" and MARK not in request.POST:
        device = in_words(request.headers.get("User-Agent", ""))
        try:
            question = request.session.pop(_QUESTION, None)
            second_steps.add_passkey(person, site, question, request.POST.get("passkey", ""), device)
            return _added(request, person)
        except RefusedError as refusal:
            wrong = str(refusal)
    asked, request.session[_QUESTION] = passkeys.begin_adding(person, site)
    context = {"title": "A passkey", "passkey_question": asked, "wrong": wrong, "site": site}
    return page(request, "add_passkey", context)


@require_POST
@for_its_person
def renew_recovery_codes(request: HttpRequest, person: User) -> HttpResponse:
    if not second_steps.has_one(person):
        return redirect("admin:your-sign-in")
    return _codes_page(request, person, reverse("admin:your-sign-in"))


@require_POST
@for_its_person
def remove(request: HttpRequest, person: User) -> HttpResponse:
    """Remove the app, or the passkey whose number was sent."""
    which = request.POST.get("which", "")
    kept = Passkey.objects.filter(person=person, pk=row_number(which) or 0).first()
    if which == "app":
        kept = CodeApp.objects.filter(person=person).first()
    try:
        if kept:
            what = "the app for codes" if which == "app" else f"a passkey ({kept.device})"
            second_steps.remove(person, kept, what)
            messages.success(request, f"Removed: {what}.")
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
    return redirect("admin:your-sign-in")


def _added(request: HttpRequest, person: User) -> HttpResponse:
    """Let in who was held; with the first second step show the codes on paper, and end what was begun without."""
    url = second_step.let_in(request, person) if _is_held(request) else reverse("admin:your-sign-in")
    if recovery_codes.left(person):
        messages.success(request, "Added. It is asked for from the next time that you sign in.")
        return redirect(url)
    if request.session.session_key is None:
        request.session.save()
    sessions.forget_all(person, but=request.session.session_key)
    return _codes_page(request, person, url, is_first=True)


def _codes_page(request: HttpRequest, person: User, url: str, *, is_first: bool = False) -> HttpResponse:
    codes = recovery_codes.renew(person) if is_first else second_steps.renew_recovery_codes(person)
    context = {"title": "Your recovery codes", "codes": codes, "url": url, "is_first": is_first}
    return page(request, "recovery_codes", context)


def shown(request: HttpRequest) -> dict[str, object]:
    """Return what the page “Your sign-in” says of the second step of the person asking."""
    person, here = request.user, second_step.site_of(request).address
    app = CodeApp.objects.filter(person=person).first()
    kept = [
        {
            "number": each.pk,
            "device": each.device,
            "added": wording.day(each.added_at),
            "used": wording.moment(each.used_at) if each.used_at else "",
            "elsewhere": each.address if each.address != here else "",
        }
        for each in Passkey.objects.filter(person=person)
    ]
    return {
        "has_password": person.has_usable_password(),
        "is_app_lost": code_apps.is_lost(person),
        "app_added": wording.day(app.added_at) if app else "",
        "passkeys": kept,
        "codes_left": recovery_codes.left(person),
    }


def _is_held(request: HttpRequest) -> bool:
    return not admin.site.has_permission(request)
