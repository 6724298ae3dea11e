"""How many requests there were and how long they took, as programs that watch over a site read it (text, OpenMetrics).

Off unless KB_METRICS_TOKEN is set. Names routes, never addresses; nothing in it is about a reader.
"""

import secrets
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

# Seconds; the goals of the site's own pages lie in the middle
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS = {"GET", "HEAD", "POST"}


class Requests:
    """Counts what this process answers; all processes of the host add up in the folder KB_METRICS_DIR."""

    def __init__(self) -> None:
        Path(settings.KB_METRICS_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        # Loaded only where somebody wants it, and after the settings have named the folder
        from prometheus_client import CollectorRegistry, Counter, Histogram

        own = CollectorRegistry()
        labels = ("route", "method", "status")
        self._answered = Counter("kb_requests", "Requests that were answered.", labels, registry=own)
        self._took = Histogram(
            "kb_request_seconds", "Seconds to an answer.", ("route",), registry=own, buckets=_BUCKETS
        )

    def note(self, request: HttpRequest, status: int, seconds: float) -> None:
        """Count one answer."""
        route = getattr(request.resolver_match, "route", None) or "an address that no page has"
        method = request.method if request.method in _METHODS else "other"
        self._answered.labels(route, method, str(status)).inc()
        self._took.labels(route).observe(seconds)


@csrf_exempt
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever sends the token; for everybody else this address does not exist."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.KB_METRICS_TOKEN
    if not token or not secrets.compare_digest(sent.encode(), token.encode()):
        raise Http404
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.KB_METRICS_DIR))
    registry.register(import_string("faq.doctor.metrics.SiteCollector")())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
