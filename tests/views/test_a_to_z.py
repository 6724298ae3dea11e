"""All articles in the order of the alphabet."""

import pytest
from django.test import Client

from faq.views.a_to_z import letter_of
from tests.factories import make_article
from tests.page_text import text_of


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("parking", "P"),
        ("Élan vital?", "E"),
        ("¿Cómo pago?", "C"),
        ("24 hours", "0–9"),
        ("“My” bill", "M"),
        ("كيف أدفع", "ك"),
        ("密码", "密"),
        ("한국", "한"),
        ("ʻohana", "O"),
        ("?", "…"),
        ("😀", "…"),
    ],
)
def test_a_title_stands_under_its_first_letter_without_accents(title, letter):
    assert letter_of(title) == letter


@pytest.mark.django_db
def test_articles_stand_in_groups_by_letter_with_their_short_answers(client: Client):
    for title in ("where do I park?", "Élan vital?", "eggs and milk", "24 hours", "Zoo"):
        make_article(title, short_answer="**Behind** the house. " * 20)

    html = client.get("/articles/").content.decode()

    order = [
        html.index(words) for words in ('id="letter-0–9"', 'id="letter-E"', "eggs", "Élan", 'id="letter-W"', "Zoo")
    ]
    assert order == sorted(order)
    assert "Behind the house. Behind" in html
    assert html.count("…</span>") == 5


@pytest.mark.django_db
def test_a_short_answer_is_shown_without_the_long_address_of_a_site(client: Client):
    make_article("Where is the portal?", short_answer="At https://portal.example.org/login?next=%2Fhome&from=abcdef.")

    assert "At portal.example.org" in text_of(client.get("/articles/"))


@pytest.mark.django_db
def test_letters_lead_to_the_page_that_they_begin_on(client: Client):
    for number in range(21):
        make_article(f"Appointment {number}")
    for title in ("Bills", "Zoo"):
        make_article(title)

    first, second = (client.get("/articles/", query).content.decode() for query in ({}, {"page": 2}))

    assert '<a class="chip" href="#letter-A">A</a>' in first
    assert '<a class="chip" href="?page=2#letter-B">B</a>' in first
    assert '<a class="chip" href="#letter-Z">Z</a>' in second
    assert second.index('id="letter-A"') < second.index('id="letter-B"')


@pytest.mark.django_db
def test_a_phone_number_in_an_arabic_short_answer_keeps_its_own_order(client: Client):
    make_article("متى تفتحون؟", short_answer="اتصل & (555) 010-2030.")

    html = client.get("/articles/").content.decode()

    assert 'اتصل &amp; <bdi dir="ltr">(555) 010-2030</bdi>.</span>' in html
