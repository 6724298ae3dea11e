"""Where the clinic asks for it, somebody who did not write an article approves it before patients read it."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from faq.accounts import people
from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Clinic
from faq.publishing import actions, approval, article_bin, batches, facts, schedule, snapshot
from faq.publishing.errors import ConflictError
from faq.publishing.schedule import Times
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> dict[str, User]:
    roles = {"ana": "Editor", "ben": "Approver", "cleo": "Approver", "olga": "Owner"}
    found = {name: make_staff(role, name, first_name=name.title()) for name, role in roles.items()}
    facts.save_clinic(Clinic(asks_approval=True), by=found["olga"])
    return found


def written(by: User, **content: object) -> Article:
    return make_article(published=False, by=by, **content)


def approve(article: Article, by: User) -> None:
    approval.approve(article, version=Article.objects.get(pk=article.pk).version, note="", by=by)


def is_live(article: Article) -> bool:
    return Article.objects.published().filter(pk=article.pk).exists()


def test_what_nobody_else_approved_is_published_by_nobody_in_no_way(staff: dict[str, User]):
    article = written(staff["ana"])
    tomorrow = Times(timezone.now() + timedelta(days=1))

    for verb in (
        lambda: actions.publish(article, by=staff["olga"]),
        lambda: schedule.set_times(article, tomorrow, seen=Times(), version=1, by=staff["olga"]),
    ):
        with pytest.raises(RefusedError, match="Somebody else must approve this version first"):
            verb()

    assert (is_live(article), Article.objects.get().publish_at) == (False, None)


def test_a_version_that_was_approved_goes_live_and_the_next_one_needs_it_again(staff: dict[str, User]):
    article = written(staff["ana"])
    approval.ask(article, version=1, note="Is the fee right?", by=staff["ana"])
    approval.approve(article, version=1, note="Yes.", by=staff["ben"])
    actions.publish(article, by=staff["ana"])
    live = is_live(article)

    edit(article, publish=False, by=staff["ana"], short_answer="Other.")

    with pytest.raises(RefusedError, match="must approve"):
        actions.publish(article, by=staff["ana"])
    said = AuditEntry.objects.filter(action__in=approval.ACTIONS).order_by("pk")
    assert live
    assert [(entry.who, entry.action, entry.revision_number, entry.detail) for entry in said] == [
        (staff["ana"], "asked", 1, "Is the fee right?"),
        (staff["ben"], "approved", 1, "Yes."),
    ]


def test_whoever_wrote_any_part_since_patients_saw_it_approves_nothing_of_it(staff: dict[str, User]):
    article = written(staff["ben"])
    edit(article, publish=False, by=staff["ana"], short_answer="Mended.")
    for name in ("ben", "ana"):
        with pytest.raises(RefusedError, match="You wrote a part of this yourself"):
            approve(article, staff[name])

    approve(article, staff["cleo"])
    actions.publish(article, by=staff["ben"])
    edit(article, publish=False, by=staff["ana"], short_answer="New.")
    # What he wrote was approved then
    approve(article, staff["ben"])

    assert Article.objects.get().revisions.get(number=3).approval == "approved"


def test_sent_back_needs_a_note_and_stands_until_the_writer_saves(staff: dict[str, User]):
    article = written(staff["ana"])
    approval.ask(article, version=1, note="", by=staff["ana"])
    with pytest.raises(RefusedError, match="Please write what should be changed"):
        approval.send_back(article, version=1, note="  ", by=staff["ben"])

    approval.send_back(article, version=1, note="Which fee?", by=staff["ben"])
    before = Article.objects.with_approval("sent_back").count()
    edit(article, publish=False, by=staff["ana"], short_answer="9 dollars.")

    assert (before, Article.objects.with_approval("sent_back").count()) == (1, 0)
    assert AuditEntry.objects.get(action="sent_back").detail == "Which fee?"


def test_what_was_saved_meanwhile_is_not_approved_unread(staff: dict[str, User]):
    article = written(staff["ana"])
    edit(article, publish=False, by=staff["ana"], short_answer="Other.")

    with pytest.raises(ConflictError):
        approval.approve(article, version=1, note="", by=staff["ben"])

    assert set(article.revisions.values_list("approval", flat=True)) == {""}


def test_asking_is_refused_when_everybody_who_could_approve_wrote_it(staff: dict[str, User]):
    article = written(staff["ben"])
    edit(article, publish=False, by=staff["cleo"], short_answer="Other.")
    edit(article, publish=False, by=staff["olga"], short_answer="Third.")

    with pytest.raises(RefusedError, match="everybody who may approve has written a part of it"):
        approval.ask(article, version=3, note="", by=staff["ben"])


def test_what_patients_read_before_comes_back_without_being_approved_again(staff: dict[str, User]):
    article = written(staff["ana"])
    approve(article, staff["ben"])
    actions.publish(article, by=staff["ana"])
    actions.unpublish(article, by=staff["ana"])

    actions.publish(article, by=staff["ana"])

    assert is_live(article)


def test_an_import_that_publishes_leaves_drafts(staff: dict[str, User], tmp_path: Path, capsys):
    file = tmp_path / "questions.md"
    file.write_text("# One?\n\nYes.\n", encoding="utf-8")

    with suppress(CommandError):
        call_command("import_articles", str(file), publish=True)

    assert (Article.objects.get().title, Article.objects.published().exists()) == ("One?", False)
    assert "Somebody else must approve this version first" in capsys.readouterr().err


@pytest.mark.parametrize(("roles", "who"), [(["Owner"], "only owner could"), (["Editor"], "nobody could")])
def test_the_choice_is_refused_while_fewer_than_two_could_approve(roles: list[str], who: str):
    for role in roles:
        make_staff(role)

    with pytest.raises(RefusedError, match=f"{who} approve articles"):
        facts.save_clinic(Clinic(asks_approval=True), by=None)

    assert not Clinic.load().asks_approval


def test_the_last_two_who_can_approve_stay_so(staff: dict[str, User]):
    people.save(staff["cleo"], role="Editor", by=staff["olga"])
    ben = staff["ben"]
    for role, is_active in (("Editor", True), ("Approver", False)):
        ben.is_active = is_active

        with pytest.raises(RefusedError, match="Two people must be able to approve articles"):
            people.save(ben, role=role, by=staff["olga"])

    assert people.role_of(User.objects.get(username="ben")) == "Approver"


def test_words_that_a_colleague_brings_back_are_still_those_of_who_wrote_them(staff: dict[str, User]):
    article = written(staff["olga"], short_answer="One.")
    approve(article, staff["cleo"])
    actions.publish(article, by=staff["olga"])
    edit(article, publish=False, by=staff["ben"], short_answer="Two.")
    edit(article, publish=False, by=staff["ana"], short_answer="Three.")
    approve(article, staff["cleo"])
    actions.publish(Article.objects.get(), by=staff["ana"])
    second = Article.objects.get().revisions.get(number=2)

    actions.restore(Article.objects.get(), second, by=staff["ana"], version=3)

    assert approval.writers(Article.objects.get()) == {staff["ana"].pk, staff["ben"].pk}
    with pytest.raises(RefusedError, match="You wrote a part of this yourself"):
        approve(article, staff["ben"])


def test_what_patients_read_comes_out_of_the_bin_at_another_address_without_a_second_look(staff: dict[str, User]):
    article = written(staff["ana"], title="How do I pay?")
    approve(article, staff["ben"])
    actions.publish(article, by=staff["ana"])
    actions.move_to_bin(Article.objects.get(), by=staff["ana"])
    written(staff["ana"], title="How do I pay?")

    article_bin.take_out(Article.objects.get(pk=article.pk), by=staff["ana"], address="pay-us")

    assert is_live(article)


def test_an_import_asks_once_whether_the_clinic_wants_approval(staff: dict[str, User]):
    parsed = [{**snapshot.BLANK, "title": f"Question {number}?", "short_answer": "So."} for number in range(30)]

    with CaptureQueriesContext(connection) as asked:
        batches.add(parsed, by=staff["olga"], publish=True)

    assert sum("faq_clinic" in query["sql"] for query in asked) <= 2
