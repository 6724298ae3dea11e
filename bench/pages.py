"""What a page costs: CPU of the product's pages against a bare Django view and a static file, same server, one run."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median

from _load import ROOT, THREADS, WORKERS, Server, serving

# Requests for each page and round
REQUESTS = 200
ROUNDS = 5
BARE = "bare Django view"
WRAPPED = "bare view, same middleware"
GRANIAN = ("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "PORT", "--log-level", "error")
Way = Callable[[int], None]


def main() -> None:
    """Print CPU milliseconds a request (user and system, all server processes), the median of alternating rounds.

    With CACHE_URL in the environment, finished pages come from that Redis.
    """
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=300, help="how many articles the site has (300)")
    articles = options.parse_args().articles
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as folder, ExitStack() as servers:
        os.environ.update(KB_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="kb.settings")
        slug = _fill(articles)
        sizes = ("--workers", str(WORKERS), "--blocking-threads", str(THREADS))
        site = servers.enter_context(serving("manage.py", "start"))
        bare = servers.enter_context(serving(*GRANIAN, *sizes, "bench._bare:application"))
        wrapped = servers.enter_context(serving(*GRANIAN, *sizes, "bench._bare:application", BENCH_MIDDLEWARE="1"))
        ways = _ways(site, slug) | {BARE: (bare, _asking(bare, "/")), WRAPPED: (wrapped, _asking(wrapped, "/"))}
        _table(_measure(ways), articles)


def _fill(articles: int) -> str:
    """Make the site in the folder that the environment names, and return the address part of one article."""
    sys.path.insert(0, str(ROOT))
    # Only now, when the folder is named
    import django

    django.setup()
    from django.core.management import call_command

    from faq.models import Article
    from faq.publishing import actions

    call_command("prepare", stdout=open(os.devnull, "w"))  # noqa: SIM115  (closed with the process)
    steps = [{"text": f"Open the page and press the button number {number}."} for number in range(6)]
    for number in range(Article.objects.count(), articles):
        content = {"title": f"How do I book visit number {number}?", "short_answer": "In the portal.", "steps": steps}
        actions.publish(actions.save(None, content, by=None).article, by=None)
        if number % 50 == 0:
            _say(f"writing article {number} of {articles}")
    return Article.objects.published().order_by("pk").first().live.slug


def _ways(site: Server, slug: str) -> dict[str, tuple[Server, Way]]:
    article = f"/articles/{slug}/"
    known = {"If-None-Match": site.headers_of(article)["etag"]}
    return {
        "static file": (site, _asking(site, _a_static_file())),
        "article page, counted": (site, _asking(site, article)),
        # Such a query is never kept
        "article page, built each time": (site, _asking(site, f"{article}?from=mail")),
        "article page, read before (304)": (site, _asking(site, article, status=304, **known)),
        "home": (site, _asking(site, "/")),
        "all articles": (site, _asking(site, "/articles/")),
        "search page": (site, _asking(site, "/search/?q=reset+my+pasword")),
    }


def _a_static_file() -> str:
    # Django is ready by now
    from django.templatetags.static import static

    return static("faq/site.css")


def _asking(server: Server, path: str, **how: object) -> Way:
    return lambda times: server.ask(path, times, **how)


def _measure(ways: dict[str, tuple[Server, Way]]) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _, ask in ways.values():
        # Warm
        ask(100)
    for number in range(ROUNDS):
        for name, (server, ask) in ways.items():
            _say(f"round {number + 1} of {ROUNDS}: {name}")
            before = server.cpu_seconds()
            ask(REQUESTS)
            taken[name].append((server.cpu_seconds() - before) / REQUESTS * 1000)
    _say("")
    return {name: median(times) for name, times in taken.items()}


def _table(cpu: dict[str, float], articles: int) -> None:
    print(f"{WORKERS} workers, {articles:,} articles; every request is a new reader unless it says otherwise")
    print(f"{'':34}{'CPU ms':>9}{'x bare':>9}{'x with middleware':>20}")
    for name, value in sorted(cpu.items(), key=lambda pair: pair[1]):
        print(f"{name:34}{value:9.3f}{value / cpu[BARE]:9.2f}{value / cpu[WRAPPED]:20.2f}")


def _say(words: str) -> None:
    print(f"\r{words:78}\r", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
