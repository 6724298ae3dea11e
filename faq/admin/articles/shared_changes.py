"""Tells staff which articles change with one, before it is published, and which changed so since somebody looked."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from faq.admin import wording
from faq.admin.base import row_number
from faq.errors import RefusedError
from faq.models import Article, Revision, SharedChange
from faq.publishing import rules, shared_changes
from faq.publishing.compare import Change
from faq.publishing.includes import including, published_including

# Articles named on one page; of the others it is said how many there are
MOST_NAMED = 20
_DAYS = 30


@dataclass(frozen=True)
class ReadIn:
    """An article that shows these steps, and how often it was read in the last 30 days."""

    article: Article
    views: int
    # Patients read some of the steps in other words there
    has_own_words: bool = False


@dataclass(frozen=True)
class Impact:
    """What publishing would change elsewhere: the articles that show these steps, and the steps before and after."""

    hosts: list[ReadIn]
    changes: list[Change]

    @property
    def named(self) -> list[ReadIn]:
        return self.hosts[:MOST_NAMED]

    @property
    def more(self) -> int:
        return max(0, len(self.hosts) - MOST_NAMED)


@dataclass(frozen=True)
class Waiting:
    """Steps from another article that changed since somebody looked at this one."""

    change: SharedChange
    changes: list[Change]

    @property
    def at(self) -> str:
        return wording.moment(self.change.at)

    @property
    def seen(self) -> str:
        """What a confirmation is about; see `confirm`."""
        return f"{self.change.pk}-{self.change.shared.live_id}"


def read_in(article: Article) -> list[ReadIn]:
    """Return the articles, published or being written, that show these steps; the most read ones first."""
    return _with_views(including(article), of=article)


def impact_of(article: Article, revision: Revision) -> Impact | None:
    """Return what publishing `revision` would change elsewhere; None where nothing, or where it cannot be published."""
    if article.live is None or not shared_changes.differ(article.live, revision):
        return None
    hosts = published_including(article)
    if not hosts or rules.publish_problems(article, revision):
        return None
    return Impact(_with_views(hosts, of=article), shared_changes.changed_steps(article.live, revision))


def waiting_for(article: Article) -> list[Waiting]:
    """Return the steps that changed elsewhere since somebody looked at `article`, which shows them."""
    rows = article.shared_changes.select_related("shared__live", "before").filter(shared__live__isnull=False)
    return [Waiting(row, shared_changes.changes_of(row)) for row in rows]


def who_needs_a_look(article: Article) -> str:
    """Return a sentence on the articles that need a look because the steps of `article` changed; "" where none does."""
    count = article.changes_elsewhere.count()
    if not count:
        return ""
    some = f"{count} articles that show its steps need" if count > 1 else "One article that shows its steps needs"
    return f" {some} a look: the first page lists what does."


@require_POST
def confirm(request: HttpRequest, article: Article) -> HttpResponse:
    """Note that the steps named in "seen" still fit into `article`; say so on its page."""
    pairs = [[row_number(part) for part in typed.split("-")] for typed in request.POST.getlist("seen")]
    seen = [(pair[0], pair[1]) for pair in pairs if len(pair) == 2 and None not in pair]
    try:
        if shared_changes.confirm(article, seen=seen, by=request.user):
            messages.success(request, "Thank you. The change log says that you have looked.")
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
    return redirect("admin:faq_article_change", article.pk)


def _with_views(articles: list[Article], *, of: Article) -> list[ReadIn]:
    since = timezone.localdate() - timedelta(days=_DAYS)
    read = Article.objects.filter(pk__in=[article.pk for article in articles]).most_viewed(since=since)
    views = {article.pk: article.views for article in read}
    found = [ReadIn(article, views.get(article.pk, 0), _has_own_words(article, of)) for article in articles]
    return sorted(found, key=lambda each: -each.views)


def _has_own_words(host: Article, shared: Article) -> bool:
    steps = host.live.html["steps"] if host.live else []
    return any(step.get("include") == shared.pk and step.get("own") for step in steps)
