"""Previews: unpublished words for writers, and for whoever holds the link."""

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Fact
from faq.publishing import facts
from tests.factories import edit, make_article, make_staff
from tests.page_text import text_of

pytestmark = pytest.mark.django_db


def test_a_preview_link_opens_without_signing_in_until_it_expires(reader: Client, rf, monkeypatch):
    from faq.views import preview

    article = make_article("A draft?", published=False)
    link = preview.link_for(rf.get("/"), article)

    response = reader.get(link)
    assert "A draft?" in text_of(response)
    assert "no-store" in response["Cache-Control"]

    monkeypatch.setattr(preview, "LINK_DAYS", -1)
    assert reader.get(link).status_code == 404
    assert reader.get("/preview/nonsense:x/").status_code == 404


def test_the_staff_preview_shows_unpublished_words_to_writers_only(reader: Client):
    article = edit(make_article("Public?"), short_answer="Not yet public.", publish=False)
    address = reverse("faq:preview", args=[article.pk])

    assert reader.get(address).status_code == 302
    reader.force_login(make_staff("Manager"))
    assert reader.get(address).status_code == 403
    reader.force_login(make_staff("Editor"))
    assert "Not yet public." in text_of(reader.get(address))


def test_an_unknown_fact_is_marked_in_the_preview_only(reader: Client):
    facts.save(Fact(name="fax", label="Fax", value="1"), by=None)
    article = make_article("Public?", body="Send to {{fax}}.", published=False)
    reader.force_login(make_staff("Editor"))
    edit(article, body="Send to {{fix}}.", publish=False)

    assert "There is no fact called “fix”" in text_of(reader.get(reverse("faq:preview", args=[article.pk])))
