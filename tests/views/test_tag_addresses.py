"""Addresses of tags: after a new name, a join and a deletion, and mistyped ones."""

import pytest
from django.test import Client

from faq.models import Tag, TagRedirect
from faq.publishing import actions, tags
from tests.factories import make_article
from tests.page_text import text_of, titles_in, without_address_words

pytestmark = pytest.mark.django_db


def rename(before: str, after: str) -> Tag:
    tag = Tag.objects.get(name=before)
    tag.name = after
    return tags.save(tag, by=None)


def test_a_renamed_tag_has_an_address_of_its_name_and_the_old_one_leads_there(reader: Client):
    make_article("How do I log in?", tags=["Portal"])
    rename("Portal", "Patient portal")

    answer = reader.get("/tags/portal/?page=1")

    assert (answer.status_code, answer["Location"]) == (301, "/tags/patient-portal/?page=1")
    assert titles_in(reader.get("/tags/patient-portal/")) == ["How do I log in?"]


def test_another_spelling_of_the_same_words_changes_no_address():
    for name in ("a b", "A/B"):
        make_article(tags=[name])

    tag = rename("A/B", "A-B")

    assert tag.slug == "a-b-2"
    assert list(TagRedirect.objects.all()) == []


def test_a_tag_renamed_there_and_back_loops_nowhere(reader: Client):
    make_article("How do I log in?", tags=["Portal"])
    rename("Portal", "Patient portal")
    rename("Patient portal", "Portal")

    assert titles_in(reader.get("/tags/portal/")) == ["How do I log in?"]
    assert reader.get("/tags/patient-portal/")["Location"] == "/tags/portal/"


def test_every_address_of_a_joined_tag_leads_to_the_one_that_stays_in_one_step(reader: Client):
    make_article("One?", tags=["First"])
    make_article("Two?", tags=["Stays"])
    second = rename("First", "Second")
    tags.merge([second], Tag.objects.get(name="Stays"), by=None)
    rename("Stays", "Stayed")

    answers = [reader.get(f"/tags/{slug}/") for slug in ("first", "second", "stays")]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(301, "/tags/stayed/")] * 3
    assert titles_in(reader.get("/tags/stayed/")) == ["One?", "Two?"]


def test_a_deleted_tag_says_politely_that_it_is_gone_at_every_address(reader: Client):
    make_article("One?", tags=["Portal"])
    tags.delete(rename("Portal", "Patient portal"), by=None)

    for slug in ("portal", "patient-portal", "Patient-Portal."):
        answer = reader.get(f"/tags/{slug}/")
        assert answer.status_code == 410
        assert "This topic was removed" in text_of(answer)
        assert 'action="/search/"' in answer.content.decode()


def test_a_deleted_tag_that_is_made_anew_has_its_address_again(reader: Client):
    make_article("One?", tags=["Portal"])
    tags.delete(Tag.objects.get(), by=None)

    make_article("Two?", tags=["Portal"])

    assert titles_in(reader.get("/tags/portal/")) == ["Two?"]


def test_the_former_address_of_a_tag_is_not_given_to_another_tag(reader: Client):
    make_article("One?", tags=["Portal"])
    rename("Portal", "Visits")

    make_article("Two?", tags=["Portal"])

    assert reader.get("/tags/portal/")["Location"] == "/tags/visits/"
    assert titles_in(reader.get("/tags/portal-2/")) == ["Two?"]


def test_what_patients_could_never_browse_by_is_not_known_after_a_deletion_and_free(reader: Client):
    make_article("A draft?", tags=["Secret"], published=False)
    make_article("For staff?", tags=["Hidden"], audience="staff")
    tags.delete(Tag.objects.get(name="Secret"), by=None)
    rename("Hidden", "Seen")

    missing = reader.get("/tags/nothing-here/")

    for slug in ("secret", "hidden", "seen"):
        answer = reader.get(f"/tags/{slug}/")
        assert answer.status_code == 404
        assert without_address_words(answer) == without_address_words(missing)
    assert tags.get_or_create_named(["Hidden"])[0].slug == "hidden"


@pytest.mark.parametrize("slug", ["portal", "Portal", "old"])
def test_a_tag_without_published_articles_is_not_known(reader: Client, slug: str):
    article = make_article("One?", tags=["Old"])
    rename("Old", "Portal")
    actions.unpublish(article, by=None)

    answer = reader.get(f"/tags/{slug}/")

    assert answer.status_code == 404
    assert without_address_words(answer) == without_address_words(reader.get("/tags/nothing-here/"))


def test_a_tag_seen_once_is_remembered_when_it_goes(reader: Client):
    actions.unpublish(make_article("One?", tags=["Once"]), by=None)

    tags.delete(Tag.objects.get(), by=None)

    assert reader.get("/tags/once/").status_code == 410
    assert list(TagRedirect.objects.values_list("slug", "tag")) == [("once", None)]


@pytest.mark.parametrize("path", ["/tags/Portal/", "/tags/portal", "/Tags/portal).", "/tags//portal//", "/tags/OLD."])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_mistyped_address_leads_to_the_tag_in_one_step(reader: Client, path: str, method: str):
    make_article("One?", tags=["Old"])
    rename("Old", "Portal")

    answer = reader.generic(method, "/", PATH_INFO=path, QUERY_STRING="page=1")

    assert (answer.status_code, answer["Location"]) == (301, "/tags/portal/?page=1")


def test_a_mistyped_address_of_the_list_leads_there(reader: Client):
    assert reader.get("/Tags/?x=1")["Location"] == "/tags/?x=1"
