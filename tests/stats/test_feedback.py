"""What is kept of "Did this help?" and "Stuck here", and what managers read of it."""

from datetime import date

import pytest

from faq.models import Article, FeedbackCount, FeedbackReason
from faq.stats import counting, feedback
from faq.stats.ranges import Range
from tests import database
from tests.factories import edit, make_article

DAY, NEXT = date(2026, 11, 22), date(2026, 11, 23)
ANSWER = FeedbackCount.Answer


def kept() -> list[tuple[int, int, str, int, int]]:
    rows = FeedbackCount.objects.order_by("revision_number", "step", "answer")
    return list(rows.values_list("revision_number", "step", "answer", "times", "taken_back"))


@pytest.mark.django_db
def test_each_answer_adds_one_to_its_version_step_and_day(django_assert_num_queries):
    article = make_article()

    for answer, step in ((ANSWER.YES, 0), (ANSWER.YES, 0), (ANSWER.STUCK, 2)):
        with django_assert_num_queries(1):
            counting.count_feedback(article, answer, on=DAY, revision=1, step=step)

    assert kept() == [(1, 0, "yes", 2, 0), (1, 2, "stuck", 1, 0)]


@pytest.mark.django_db
def test_a_changed_answer_is_taken_back_in_the_same_statement(django_assert_num_queries):
    article = make_article()
    counting.count_feedback(article, ANSWER.YES, on=DAY, revision=1)

    with django_assert_num_queries(1):
        counting.count_feedback(article, ANSWER.NO, on=DAY, revision=1, before="yes")

    assert kept() == [(1, 0, "no", 1, 0), (1, 0, "yes", 1, 1)]
    assert feedback.total(Range(DAY, DAY)) == feedback.Helped(yes=0, no=1)


@pytest.mark.parametrize("state", database.STATES)
@pytest.mark.django_db(transaction=True)
def test_answers_that_the_database_cannot_take_are_added_with_the_next_count(state, monkeypatch):
    article = Article.objects.create(title="Where can I park?", slug="parking")
    with database.STATES[state]():
        counting.count_feedback(article, ANSWER.YES, on=DAY, revision=3)
        counting.count_feedback(article, ANSWER.NO, on=DAY, revision=3, before="yes")
        counting.count_feedback(article, ANSWER.STUCK, on=DAY, revision=3, step=2)
        counting.keep_reason(article, ANSWER.STUCK, "no “é” ...\n", on=DAY, revision=3, step=2)
    # As a second later
    monkeypatch.setattr(counting, "busy_until", 0.0)

    counting.count_feedback(article, ANSWER.STUCK, on=DAY, revision=3, step=2)

    assert kept() == [(3, 0, "no", 1, 0), (3, 0, "yes", 1, 1), (3, 2, "stuck", 2, 0)]
    assert list(FeedbackReason.objects.values_list("step", "answer", "text")) == [(2, "stuck", "no “é” ...\n")]


@pytest.mark.django_db
def test_of_one_article_and_day_fifty_reasons_are_kept():
    article = make_article()

    for number in range(52):
        counting.keep_reason(article, ANSWER.NO, f"reason {number}", on=DAY, revision=1, step=0)
    counting.keep_reason(article, ANSWER.NO, "reason", on=NEXT, revision=1, step=0)

    assert FeedbackReason.objects.filter(day=DAY).count() == 50
    assert [reason.text for reason in feedback.reasons(article, Range(DAY, NEXT))][:2] == ["reason", "reason 49"]


@pytest.mark.django_db
def test_articles_with_most_trouble_stand_first(django_assert_num_queries):
    good, bad = make_article("Where can I park?"), make_article("How do I sign in?")
    for article, answer, step, times in (
        (good, ANSWER.YES, 0, 20),
        (bad, ANSWER.YES, 0, 1),
        (bad, ANSWER.NO, 0, 2),
        (bad, ANSWER.STUCK, 1, 3),
    ):
        for _ in range(times):
            counting.count_feedback(article, answer, on=DAY, revision=1, step=step)
    counting.count_feedback(good, ANSWER.NO, on=NEXT, revision=1)

    with django_assert_num_queries(1):
        lines = feedback.by_article(Range(DAY, DAY))

    assert [(line.title, line.stuck, line.no, line.yes, line.percent) for line in lines] == [
        ("How do I sign in?", 3, 2, 1, None),
        ("Where can I park?", 0, 0, 20, 100),
    ]


@pytest.mark.django_db
def test_what_was_said_before_and_after_a_change_stands_apart(django_assert_num_queries):
    article = edit(make_article(steps=["Open it.", "Sign in."]), short_answer="Yes.")
    for revision, answer, step in ((1, ANSWER.STUCK, 2), (1, ANSWER.STUCK, 1), (1, ANSWER.NO, 0), (2, ANSWER.YES, 0)):
        counting.count_feedback(article, answer, on=DAY, revision=revision, step=step)

    counting.count_view(article, on=DAY, revision=2)

    with django_assert_num_queries(3):
        versions = feedback.by_version(article, Range(DAY, DAY))

    assert [(each.number, each.views, each.yes, each.no, each.stuck_at) for each in versions] == [
        (2, 1, 1, 0, []),
        (1, 0, 0, 1, [(1, 1), (2, 1)]),
    ]
    assert None not in [each.published_at for each in versions]


@pytest.mark.parametrize("model", [FeedbackCount, FeedbackReason])
def test_nothing_of_the_reader_has_a_place_to_be_kept(model):
    names = {field.name for field in model._meta.get_fields()}

    assert names - {"times", "taken_back", "text"} == {"id", "article", "day", "revision_number", "step", "answer"}
