"""Why the steps of another article cannot stand here: the true reason, in the form and in the verb."""

import pytest

from faq.errors import RefusedError
from faq.models import Article
from faq.publishing import actions
from tests.admin.conftest import change_url, filled
from tests.factories import edit, make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine() -> Article:
    return make_article("Mine?", published=False, steps=["Go."])


@pytest.fixture
def others(mine) -> None:
    make_article("Shared?", steps=["a"])
    make_article("Uses others?", steps=[{"include": "shared"}])
    make_article("Without steps?")
    actions.move_to_bin(make_article("Thrown away?", steps=["a"], published=False), by=None)
    make_article("For staff?", steps=["a"], audience="staff")
    make_article("A draft?", steps=["a"], published=False)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("Mine?", "An article cannot use its own steps."),
        ("mine", "An article cannot use its own steps."),
        ("Uses others?", "“Uses others?” itself uses the steps of another article."),
        ("uses-others", "“Uses others?” itself uses the steps of another article."),
        ("Without steps?", "“Without steps?” has no steps that could stand here."),
        ("Thrown away?", "“Thrown away?” is in the bin. Please take it out of the bin first"),
        ("For staff?", "“For staff?” is for staff only, so its steps cannot be shown to patients."),
        ("Nowhere?", "There is no article called “Nowhere?”. Please write the question of an article that has steps."),
    ],
)
def test_a_refused_include_says_the_true_reason_at_save(editor, mine, others, asked, reason):
    page = text_of(editor.post(change_url(mine), filled({"include": asked}, title="Mine?", version=1)))

    assert reason in page
    assert Article.objects.get(pk=mine.pk).version == 1


def test_a_draft_may_be_named_and_publish_says_what_is_missing(editor, mine, others):
    sent = filled({"include": "A draft?"}, title="Mine?", version=1, _publish="")

    page = text_of(editor.post(change_url(mine), sent, follow=True))

    assert "“A draft?”, whose steps you use, is not published yet. Please publish it first." in page
    assert Article.objects.get(pk=mine.pk).version == 2


def test_an_article_whose_steps_others_use_is_told_who(editor, others):
    shared = Article.objects.get(title="Shared?")

    page = text_of(editor.post(change_url(shared), filled({"include": "A draft?"}, title="Shared?", version=1)))

    assert "“Uses others?” uses the steps of this article, so this article cannot use the steps of another one." in page


def test_an_article_for_staff_may_use_the_steps_of_another_one(others, mine):
    edit(mine, audience="staff", steps=[{"include": "for-staff"}])

    assert [step["html"] for step in Article.objects.get(pk=mine.pk).live.steps()] == ["<p>a</p>"]


def test_a_verb_says_that_an_article_is_in_the_bin(mine, others):
    with pytest.raises(RefusedError, match="“Thrown away\\?”, whose steps should stand here, is in the bin"):
        edit(mine, steps=[{"include": "thrown-away"}])
