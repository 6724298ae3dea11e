"""Several people press Save at the same moment: one of them is saved, the others are shown both texts."""

import pytest
from django.test import Client

from tests.admin.conftest import seen
from tests.admin.two_people.kinds import DELETED, KINDS, Kind
from tests.factories import make_staff
from tests.publishing.test_locking import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = ("alpha", "beta", "gamma", "delta")


@pytest.fixture
def people() -> list[Client]:
    clients = []
    for number in range(len(WORDS)):
        clients.append(Client())
        clients[-1].force_login(make_staff("Owner", f"owner{number}"))
    return clients


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_of_saves_at_the_same_moment_one_is_kept_and_all_others_are_compared(people, kind: Kind):
    row = kind.make()
    started, answers = seen(row), {}

    def save(number: int) -> None:
        sent = kind.values(f"words, {WORDS[number]}") | started
        answers[number] = people[number].post(kind.change_url(row), sent)

    raised = at_once(*[lambda number=number: save(number) for number in range(len(WORDS))])

    saved = [number for number, answer in answers.items() if answer.status_code == 302]
    assert raised == []
    assert [f"words, {WORDS[number]}" for number in saved] == [kind.kept(row)]
    told = [number for number, answer in answers.items() if "while you were writing" in answer.text]
    assert sorted(saved + told) == list(range(len(WORDS)))


@pytest.mark.parametrize("kind", DELETED, ids=str)
def test_a_save_and_a_delete_at_the_same_moment_never_both_happen(people, kind: Kind):
    row = kind.make()
    started, answers = seen(row), {}

    def save() -> None:
        answers["save"] = people[0].post(kind.change_url(row), kind.values("words, new") | started)

    def delete() -> None:
        answers["delete"] = people[1].post(kind.delete_url(row), {"post": "yes"} | started)

    address = kind.change_url(row)
    raised = at_once(save, delete)

    assert raised == []
    done = sorted(name for name, answer in answers.items() if answer.status_code == 302)
    assert len(done) == 1, (done, address)
    assert type(row).objects.exists() == (done == ["save"])
