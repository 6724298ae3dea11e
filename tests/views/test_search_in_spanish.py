"""What somebody reads who searches in Spanish, with and without articles that know Spanish ways of asking."""

import re

import pytest
from django.urls import reverse

from faq.models import Clinic
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meaning_at_once")]
PASSWORD = "How do I reset my portal password?"


@pytest.fixture
def portal():
    make_article(PASSWORD, steps=["Go to the log in page.", "Click on “Reset Password”."])
    make_article("Where can I park?", short_answer="Behind the house.")


def searched(client, typed):
    return client.get(reverse("faq:search"), {"q": typed}).content.decode()


def spanish_notice(html):
    found = re.search(r'<div class="notice" lang="es">(.*?)</div>', html, re.DOTALL)
    return found[1] if found else ""


def test_who_asks_in_spanish_and_finds_nothing_close_reads_a_spanish_sentence_with_the_phone(client, portal):
    Clinic(pk=1, phone="01632 960 983").save()

    html = searched(client, "donde pago mi factura")

    assert spanish_notice(html) == (
        "<p>No encontramos una respuesta en español. Por favor, llame a la clínica: "
        '<a class="bare" href="tel:01632960983" rel="noopener noreferrer">01632 960 983</a>.</p>'
    )


@pytest.mark.parametrize("typed", ["how do I pay an invoice", "reset portal password", "Dr. de la Cruz"])
def test_who_asks_in_english_reads_no_spanish(client, portal, typed):
    Clinic(pk=1, phone="01632 960 983").save()

    assert 'lang="es"' not in searched(client, typed)


def test_a_spanish_way_of_asking_finds_its_article_and_needs_no_sentence(client):
    Clinic(pk=1, phone="01632 960 983").save()
    make_article("How do I pay my bill?", asked_like="cómo pago mi factura\ndónde puedo pagar")
    make_article(PASSWORD, asked_like="olvidé mi contraseña")

    html = searched(client, "como pago mi factuta")

    assert "How do I pay my bill?" in html.split('<ol class="results"')[1].split("</li>")[0]
    assert spanish_notice(html) == ""


def test_the_clinic_may_say_nothing_in_spanish_and_its_own_words_are_never_markup(client, portal):
    Clinic(pk=1, spanish_text="").save()
    assert 'lang="es"' not in searched(client, "donde pago mi factura")

    Clinic(pk=1, spanish_text="<b>Llame</b> a {{clinic-name}}.", name="<i>Elm").save()
    assert (
        spanish_notice(searched(client, "donde pago mi factura")) == "<p>&lt;b&gt;Llame&lt;/b&gt; a &lt;i&gt;Elm.</p>"
    )


def test_without_a_phone_the_part_that_names_it_is_left_out(client, portal):
    assert (
        spanish_notice(searched(client, "donde pago mi factura")) == "<p>No encontramos una respuesta en español.</p>"
    )
