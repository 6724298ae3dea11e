"""Counts views of articles and searches that did not help: how many on which day, never by whom."""

from datetime import date

from django.db import connection

from faq.models import Article

# The rule in words, for the report's page: keep it true to stats/robots.py and views/public_page.py.
RULE = (
    "A view is one person opening an article on one day. Opening it again that day in the same browser adds nothing.",
    "Left out are search engines and other robots that say what they are, pages that a browser fetches before "
    "anybody asked for them, and staff who are signed in.",
    "Nothing about the reader is kept: no address, no name of a browser, no cookie. Only the article, the day and a "
    "number.",
)

_ADD_ONE_VIEW = (
    "INSERT INTO faq_viewcount (article_id, day, views) VALUES (%s, %s, 1) "
    "ON CONFLICT (article_id, day) DO UPDATE SET views = faq_viewcount.views + 1"
)
_ADD_ONE_NOT_FOUND = (
    "INSERT INTO faq_searchcount (day, not_found) VALUES (%s, 1) "
    "ON CONFLICT (day) DO UPDATE SET not_found = faq_searchcount.not_found + 1"
)


def count_view(article: Article, *, on: date) -> None:
    """Add one view of `article` on the clinic's day `on`: when this returns, the view is stored and survives a crash.

    One statement, so that readers at the same moment never overwrite each other. Raises `DatabaseError` when it cannot.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ADD_ONE_VIEW, [article.pk, on])


def count_not_found(*, on: date) -> None:
    """Add one "I could not find it" to the clinic's day `on`: a number, without words and without a person."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD_ONE_NOT_FOUND, [on])
