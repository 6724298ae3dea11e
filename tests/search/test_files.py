"""Articles are found by the names of their files and the words in them, and the result leads to the file."""

from pathlib import Path

import pytest
from django.test import Client

from faq.models import Article
from faq.search.find import find
from faq.search.index import documents
from tests.factories import a_file, edit, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def article() -> Article:
    file = a_file(
        "Records release form", words="I authorise zebrafish disclosure of my chart to the person named below"
    )
    return make_article("Can somebody else see my results?", files=[a_file("Price list", pages=2), file])


@pytest.mark.parametrize("words", ["records release form", "zebrafish disclosure"])
def test_a_file_is_found_by_its_name_and_by_its_words(article: Article, words: str):
    hit = find(words).hits[0]

    assert (hit.id, hit.attached) == (article.pk, ["file-records-release-form", "Records release form", "PDF"])
    assert hit.attached_url == f"{article.get_absolute_url()}#file-records-release-form"


def test_a_result_shows_the_words_of_the_file_behind_its_name(reader: Client, article: Article):
    page = reader.get("/search/?q=zebrafish").text

    assert "#file-records-release-form" in page
    assert ">Records release form</a> (PDF)" in page
    assert "I authorise <mark>zebrafish</mark> disclosure" in page


def test_a_word_of_the_article_itself_leads_to_no_file(article: Article):
    assert find("somebody").hits[0].attached is None


def test_a_file_that_is_not_published_yet_or_no_longer_is_found_by_nobody(article: Article):
    edit(article, files=[a_file("Price list", pages=2)])
    edit(article, publish=False, files=[a_file("Price list", words="quokka")])

    assert [hit.id for hit in find("zebrafish").hits] == []
    assert [hit.id for hit in find("quokka").hits] == []


def test_words_of_a_file_for_staff_are_found_by_staff_alone():
    article = make_article("Where is the key?", audience="staff", files=[a_file(words="quokka")])

    assert find("quokka").hits == []
    assert [hit.id for hit in find("quokka", include_staff=True).hits] == [article.pk]


def test_the_meaning_of_an_article_is_made_of_its_own_words_and_the_names_of_its_files(article: Article):
    [document] = documents.read(Article.objects.live())

    said = " ".join(document.texts_to_embed)
    assert "Records release form" in said
    assert "zebrafish" not in said
    assert "zebrafish" in " ".join(document.parts_words)


def test_an_article_without_files_is_indexed_as_before():
    make_article("Do you take fax?", short_answer="No.", body="Please use the portal.")
    [document] = documents.read(Article.objects.live())

    assert document.parts == document.own_parts == document.parts_to_embed == ["No.", "Please use the portal."]
