"""Which address leads to which part of the site."""

from django.contrib import admin
from django.urls import include, path

from kb.metrics import metrics

urlpatterns = [
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("", include("faq.urls")),
]
# Also leads readers of the site that the clinic had before
handler404 = "faq.views.moved.not_found"
