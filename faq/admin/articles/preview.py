"""Shows what is being written as patients will see it, before anything is saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from markdownx import views

from faq.admin.articles import accessibility
from faq.admin.articles.editor import EditorForms
from faq.errors import RefusedError
from faq.models import Article, Revision, Tag
from faq.publishing import snapshot
from faq.views import article_page


@method_decorator(never_cache, name="dispatch")
class UnsavedArticle(views.MarkdownifyView):
    """The package's preview for a whole article: each of its texts goes through the function that the settings name.

    Only staff reach it: `ArticleAdmin.preview_view` asks first who they are. The limits are those of that function.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, article: Article | None) -> HttpResponse:
        """Answer the public page of the form that was sent; what is not ready yet shows as far as it goes."""
        forms = EditorForms(article, request)
        forms.is_valid()
        content = snapshot.tidy(forms.content())
        try:
            html = snapshot.render(content, views.markdownify_func)
        except RefusedError as refusal:
            return render(request, "admin/faq/article/preview.html", {"refusal": str(refusal)})
        keep_out = accessibility.places(content)
        revision = Revision(article=article, title=content["title"] or "The question stands here", html=html)
        page = article_page.build(revision, tags=_tags(content["tags"]), for_staff=True)
        return render(request, "admin/faq/article/preview.html", {"page": page, "keep_out": keep_out})


unsaved = UnsavedArticle.as_view()


def _tags(names: list[str]) -> list[Tag]:
    known = Tag.objects.filter(key__in=[name.casefold() for name in names])
    return list(known)
