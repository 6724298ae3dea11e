"""Whoever is switched off and still looks after articles is named, and all of them are handed over in one step."""

import pytest
from django.contrib.auth import get_user_model

from faq.models import Article
from tests.admin.conftest import seen
from tests.factories import make_article, make_staff
from tests.page_text import text_of

pytestmark = pytest.mark.django_db
OVERDUE = "/admin/faq/article/?need=overdue"


def sent(person: object, **values: object) -> dict[str, object]:
    """The form of `person` with the tick at “May sign in” taken away."""
    kept = {name: getattr(person, name) for name in ("first_name", "last_name", "username", "email")}
    return {**kept, "role": "Editor", "password": "", **seen(person), **values}


def test_the_page_that_switches_somebody_off_names_their_articles_and_hands_them_over(owner):
    ana, ben = make_staff(username="ana", first_name="Ana"), make_staff(username="ben", first_name="Ben")
    for number in range(6):
        make_article(f"Question {number}?", owner="ana")
    address = f"/admin/auth/user/{ana.pk}/change/"
    page = text_of(owner.get(address))

    answer = owner.post(address, sent(ana, hand_to=ben.pk), follow=True)

    assert "Hand over their articles to" in page
    assert "Looked after by this person: “Question 0?”, “Question 1?”" in page
    assert "“Question 4?” and more, 6 in all." in page
    assert "Ben now looks after 6 articles of Ana." in text_of(answer)
    assert set(Article.objects.values_list("owner__username", flat=True)) == {"ben"}
    assert get_user_model().objects.get(username="ana").is_active is False


def test_who_left_without_it_is_named_above_the_list_until_a_colleague_has_all(owner, editor):
    ana, ben = make_staff(username="ana", first_name="Ana"), make_staff(username="ben", first_name="Ben")
    make_article("Where do I park?", owner="ana")
    answer = owner.post(f"/admin/auth/user/{ana.pk}/change/", sent(ana), follow=True)
    before = text_of(editor.get(OVERDUE))

    after = text_of(editor.post(f"/admin/faq/article/hand-over/{ana.pk}/", {"to": ben.pk}, follow=True))

    assert "Ana still looks after articles." in text_of(answer)
    named = "Ana cannot sign in any more and still looks after 1 article : Where do I park? ."
    assert named in before
    assert (named in after, "Ben now looks after 1 article of Ana." in after) == (False, True)
    assert "Ana (left)" not in text_of(editor.get("/admin/faq/article/"))


def test_without_a_colleague_nothing_is_handed_over(editor):
    ana = make_staff(username="ana", is_active=False)
    make_article("Where do I park?", owner="ana")

    page = editor.post(f"/admin/faq/article/hand-over/{ana.pk}/", {"to": ana.pk}, follow=True)

    assert Article.objects.get().owner == ana
    assert "ana (left)" in text_of(editor.get("/admin/faq/article/"))
    assert page.redirect_chain == [(OVERDUE, 302)]


def test_who_looks_after_nothing_is_asked_for_nobody(owner):
    ana = make_staff(username="ana")

    assert "Hand over" not in text_of(owner.get(f"/admin/auth/user/{ana.pk}/change/"))
