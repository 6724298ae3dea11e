"""The second step of signing in: who has shown the right password is held here until the rest is shown, too."""

import time

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from faq.accounts import code_apps, passkeys, second_steps, sign_in_limits
from faq.accounts.passkeys import Site
from faq.admin.fields import speak_plainly
from faq.admin.not_saved import MARK, NOT_SIGNED_IN, KeptForm
from faq.admin.people.sign_in import browser_of, enter, page
from faq.models import Clinic
from faq.views import site_address

# In the session of a browser whose person has shown the right password, and is not signed in
_HELD = "half_signed_in"
_QUESTION = "passkey_question"
# Seconds
_HELD_FOR = 15 * 60
_SALT = "faq.second-step"
WRONG = "That code is not right, or it was used before. Please type the newest one."


class SecondStepForm(KeptForm, forms.Form):
    """A code or a passkey of `person`; raises `ClosedError` after too many wrong ones."""

    said_when_not_saved = NOT_SIGNED_IN
    code = forms.CharField(
        label="Code",
        required=False,
        max_length=100,
        help_text="Six digits from the app on your phone, or one of the recovery codes that you have on paper.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    # Filled in by static/faq/admin/passkeys.js
    passkey = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, person: User, sent: object = None, **kwargs: object) -> None:
        super().__init__(sent, **kwargs)
        self.request, self.person = request, person
        speak_plainly(self.fields)

    def clean(self) -> dict[str, object]:
        code, answer = self.cleaned_data.get("code"), self.cleaned_data.get("passkey")
        if not code and not answer:
            raise forms.ValidationError("Please type a code, or use your passkey.")
        if MARK in self.data:
            return self.cleaned_data
        with sign_in_limits.second_step(self.person.pk, browser_of(self.request, self.person.get_username())):
            if answer:
                question = self.request.session.pop(_QUESTION, None)
                is_right = passkeys.takes(self.person, site_of(self.request), question, answer)
            else:
                is_right = second_steps.takes_code(self.person, code)
            if not is_right:
                raise forms.ValidationError(passkeys.NOT_TAKEN if answer else WRONG)
        return self.cleaned_data


def site_of(request: HttpRequest) -> Site:
    return Site(site_address.absolute(request, "/").rstrip("/"), Clinic.load().name)


def question(request: HttpRequest, person: User) -> dict[str, object]:
    """Return what `admin/includes/second_step.html` needs: the question for a passkey of `person`, if one works here.

    It is kept in the session until it is answered once.
    """
    found = passkeys.begin_using(person, site_of(request))
    if found:
        request.session[_QUESTION] = found[1]
    elsewhere = {} if found else passkeys.addresses_of(person)
    return {
        "passkey_question": found[0] if found else "",
        "passkeys_of": ", ".join(sorted(elsewhere)),
        "is_app_lost": code_apps.is_lost(person),
    }


def hold(request: HttpRequest, person: User, url: str, *, sign_out_page: str | None = None) -> None:
    """Remember in the browser's session that `person` has shown the right password, and where to go after the rest.

    Or that the clinic's provider has led them here: then `sign_out_page` is its own page for that, or "".
    """
    said = list(messages.get_messages(request))
    # Nothing of whoever this session was of before: of another person, or one that was ended meanwhile
    request.session.flush()
    for message in said:
        messages.add_message(request, message.level, message.message)
    request.session[_HELD] = {
        "person": person.pk,
        "password": person.get_session_auth_hash(),
        "at": time.time(),
        "url": url,
        "sign_out_page": sign_out_page,
    }


def held(request: HttpRequest) -> User | None:
    """Return who has shown the right password in this browser within 15 minutes and may still sign in."""
    kept = request.session.get(_HELD)
    if not kept or time.time() - kept["at"] > _HELD_FOR:
        return None
    return _still(kept["person"], kept["password"])


def let_in(request: HttpRequest, person: User) -> str:
    """Sign in whom `held` has returned; return the address that they asked for."""
    kept = request.session.pop(_HELD)
    enter(request, person, sign_out_page=kept["sign_out_page"])
    return kept["url"]


def proof_of(person: User) -> str:
    """Return what a page carries that keeps its words for somebody who has shown the right password just now."""
    return signing.dumps([person.pk, person.get_session_auth_hash()], salt=_SALT, compress=True)


def proved(proof: str) -> User | None:
    """Return whom `proof_of` was made for, within 15 minutes."""
    try:
        return _still(*signing.loads(proof, salt=_SALT, max_age=_HELD_FOR))
    except signing.BadSignature:
        return None


def _still(number: int, password: str) -> User | None:
    person = User.objects.filter(pk=number, is_active=True, is_staff=True).first()
    return person if person and constant_time_compare(person.get_session_auth_hash(), password) else None


def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the second step of who is held, then sign them in."""
    person = held(request)
    if person is None:
        return redirect("admin:login")
    if not second_steps.has_one(person):
        return redirect("admin:add-second-step")
    form = SecondStepForm(request, person, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        response = redirect(let_in(request, person))
        request.session.save_or_raise()
        return response
    context = {"title": "One more step", "form": form, **question(request, person)}
    return page(request, "second_step", context)
