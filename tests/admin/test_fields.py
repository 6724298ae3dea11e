"""The field for pictures: whatever is wrong with a picture or the disk, the form comes back as it was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from faq.models import Article, Clinic
from tests.admin.clinic.test_clinic import URL as CLINIC_URL
from tests.admin.clinic.test_clinic import details
from tests.admin.conftest import ADD_URL, filled
from tests.factories import a_png

NOT_KEPT = "This picture could not be kept: the disk of this site is full or cannot be written to."


@pytest.fixture
def read_only_disk(media, settings) -> None:
    settings.MEDIA_ROOT = media / "not-a-folder"
    settings.MEDIA_ROOT.write_text("")


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("screen.png", a_png(), "image/png")


def test_an_article_comes_back_with_all_its_words_when_its_picture_cannot_be_stored(editor, read_only_disk):
    sent = filled(
        {"text": "Open the portal.", "picture_alt": "The log-in page"},
        {"text": "Press Save."},
        short_answer="Yes, on the portal.",
        tags="Portal",
    )

    page = editor.post(ADD_URL, {**sent, "steps-0-picture_file": a_file()}).content.decode()

    # At the box, and in the list above the form
    assert page.count(NOT_KEPT) == 2
    for words in ("Open the portal.", "The log-in page", "Press Save.", "Yes, on the portal.", "Portal"):
        assert words in page, words
    assert not Article.objects.exists()


def test_a_clinic_comes_back_with_all_its_details_when_its_logo_cannot_be_stored(owner, read_only_disk):
    page = owner.post(CLINIC_URL, details(phone="01632 960983", logo_file=a_file())).content.decode()

    assert page.count(NOT_KEPT) == 2
    assert 'value="01632 960983"' in page
    assert not Clinic.objects.exists()
