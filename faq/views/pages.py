"""The pages patients read: home, articles and topics."""

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from faq.models import Article, Tag
from faq.search.related import related
from faq.views import a_to_z, article_page, moved, reader_choice, site_address
from faq.views.public_page import clinic_of, is_staff, public_page, readable_article

PAGE_SIZE = 20
# Related articles under each
_RELATED = 4


@public_page
def home(request: HttpRequest) -> HttpResponse:
    published = Article.objects.published()
    most_asked = list(published.most_asked(today=clinic_of(request).now().date()))
    newest = list(published.newest().exclude(pk__in=[article.pk for article in most_asked])[:5])
    context = {
        "topics": Tag.objects.topics(),
        "most_asked": most_asked,
        "newest": newest,
        "example_searches": _examples([*most_asked, *newest]),
    }
    return render(request, "faq/home.html", context)


@public_page
def article_list(request: HttpRequest) -> HttpResponse:
    index = a_to_z.index(Article.objects.published())
    page = Paginator(index.ids, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "total": len(index.ids), "groups": a_to_z.groups(page, index)}
    response = render(request, "faq/article_list.html", {**context, "letters": index.pages_of_letters(PAGE_SIZE)})
    response.page_number = page.number
    return response


@public_page
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    article = readable_article(request, slug)
    if article is None:
        return moved.lead_to_article(request, slug)
    tags = list(article.live.tags.all())
    before, after = _neighbours(article, tags[0] if tags else None)
    page = article_page.build(
        article.live,
        tags=tags,
        revision_number=article.live.number,
        changed_on=article.live.published_at.astimezone(clinic_of(request).zone).date(),
        absolute_url=site_address.absolute(request, article.get_absolute_url()),
        choice=reader_choice.typed(request),
        address=article.get_absolute_url(),
        related=_related(article),
        before=before,
        after=after,
        **article_page.checks(article, clinic_of(request)),
    )
    context: dict[str, object] = {
        "page": page,
        "print_url": reverse("faq:article-print", args=[article.live.slug]) + page.choice.query,
    }
    if not is_staff(request):
        context["feedback_url"] = reverse("faq:article-feedback", args=[article.live.slug]) + page.choice.query
    else:
        context["staff"] = _staff_bar(article, request.user, page.choice.query)
    response = render(request, "faq/article_detail.html", context)
    response.article_id, response.revision = article.pk, article.live.number
    return reader_choice.note(response, page.choice)


@public_page
def tag_list(request: HttpRequest) -> HttpResponse:
    tags = Tag.objects.in_use().filter(is_topic=False)
    return render(request, "faq/tag_list.html", {"topics": Tag.objects.topics(), "tags": tags})


@public_page
def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    tag = Tag.objects.in_use().filter(slug=slug).first() if slug.isprintable() else None
    if tag is None:
        return moved.lead_to_tag(request, slug)
    articles = Article.objects.published().tagged(tag).by_title()
    page = Paginator(articles, PAGE_SIZE).get_page(request.GET.get("page"))
    response = render(request, "faq/tag_detail.html", {"tag": tag, "page_obj": page})
    response.page_number = page.number
    return response


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    words = clinic_of(request).accessibility_words
    return render(request, "faq/accessibility.html", {"own_words_html": article_page.own_words(words)})


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    words = clinic_of(request).privacy_words
    return render(request, "faq/privacy.html", {"own_words_html": article_page.own_words(words)})


def _related(article: Article) -> tuple[Article, ...]:
    """Return what search says is related, or shares a tag where search does not know the article yet."""
    published = Article.objects.published().exclude(pk=article.pk)
    if ids := related(article.pk, limit=_RELATED):
        found = published.in_bulk(ids)
        return tuple(found[id] for id in ids if id in found)
    shared = Count("live__tags", filter=Q(live__tags__in=article.live.tags.all()))
    return tuple(published.annotate(shared=shared).filter(shared__gt=0).order_by("-shared", "live__title")[:_RELATED])


def _neighbours(article: Article, topic: Tag | None) -> tuple[Article | None, Article | None]:
    """Return the articles before and after this one in the list of `topic`, which is by title."""
    if topic is None:
        return None, None
    others = Article.objects.published().tagged(topic)
    title, pk = article.live.title, article.pk
    before = others.filter(Q(live__title__lt=title) | Q(live__title=title, pk__lt=pk)).order_by("-live__title", "-pk")
    after = others.filter(Q(live__title__gt=title) | Q(live__title=title, pk__gt=pk)).by_title()
    return before.first(), after.first()


def _examples(articles: list[Article]) -> list[str]:
    """Three searches that find something: how patients ask for the articles that are read most."""
    lines = [article.live.snapshot.get("asked_like", "").splitlines() for article in articles]
    return list(dict.fromkeys(asked[0] for asked in lines if asked))[:3]


def _staff_bar(article: Article, user: User, choice_query: str) -> dict[str, str]:
    may_write = user.has_perm("faq.change_article")
    state = (
        "This page has changes that patients do not see yet."
        if article.has_unpublished_changes
        else "This is what patients see."
    )
    if article.is_hidden:
        state = "Patients do not see this page until somebody has checked it."
    return {
        "state": "Only staff can read this page." if article.live.audience == Article.Audience.STAFF else state,
        "edit_url": reverse("admin:faq_article_change", args=[article.pk]) if may_write else "",
        "preview_url": reverse("faq:preview", args=[article.pk]) if may_write else "",
        "read_out_url": reverse("faq:article-read-out", args=[article.live.slug]) + choice_query,
        "admin_url": reverse("admin:index"),
    }
