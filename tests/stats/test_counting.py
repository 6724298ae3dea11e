"""Counting: what a view and a search that did not help add."""

from datetime import date

import pytest

from faq.models import Article, ViewCount
from faq.stats import counting

TODAY = date(2026, 11, 23)


def counts() -> list[tuple[str, date, int]]:
    return list(ViewCount.objects.order_by("article_id", "day").values_list("article__title", "day", "views"))


@pytest.mark.django_db
def test_each_view_adds_one_to_its_article_and_day():
    parking = Article.objects.create(title="Where can I park?", slug="parking")
    hours = Article.objects.create(title="When are you open?", slug="hours")

    for article in (parking, hours, parking):
        counting.count_view(article, on=TODAY)
    counting.count_view(parking, on=date(2026, 11, 24))

    assert counts() == [
        ("Where can I park?", TODAY, 2),
        ("Where can I park?", date(2026, 11, 24), 1),
        ("When are you open?", TODAY, 1),
    ]


@pytest.mark.django_db
def test_counting_a_view_is_one_statement(django_assert_num_queries):
    article = Article.objects.create(title="Where can I park?", slug="parking")

    for _ in range(2):
        with django_assert_num_queries(1):
            counting.count_view(article, on=TODAY)


def test_nothing_of_the_reader_has_a_place_to_be_kept():
    assert [field.name for field in ViewCount._meta.get_fields()] == ["id", "article", "day", "views"]
