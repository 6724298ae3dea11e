"""Shows what is being written as patients will see it, before anything is saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from faq.admin.articles.editor import EditorForms
from faq.errors import RefusedError
from faq.models import Article, Revision, Tag
from faq.publishing import snapshot
from faq.views import article_page


@never_cache
@require_POST
def unsaved(request: HttpRequest, article: Article | None) -> HttpResponse:
    """Answer the public page of the form that was sent; what is not ready yet shows as far as it goes."""
    forms = EditorForms(article, request)
    forms.is_valid()
    content = snapshot.tidy(forms.content())
    try:
        html = snapshot.render(content)
    except RefusedError as refusal:
        return render(request, "admin/faq/article/preview.html", {"refusal": str(refusal)})
    revision = Revision(article=article, title=content["title"] or "The question stands here", html=html)
    page = article_page.build(revision, tags=_tags(content["tags"]), for_staff=True)
    return render(request, "admin/faq/article/preview.html", {"page": page})


def _tags(names: list[str]) -> list[Tag]:
    known = Tag.objects.filter(key__in=[name.casefold() for name in names])
    return list(known)
