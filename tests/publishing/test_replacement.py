"""An article off the site may send its readers to another one: who may be chosen, and when it ends."""

import pytest

from faq.errors import RefusedError
from faq.models import Article, AuditEntry
from faq.publishing import actions
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("verb", [actions.unpublish, actions.move_to_bin])
def test_readers_are_sent_on_and_the_log_names_where(verb):
    article, other = make_article("Old?"), make_article("New?")

    verb(article, by=None, replaced_by=other)

    assert Article.objects.get(pk=article.pk).replaced_by == other
    assert AuditEntry.objects.first().detail == "readers are sent to “New?”"


@pytest.mark.parametrize("content", [{"published": False}, {"audience": "staff"}])
def test_only_what_patients_read_gets_readers(content: dict):
    article, other = make_article("Old?"), make_article("New?", **content)

    with pytest.raises(RefusedError, match="Patients cannot read “New\\?”"):
        actions.unpublish(article, by=None, replaced_by=other)

    assert Article.objects.published().get() == article


def test_an_article_cannot_send_readers_to_itself():
    article = make_article("Old?")

    with pytest.raises(RefusedError, match="Patients cannot read"):
        actions.unpublish(article, by=None, replaced_by=article)


def test_two_articles_cannot_send_readers_in_a_circle():
    one, two = make_article("One?"), make_article("Two?")
    actions.unpublish(one, by=None, replaced_by=two)

    with pytest.raises(RefusedError, match="Patients cannot read “One"):
        actions.unpublish(two, by=None, replaced_by=one)


def test_publishing_again_ends_it():
    article, other = make_article("Old?"), make_article("New?")
    actions.unpublish(article, by=None, replaced_by=other)

    article = edit(article, short_answer="Back.")

    assert (article.live is None, article.replaced_by) == (False, None)


def test_what_was_chosen_stays_in_the_bin_although_the_other_one_went_too():
    article, other = make_article("Old?"), make_article("New?")
    actions.unpublish(article, by=None, replaced_by=other)
    actions.unpublish(other, by=None)

    actions.move_to_bin(article, by=None, replaced_by=other)

    article.refresh_from_db()
    assert (article.status, article.replaced_by) == ("bin", other)
