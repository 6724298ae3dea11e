"""Takes an article out of the bin; where its address was taken meanwhile, asks for another one first."""

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from faq.admin import wording
from faq.admin.fields import speak_plainly
from faq.admin.not_saved import KeptForm
from faq.errors import RefusedError
from faq.models import Article
from faq.publishing import article_bin
from faq.publishing.errors import AddressTakenError


class AddressForm(KeptForm, forms.Form):
    """Another address for an article whose own is taken."""

    address = forms.CharField(
        label="New web address", max_length=100, help_text="Readers of the old address see the other article."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self.fields)


@require_POST
def take_out(request: HttpRequest, article: Article, site: AdminSite) -> HttpResponse:
    """Put `article` back as it was; nothing is written while its address has to be asked for."""
    asked = AddressForm(request.POST) if "address" in request.POST else None
    if asked and not asked.is_valid():
        return _ask(request, article, asked, site)
    try:
        out = article_bin.take_out(article, by=request.user, address=asked.cleaned_data["address"] if asked else "")
    except AddressTakenError as taken:
        form = AddressForm(initial={"address": taken.free})
        return _ask(request, article, form, site, taken)
    except RefusedError as refusal:
        if asked is None:
            messages.warning(request, str(refusal))
            return redirect("admin:faq_article_change", article.pk)
        asked.add_error("address", refusal.sentences)
        return _ask(request, article, asked, site)
    _say(request, out)
    return redirect("admin:faq_article_change", article.pk)


def _say(request: HttpRequest, out: article_bin.TakenOut) -> None:
    if out.problems:
        why = " ".join(out.problems)
        messages.warning(request, f"Taken out of the bin, but only as a draft. It cannot be published as it was: {why}")
        return
    done = "as it was" if out.article.live_id else "as a draft, as it was before"
    messages.success(request, f"Taken out of the bin, {done}. {wording.what_patients_see(out.article)}")


def _ask(
    request: HttpRequest, article: Article, form: AddressForm, site: AdminSite, taken: AddressTakenError | None = None
) -> HttpResponse:
    context = {**site.each_context(request), "title": "Its web address is taken", "article": article, "form": form}
    return render(request, "admin/faq/article/address_taken.html", {**context, "taken": taken})
