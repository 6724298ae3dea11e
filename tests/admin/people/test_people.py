"""People: one role each, no way up by a forged form, and never nobody who may do everything."""

import re

import pytest
from django.contrib.auth import get_user_model

from faq.accounts import people
from faq.models import AuditEntry
from tests.admin.conftest import seen
from tests.factories import PASSWORD, make_staff

URL = "/admin/auth/user/"
User = get_user_model()


def sent(**values: object) -> dict[str, object]:
    person = {
        "first_name": "Maria",
        "last_name": "Reyes",
        "username": "maria",
        "email": "",
        "role": "Editor",
        "is_active": "on",
    }
    return {**person, "password": "", **values}


def test_a_new_person_can_sign_in_with_exactly_one_role(owner, client):
    owner.post(f"{URL}add/", sent(password="four words make it"))

    maria = User.objects.get(username="maria")
    assert [group.name for group in maria.groups.all()] == ["Editor"]
    assert (maria.is_staff, maria.is_superuser) == (True, False)
    assert client.post("/admin/login/", {"username": "maria", "password": "four words make it"}).status_code == 302
    assert AuditEntry.objects.get().detail == "Editor, new password"


def test_a_changed_role_takes_the_old_one_away_and_keeps_the_password(owner):
    maria = make_staff("Editor", "maria")

    owner.post(f"{URL}{maria.pk}/change/", sent(role="Manager", **seen(maria)))

    maria.refresh_from_db()
    assert [group.name for group in maria.groups.all()] == ["Manager"]
    assert maria.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"password": ""}, "Please fill this in."),
        ({"password": "short"}, "This password is short. Please use at least 10 letters or digits."),
        ({"password": "Maria.Reyes", "username": "maria.reyes"}, "This password is too much like this "),
        ({"role": "", "password": PASSWORD}, "Please choose what this person may do."),
        ({"role": "Emperor", "password": PASSWORD}, "Please choose one from the list."),
        ({"username": "owner", "password": PASSWORD}, "Somebody has this user name already."),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_added(owner, values, sentence):
    page = owner.post(f"{URL}add/", sent(**values))

    assert sentence in page.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize("change", [{"role": "Editor"}, {"is_active": ""}])
def test_the_last_owner_stays(owner, change):
    values = sent(username="owner", role="Owner", **seen(owner.user))
    values = {key: value for key, value in {**values, **change}.items() if value or key != "is_active"}

    page = owner.post(f"{URL}{owner.user.pk}/change/", values).content.decode()

    assert "Please make another person an owner first." in page
    owner.user.refresh_from_db()
    assert owner.user.is_active
    assert people.role_of(owner.user) == "Owner"


def test_one_of_two_owners_may_go(owner):
    other = make_staff("Owner", "other")

    owner.post(f"{URL}{other.pk}/change/", sent(username="other", role="Manager", **seen(other)))

    assert people.role_of(User.objects.get(pk=other.pk)) == "Manager"


def test_an_owner_changes_their_own_password_only_where_the_present_one_is_asked_for(owner):
    values = sent(username="owner", role="Owner", password="a new long password", **seen(owner.user))
    refused = owner.post(f"{URL}{owner.user.pk}/change/", values).text

    assert "Please change your own password under “Your sign-in”: it asks for the present one." in refused
    assert "Signed in as" in owner.get("/admin/").content.decode()
    assert User.objects.get(pk=owner.user.pk).check_password(PASSWORD)


def test_forged_fields_give_no_power(owner):
    owner.post(
        f"{URL}add/", sent(password="four words make it", is_superuser="on", user_permissions=["1"], groups=["3"])
    )

    maria = User.objects.get(username="maria")
    assert maria.is_superuser is False
    assert maria.user_permissions.count() == 0
    assert [group.name for group in maria.groups.all()] == ["Editor"]


def test_an_account_of_the_machine_is_out_of_an_owners_reach(owner):
    root = User.objects.create_superuser("root", password=PASSWORD)

    owner.post(f"{URL}{root.pk}/change/", sent(username="root", password="taken over by me"))

    root.refresh_from_db()
    assert root.check_password(PASSWORD)


def test_after_signing_in_again_the_person_is_kept_and_only_the_password_typed_once_more(client, db):
    make_staff("Owner", "boss")
    maria = make_staff("Editor", "maria")
    address = f"{URL}{maria.pk}/change/"

    asked = client.post(address, sent(username="mary", password="a new long password")).text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', asked))
    page = client.post(address, {**fields, "sign-in-username": "boss", "sign-in-password": PASSWORD}).text

    assert "a new long password" not in asked
    assert "Please type the password once more" in page
    assert 'value="mary"' in page
    maria.refresh_from_db()
    assert (maria.username, maria.check_password(PASSWORD)) == ("maria", True)

    client.post(address, sent(username="mary", password="a new long password", **seen(maria)))
    maria.refresh_from_db()
    assert (maria.username, maria.check_password("a new long password")) == ("mary", True)


@pytest.mark.parametrize("role", ["Editor", "Manager"])
def test_others_may_not_make_people(sign_in, role):
    client = sign_in(role)

    for address in (URL, f"{URL}add/", f"{URL}{client.user.pk}/change/"):
        assert client.post(address, sent(role="Owner", password=PASSWORD)).status_code == 403

    assert people.role_of(client.user) == role


def test_the_list_does_not_tell_how_a_password_begins(owner):
    answer = owner.get(f"{URL}?password__startswith=md5")

    assert (answer.status_code, "maria" in answer.text, "owner</a>" in answer.text) == (400, False, False)


def test_people_are_switched_off_not_deleted(owner):
    other = make_staff("Editor")

    assert owner.post(f"{URL}{other.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=other.pk).exists()


def test_the_list_says_who_may_do_what(owner, django_assert_num_queries):
    with django_assert_num_queries(12):
        owner.get(URL)
    make_staff("Editor", "maria", first_name="Maria", is_active=False)
    make_staff("Manager", "tom")

    with django_assert_num_queries(12):
        page = owner.get(URL).content.decode()

    assert '<span class="state state-draft">May not</span>' in page
    assert '<td class="field-role">Manager</td>' in page


def test_the_list_counts_people_in_the_words_of_people(owner):
    alone = owner.get(URL).text
    make_staff("Editor", "ana")
    both = owner.get(URL).text

    assert '<p class="quiet">1 person</p>' in alone
    assert '<p class="quiet">2 people</p>' in both
