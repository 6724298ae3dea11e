"""Search promises in the staff area: the list, which says what is kept and what is broken, and one form."""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field, ForeignKey, QuerySet
from django.forms import Field as FormField
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from faq.admin.articles.replacement import PublishedArticleField
from faq.admin.base import CheckedForm, VerbModelAdmin
from faq.models import Article, SearchPromise
from faq.publishing import promises
from faq.search import promises as searched


class SearchPromiseForm(CheckedForm):
    check = promises.check

    class Meta:
        error_messages = {
            "text": {
                "required": "Please write words that a patient may type.",
                "max_length": "This search has %(show_value)d letters. Please keep it to %(limit_value)d.",
            },
            "article": {"required": "Please choose the article that patients are to see."},
        }


@admin.register(SearchPromise)
class SearchPromiseAdmin(VerbModelAdmin):
    form = SearchPromiseForm
    save_verb, delete_verb = promises.save, promises.delete
    deletion = "Nobody is told any more when this search no longer finds its article."
    fields = ("text", "article", "first")
    list_display = ("text", "promised", "state")
    list_per_page = 50
    search_fields = ("text",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SearchPromise]:
        return super().get_queryset(request).select_related("article__live")

    def formfield_for_foreignkey(self, column: ForeignKey, request: HttpRequest, **kwargs: object) -> ModelChoiceField:
        kwargs |= {"form_class": PublishedArticleField, "queryset": Article.objects.published().by_title()}
        return super().formfield_for_foreignkey(column, request, **kwargs)

    def formfield_for_dbfield(self, column: Field, request: HttpRequest, **kwargs: object) -> FormField | None:
        # Without the links that Django puts below a choice: they lead away from the form
        field = super().formfield_for_dbfield(column, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    @admin.display(description="Is to find")
    def promised(self, promise: SearchPromise) -> str:
        return f"{promise.article.title}, {promise.place}"

    @admin.display(description="Now")
    def state(self, promise: SearchPromise) -> SafeString:
        if promise.article.published_at is None:
            return _state_html("draft", "Waits until the article is published")
        checked = searched.check([promise])[0]
        place = f"at place {checked.rank}" if checked.rank else "no close match among the first ten"
        return _state_html("live", f"Kept, {place}") if checked.is_kept else _state_html("changed", f"Broken, {place}")


def _state_html(kind: str, said: str) -> SafeString:
    return format_html('<span class="state state-{}">{}</span>', kind, said)
