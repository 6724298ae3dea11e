"""Runs of steps that another article has too are found, small differences allowed, and a refusal is remembered."""

import pytest

from faq.models import Article, RefusedCopy, StepFingerprint
from faq.publishing import actions, copies
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db
SHARED = ["Open the patient portal.", "Press the blue button “Sign in”.", "Type your e-mail address and password."]
NEAR = ["Open the patient portal", "Press on the blue button “Sign in”", "Type your email address and your password."]


@pytest.fixture
def shared() -> Article:
    return make_article("How do I sign in?", steps=SHARED)


def offered(*texts: str, article: Article | None = None, for_patients: bool = True, refused=copies.NONE_REFUSED):
    steps = [{"text": text} for text in texts]
    return copies.offers(article, steps, for_patients=for_patients, refused=refused)


def ranges(found: list[copies.Offer]) -> list[tuple[str, int, int]]:
    """Where each run begins, counted from 0, and how long it is."""
    return [(offer.other.title, offer.first, offer.count) for offer in found]


def test_a_run_of_near_equal_steps_is_found_with_what_differs(shared):
    found = offered("Sit down.", *NEAR, "Wait.")

    assert ranges(found) == [("How do I sign in?", 1, 3)]
    assert found[0].is_whole
    assert [change.part for change in found[0].changes] == ["Step 1", "Step 2", "Step 3"]


def test_one_step_alone_is_no_run(shared):
    assert offered("Sit down.", SHARED[0], "Wait.", SHARED[2]) == []


def test_steps_about_something_else_are_no_copies(shared):
    assert offered("Open the garden gate.", "Press the doorbell.", "Type of visit: tell the front desk.") == []


def test_a_part_of_another_article_is_found_with_how_much_would_come(shared):
    found = offered(*SHARED[1:])

    assert [(offer.there, offer.count, offer.total, offer.is_whole) for offer in found] == [(1, 2, 3, False)]


def test_the_longest_run_is_offered_for_the_same_steps(shared):
    make_article("Only two?", steps=SHARED[:2])

    assert ranges(offered(*SHARED)) == [("How do I sign in?", 0, 3)]


def test_two_runs_are_two_offers(shared):
    make_article("Where do I park?", steps=["Turn left at the church.", "Drive into the yard behind it."])

    found = offered(*SHARED, "Turn left at the church.", "Drive into the yard behind it.")

    assert ranges(found) == [("How do I sign in?", 0, 3), ("Where do I park?", 3, 2)]


def test_drafts_staff_articles_and_what_uses_others_are_not_offered(shared):
    host = make_article("Host?", steps=[{"include": shared.slug}])
    actions.unpublish(host, by=None)
    edit(shared, audience="staff")
    make_article("A draft?", published=False, steps=SHARED)

    assert offered(*SHARED) == []
    assert ranges(offered(*SHARED, for_patients=False)) == [("How do I sign in?", 0, 3)]


def test_an_article_is_no_copy_of_itself_and_one_that_others_show_can_show_none(shared):
    mine = make_article("Mine?", steps=SHARED)
    make_article("Host?", steps=[{"include": mine.slug}])

    assert ranges(offered(*SHARED, article=shared)) == [("Mine?", 0, 3)]
    assert offered(*SHARED, article=mine) == []


def test_a_refused_run_is_not_offered_again_also_when_it_grows_or_one_word_changes(shared):
    mine = make_article("Mine?", published=False, steps=SHARED)
    (offer,) = offered(*SHARED[:2], article=mine)

    copies.refuse(mine, copies.refused_by([offer.key]))

    assert offered(*SHARED, article=mine) == []
    assert offered(*NEAR, article=mine) == []
    assert len(offered(*SHARED)) == 1


def test_a_refusal_counts_before_the_article_is_saved_too(shared):
    (offer,) = offered(*SHARED)

    assert offered(*SHARED, refused=copies.refused_by([offer.key])) == []


@pytest.mark.parametrize(
    "key", ["", ".", "x.y", "1.-2", "1." + "9" * 30, f"1.{2**63}", "9" * 25, f"{2**63}.5", "." * 20_000]
)
def test_what_is_no_key_refuses_nothing(shared, key):
    copies.refuse(shared, copies.refused_by([key]))

    assert RefusedCopy.objects.count() == 0


def test_the_shared_steps_take_the_place_of_the_run(shared):
    steps = [{"text": text} for text in ("Sit down.", *NEAR, "Wait.")]
    (offer,) = copies.offers(None, steps, for_patients=True)

    assert copies.taken(steps, offer) == [{"text": "Sit down."}, {"include": shared.slug}, {"text": "Wait."}]


def test_fingerprints_follow_the_steps_that_staff_write(shared):
    before = StepFingerprint.objects.count()
    edit(shared, steps=SHARED[:1], publish=False)
    assert StepFingerprint.objects.count() < before

    edit(shared, steps=SHARED, publish=False)

    assert StepFingerprint.objects.count() == before
