"""What lost readers are offered: the words of the address to search with, and what most readers need."""

import pytest
from django.urls import reverse

from faq.models import Clinic, ViewCount
from faq.publishing import actions, tags
from faq.views.ways_on import words_of_address
from tests.factories import make_article


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/articles/reset-my-pasword/", "reset my pasword"),
        ("/old/faq_page.HTML", "faq page"),
        ("/wp-login.php", "wp login"),
        ("/articles/termin-übersicht/", "termin übersicht"),
        ("/2024/07/", ""),
        ("/media/pictures/abc.webp", ""),
        ("/preview/MTI:1abCdE:Zz-xx/", ""),
        ("/articles/reset-my-pasword/print/", "reset my pasword"),
        ("/articles/reset-my-pasword/print/large/", "reset my pasword"),
        ("/articles/reset-my-pasword/read-out/", "reset my pasword"),
        ("/", ""),
        ("", ""),
        ("/...../", ""),
        ("/" + "x" * 500, "x" * 100),
        ('/"><script>', "script"),
    ],
)
def test_the_words_at_the_end_of_an_address_are_what_its_reader_was_after(path, words):
    assert words_of_address(path) == words


@pytest.fixture
def read(db):
    article = make_article("Where can I park?", tags=["Visits"])
    ViewCount.objects.create(article=article, day=Clinic.load().now().date(), views=3)


def test_an_address_that_leads_nowhere_offers_search_with_its_words_and_what_is_most_asked(client, read):
    response = client.get("/articles/reset-my-pasword/")

    html = response.content.decode()
    assert response.status_code == 404
    assert 'value="reset my pasword"' in html
    assert html.index("Most asked") < html.index("Where can I park?")


def test_a_removed_article_and_a_removed_topic_offer_the_same(client, read):
    gone = make_article("How do I rent a wheelchair?", tags=["Wheels"])
    actions.unpublish(gone, by=None)
    topic = gone.tags.get()
    address = reverse("faq:tag", args=[topic.slug])
    tags.delete(topic, by=None)

    pages = [client.get("/articles/how-do-i-rent-a-wheelchair/"), client.get(address)]

    for response, words in zip(pages, ["how do i rent a wheelchair", "wheels"], strict=True):
        html = response.content.decode()
        assert (response.status_code, f'value="{words}"' in html, "Most asked" in html) == (410, True, True)
