"""Somebody is always left who may do everything, whoever takes it away, and however many do so at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections

from faq.accounts import people
from faq.errors import RefusedError
from tests.factories import PASSWORD, make_staff

User = get_user_model()
SENTENCE = "Somebody must be able to do everything. Please make another person an owner first."


def switched_off(person: User) -> None:
    person.is_active = False
    people.save(person, role="Owner", by=person)


def given_another_role(person: User) -> None:
    people.save(person, role="Editor", by=person)


WAYS = [switched_off, given_another_role]


@pytest.mark.django_db
@pytest.mark.parametrize("take_away", WAYS)
def test_the_last_owner_can_neither_be_switched_off_nor_given_another_role(take_away):
    olga = make_staff("Owner", "olga")
    make_staff("Owner", "gone", is_active=False)
    make_staff("Manager", "mia")

    with pytest.raises(RefusedError, match=SENTENCE):
        take_away(olga)

    assert list(people.owners()) == [User.objects.get(username="olga", is_active=True)]


@pytest.mark.django_db
@pytest.mark.parametrize("take_away", WAYS)
def test_who_has_no_password_yet_is_nobody_who_could_do_everything(take_away):
    olga, invited = make_staff("Owner", "olga"), make_staff("Owner", "invited")
    invited.set_unusable_password()
    invited.save()

    with pytest.raises(RefusedError, match=SENTENCE):
        take_away(olga)

    invited.set_password(PASSWORD)
    invited.save()
    take_away(olga)
    assert list(people.owners()) == [invited]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("take_away", WAYS)
def test_two_owners_who_take_it_from_each_other_at_once_leave_one(take_away):
    pair = [make_staff("Owner", "ana"), make_staff("Owner", "ben")]
    # Where nothing kept them apart, both would be checked before either is written
    both_are_checked = Barrier(2)

    def wait_for_the_other(execute, sql, *more):
        if sql.startswith('UPDATE "auth_user"'):
            with suppress(BrokenBarrierError):
                both_are_checked.wait(0.5)
        return execute(sql, *more)

    def take(person: User) -> str:
        try:
            with connection.execute_wrapper(wait_for_the_other):
                take_away(User.objects.get(pk=person.pk))
        except RefusedError as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(take, pair))

    assert said == [SENTENCE, "taken"]
    assert people.owners().count() == 1


@pytest.mark.django_db
def test_no_page_deletes_an_owner_the_last_one_not_even_themselves(client):
    olga = make_staff("Owner", "olga")
    client.force_login(olga)

    asked = client.get(f"/admin/auth/user/{olga.pk}/delete/")
    answer = client.post(f"/admin/auth/user/{olga.pk}/delete/", {"post": "yes"})
    client.post("/admin/auth/user/", {"action": "delete_selected", "_selected_action": [olga.pk], "post": "yes"})

    assert ([asked.status_code, answer.status_code], list(people.owners())) == ([403, 403], [olga])
