"""Tags: one spelling, no empty address, and merging without loss."""

import pytest

from faq.errors import RefusedError
from faq.models import Article, Edition, Tag
from faq.publishing import actions, compare, snapshot, tags
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_letter_case_makes_no_second_tag_in_any_language():
    first = tags.get_or_create_named(["Contraseña", "CONTRASEÑA"])
    second = tags.get_or_create_named(["contraseña", "Straße", "STRASSE"])

    assert [tag.name for tag in first] == ["CONTRASEÑA"] or [tag.name for tag in first] == ["Contraseña"]
    assert Tag.objects.count() == 2
    assert second[0] == first[0]


def test_the_tags_of_an_article_stand_in_the_order_of_the_alphabet_whatever_their_letter_case():
    kept = snapshot.tidy({**snapshot.BLANK, "tags": ["billing", "Zoom", "Account", "éclair"]})
    article = make_article("How?", tags=["billing", "Zoom", "Account"])

    assert kept["tags"] == ["Account", "billing", "Zoom", "éclair"]
    assert snapshot.take(article)["tags"] == ["Account", "billing", "Zoom"]
    before = {**snapshot.take(article), "tags": ["Account", "Zoom", "billing"]}
    assert compare.changes(before, snapshot.take(article)) == []


def test_every_tag_has_an_address():
    made = tags.get_or_create_named(["日本語", "A & B", "A/B"])

    assert [tag.slug for tag in made] == ["日本語", "a-b", "a-b-2"]


@pytest.mark.parametrize("name", ["!!!", "x" * 61, "😀"])
def test_an_odd_name_is_refused_with_a_sentence(name: str):
    with pytest.raises(RefusedError, match="The tag"):
        tags.get_or_create_named([name])


def test_a_renamed_tag_is_seen_at_once():
    article = make_article(tags=["Portal"])
    tag = Tag.objects.get()

    tag.name = "Patient portal"
    tags.save(tag, by=None)

    article.refresh_from_db()
    assert article.edition == Edition.current_number()
    assert article.live.searchable()["tags"] == ["Patient portal"]


def test_merging_tags_keeps_every_article_once():
    both, one = make_article("Both", tags=["A", "B"]), make_article("One", tags=["B"])
    a, b = Tag.objects.get(name="A"), Tag.objects.get(name="B")

    tags.merge([b], a, by=None)

    assert list(Tag.objects.values_list("name", flat=True)) == ["A"]
    assert set(Article.objects.published().tagged(a)) == {both, one}
    assert both.tagged.count() == 1


def test_counts_are_of_published_articles_only():
    make_article("One", tags=["A"])
    make_article("Two", tags=["A"], published=False)
    make_article("Three", tags=["A"], audience="staff")

    assert [(tag.name, tag.article_count) for tag in Tag.objects.in_use()] == [("A", 1)]


@pytest.mark.parametrize(("action", "left"), [("rename", ["B", "New"]), ("delete", ["B"]), ("join", ["B"])])
def test_a_form_opened_before_a_tag_changed_does_not_bring_the_old_one_back(action: str, left: list[str]):
    article = make_article(tags=["A", "B"], published=False)
    a, b = Tag.objects.get(name="A"), Tag.objects.get(name="B")
    if action == "rename":
        a.name = "New"
        tags.save(a, by=None)
    elif action == "delete":
        tags.delete(a, by=None)
    else:
        tags.merge([a], b, by=None)

    actions.save(article, {"tags": ["A", "B"], "body": "More."}, by=None, version=1)

    assert sorted(tag.name for tag in Tag.objects.all()) == left
    assert sorted(tag.name for tag in article.tags.all()) == left
