"""The link in the editor that downloads an article as a document."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from tests.admin.conftest import change_url
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.django_db


def test_an_editor_downloads_the_newest_words_under_the_name_of_the_article(client: Client):
    article = edit(make_article(slug="öffnungszeiten"), publish=False, short_answer="A newer draft.")
    client.force_login(make_staff("Editor"))
    address = reverse("admin:faq_article_document", args=[article.pk])
    assert f'href="{address}"' in client.get(change_url(article)).text

    answer = client.get(address)

    texts = [paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs]
    assert "A newer draft." in texts
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%B6ffnungszeiten.docx"


def test_a_manager_gets_no_draft(client: Client):
    client.force_login(make_staff("Manager"))

    answer = client.get(reverse("admin:faq_article_document", args=[make_article(published=False).pk]))

    assert "Not for you" in answer.text
