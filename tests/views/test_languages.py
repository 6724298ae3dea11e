"""A page is English; the words of articles and topics on it are in the language that the clinic writes."""

import re

import pytest

from faq.models import Article, Clinic, Tag, ViewCount
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TITLE, ANSWER, STEP, BODY = "كيف أحجز موعدا؟", "اتصل بنا.", "افتح البوابة.", "نحن نرد كل يوم."
MARKED = r'<(\w+)[^>]* lang="ar" dir="auto"[^>]*>'


@pytest.fixture
def arabic() -> None:
    Clinic(pk=1, languages=["ar", "en"], phone="01632 960983").save()
    make_article(TITLE, short_answer=ANSWER, steps=[STEP], body=f"## {STEP}\n\n{BODY}\n\n## {ANSWER}", tags=["مواعيد"])
    Tag.objects.update(is_topic=True, description=ANSWER)


def page(client, address: str) -> str:
    html = client.get(address).content.decode()
    assert html.count('<html lang="en">') == 1
    return html


def words_marked(html: str) -> set[str]:
    """The words within elements that name the language, without markup."""
    found = [(match[1], html[match.end() :]) for match in re.finditer(MARKED, html)]
    return {re.sub("<[^>]+>", "", rest[: rest.index(f"</{name}>")]).strip() for name, rest in found}


def test_an_article_names_its_language_where_its_own_words_stand(client, arabic):
    html = page(client, Article.objects.get().get_absolute_url())

    marked = " ".join(words_marked(html))
    assert [text for text in (TITLE, ANSWER, STEP, BODY, "مواعيد") if text not in marked] == []
    for english in ("What to do, step by step", "On this page", "Step ", "Last changed on", "Skip to the main text"):
        assert english in html
        assert english not in marked


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/articles/", {TITLE}),
        ("/tags/", {"مواعيد", ANSWER}),
        ("/search/?q=موعدا", {TITLE, "مواعيد"}),
    ],
)
def test_lists_and_results_name_the_language_of_titles_and_topics(client, arabic, address, words):
    html = page(client, address)

    assert words <= words_marked(html)


def test_english_articles_name_no_language_of_their_own(client):
    article = make_article(tags=["Portal"])

    html = page(client, article.get_absolute_url())

    assert html.count("lang=") == 1


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ("/", ["a:title", "a:topic", "p:line"]),
        ("/articles/", ["a:title"]),
        ("/articles/{slug}/", ["a:topic", "h1:title", "a:topic"]),
        ("/tags/", ["a:topic", "p:line"]),
        ("/tags/{tag}/", ["h1:topic", "p:line", "a:title"]),
        ("/search/?q=موعدا", ["a:title", "a:topic"]),
    ],
)
def test_words_of_staff_go_in_their_own_direction_wherever_they_stand(client, address, places):
    article = make_article(TITLE, short_answer="Call us.", tags=["مواعيد"])
    Tag.objects.update(is_topic=True, description="نحن نرد")
    ViewCount.objects.create(article=article, day=Clinic.load().now().date(), views=3)
    names = {TITLE: "title", "مواعيد": "topic", "نحن نرد": "line"}

    html = page(client, address.format(slug=article.live.slug, tag=Tag.objects.get().slug))
    found = re.findall(r'<(\w+)(?=[^>]* dir="auto")[^>]*>(.*?)</\1>', html)
    shown = [f"{tag}:{names[words]}" for tag, inner in found if (words := re.sub("<[^>]+>", "", inner)) in names]

    assert sorted(shown) == sorted(places)
    assert [
        around
        for around in re.findall("(<[^>]+>)(?:" + "|".join(map(re.escape, names)) + ")<", html)
        if 'dir="auto"' not in around
    ] == []


def test_an_english_page_of_regret_stays_english(client, arabic):
    html = client.get("/articles/none-of-ours/").content.decode()

    assert re.findall(r'<html lang="(\w+)"', html) == ["en"]
