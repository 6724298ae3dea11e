"""What the reports say of "Did this help?" and "Stuck here"."""

import pytest
from django.urls import reverse

from faq.models import Clinic, FeedbackCount, FeedbackReason
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db


def say(article, answer: str, times: int, *, step: int = 0, revision: int = 1) -> None:
    today = Clinic.load().now().date()
    FeedbackCount.objects.create(
        article=article, day=today, revision_number=revision, step=step, answer=answer, times=times
    )


@pytest.fixture
def manager(client):
    client.force_login(make_staff("Manager"))
    return client


def words_of(page) -> str:
    return " ".join(page.text.split())


def test_the_overview_says_how_many_answers_said_that_it_helped(manager):
    article = make_article()
    nobody = words_of(manager.get(reverse("admin:reports")))
    say(article, "yes", 15)
    say(article, "no", 5)
    many = words_of(manager.get(reverse("admin:reports")))

    assert "No patient answered “Did this help?” under an article." in nobody
    assert "15 of 20 answers said that it helped (75 %)." in many


@pytest.mark.parametrize("articles", [1, 3])
def test_the_page_lists_articles_at_the_same_number_of_queries(manager, articles, django_assert_num_queries):
    for number in range(articles):
        say(make_article(f"How do I sign in {number}?"), "no", 4)

    with django_assert_num_queries(10):
        page = manager.get(reverse("admin:reports-feedback"))

    assert page.text.count("How do I sign in") == articles


def test_the_page_says_when_nobody_has_said_anything(manager):
    page = manager.get(reverse("admin:reports-feedback"), {"range": "odd", "page": "x"})

    assert "No patient has said anything on these days." in page.text


def test_an_article_shows_its_versions_its_steps_and_what_was_written(manager):
    article = make_article(steps=["Open it.", "Sign in."])
    say(article, "stuck", 2, step=2)
    say(article, "yes", 20)
    FeedbackReason.objects.create(
        article=article,
        day=Clinic.load().now().date(),
        revision_number=1,
        step=2,
        answer="stuck",
        text="no <b>button</b> ...",
    )

    page = words_of(manager.get(reverse("admin:reports-article", args=[article.pk])))

    assert "at step 2: 2" in page
    assert '<td class="number">100</td>' in page
    assert "“no &lt;b&gt;button&lt;/b&gt; ...”</span>" in page


def test_what_readers_said_is_a_file_that_is_safe_in_a_spreadsheet(manager):
    say(make_article("=How do I sign in?"), "stuck", 3, step=4)

    lines = b"".join(manager.get(reverse("admin:reports-feedback-file")).streaming_content).decode().splitlines()

    today = Clinic.load().now().date()
    assert lines[1] == f'"\'=How do I sign in?","{today}",1,4,"Stuck at this step",3'
