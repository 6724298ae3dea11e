"""Facts on the page of the clinic's details: edited together, with where each is used and by how many readers."""

import re

import pytest

from faq.models import Article, Clinic, Edition, Fact, ViewCount
from faq.publishing import facts
from tests.admin.clinic.test_clinic import URL, details
from tests.factories import make_article


@pytest.fixture
def portal(db) -> Fact:
    return facts.save(Fact(name="portal-address", label="Portal", kind="address", value="https://a.example"), by=None)


def typed(fact: Fact, value: str, *, before: str | None = None) -> dict[str, str]:
    return {f"fact-{fact.pk}": value, f"fact-{fact.pk}-before": fact.value if before is None else before}


def test_a_fact_is_changed_with_the_clinics_details_and_patients_see_it(owner, reader, portal):
    article = make_article(steps=["Open {{portal-address}}."])

    owner.post(URL, details(phone="01632 960983", **typed(portal, "https://b.example")))

    assert "https://b.example" in reader.get(article.get_absolute_url()).content.decode()
    assert (Clinic.load().phone, Fact.objects.get().value) == ("01632 960983", "https://b.example")


def test_each_fact_says_where_it_is_used_and_how_often_that_was_read(owner, portal):
    article = make_article("How do I sign in?", steps=["Open {{portal-address}}."])
    make_article("Call us?", body="{{clinic-phone}}")
    template = make_article("A start", steps=["Open {{portal-address}}."], published=False)
    Article.objects.filter(pk=template.pk).update(is_template=True)
    ViewCount.objects.create(article=article, day=Clinic.load().now().date(), views=14)

    page, listed = (owner.get(url).content.decode() for url in (URL, "/admin/faq/fact/"))

    assert "In 1 article, read 14 times in the last 30 days: “How do I sign in?”." in page
    assert "In 1 article, read 14 times in the last 30 days: “How do I sign in?”." in listed
    assert re.search(r"<b>Phone of the clinic</b> <span [^>]*>In 1 article, read 0 times", page)


def test_a_wrong_value_is_said_at_its_field_and_nothing_is_saved(owner, portal):
    page = owner.post(URL, details(name="Typed", **typed(portal, "b.example"))).content.decode()

    assert page.count("A web address begins with https://") == 2
    assert f'name="fact-{portal.pk}" value="b.example"' in page
    assert (Clinic.objects.count(), Fact.objects.get().value) == (0, "https://a.example")


def test_a_character_that_no_database_keeps_is_said_at_its_field(owner, portal):
    page = owner.post(URL, details(**typed(portal, "https://b.example/\x00"))).content.decode()

    assert "There is a character in here that cannot be kept. Please type it once more." in page
    assert Fact.objects.get().value == "https://a.example"


def test_what_a_colleague_changed_meanwhile_is_named_before_it_is_overwritten(owner, portal):
    mine = typed(portal, "https://mine.example")
    portal.value = "https://theirs.example"
    facts.save(portal, by=None)

    page = owner.post(URL, details(**mine)).content.decode()
    kept = Fact.objects.get().value
    owner.post(URL, details(**typed(portal, "https://mine.example", before="https://theirs.example")))

    assert "it is “https://theirs.example” now" in page
    assert f'name="fact-{portal.pk}-before" value="https://theirs.example"' in page
    assert (kept, Fact.objects.get().value) == ("https://theirs.example", "https://mine.example")


def test_a_field_that_nobody_touched_undoes_nothing(owner, portal):
    untouched = typed(portal, portal.value)
    portal.value = "https://theirs.example"
    facts.save(portal, by=None)

    owner.post(URL, details(phone="01632 960983", **untouched))

    assert (Clinic.load().phone, Fact.objects.get().value) == ("01632 960983", "https://theirs.example")


def test_words_for_a_fact_that_was_deleted_meanwhile_are_shown(owner, portal):
    mine = typed(portal, "https://mine.example")
    facts.delete(portal, by=None)

    page = owner.post(URL, details(**mine)).content.decode()

    assert "You had written “https://mine.example”" in page
    assert Clinic.objects.count() == 0


def test_facts_are_saved_too_where_a_colleague_saved_the_same_details(owner, portal):
    stale = re.search(r'name="version" value="([^"]*)"', owner.get(URL).content.decode())[1]
    owner.post(URL, details(version=stale))

    owner.post(URL, details(version=stale, **typed(portal, "https://b.example")))

    assert Fact.objects.get().value == "https://b.example"


def test_a_page_without_changes_to_facts_writes_none(owner, portal):
    before = Edition.current_number()

    owner.post(URL, details(**typed(portal, portal.value)))

    assert Edition.current_number() == before + 1
