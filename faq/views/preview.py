"""What patients would see: the public article page, of words that are not published yet."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required, permission_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from faq.models import Article
from faq.views import article_page, reader_choice, site_address

LINK_DAYS = 7
# Pictures of a shared preview carry its token under this name
PICTURE_KEY = "preview"
_SALT = "faq.preview"


@require_safe
@login_required
@permission_required("faq.change_article", raise_exception=True)
@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newest saved words of an article to staff."""
    article = get_object_or_404(Article.objects.not_in_bin(), pk=pk)
    message = "Preview: this is how it will look. Patients do not see these words until you publish."
    is_public = article.audience == Article.Audience.PUBLIC
    return _page(request, article, message, link=link_for(request, article) if is_public else "")


@require_safe
@never_cache
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show it to whoever holds the link, for `LINK_DAYS` days."""
    article = article_of(token)
    if article is None:
        raise Http404
    message = "Preview: patients do not see these words yet. Please do not pass this link on."
    return _page(request, article, message, picture_query=urlencode({PICTURE_KEY: token}))


def article_of(token: str) -> Article | None:
    """Return the article that `token`, the end of a preview link, shows now; None when it shows none (any more)."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=LINK_DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        return None
    return Article.objects.not_in_bin().exclude(audience=Article.Audience.STAFF).filter(pk=pk).first()


def link_for(request: HttpRequest, article: Article) -> str:
    """Return an address that shows the newest words of `article` without signing in, for `LINK_DAYS` days."""
    token = signing.dumps(article.pk, salt=_SALT)
    return site_address.absolute(request, reverse("faq:shared-preview", args=[token]))


def _page(
    request: HttpRequest, article: Article, message: str, *, link: str = "", picture_query: str = ""
) -> HttpResponse:
    revision = article.revisions.get(number=article.version)
    tags = list(article.tags.all())
    page = article_page.build(
        revision,
        tags=tags,
        for_staff=True,
        picture_query=picture_query,
        choice=reader_choice.typed(request),
        address=request.path,
    )
    context = {"page": page, "preview": message, "preview_link": link}
    response = render(request, "faq/article_detail.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
