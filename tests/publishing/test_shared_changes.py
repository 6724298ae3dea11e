"""Articles that show steps of another one need a look when these change, until somebody says that they still fit."""

import pytest

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, SharedChange
from faq.publishing import actions, shared_changes
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared() -> Article:
    return make_article("How do I sign in?", steps=["Open.", "Press."], tags=["A"])


@pytest.fixture
def host(shared) -> Article:
    return make_article("How do I book?", steps=[{"include": shared.slug}], tags=["A"])


def waiting() -> list[str]:
    return [article.title for article in Article.objects.with_changed_shared_steps()]


def confirm(host: Article, by=None) -> int:
    seen = [(change.pk, change.shared.live_id) for change in host.shared_changes.all()]
    return shared_changes.confirm(host, seen=seen, by=by)


def test_changed_steps_let_each_published_article_that_shows_them_wait(shared, host):
    make_article("A draft that shows them?", published=False, steps=[{"include": shared.slug}])

    edit(shared, steps=["Open.", "Tap."])

    assert waiting() == ["How do I book?"]
    assert host in Article.objects.needing_attention()


@pytest.mark.parametrize("change", [{"short_answer": "New."}, {"title": "Signing in?"}])
def test_what_changes_no_step_lets_nobody_wait(shared, host, change):
    edit(shared, **change)

    assert waiting() == []


def test_a_change_of_spelling_only_lets_nobody_wait_and_is_logged_as_such(shared, host):
    edit(shared, steps=["Open.", "Pres."], publish=False)
    actions.publish(shared, by=None, is_spelling_only=True)

    assert waiting() == []
    assert AuditEntry.objects.first().detail == "spelling only"


def test_whoever_says_that_the_steps_still_fit_is_logged(shared, host):
    edit(shared, steps=["Open.", "Tap."])
    ana = make_staff("Editor", first_name="Ana")

    assert confirm(host, by=ana) == 1

    entry = AuditEntry.objects.first()
    assert waiting() == []
    assert (entry.who, entry.action, entry.article, entry.detail) == (
        ana,
        "confirmed",
        host,
        "from “How do I sign in?”",
    )


def test_two_changes_are_shown_as_one_since_somebody_last_looked(shared, host):
    edit(shared, steps=["Open.", "Tap."])
    edit(shared, steps=["Open.", "Touch."])

    found = shared_changes.changes_of(SharedChange.objects.get())

    assert [(change.before, change.after) for change in found] == [("Press.", "Touch.")]


def test_a_change_that_is_taken_back_needs_no_look(shared, host):
    edit(shared, steps=["Open.", "Tap."])
    edit(shared, steps=["Open.", "Press."])

    assert waiting() == []


def test_what_changed_again_since_it_was_looked_at_is_not_confirmed(shared, host):
    edit(shared, steps=["Open.", "Tap."])
    seen = [(change.pk, change.shared.live_id) for change in host.shared_changes.all()]
    edit(shared, steps=["Open.", "Touch."])

    with pytest.raises(RefusedError, match="have just changed again"):
        shared_changes.confirm(host, seen=seen, by=None)

    assert waiting() == ["How do I book?"]


@pytest.mark.parametrize(
    "leave",
    [
        lambda host: edit(host, steps=["My own."]),
        lambda host: actions.unpublish(host, by=None),
        lambda host: actions.move_to_bin(host, by=None),
    ],
)
def test_an_article_that_shows_them_no_more_waits_no_more(shared, host, leave):
    edit(shared, steps=["Open.", "Tap."])

    leave(host)

    assert (waiting(), SharedChange.objects.count()) == ([], 0)


def test_publishing_the_article_itself_is_no_look_at_the_shared_steps(shared, host):
    edit(shared, steps=["Open.", "Tap."])

    edit(host, short_answer="New.")

    assert waiting() == ["How do I book?"]
