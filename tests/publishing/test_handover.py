"""Somebody leaves: a colleague looks after all their articles from then on."""

import pytest

from faq.errors import RefusedError
from faq.models import Article, AuditEntry
from faq.publishing import actions, handover
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.django_db


def owners() -> dict[str, str]:
    return {article.title: article.owner.username if article.owner else "" for article in Article.objects.all()}


def test_a_colleague_gets_all_articles_without_a_new_version():
    ana, ben = make_staff(username="ana", first_name="Ana"), make_staff(username="ben", first_name="Ben")
    one, draft = make_article("One?", owner="ana"), make_article("A draft?", owner="ana", published=False)
    binned = make_article("In the bin?", owner="ana")
    actions.move_to_bin(binned, by=ana)
    make_article("Of Ben?", owner="ben")

    count = handover.hand_over(ana, ben, by=ben)

    assert count == 3
    assert set(owners().values()) == {"ben"}
    assert [Article.objects.get(pk=each.pk).version for each in (one, draft)] == [1, 1]
    logged = AuditEntry.objects.filter(action="handed_over")
    assert {(entry.subject, entry.who, entry.detail) for entry in logged} == {
        (title, ben, "from Ana to Ben") for title in ("One?", "A draft?", "In the bin?")
    }


def test_an_open_form_and_an_older_version_give_nothing_back_to_who_left():
    ana, ben = make_staff(username="ana"), make_staff(username="ben")
    article = edit(make_article("One?", owner="ana"), short_answer="No.")
    ana.is_active = False
    ana.save()
    handover.hand_over(ana, ben, by=None)

    edit(article, owner="ana", title="Two?")
    actions.restore(article, article.revisions.get(number=1), by=None, version=3)

    assert owners() == {"One?": "ben"}


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}, None])
def test_who_may_not_sign_in_gets_nothing(fields: dict | None):
    ana, other = make_staff(username="ana"), make_staff(username="other")
    make_article("One?", owner="ana")
    for name, value in (fields or {}).items():
        setattr(other, name, value)
    other.save()

    with pytest.raises(RefusedError, match="choose a colleague who may sign in"):
        handover.hand_over(ana, other if fields else ana, by=None)

    assert owners() == {"One?": "ana"}
