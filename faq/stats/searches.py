"""Counts how often search did not help: a number per day, without words and without persons."""

from datetime import date

from django.db import connection

_ADD_ONE = (
    "INSERT INTO faq_searchcount (day, not_found) VALUES (%s, 1) "
    "ON CONFLICT (day) DO UPDATE SET not_found = faq_searchcount.not_found + 1"
)


def count_not_found(*, on: date) -> None:
    """Add one "I could not find it" to the clinic's day `on`."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD_ONE, [on])
