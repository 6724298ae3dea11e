"""People who choose shared steps at the same moment: never a loop, never a gap, always a sentence that says why not."""

from collections.abc import Callable

import pytest
from django.test import Client

from faq.errors import RefusedError
from faq.models import Article
from faq.publishing import actions, snapshot
from tests.admin.conftest import change_url, filled
from tests.factories import edit, make_article, make_staff
from tests.publishing.test_locking import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def choosing(article: Article, shared: Article) -> Callable:
    """A call that makes `article` show the steps of `shared`."""
    content = {"steps": [{"include": shared.slug}]}
    return lambda: actions.save(article, content, by=None, version=1)


def depth_of(article: Article) -> int:
    """How deep includes go below `article` in what staff write: 1 where it shows steps that are another's own."""
    targets = [step.include for step in article.steps.exclude(include=None).select_related("include")]
    return 1 + max(map(depth_of, targets)) if targets else 0


def deepest() -> int:
    return max(map(depth_of, Article.objects.all()))


def test_three_people_never_close_a_loop_between_them():
    one, two, three = (make_article(f"Question {n}?", steps=["a"]) for n in range(3))

    raised = at_once(choosing(one, two), choosing(two, three), choosing(three, one))

    assert {type(error) for error in raised} == {RefusedError}
    assert all("steps of" in str(error) for error in raised)
    assert deepest() == 1


def test_an_article_that_begins_to_show_others_is_not_shown_itself():
    one, two, three = (make_article(f"Question {n}?", steps=["a"]) for n in range(3))

    raised = at_once(choosing(one, two), choosing(two, three))

    assert [type(error) for error in raised] == [RefusedError]
    assert deepest() == 1


def test_what_shows_others_already_is_refused_with_the_reason():
    one, two, three = (make_article(f"Question {n}?", steps=["a"]) for n in range(3))
    choosing(two, three)()

    raised = at_once(choosing(one, two), choosing(three, one))

    assert sorted(map(str, raised)) == [
        "“Question 1?” itself uses the steps of another article. Please choose that other article directly.",
        "“Question 1?” uses the steps of this article, so this article cannot use the steps of another one.",
    ]


def test_an_article_is_either_chosen_or_in_the_bin():
    shared, mine = make_article("Shared?", steps=["a"]), make_article("Mine?", steps=["b"])

    raised = at_once(choosing(mine, shared), lambda: actions.move_to_bin(shared, by=None))

    assert [type(error) for error in raised] == [RefusedError]
    assert "is in the bin" in str(raised[0]) or "cannot be deleted while others use its steps" in str(raised[0])


def test_an_article_is_either_shown_by_a_published_one_or_off_the_site():
    shared = make_article("Shared?", steps=["a"])
    mine = make_article("Mine?", published=False, steps=[{"include": shared.slug}])

    raised = at_once(lambda: actions.publish(mine, by=None), lambda: actions.unpublish(shared, by=None))

    assert [type(error) for error in raised] == [RefusedError]
    assert "is not published yet" in str(raised[0]) or "cannot be taken off the site" in str(raised[0])


def test_both_halves_of_a_loop_saved_through_the_form_get_a_page_that_says_why():
    articles = [make_article(f"Question {n}?", steps=["a"]) for n in range(2)]
    pages: list[str] = []

    def save(number: int) -> None:
        client = Client()
        client.force_login(people[number])
        sent = filled({"include": articles[1 - number].title}, title=articles[number].title, version=1)
        pages.append(client.post(change_url(articles[number]), sent, follow=True).content.decode())

    people = [make_staff("Editor", f"editor{n}") for n in range(2)]

    raised = at_once(lambda: save(0), lambda: save(1))

    assert raised == []
    assert sum("itself uses the steps" in page or "uses the steps of this article" in page for page in pages) == 1
    assert deepest() == 1


def test_an_address_that_changed_hands_while_a_text_was_rendered_leads_to_whom_it_belongs_now():
    former = make_article("Sign in?", published=False, steps=["Old."])
    content = snapshot.tidy({**snapshot.BLANK, "title": "Mine?", "steps": [{"include": "sign-in"}]})
    html = snapshot.render(content)
    edit(former, slug="other", publish=False)
    now = make_article("Sign in?", slug="sign-in", steps=["New."])

    assert html["steps"] == [{"include": former.pk}]
    assert snapshot.including_as_now(html, content)["steps"] == [{"include": now.pk}]
