"""Signing in and changing one's password in the staff area: the forms, and the page that asks to wait."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from faq.accounts import known_browsers, password_rules, sessions, sign_in_limits
from faq.admin.fields import speak_plainly
from faq.admin.not_saved import NOT_SIGNED_IN, KeptForm
from faq.models import AuditEntry, subject_of
from faq.views.limits import client_of

# In the session of who has signed in by the provider: the page at which they sign out of it as well, or ""
SIGN_OUT = "provider_sign_out"


class SignInForm(KeptForm, AdminAuthenticationForm):
    """Name and password; asking whether it is valid raises `ClosedError` after too many wrong passwords."""

    said_when_not_saved = NOT_SIGNED_IN
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "That user name and password do not belong together. Please try again.",
        "inactive": "This sign-in has been switched off. Please ask the owner of the site.",
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "User name"
        speak_plainly(self.fields)

    def clean(self) -> dict[str, object]:
        name = self.cleaned_data.get("username")
        if not name or not self.cleaned_data.get("password"):
            return super().clean()
        with sign_in_limits.sign_in(name, client_of(self.request), browser_of(self.request, name)):
            return super().clean()


def page(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    """Return the page `name` of templates/admin/people/."""
    return render(request, f"admin/people/{name}.html", {**admin.site.each_context(request), **context})


def browser_of(request: HttpRequest, name: str) -> str:
    """Return what names this browser where somebody called `name` has signed in with it before, else ""."""
    return known_browsers.known_as(request.COOKIES.get(known_browsers.COOKIE, ""), name)


def enter(request: HttpRequest, person: User, *, sign_out_page: str | None = None) -> None:
    """Sign `person` in; the site answers through `remember_browser`.

    Whom the clinic's provider has led here has `sign_out_page`, where one signs out of the provider as well, or "".
    """
    # Also of who has shown no password here
    request.session.pop(SIGN_OUT, None)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    sessions.begin(request.session, request.headers.get("User-Agent", ""))
    if sign_out_page is not None:
        request.session[SIGN_OUT] = sign_out_page
    request.signed_in_just_now = True


def remember_browser(request: HttpRequest, response: HttpResponse, name: str = "") -> HttpResponse:
    """Let the browser keep that somebody has signed in with it just now: who asks, or `name`. Readers never get it."""
    note = request.COOKIES.get(known_browsers.COOKIE, "")
    response.set_cookie(
        known_browsers.COOKIE,
        known_browsers.with_name(note, name or request.user.get_username()),
        max_age=known_browsers.MAX_AGE,
        path=reverse("admin:index"),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )
    return response


class ChangePasswordForm(KeptForm, AdminPasswordChangeForm):
    """Django's own; but a session left open is no place to guess its owner's password."""

    error_messages = {
        **AdminPasswordChangeForm.error_messages,
        "password_incorrect": "That is not your present password. Please type it again.",
        "password_mismatch": "The two new passwords are not the same. Please type both again.",
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self.fields)
        self.fields["old_password"].label = "Your present password"
        self.fields["new_password1"].label = "New password"
        self.fields["new_password1"].help_text = password_rules.HELP
        self.fields["new_password2"].label = "New password once more"
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self) -> str:
        with sign_in_limits.old_password(self.user.pk):
            return super().clean_old_password()


class ChangePasswordView(PasswordChangeView):
    form_class = ChangePasswordForm

    @transaction.atomic
    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        """Keep both or none: the password, and the session that goes on with it; all others end."""
        person, response = self.request.user, super().form_valid(form)
        sessions.forget_all(person, but=self.request.session.session_key)
        AuditEntry.note(person, AuditEntry.Action.SETTING, subject_of(person), detail="new password, by themselves")
        return response


@never_cache
def waiting_page(request: HttpRequest, *, minutes: int) -> HttpResponse:
    return render(request, "admin/lockout.html", {"minutes": minutes}, status=429)
