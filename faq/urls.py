"""The public addresses."""

from django.urls import path, re_path

from faq.views import accent, article_files, feedback, handout, health, media, moved, pages, preview, search, well_known


def _mistyped(word: str) -> str:
    """Return a pattern for what stands below /`word`/, spelled in any way: capitals, no slash at the end, or two."""
    any_case = "".join(f"[{letter}{letter.upper()}]" for letter in word)
    return rf"^[/]*{any_case}/+(?P<typed>.*)$"


app_name = "faq"
urlpatterns = [
    path("", pages.home, name="home"),
    path("articles/", pages.article_list, name="articles"),
    path("articles/<str:slug>/", pages.article_detail, name="article"),
    path("articles/<str:slug>/print/", handout.paper, name="article-print"),
    path("articles/<str:slug>/print/large/", handout.paper, {"is_large": True}, name="article-print-large"),
    path("articles/<str:slug>/read-out/", handout.read_out, name="article-read-out"),
    path("articles/<str:slug>/files/<str:key>.pdf", article_files.article_file, name="article-file"),
    path("articles/<str:slug>/feedback/", feedback.feedback, name="article-feedback"),
    path("articles/<str:slug>/print", moved.with_slash),
    path("articles/<str:slug>/print/large", moved.with_slash),
    path("articles/<str:slug>/read-out", moved.with_slash),
    path("articles/<str:slug>/feedback", moved.with_slash),
    re_path(_mistyped("articles"), moved.article),
    path("a/<int:number>", handout.short, name="short-article"),
    path("a/<int:number>/", handout.short),
    path("a/<int:number>/<str:key>", article_files.short, name="short-file"),
    path("tags/", pages.tag_list, name="tags"),
    path("tags/<str:slug>/", pages.tag_detail, name="tag"),
    re_path(_mistyped("tags"), moved.tag),
    path("search/", search.results, name="search"),
    path("search/suggestions/", search.suggestions, name="search-suggestions"),
    path("search/not-found/", search.not_found, name="search-not-found"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("preview/<int:pk>/", preview.preview, name="preview"),
    path("preview/<str:token>/", preview.shared, name="shared-preview"),
    path("accent/<str:digits>.css", accent.stylesheet, name="accent"),
    path("media/files/<str:name>", article_files.stored_file, name="stored-file"),
    path("media/<path:name>", media.picture, name="media"),
    path("reports/", moved.reports, name="old-reports"),
    path("reports/<path:rest>", moved.reports, name="old-report"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path(".well-known/security.txt", well_known.security_txt, name="security-txt"),
    path("security.txt", well_known.security_txt_at_root, name="security-txt-at-root"),
    path("robots.txt", well_known.robots_txt, name="robots-txt"),
    path("favicon.ico", well_known.favicon, name="favicon"),
]
