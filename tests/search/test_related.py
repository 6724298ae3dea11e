"""Which articles are related to one."""

import pytest

from faq.models import Article
from faq.publishing import actions
from faq.search.find import find
from faq.search.index import embedding
from faq.search.index.index import open_index
from faq.search.related import related
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral() -> Article:
    make_article("Where can I park?", body="Behind the house, near the shop.", tags=["Visits"])
    make_article("Which vaccines do I need before a trip?", body="Ask the nurse.", tags=["Vaccines"])
    make_article("My referral was sent. What happens now?", body="The specialist will call you.", tags=["Referrals"])
    return make_article("How do I get a referral to a specialist?", body="Ask your doctor.", tags=["Visits"])


@pytest.fixture(autouse=True)
def known(referral):
    """The index knows what was published: somebody has searched."""
    find("referral")


def titles(ids: list[int]) -> list[str]:
    return [Article.objects.get(pk=id).live.title for id in ids]


def test_what_means_nearly_the_same_comes_first_then_what_shares_a_tag(referral):
    assert titles(related(referral.pk, limit=4)) == ["My referral was sent. What happens now?", "Where can I park?"]
    assert len(related(referral.pk, limit=1)) == 1


def test_without_a_model_shared_tags_decide(referral):
    open_index().discard()
    embedding.set_enabled(False)
    try:
        find("referral")
        assert titles(related(referral.pk, limit=4)) == ["Where can I park?"]
    finally:
        embedding.set_enabled(True)


def test_what_was_taken_off_is_related_to_nothing(referral):
    actions.unpublish(Article.objects.get(title="Where can I park?"), by=None)
    find("referral")

    assert titles(related(referral.pk, limit=4)) == ["My referral was sent. What happens now?"]
    assert related(referral.pk + 1000, limit=4) == []


def test_a_page_never_waits_for_an_index_that_is_not_there_or_damaged(referral):
    index = open_index()
    index.discard()
    assert related(referral.pk, limit=4) == []

    find("referral")
    index.reopen()
    for file in index.folder.rglob("*"):
        if file.is_file():
            file.write_bytes(b"damaged")
    assert related(referral.pk, limit=4) == []
