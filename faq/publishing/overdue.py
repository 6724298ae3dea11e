"""What patients see of articles that nobody has checked in time, where the clinic hides them."""

from datetime import UTC, date, datetime, time

from faq.models import Article, Clinic, Edition, WhenOverdue
from faq.publishing.includes import affected_by
from faq.values.clock import months_after


def due_on(article: Article, clinic: Clinic | None = None) -> date | None:
    """Return the day of the clinic from which `article` is overdue; None without an interval or off the site."""
    if not article.review_every or article.live_id is None or article.published_at is None:
        return None
    zone = (clinic or Clinic.load()).zone
    last = article.checked_on or article.published_at.astimezone(zone).date()
    return months_after(last, int(article.review_every))


def hide() -> datetime | None:
    """Hide from patients what is overdue, where the clinic wants that; show again what is not, or not any more.

    Call it inside the transaction of whatever may change this: the clock, a check, an interval, the clinic's choice.
    Returns the moment at which the next article becomes overdue, None where that hides nothing.
    """
    clinic = Clinic.load()
    is_on = clinic.when_overdue == WhenOverdue.HIDE
    late = Article.objects.for_patients().overdue(clinic.now().date(), clinic.zone).select_related(None)
    late_ids = set(late.order_by().values_list("pk", flat=True)) if is_on else set()
    hidden_ids = set(Article.objects.filter(is_hidden=True).values_list("pk", flat=True))
    if late_ids != hidden_ids:
        Article.objects.filter(pk__in=late_ids - hidden_ids).update(is_hidden=True)
        Article.objects.filter(pk__in=hidden_ids - late_ids).update(is_hidden=False)
        Edition.move(affected_by(Article.objects.filter(pk__in=late_ids ^ hidden_ids)))
    return _next(clinic) if is_on else None


def _next(clinic: Clinic) -> datetime | None:
    """The beginning of the first day of the clinic on which one more article is overdue."""
    watched = Article.objects.published().exclude(review_every="")
    days = [day for article in watched.select_related(None) if (day := due_on(article, clinic))]
    return datetime.combine(min(days), time.min, clinic.zone).astimezone(UTC) if days else None
