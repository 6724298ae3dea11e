"""The sheet to hand out, the short address, and the steps to read out on the phone."""

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Clinic, ViewCount
from faq.publishing import actions, facts
from faq.views.handout import qr_code
from tests.factories import make_article, make_staff, step_showing, stored_picture
from tests.page_text import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(settings):
    settings.SITE_URL = "https://help.example.org"
    facts.save_clinic(Clinic(name="The Hive", phone="01632 960 983", hours={"mon": [["08:00", "17:00"]]}), by=None)
    steps = ["Open the [portal](https://portal.example.org).", step_showing(stored_picture())]
    return make_article("How do I log in?", short_answer="With your e-mail.", steps=steps, body="## Trouble?\n\nCall.")


def test_the_sheet_has_steps_clinic_hours_short_address_and_dates_and_no_search(client, article):
    answer = client.get(f"{article.get_absolute_url()}print/")
    html, words = answer.content.decode(), text_of(answer)

    hours = "Monday: 08:00 to 17:00 · Tuesday to Sunday: Closed"
    for part in ("Step 1 Open the portal", "Trouble?", "01632 960 983", hours):
        assert part in words
    assert f"This page: help.example.org/a/{article.pk}" in words
    assert "printed on" in words
    assert "<svg viewBox" in html
    assert 'name="q"' not in html
    assert f'rel="canonical" href="https://help.example.org{article.get_absolute_url()}"' in html


def test_large_type_is_an_address_of_its_own_and_leads_back(client, article):
    usual = client.get(f"{article.get_absolute_url()}print/").content.decode()
    large = client.get(f"{article.get_absolute_url()}print/large/").content.decode()

    assert f'href="{article.get_absolute_url()}print/large/">Large type' in usual
    assert '<body class="large">' in large
    assert f'href="{article.get_absolute_url()}print/">Normal size' in large


def test_the_short_address_leads_to_the_article_while_patients_may_read_it(client, article):
    short = f"/a/{article.pk}"

    assert client.get(short)["Location"] == client.get(f"{short}/")["Location"] == article.get_absolute_url()
    actions.unpublish(article, by=None)
    gone = client.get(short)
    assert (gone.status_code, "This article was removed" in text_of(gone)) == (410, True)
    assert client.get("/a/999999999999999999999").status_code == 404


def test_what_is_for_staff_has_no_sheet_and_no_short_address_for_patients(client):
    hidden = make_article("Desk protocol?", audience="staff", steps=["Ask."])

    for path in (f"{hidden.get_absolute_url()}print/", f"/a/{hidden.pk}", f"{hidden.get_absolute_url()}read-out/"):
        answer = client.get(path)
        assert (answer.status_code, "Desk" in text_of(answer)) == (404, False)


def test_a_sheet_at_a_former_address_leads_on(client, article):
    actions.unpublish(article, by=None)

    answer = client.get(f"{article.get_absolute_url()}print/")

    assert (answer.status_code, "This article was removed" in text_of(answer)) == (410, True)


def test_an_address_without_the_slash_at_its_end_leads_to_the_sheet(client, article):
    for page in ("print", "print/large", "read-out"):
        assert client.get(f"{article.get_absolute_url()}{page}")["Location"] == f"{article.get_absolute_url()}{page}/"


def test_the_sheet_of_a_staff_article_names_no_address_that_patients_could_try():
    hidden = make_article("Desk protocol?", audience="staff", steps=["Ask."])
    client = Client()
    client.force_login(make_staff())

    for page in ("print", "read-out"):
        html = client.get(f"{hidden.get_absolute_url()}{page}/").content.decode()
        assert ("For staff only." in html, f"/a/{hidden.pk}" in html, "QR code" in html) == (True, False, False)


def test_staff_read_out_one_step_at_a_time_and_have_the_address_to_send(article):
    client = Client()
    client.force_login(make_staff())
    url = f"{article.get_absolute_url()}read-out/"

    html = client.get(url).content.decode()

    assert html.count('class="read-step"') == 3
    assert "Step 2 of 2" in html
    assert f'value="https://help.example.org/a/{article.pk}"' in html
    assert f'href="{url}"' in client.get(article.get_absolute_url()).content.decode()
    assert Client().get(url).status_code == 404


def test_a_sheet_is_no_view_of_the_article(client, article):
    client.get(f"{article.get_absolute_url()}print/")

    assert not ViewCount.objects.exists()


def test_a_code_is_drawn_without_a_style_of_its_own():
    svg = qr_code("https://help.example.org/a/12")

    assert svg.startswith("<svg viewBox=")
    assert "style" not in svg


def test_the_article_leads_to_its_sheet(client, article):
    assert (
        f'href="{reverse("faq:article-print", args=[article.live.slug])}">Print'
        in client.get(article.get_absolute_url()).content.decode()
    )
