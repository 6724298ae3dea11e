"""Shared steps: one deep, never leaking, whatever happens to the article they come from."""

import pytest

from faq.errors import RefusedError
from faq.models import Article
from faq.publishing import actions, article_bin
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db


def test_what_is_published_is_what_was_chosen_even_when_its_address_changed_hands():
    secret = make_article("Aaa", published=False, steps=["Secret"])
    including = make_article("Can we share?", published=False, steps=[{"include": "aaa"}])
    edit(secret, slug="bbb", audience="staff")
    make_article("Aaa", slug="", steps=["Harmless"])

    with pytest.raises(RefusedError, match="staff only"):
        actions.publish(including, by=None)


def test_patients_never_see_steps_of_a_staff_article_even_where_a_host_shows_them():
    shared = make_article("Shared", steps=["Secret"])
    including = make_article("Can we share?", steps=["Open", {"include": shared.slug}][1:] + [{"text": "Open"}])
    shared.live.audience = Article.Audience.STAFF
    shared.live.save()

    assert [step["html"] for step in including.live.steps()] == ["<p>Open</p>"]


def test_a_target_whose_live_text_shows_others_is_refused():
    inner = make_article("Inner", steps=["a"])
    middle = make_article("Middle", steps=[{"include": inner.slug}])
    edit(middle, steps=["own words"], publish=False)

    with pytest.raises(RefusedError, match="itself shows the steps"):
        make_article("Outer", steps=[{"include": middle.slug}])


def test_a_host_out_of_the_bin_is_checked_again():
    shared, other = make_article("Shared", steps=["a"]), make_article("Other", steps=["b"])
    including = make_article("Can we share?", steps=[{"include": shared.slug}])
    actions.move_to_bin(including, by=None)
    edit(shared, steps=[{"include": other.slug}])
    article_bin.take_out(including, by=None)

    with pytest.raises(RefusedError, match="itself shows the steps"):
        actions.publish(including, by=None)


def test_nothing_is_saved_into_the_bin():
    article = make_article()
    actions.move_to_bin(article, by=None)

    with pytest.raises(RefusedError, match="in the bin"):
        actions.save(article, {"short_answer": "New"}, by=None, version=1)


def test_going_back_to_an_old_address_keeps_it_working_until_published(client):
    article = edit(make_article("Old question?"), slug="new-address")

    edit(article, slug="old-question", publish=False)

    answer = client.get("/articles/old-question/")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/new-address/")


def test_shown_again_unchanged_an_article_is_not_new():
    article = make_article()
    first = article.live.published_at
    actions.unpublish(article, by=None)

    actions.publish(article, by=None)

    assert Article.objects.get().live.published_at == first


def test_steps_that_others_use_stay_and_ten_of_those_others_are_named():
    shared = make_article("Shared?", steps=["One."])
    for number in range(10, 22):
        make_article(f"Host {number}?", steps=[{"include": shared.slug}])

    with pytest.raises(RefusedError) as refused:
        actions.unpublish(shared, by=None)

    titles = ", ".join(f"“Host {number}?”" for number in range(10, 20))
    assert str(refused.value) == (
        f"This article cannot be taken off the site while others use its steps: {titles} and 2 more. "
        "Please change those first."
    )
