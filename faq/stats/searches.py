"""Counts how often search did not help: a number per day, without words and without persons."""

from datetime import date

from django.db import connection
from django.db.models import Sum

from faq.models import SearchCount
from faq.stats.ranges import Range

_ADD_ONE = (
    "INSERT INTO faq_searchcount (day, not_found) VALUES (%s, 1) "
    "ON CONFLICT (day) DO UPDATE SET not_found = faq_searchcount.not_found + 1"
)


def count_not_found(*, on: date) -> None:
    """Add one "I could not find it" to the clinic's day `on`."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD_ONE, [on])


def times_not_found(over: Range) -> int:
    """Return how often "I could not find it" was counted in `over`. One query."""
    counts = SearchCount.objects.filter(day__range=(over.first, over.last))
    return counts.aggregate(times=Sum("not_found"))["times"] or 0
