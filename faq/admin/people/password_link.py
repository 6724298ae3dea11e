"""“Forgot your password?” and the page on which somebody chooses a password by a link in a mail."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from faq.accounts import password_links, password_rules, sign_in_limits
from faq.admin.fields import speak_plainly
from faq.admin.not_saved import MARK, KeptForm
from faq.admin.people.sign_in import page, remember_browser
from faq.models import Clinic
from faq.views.limits import client_of


class ForgottenForm(KeptForm, forms.Form):
    who = forms.CharField(
        label="Your user name or your e-mail address",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        speak_plainly(self.fields)


class ChooseForm(KeptForm, SetPasswordForm):
    error_messages = {"password_mismatch": "The two passwords are not the same. Please type both again."}

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        speak_plainly(self.fields)
        self.fields["new_password1"].label = "New password"
        self.fields["new_password1"].help_text = password_rules.HELP
        self.fields["new_password2"].label = "New password once more"
        self.fields["new_password2"].help_text = ""


def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask who it is; the answer is the same for everybody."""
    if not password_links.can_be_sent():
        raise Http404
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    context = {"title": "Forgot your password?", "form": form}
    if form.is_bound and form.is_valid():
        sign_in_limits.forgotten(client_of(request))
        clinic = Clinic.load()
        password_links.send_to_forgetful(form.cleaned_data["who"], lambda person: forgotten_mail(person, clinic))
        context = {"title": "Please look at your mail", "is_asked": True}
    return page(request, "forgotten", context)


def choose(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Let whoever holds the link choose a password; then they sign in with it, by their second step, too."""
    person = password_links.person_of(number, token)
    form = ChooseForm(person, request.POST if request.method == "POST" else None) if person else None
    if form and form.is_bound and form.is_valid() and MARK not in request.POST:
        chosen = password_links.choose(number, token, form.cleaned_data["new_password1"])
        if chosen:
            messages.success(request, "Your password is set. Please sign in with it.")
            return remember_browser(request, redirect("admin:login"), chosen.get_username())
        form = None
    context = {"title": "Choose your password", "form": form, "name": person.get_username() if person else ""}
    context["can_ask"] = password_links.can_be_sent()
    return page(request, "choose_password", context)


def invitation_mail(person: User) -> EmailMessage:
    clinic = Clinic.load()
    link = _link(person, password_links.INVITATION)
    return _mail(person, clinic, "invitation", f"Your sign-in at {clinic.name}", link)


def forgotten_mail(person: User, clinic: Clinic) -> EmailMessage:
    link = _link(person, password_links.FORGOTTEN)
    return _mail(person, clinic, "forgotten_password", f"A new password at {clinic.name}", link)


def _link(person: User, kind: password_links._Links) -> str:
    """By the address of the settings, whatever a browser has called this site: a mail must lead nowhere else."""
    return settings.SITE_URL + reverse("admin:choose-password", args=[person.pk, kind.make_token(person)])


def _mail(person: User, clinic: Clinic, name: str, subject: str, link: str) -> EmailMessage:
    context = {
        "name": person.get_full_name() or person.get_username(),
        "user_name": person.get_username(),
        "clinic": clinic,
        "link": link,
        "staff_area": settings.SITE_URL + reverse("admin:index"),
    }
    text = render_to_string(f"faq/mail/{name}.txt", context)
    return EmailMessage(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [person.email])
