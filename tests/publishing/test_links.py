"""Where a link stands, as patients count the steps, and who links to an article."""

import pytest

from faq.models import CheckedLink, Fact
from faq.publishing import actions, facts, links
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db
URL = "https://a.example/page?a=1&b=2"


def places_of(url: str) -> list[tuple[str, str]]:
    found = links.places([CheckedLink(url=url)])[url]
    return [(str(place.article or place.fact), place.part) for place in found]


def test_a_link_is_named_by_the_step_as_patients_count_them():
    shared = make_article("How do I sign in?", steps=["Open it.", "Sign in."])
    make_article(
        "How do I pay?", steps=[{"include": shared.slug}, "Press Pay.", f"See <{URL}>."], body=f"[x]({URL}#top)"
    )

    assert places_of(URL) == [("How do I pay?", "More detail"), ("How do I pay?", "Step 4")]


def test_the_draft_and_what_patients_read_are_one_place_where_both_have_the_link():
    article = make_article("How do I pay?", steps=[f"See {URL}"])
    edit(article, publish=False, title="How can I pay?")

    assert places_of(URL) == [("How can I pay?", "Step 1")]


def test_an_article_in_the_bin_has_no_links():
    article = make_article(body=URL)
    actions.move_to_bin(article, by=None)

    assert (places_of(URL), links.all_addresses()) == ([], [])


def test_a_fact_is_a_place_of_its_own():
    facts.save(Fact(name="portal-address", label="Portal", kind="address", value=URL), by=None)

    assert places_of(URL) == [("Portal", "")]
    assert links.all_addresses() == [URL]


def test_who_links_to_an_article_is_found_by_its_present_and_former_addresses():
    parking = make_article("Where do I park?")
    old, new = parking.slug, "parking"
    make_article("Visit us?", body=f"[Park here](/articles/{old}/)")
    make_article("By car?", steps=[f"[Park](/articles/{new}/#part-2)"])
    make_article("Parking tickets?", body="[Pay](/articles/parking-tickets/) /articles/parking/ as plain words")
    parking = edit(parking, slug=new, body=f"[Itself](/articles/{new}/)")

    assert [article.title for article in links.linking_to(parking)] == ["By car?", "Visit us?"]
