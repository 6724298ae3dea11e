"""Saving a person: what somebody else, or the person, changed between reading and writing is not undone."""

import pytest
from django.contrib.auth import get_user_model

from faq.accounts import people
from faq.errors import RefusedError
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
User = get_user_model()


def test_a_password_and_a_sign_in_of_the_persons_own_meanwhile_stay():
    make_staff("Owner")
    kim = make_staff("Editor", "kim")
    meanwhile = User.objects.get(pk=kim.pk)
    meanwhile.set_password("my own new password")
    meanwhile.last_login = "2026-01-02T03:04Z"
    meanwhile.save()

    kim.first_name = "Kim"
    people.save(kim, role="Editor", by=None)

    kept = User.objects.get(pk=kim.pk)
    assert (kept.first_name, kept.check_password("my own new password")) == ("Kim", True)
    assert kept.last_login.year == 2026


def test_a_name_that_somebody_took_meanwhile_is_refused_in_words():
    make_staff("Owner")
    make_staff("Editor", "kim")

    with pytest.raises(RefusedError, match="Somebody has this user name already"):
        people.save(User(username="kim"), role="Editor", by=None)

    assert User.objects.filter(username="kim").count() == 1
