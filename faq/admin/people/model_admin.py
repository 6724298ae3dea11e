"""People in the staff area, for the owner: who may sign in, and what for."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import password_validation, update_session_auth_hash
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from faq.accounts import password_links, people
from faq.accounts.roles import ROLES
from faq.admin import conflicts, wording
from faq.admin.articles.handover import MOST_NAMED, said
from faq.admin.base import TYPE_AGAIN, CheckedForm
from faq.admin.fields import PersonField
from faq.admin.people.helping import HelpingAdmin
from faq.errors import RefusedError
from faq.models import Article, CodeApp, Passkey
from faq.publishing import handover
from faq.publishing.compare import Change

_OR_BY_MAIL = "Leave it empty to send a mail with a link by which the person chooses one."


class PersonForm(CheckedForm):
    role = forms.ChoiceField(
        label="What may this person do?",
        choices=[(name, f"{name}: {wording}") for name, wording in ROLES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Please choose what this person may do."},
    )
    password = forms.CharField(
        label="New password",
        required=False,
        strip=False,
        help_text="At least 10 letters or digits. Tell it to the person, who can change it after signing in.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    hand_to = PersonField(queryset=User.objects.none(), required=False, empty_label="Nobody yet")

    class Meta:
        model = User
        fields = ("first_name", "last_name", "username", "email", "role", "is_active", "password")
        labels = {
            "first_name": "First name",
            "last_name": "Last name",
            "username": "User name",
            "email": "E-mail",
            "is_active": "May sign in",
        }
        help_texts = {
            "username": "What the person types to sign in, for example: maria.",
            "is_active": "Take the tick away when somebody leaves. What they wrote stays, with their name.",
        }
        error_messages = {
            "username": {
                "unique": people.NAME_TAKEN,
                "invalid": "Please use letters, digits and . _ - + @ only, without spaces, for example: maria.",
            }
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._offer_colleagues()
        if self.instance.pk:
            self.initial["role"] = people.role_of(self.instance)
            self.fields["password"].help_text += " Leave it empty to keep the present one."
        else:
            self.fields["password"].required = not password_links.can_be_sent()
            self.fields["password"].label = "Password"
            if password_links.can_be_sent():
                self.fields["password"].help_text += " " + _OR_BY_MAIL

    def _offer_colleagues(self) -> None:
        """Whoever looks after articles can be taken off all of them in the same step."""
        owned = articles_of(self.instance)
        if not owned:
            del self.fields["hand_to"]
            return
        named = ", ".join(f"“{article.title}”" for article in owned[:MOST_NAMED])
        more = f" and more, {len(owned)} in all" if len(owned) > MOST_NAMED else ""
        field, everybody = self.fields["hand_to"], User.objects.filter(is_active=True, is_staff=True)
        field.queryset = everybody.exclude(pk=self.instance.pk).order_by("first_name", "username")
        field.label = "Hand over their articles to"
        field.help_text = f"When somebody leaves. Looked after by this person: {named}{more}."

    def _post_clean(self) -> None:
        """What was typed as password is for the verb to hash; the row keeps its own until then."""
        kept = self.instance.password
        super()._post_clean()
        self.instance.password = kept
        password = self.cleaned_data.get("password")
        if password:
            try:
                password_validation.validate_password(password, self.instance)
            except forms.ValidationError as error:
                self.add_error("password", error)
        if TYPE_AGAIN in self.data:
            self.add_error(None, "Please type the password once more: it was not kept meanwhile.")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not (self.instance.pk or cleaned.get("password") or cleaned.get("email") or "password" in self.errors):
            self.add_error("password", "Please give a password, or an e-mail address to send a link to.")
        return cleaned

    def run_check(self) -> None:
        people.check(self.instance, role=self.cleaned_data["role"])

    def differences(self, kept: User, changed: list[str]) -> list[Change]:
        """A password is never shown, only said: whose it is that was given just now."""
        others = [name for name in self.fields if name not in ("password", "hand_to")]
        found = conflicts.differences_between(PersonForm(instance=kept), self, others)
        theirs = "A new one was given." if "password" in changed else ""
        mine = "The new one you typed. Please type it once more." if self.cleaned_data["password"] else ""
        return found + ([Change("Password", theirs, mine or "Not changed.")] if theirs or mine else [])


def articles_of(person: User | None) -> list[Article]:
    return list(handover.looked_after_by(person)) if person and person.pk else []


@admin.register(User)
class PeopleAdmin(HelpingAdmin):
    form = PersonForm
    noun, nouns = "person", "people"
    list_display = ("name", "may_sign_in", "username", "role", "second_step", "last_here")
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("first_name", "username")
    fields = PersonForm.Meta.fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Accounts made on the machine itself stay out of reach of everybody else."""
        has_second_step = Exists(CodeApp.objects.filter(person=OuterRef("pk")))
        has_second_step |= Exists(Passkey.objects.filter(person=OuterRef("pk")))
        everybody = super().get_queryset(request).prefetch_related("groups").annotate(has_second_step=has_second_step)
        return everybody if request.user.is_superuser else everybody.filter(is_superuser=False)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody sets their own password here, without the present one: “Your sign-in” asks for it."""
        *others, password = PersonForm.Meta.fields
        is_own = obj is not None and obj.pk == request.user.pk
        return (*others, *(["hand_to"] if articles_of(obj) else []), *([] if is_own else [password]))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # What somebody wrote keeps its name; "May sign in" is the way to end a sign-in
        return False

    def do_save(self, request: HttpRequest, person: User, form: PersonForm) -> None:
        values, is_new = form.cleaned_data, person._state.adding
        if person.pk == request.user.pk and values["password"]:
            # A browser left open is no place to take over whose it is
            raise RefusedError("Please change your own password under “Your sign-in”: it asks for the present one.")
        people.save(person, role=values["role"], password=values["password"], by=request.user)
        if is_new and not values["password"]:
            transaction.on_commit(lambda: self.send_invitation(request, person))
        to = values.get("hand_to")
        if to:
            messages.success(request, said(handover.hand_over(person, to, by=request.user), person, to))
        elif not person.is_active and articles_of(person):
            messages.warning(
                request,
                f"{self.name(person)} still looks after articles. Above the list “To be checked” all of "
                "them can be handed to a colleague.",
            )
        if person.pk == request.user.pk:
            update_session_auth_hash(request, person)

    def save_related(self, *args: object) -> None:
        """Nothing: the verb gave the person exactly one role."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """No address of the list may ask how a kept password begins."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    @admin.display(description="Name", ordering="first_name")
    def name(self, person: User) -> str:
        return person.get_full_name() or person.get_username()

    @admin.display(description="May do")
    def role(self, person: User) -> str:
        return people.role_of(person) or "Nothing yet"

    @admin.display(description="Signs in")
    def second_step(self, person: User) -> str:
        if person.has_second_step:
            return "With a second step"
        return "Password alone" if person.has_usable_password() else "Without a password here"

    @admin.display(description="Last signed in", ordering="last_login")
    def last_here(self, person: User) -> str:
        return capfirst(wording.day(person.last_login)) if person.last_login else "Never yet"

    @admin.display(description="State", ordering="is_active")
    def may_sign_in(self, person: User) -> SafeString:
        kind, said = ("live", "May sign in") if person.is_active and person.is_staff else ("draft", "May not")
        return format_html('<span class="state state-{}">{}</span>', kind, said)
