"""The bin gives an article back as it was, and is emptied after 30 days."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Redirect, ViewCount
from faq.publishing import actions, article_bin
from faq.publishing.errors import AddressTakenError
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db


def binned(article: Article, **options: object) -> Article:
    actions.move_to_bin(article, by=None, **options)
    return Article.objects.get(pk=article.pk)


def in_the_bin_since(article: Article, *, days: float) -> None:
    Article.objects.filter(pk=article.pk).update(deleted_at=timezone.now() - timedelta(days=days))


def test_what_readers_saw_they_see_again(reader: Client):
    article = make_article("Where do I park?", tags=["Visits"], steps=["Turn left."])
    page = reader.get("/articles/where-do-i-park/").text

    out = article_bin.take_out(binned(article), by=None)

    assert (out.problems, out.article.status, out.article.version) == ((), "published", 1)
    assert reader.get("/articles/where-do-i-park/").text == page
    assert AuditEntry.objects.first().detail == "readers see it again"


def test_a_draft_beside_what_readers_saw_comes_back_beside_it():
    article = make_article("Where?", short_answer="Here.", tags=["A"])
    article = edit(article, publish=False, short_answer="There.", tags=["B"])

    article = article_bin.take_out(binned(article), by=None).article

    assert (article.live.number, article.version, article.short_answer) == (1, 2, "There.")
    assert article.live.html["short_answer"] == "<p>Here.</p>"
    assert [tag.name for tag in article.live.tags.all()] == ["A"]


@pytest.mark.parametrize("audience", ["public", "staff"])
def test_what_was_off_the_site_or_for_staff_stays_so(audience: str):
    article = make_article("Where?", audience=audience)
    off = make_article("Why?", published=False)

    assert article_bin.take_out(binned(article), by=None).article.live.audience == audience
    assert article_bin.take_out(binned(off), by=None).article.status == "draft"


def test_an_article_in_the_bin_lets_another_one_have_its_address_and_is_asked_for_a_new_one():
    first = binned(edit(make_article("Where?"), slug="parking"))
    second = make_article("Where do I park?", slug="parking")
    assert second.slug == "parking"

    with pytest.raises(AddressTakenError) as taken:
        article_bin.take_out(first, by=None)

    assert Article.objects.get(pk=first.pk).revisions.first().note == "its address went to “Where do I park?”"
    assert str(taken.value).startswith("Its web address “parking” belongs to “Where do I park?” now.")
    assert (taken.value.taken_by, taken.value.free) == (second, "parking-2")
    assert Article.objects.get(pk=first.pk).status == "bin"
    with pytest.raises(RefusedError, match="belongs to another article"):
        article_bin.take_out(first, by=None, address="parking")
    out = article_bin.take_out(first, by=None, address="Car park")
    assert (out.article.slug, out.article.live.slug, out.article.status) == ("car-park", "car-park", "published")
    assert Article.objects.get(pk=second.pk).live.slug == "parking"


def test_an_address_that_is_free_again_is_given_back():
    first = binned(edit(make_article("Where?"), slug="parking"))
    second = make_article("Where do I park?", slug="parking", published=False)
    edit(second, publish=False, slug="cars")

    article = article_bin.take_out(first, by=None).article

    assert (article.slug, article.live.slug) == ("parking", "parking")


def test_a_draft_and_what_readers_saw_both_move_to_the_new_address():
    first = edit(make_article("Where?", slug="parking", short_answer="Here."), publish=False, short_answer="There.")
    binned(first)
    make_article("Where do I park?", slug="parking")

    article = article_bin.take_out(first, by=None, address="cars").article

    assert (article.live.slug, article.live.html["short_answer"]) == ("cars", "<p>Here.</p>")
    assert (article.slug, article.short_answer, article.has_unpublished_changes) == ("cars", "There.", True)


def test_an_address_that_steps_of_others_name_is_given_to_nobody():
    shared = make_article("Shared?", slug="shared", steps=["a"])
    including = make_article("Including?", steps=[{"include": "shared"}], published=False)
    edit(including, publish=False, steps=["b"])
    binned(shared)

    with pytest.raises(RefusedError, match="belongs to another article"):
        make_article("Other?", slug="shared")


def test_what_cannot_be_published_any_more_comes_back_as_a_draft_with_the_reason():
    shared = make_article("Shared?", steps=["a"])
    article = binned(make_article("Including?", steps=[{"include": shared.slug}]))
    actions.unpublish(shared, by=None)

    out = article_bin.take_out(article, by=None)

    assert out.article.status == "draft"
    assert out.problems == ("“Shared?”, whose steps you use, is not published yet. Please publish it first.",)


def test_after_thirty_days_an_article_is_gone_for_good_and_its_addresses_say_so(reader: Client):
    old, young = make_article("Old?"), make_article("Young?")
    edit(old, slug="newer-address")
    ViewCount.objects.create(article=old, day=timezone.localdate(), views=3)
    for article, days in ((old, 30.01), (young, 29.99)):
        in_the_bin_since(binned(article), days=days)

    call_command("empty_bin")

    assert [article.title for article in Article.objects.all()] == ["Young?"]
    assert [reader.get(f"/articles/{slug}/").status_code for slug in ("old", "newer-address")] == [410, 410]
    last = AuditEntry.objects.first()
    assert (str(last), last.article_id) == ("The system: Removed Old?", old.pk)
    assert AuditEntry.objects.filter(article_id=old.pk).count() == 6


def test_readers_of_what_is_gone_for_good_are_sent_on(reader: Client):
    other = make_article("New?")
    in_the_bin_since(binned(make_article("Old?"), replaced_by=other), days=31)

    article_bin.empty()

    answer = reader.get("/articles/old/")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/new/")


@pytest.mark.parametrize("content", [{"audience": "staff"}, {"published": False}])
def test_nobody_is_told_of_what_readers_never_knew(reader: Client, content: dict):
    article = make_article("Secret?", **content)
    edit(article, publish=content.get("published", True), slug="hidden")
    in_the_bin_since(binned(article), days=31)

    article_bin.empty()

    assert (Article.objects.count(), Redirect.objects.count()) == (0, 0)
    assert [reader.get(f"/articles/{slug}/").status_code for slug in ("secret", "hidden")] == [404, 404]


def test_steps_that_stand_in_a_younger_article_of_the_bin_stay_as_long_as_that_one():
    shared = make_article("Shared?", steps=["a"])
    including = make_article("Including?", steps=[{"include": shared.slug}])
    in_the_bin_since(binned(including), days=5)
    in_the_bin_since(binned(shared), days=31)

    assert article_bin.empty() == []

    in_the_bin_since(including, days=31)
    assert sorted(article_bin.empty()) == ["Including?", "Shared?"]
    assert Article.objects.count() == 0
