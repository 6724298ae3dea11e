"""In which order the topics stand on the home page: one form for all of them, with a number for each."""

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from faq.admin.fields import speak_plainly
from faq.admin.not_saved import KeptForm
from faq.errors import RefusedError
from faq.models import Tag
from faq.publishing import tags

_LARGEST = 9_999
_NUMBER = f"Please write a whole number from 0 to {_LARGEST}."


class OrderForm(KeptForm, forms.Form):
    """A number for each of `topics`; smaller ones come first, and what has none comes last."""

    def __init__(self, topics: list[Tag], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics
        for number, tag in enumerate(topics, start=1):
            self.fields[_name(tag)] = forms.IntegerField(
                label=tag.name,
                required=False,
                initial=number,
                min_value=0,
                max_value=_LARGEST,
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _NUMBER),
            )
        speak_plainly(self.fields)

    def ordered(self) -> list[Tag]:
        """The topics as they were numbered; those with the same number, or with none, as they stood."""
        numbers = getattr(self, "cleaned_data", {})
        return sorted(self.topics, key=lambda tag: _LARGEST + 1 if (n := numbers.get(_name(tag))) is None else n)

    def rows(self) -> list[tuple[Tag, forms.BoundField]]:
        return [(tag, self[_name(tag)]) for tag in (self.ordered() if self.is_bound else self.topics)]


def page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the order, or save the one that was sent unless somebody changed it since it was shown."""
    topics = list(Tag.objects.all_topics())
    form = OrderForm(topics, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _is_saved(request, form):
        return redirect("admin:faq_tag_changelist")
    context = {"title": "Order of the topics", "form": form, "seen": tags.order_of(topics)}
    return render(request, "admin/faq/tag/order.html", {**site.each_context(request), **context})


def _is_saved(request: HttpRequest, form: OrderForm) -> bool:
    try:
        tags.save_order(form.ordered(), seen=request.POST.get("seen", ""), by=request.user)
    except RefusedError as refusal:
        form.add_error(None, refusal.sentences)
        return False
    messages.success(request, "The order is saved. Patients see it on the next page they open.")
    return True


def _name(tag: Tag) -> str:
    return f"order-{tag.pk}"
