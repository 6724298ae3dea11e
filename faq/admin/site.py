"""The staff area as a whole: its frame, its first page, signing in, and keeping what was typed when a session ends."""

from collections.abc import Callable

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_safe

from faq.accounts import password_links, sessions
from faq.accounts.sign_in_limits import ClosedError
from faq.admin import health, home, navigation, not_saved
from faq.admin.people import (
    adding_second_step,
    password_link,
    provider,
    provider_sign_in,
    second_step,
    sign_in,
    sign_in_page,
    your_sign_in,
)
from faq.admin.reports import audit_log, content, fix_page, letter
from faq.admin.reports import views as reports
from faq.models import Clinic

View = Callable[..., HttpResponse]


class StaffSite(admin.AdminSite):
    site_title = site_header = "Staff area"
    index_title = "What needs me?"
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # The stock bulk delete would bypass the publishing verbs
        self.disable_action("delete_selected")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("reports/", reports.overview, name="reports"),
            path("reports/articles/", reports.all_articles, name="reports-articles"),
            path("reports/articles/<int:pk>/", reports.one_article, name="reports-article"),
            path("reports/searches/", reports.all_searches, name="reports-searches"),
            path("reports/letter/", letter.page, name="weekly-letter"),
            path("reports/searches/without-answer/<int:place>/", fix_page.at_place, name="reports-unanswered"),
            path("reports/searches/<str:group>/", fix_page.page, name="reports-search"),
            path("reports/searches.csv", reports.searches_file, name="reports-searches-file"),
            path("reports/feedback/", reports.all_feedback, name="reports-feedback"),
            path("reports/feedback.csv", reports.feedback_file, name="reports-feedback-file"),
            path("reports/content/", content.content, name="reports-content"),
            path("reports/content.csv", content.content_file, name="reports-content-file"),
            path("reports/by-article.csv", reports.articles_file, name="reports-articles-file"),
            path("reports/by-day.csv", reports.days_file, name="reports-days-file"),
            path("who-did-what/", audit_log.page, name="audit-log"),
            path("who-did-what.csv", audit_log.file, name="audit-log-file"),
            path("login/with-provider/", self.open_view(provider_sign_in.there), name="provider-there"),
            path("login/with-provider/back/", self.open_view(provider_sign_in.back), name="provider-back"),
            path("login/forgotten/", self.open_view(password_link.forgotten), name="forgotten-password"),
            path("login/link/<int:number>/<str:token>/", self.open_view(password_link.choose), name="choose-password"),
            path("login/second-step/", self.open_view(second_step.ask), name="second-step"),
            *self._own_sign_in(),
            path("health/", require_safe(self.admin_view(self._health)), name="health"),
            *super().get_urls(),
        ]

    def _own_sign_in(self) -> list[URLPattern]:
        """How the person asking signs in; what adds a second step is open to who may not sign in without."""
        own, adding = "your-sign-in/", adding_second_step
        return [
            path(own, self.admin_view(your_sign_in.page), name="your-sign-in"),
            path(f"{own}end/", self.admin_view(your_sign_in.end), name="end-sessions"),
            path(f"{own}password/", self.admin_view(adding.confirm_password), name="confirm-password"),
            path(f"{own}second-step/", self.open_view(adding.choose), name="add-second-step"),
            path(f"{own}second-step/app/", self.open_view(adding.add_app), name="add-code-app"),
            path(f"{own}second-step/passkey/", self.open_view(adding.add_passkey), name="add-passkey"),
            path(f"{own}second-step/codes/", self.open_view(adding.renew_recovery_codes), name="renew-recovery-codes"),
            path(f"{own}second-step/remove/", self.open_view(adding.remove), name="remove-second-step"),
        ]

    def each_context(self, request: HttpRequest) -> dict[str, object]:
        """What the frame of every page shows."""
        signed_in = self.has_permission(request)
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "has_permission": signed_in,
            "is_popup": False,
            "sections": navigation.sections(self, request) if signed_in else [],
        }

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if not request.user.has_perm("faq.view_article"):
            return self._first_section(request)
        context = {**self.each_context(request), "title": self.index_title, **home.needs(request.user)}
        return render(request, "admin/index.html", context | (extra_context or {}))

    def _health(self, request: HttpRequest) -> HttpResponse:
        return health.page(request, self.each_context(request))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict | None = None) -> HttpResponse:
        return redirect("admin:index")

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return self._answered(self._login)(request, extra_context)

    def _login(self, request: HttpRequest, extra_context: dict | None) -> HttpResponse:
        if request.method == "GET" and "again" in request.GET:
            # Whoever is signed in already would be led away from the form
            request.user = AnonymousUser()
        response = self._sign_in_page(request, extra_context)
        if response.status_code == 302 and request.session.modified:
            # While a fault can still be said in words, not after the page
            request.session.save_or_raise()
        return response

    def _sign_in_page(self, request: HttpRequest, extra_context: dict | None) -> HttpResponse:
        """As the stock admin does, with a view of our own."""
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        here = {"title": "Sign in", "app_path": request.get_full_path(), "next": reverse("admin:index")}
        here["has_mail"] = password_links.can_be_sent()
        here["provider"] = provider.name()
        if REDIRECT_FIELD_NAME in request.GET or REDIRECT_FIELD_NAME in request.POST:
            # The view's own, looked at whether it leads to this site
            del here["next"]
        context = {**self.each_context(request), **here, **(extra_context or {})}
        return never_cache(sign_in_page.SignInView.as_view(extra_context=context))(request)

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The stock page; whoever came by the provider is told where to sign out of that, too."""
        address = request.session.get(sign_in.SIGN_OUT, "")
        context = {"provider": provider.name(), "provider_sign_out": address if provider.is_there() else ""}
        return super().logout(request, {**context, **(extra_context or {})})

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The stock page with a form that counts wrong passwords."""
        request.current_app = self.name
        view = sign_in.ChangePasswordView.as_view(
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return view(request)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Guard `view` as the stock admin does, but lose nothing that was typed: session over, database away or not."""
        guarded = super().admin_view(view, cacheable)

        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method == "POST" and not self.has_permission(request):
                return sign_in_page.sign_in_again(request, lambda: guarded(request, *args, **kwargs))
            response = guarded(request, *args, **kwargs)
            response = response.render() if isinstance(response, SimpleTemplateResponse) else response
            if request.method == "GET":
                sessions.note_use(request.session)
            return response

        inner = self._answered(answer)
        inner.csrf_exempt = getattr(guarded, "csrf_exempt", False)
        return inner

    def open_view(self, view: View) -> View:
        """Let in also who is not signed in yet; `view` itself says who may see it."""
        return never_cache(csrf_protect(self._answered(view)))

    def _answered(self, view: View) -> View:
        """Answer by `view`, in the clinic's time, and in words where that is refused, too often or not possible now."""

        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                # Also while a page that renders late is rendered
                with timezone.override(Clinic.load().zone):
                    return view(request, *args, **kwargs)
            except PermissionDenied:
                return self._not_yours(request)
            except ClosedError as closed:
                return sign_in.waiting_page(request, minutes=closed.minutes)

        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            response = not_saved.answered(request, lambda: answer(request, *args, **kwargs))
            is_new = getattr(request, "signed_in_just_now", False)
            return sign_in.remember_browser(request, response) if is_new else response

        return inner

    def _not_yours(self, request: HttpRequest) -> HttpResponse:
        return render(request, "admin/403.html", {**self.each_context(request), "title": "Not for you"}, status=403)

    def _first_section(self, request: HttpRequest) -> HttpResponse:
        sections = navigation.sections(self, request)
        return redirect(sections[0].url) if sections else self._not_yours(request)
