"""An article on paper, its short address, and one step at a time to read out on the phone."""

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from faq.models import Article
from faq.views import article_page, moved, reader_choice, site_address
from faq.views.public_page import clinic_of, is_staff, public_page, readable_article, readable_articles
from faq.views.reader_choice import Choice


@public_page
def paper(request: HttpRequest, slug: str, *, is_large: bool = False) -> HttpResponse:
    """Show the article as one sheet to hand out, in large type where `is_large`."""
    article = readable_article(request, slug)
    if article is None:
        return moved.lead_to_article(request, slug)
    page = article_page.build(
        article.live,
        tags=[],
        for_paper=True,
        changed_on=article.live.published_at.astimezone(clinic_of(request).zone).date(),
        choice=reader_choice.typed(request),
        address=reverse("faq:article-print-large" if is_large else "faq:article-print", args=[slug]),
        **article_page.checks(article, clinic_of(request)),
    )
    short, picked = _short_address(request, article, page.choice), page.choice.query
    other_size = reverse("faq:article-print" if is_large else "faq:article-print-large", args=[slug])
    context = {
        "page": page,
        "is_large": is_large,
        "article_url": article.get_absolute_url() + picked,
        "other_size_url": other_size + picked,
        "canonical_url": site_address.absolute(request, article.get_absolute_url()),
        "short_address": short.partition("://")[2],
        # Of a file, which is the same whatever was picked
        "file_address": short.partition("://")[2].removesuffix(picked),
        "qr_code": qr_code(short) if short else "",
        "printed_on": clinic_of(request).now().date(),
    }
    return reader_choice.note(render(request, "faq/handout.html", context), page.choice)


@public_page
def short(request: HttpRequest, number: int) -> HttpResponse:
    """Lead from /a/12, short enough to say and to type, to the article; for now, as it may be taken off the site."""
    article = readable_articles(request).filter(pk=number).first()
    if article:
        return HttpResponseRedirect(article.get_absolute_url() + _picked(request, article))
    return moved.lead_from(request, get_object_or_404(moved.known_to_patients(), pk=number))


@public_page
def read_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Show staff the steps one at a time, large, to read out on the phone, with the short address to send."""
    if not is_staff(request):
        raise Http404
    article = readable_article(request, slug)
    if article is None:
        return moved.lead_to_article(request, slug)
    page = article_page.build(
        article.live,
        tags=[],
        choice=reader_choice.typed(request),
        address=reverse("faq:article-read-out", args=[slug]),
        **article_page.checks(article, clinic_of(request)),
    )
    context = {
        "page": page,
        "article_url": article.get_absolute_url() + page.choice.query,
        "short_address": _short_address(request, article, page.choice),
        "file_address": _short_address(request, article, page.choice).removesuffix(page.choice.query),
    }
    return render(request, "faq/read_out.html", context)


def qr_code(text: str) -> SafeString:
    """Return `text`, an address of ours, as a QR code: an <svg> without a size or a colour of its own."""
    # Made by the library of its own parts alone
    return mark_safe(segno.make(text, micro=False, error="m").svg_inline(border=2, omitsize=True, lineclass="qr-line"))


def _short_address(request: HttpRequest, article: Article, choice: Choice) -> str:
    """Return the address to send to patients, which shows them this choice; "" for what only staff can read."""
    if article.live.audience == Article.Audience.STAFF:
        return ""
    return site_address.absolute(request, reverse("faq:short-article", args=[article.pk])) + choice.query


def _picked(request: HttpRequest, article: Article) -> str:
    """Return what follows the address of `article` for the choice in this one, "" where it asks nothing of the kind."""
    typed = reader_choice.typed(request)
    return Choice.of(article.live.page_steps(), typed).query if typed else ""
