"""Hands all articles of a colleague who left to another one: named above the list of what is to be checked."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from faq.admin.fields import PersonField, speak_plainly
from faq.admin.not_saved import KeptForm
from faq.errors import RefusedError
from faq.models import Article, AuditEntry
from faq.publishing import handover

MOST_NAMED = 5


class HandoverForm(KeptForm, forms.Form):
    to = PersonField(
        queryset=User.objects.filter(is_active=True, is_staff=True).order_by("first_name", "username"),
        label="Hand all of them to",
        empty_label="Choose a colleague",
        error_messages={"required": "Please choose the colleague who looks after them from now on."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self.fields)


@dataclass(frozen=True)
class Left:
    """Somebody who cannot sign in any more, what they still look after, and the form that hands it over."""

    person: User
    name: str
    articles: list[Article]
    form: HandoverForm


def left() -> list[Left]:
    """Return everybody who cannot sign in any more and still looks after articles."""
    return [
        Left(
            person,
            AuditEntry.name_of(person),
            list(handover.looked_after_by(person)),
            HandoverForm(auto_id=f"to-{person.pk}"),
        )
        for person in handover.who_left()
    ]


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give all articles of the person with the number `pk` to the colleague who was chosen."""
    person = get_object_or_404(User, pk=pk, is_active=False)
    form = HandoverForm(request.POST)
    if form.is_valid():
        try:
            count = handover.hand_over(person, form.cleaned_data["to"], by=request.user)
            messages.success(request, said(count, person, form.cleaned_data["to"]))
        except RefusedError as refusal:
            messages.warning(request, str(refusal))
    else:
        messages.warning(request, " ".join(form.errors["to"]))
    return redirect(f"{reverse('admin:faq_article_changelist')}?need=overdue")


def said(count: int, person: User, to: User) -> str:
    """Return in a sentence what was handed over."""
    articles = "1 article" if count == 1 else f"{count} articles"
    return f"{AuditEntry.name_of(to)} now looks after {articles} of {AuditEntry.name_of(person)}."
