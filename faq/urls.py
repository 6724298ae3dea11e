"""The public addresses."""

from django.urls import path

from faq.views import accent, health, media, pages, preview, reports, search

app_name = "faq"
urlpatterns = [
    path("", pages.home, name="home"),
    path("articles/", pages.article_list, name="articles"),
    path("articles/<str:slug>/", pages.article_detail, name="article"),
    path("tags/", pages.tag_list, name="tags"),
    path("tags/<str:slug>/", pages.tag_detail, name="tag"),
    path("search/", search.results, name="search"),
    path("search/suggestions/", search.suggestions, name="search-suggestions"),
    path("search/not-found/", search.not_found, name="search-not-found"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("preview/<int:pk>/", preview.preview, name="preview"),
    path("preview/<str:token>/", preview.shared, name="shared-preview"),
    path("accent/<str:digits>.css", accent.stylesheet, name="accent"),
    path("media/<path:name>", media.picture, name="media"),
    path("reports/", reports.overview, name="reports"),
    path("reports/articles/", reports.all_articles, name="reports-articles"),
    path("reports/articles/<int:pk>/", reports.one_article, name="reports-article"),
    path("reports/by-article.csv", reports.articles_file, name="reports-articles-file"),
    path("reports/by-day.csv", reports.days_file, name="reports-days-file"),
    path("healthz", health.healthz, name="healthz"),
]
