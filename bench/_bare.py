"""The baseline: one view that says "ok", with no middleware, or with the product's own (BENCH_MIDDLEWARE=1)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.ROOT_URLCONF = __name__
if os.environ.get("BENCH_MIDDLEWARE") != "1":
    settings.MIDDLEWARE = []


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("", bare)]
application = get_wsgi_application()
