"""Asks where the readers of an article shall go while it is off the site."""

from django import forms
from django.http import HttpRequest

from faq.admin.fields import speak_plainly
from faq.admin.not_saved import KeptForm
from faq.models import Article, Revision


class PublishedArticleField(forms.ModelChoiceField):
    """One of the articles that patients can read, by the question they see; "nobody" is allowed."""

    default_error_messages = {
        "invalid_choice": "Patients cannot read this article any more. Please choose another one."
    }

    def label_from_instance(self, article: Article) -> str:
        return Revision.live_of(article).title


class ReplacementForm(KeptForm, forms.Form):
    """Asks nothing about an article that patients never saw: its address is not known to them."""

    replaced_by = PublishedArticleField(
        label="Send its readers to another article",
        queryset=None,
        required=False,
        empty_label="No, tell them that it was removed",
        help_text="Whoever opens its address comes to the article you choose, until you publish this one again.",
    )

    def __init__(self, article: Article, request: HttpRequest) -> None:
        sent = request.POST if request.method == "POST" else None
        super().__init__(sent, initial={"replaced_by": request.GET.get("replaced_by", article.replaced_by_id)})
        speak_plainly(self.fields)
        shown = Revision.last_shown_of(article)
        if shown is None or shown.audience == Article.Audience.STAFF:
            del self.fields["replaced_by"]
            return
        self.fields["replaced_by"].queryset = Article.objects.published().exclude(pk=article.pk).by_title()
