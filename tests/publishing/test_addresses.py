"""Which address an article gets, which ones it keeps, and which are free."""

import pytest

from faq.errors import RefusedError
from faq.models import Article, Redirect
from faq.publishing import actions
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db


def test_a_renamed_article_keeps_its_old_address():
    article = make_article("Old question?")

    article = edit(article, slug="new-address")

    assert article.live.slug == "new-address"
    assert list(Redirect.objects.values_list("slug", "article_id")) == [("old-question", article.pk)]


def test_going_back_to_an_old_address_leaves_no_loop():
    article = edit(make_article("Old question?"), slug="new-address")

    article = edit(article, slug="old-question")

    assert article.live.slug == "old-question"
    assert list(Redirect.objects.values_list("slug", flat=True)) == ["new-address"]


def test_an_address_of_the_past_is_not_given_to_another_article():
    edit(make_article("Old question?"), slug="new-address")

    other = make_article("Old question?")

    assert other.slug == "old-question-2"
    with pytest.raises(RefusedError, match="belongs to another article"):
        edit(other, slug="old-question")


def test_an_address_that_patients_never_saw_is_free_again():
    draft = make_article("Portal", published=False)
    edit(draft, slug="sign-in", publish=False)

    other = make_article("How do I use it?", slug="portal")

    assert other.live.slug == "portal"
    assert list(Redirect.objects.all()) == []


def test_an_address_seen_before_an_unseen_one_is_all_that_is_kept():
    article = make_article("Seen")
    edit(article, slug="unseen", publish=False)

    edit(article, slug="third")

    assert list(Redirect.objects.values_list("slug", "article_id")) == [("seen", article.pk)]


def test_an_article_may_go_back_to_an_address_it_never_published():
    including = make_article("Can we share?", published=False)
    draft = make_article("First idea", published=False, steps=["Of the draft"])
    edit(including, steps=[{"include": "first-idea"}], publish=False)
    edit(draft, slug="second-idea", publish=False)

    draft = edit(draft, slug="first-idea", publish=False)

    assert draft.slug == "first-idea"


def test_a_version_that_names_an_unpublished_address_finds_its_article_when_brought_back():
    draft = make_article("First idea", steps=["Of the draft"], published=False)
    including = make_article("Can we share?", steps=[{"include": "first-idea"}], published=False)
    edit(including, steps=["Own words"], publish=False)
    edit(draft, slug="second-idea")

    actions.restore(including, including.revisions.get(number=1), by=None, version=2)

    actions.publish(including, by=None)
    assert [step["html"] for step in Article.objects.get(pk=including.pk).live.steps()] == ["<p>Of the draft</p>"]


def test_an_unseen_address_that_another_article_includes_is_not_given_away():
    including = make_article("Can we share?", published=False, steps=[{"text": "First"}])
    draft = make_article("First idea", published=False, steps=["Of the draft"])
    edit(including, steps=[{"include": draft.slug}], publish=False)
    edit(draft, slug="second-idea")
    other = make_article("First idea", steps=["Of another"])

    including = edit(including)

    assert other.slug == "first-idea-2"
    assert [step["html"] for step in including.live.steps()] == ["<p>Of the draft</p>"]


def test_a_question_without_letters_still_gets_an_address():
    assert [make_article("!!!").slug, make_article("???").slug] == ["article", "article-2"]
