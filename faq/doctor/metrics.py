"""The state of the site as numbers, for programs that watch over it."""

from collections.abc import Iterator

from django.conf import settings
from django.db import Error
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from faq.backup import records
from faq.doctor import needs
from faq.models import Article, Edition


class SiteCollector(Collector):
    """What `readyz` says, when the last backup was made here, and how much is published; asked anew each time."""

    def collect(self) -> Iterator[Metric]:
        """Yield the numbers; what the database would say is left out while it does not answer."""
        need = GaugeMetricFamily("kb_ready", "1 where what a site needs is there.", labels=["need"])
        for name, check in needs.ALL.items():
            need.add_metric([name], 0 if check() else 1)
        yield need
        backup = records.last_backup()
        made_at = backup.at if backup else 0
        yield GaugeMetricFamily("kb_last_backup_timestamp_seconds", "When this host last made one; 0: never.", made_at)
        waiting = sum(1 for _ in settings.KB_JOURNAL_DIR.glob("*")) if settings.KB_JOURNAL_DIR.is_dir() else 0
        yield GaugeMetricFamily("kb_waiting_count_files", "Files of counts that the database has not taken.", waiting)
        yield from _of_the_database()


def _of_the_database() -> Iterator[Metric]:
    try:
        published, number = Article.objects.published().count(), Edition.current_number()
    except Error:
        return
    yield GaugeMetricFamily("kb_published_articles", "Articles that readers find.", published)
    yield GaugeMetricFamily("kb_edition", "Grows whenever what readers see changes.", number)
