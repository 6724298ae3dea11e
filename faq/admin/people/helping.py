"""What an owner does about the sign-ins of others: end them, take a lost second step away, ask everybody for one."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from faq.accounts import password_links, second_steps, sessions
from faq.admin.base import VerbModelAdmin
from faq.admin.people import adding_second_step, password_link, provider, your_sign_in
from faq.errors import RefusedError
from faq.models import SignInRules

_TAKEN_AWAY = "Taken away. They sign in with the password alone until they have added a new second step."
_ASKED = "From now on everybody needs a second step. Who has none adds one at the next sign-in."
_WORKS = "It works once, for seven days."
_NO_MAIL = "No mail was sent: that needs an e-mail address, the tick at “May sign in”, and a site that sends mail."
_NOT_SENT = "The mail could not be sent. Please give a first password instead, or try again in a while."
_OWN = "Your own second step is changed on this page, by yourself."


class HelpingAdmin(VerbModelAdmin):
    """Pages beside the list and the form of people; each is for those who may change people."""

    def get_urls(self) -> list[URLPattern]:
        views = (
            ("<int:pk>/end-sessions/", "end_sessions"),
            ("<int:pk>/reset-second-step/", "reset_second_step"),
            ("<int:pk>/invite/", "invite"),
            ("second-step/", "ask_for_second_step"),
        )
        ours = [
            path(route, self.admin_site.admin_view(require_POST(getattr(self, name))), name=f"auth_user_{name}")
            for route, name in views
        ]
        return [*ours, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        context = {
            "asks_second_step": SignInRules.load().asks_second_step,
            "provider": provider.name(),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, obj: User | None = None, **kwargs: object
    ) -> HttpResponse:
        """Below the form: where the person is signed in, and whether there is a second step."""
        if obj:
            context = {
                **context,
                "signed_in": your_sign_in.shown(sessions.of(obj, request.session.session_key)),
                "end_url": reverse("admin:auth_user_end_sessions", args=[obj.pk]),
                "has_second_step": second_steps.has_one(obj),
                "can_be_invited": password_links.can_be_invited(obj),
                "has_password": obj.has_usable_password(),
                "is_own": obj == request.user,
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def end_sessions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Sign a person out of one browser or of all; whoever signs themselves out of all stays in this one."""
        person, reference = self._person(request, pk), request.POST.get("which", "")
        if reference == "all":
            here = request.session.session_key if person == request.user else None
            count = sessions.end_all(person, by=request.user, but=here)
        else:
            count = sessions.end(person, reference, by=request.user)
        messages.success(request, your_sign_in.said(count))
        return redirect("admin:auth_user_change", pk)

    def invite(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.send_invitation(request, self._person(request, pk))
        return redirect("admin:auth_user_change", pk)

    def send_invitation(self, request: HttpRequest, person: User) -> None:
        """Send `person` a link to choose a password by, and say whether that worked."""
        if not password_links.can_be_invited(person):
            messages.warning(request, _NO_MAIL)
        elif password_links.invite(person, password_link.invitation_mail(person), by=request.user):
            messages.success(request, f"A mail with a link is on its way to {person.email}. {_WORKS}")
        else:
            messages.warning(request, _NOT_SENT)

    def reset_second_step(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let somebody who has lost phone and paper sign in by the password alone, until they add a new second step."""
        person = self._person(request, pk)
        if person == request.user:
            # A browser left open is no place to take it away
            messages.warning(request, _OWN)
            return redirect("admin:your-sign-in")
        if not adding_second_step.is_sure(request):
            return adding_second_step.first_the_password(request, reverse("admin:auth_user_change", args=[pk]))
        if second_steps.reset(person, by=request.user):
            messages.success(request, _TAKEN_AWAY)
        return redirect("admin:auth_user_change", pk)

    def ask_for_second_step(self, request: HttpRequest) -> HttpResponse:
        """Ask everybody for a second step, or leave it to each."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if not adding_second_step.is_sure(request):
            return adding_second_step.first_the_password(request, reverse("admin:auth_user_changelist"))
        try:
            if request.POST.get("asks") == "everybody":
                second_steps.ask_everybody(by=request.user)
                messages.success(request, _ASKED)
            else:
                second_steps.leave_to_each(by=request.user)
                messages.success(request, "A second step is now left to each person.")
        except RefusedError as refusal:
            messages.warning(request, str(refusal))
        return redirect("admin:auth_user_changelist")

    def _person(self, request: HttpRequest, pk: int) -> User:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)
