"""Codes from an app, codes on paper, passkeys: each proves its person once, and nobody else ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connections

from faq.accounts import code_apps, passkeys, recovery_codes, second_steps
from faq.accounts.passkeys import Site
from faq.errors import RefusedError
from faq.models import AuditEntry, CodeApp, Passkey, RecoveryCode, SignInRules, StaffSession, sealing
from tests.factories import make_staff

# A secret and codes of RFC 6238, appendix B, cut to six digits
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOW = 1_111_111_109
SITE = Site("https://help.example.org", "The Hive")


@pytest.fixture
def maria(db) -> User:
    return make_staff("Editor", "maria")


@pytest.fixture
def app(maria) -> str:
    code_apps.add(maria, SECRET, code_apps.code_at(SECRET, NOW - 300), now=NOW - 300)
    return SECRET


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(at: int, code: str):
    assert code_apps.code_at(SECRET, at) == code


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(0, True), (-29, True), (29, True), (-75, False), (75, False), (3600, False)]
)
def test_a_phone_may_be_half_a_minute_wrong_and_no_more(maria, app, seconds, is_taken):
    assert code_apps.takes(maria, code_apps.code_at(SECRET, NOW + seconds), now=NOW) is is_taken


def test_a_code_is_taken_once_and_none_before_it_any_more(maria, app):
    before, present = (code_apps.code_at(SECRET, NOW + seconds) for seconds in (-30, 0))

    taken = [code_apps.takes(maria, code, now=NOW) for code in (present, present, before)]

    assert taken == [True, False, False]
    assert code_apps.takes(maria, code_apps.code_at(SECRET, NOW + 30), now=NOW + 1)


def test_the_code_that_added_the_app_is_used_then(maria):
    code = code_apps.code_at(SECRET, NOW)
    code_apps.add(maria, SECRET, code, now=NOW)

    assert not code_apps.takes(maria, code, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_the_same_code_at_once_one_is_taken(maria):
    code_apps.add(maria, SECRET, code_apps.code_at(SECRET, NOW - 300), now=NOW - 300)
    code = code_apps.code_at(SECRET, NOW)

    def send(_number: int) -> bool:
        try:
            return code_apps.takes(maria, code, now=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [False, False, False, True]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "٠٨١٨٠٤", "081804\x00", "0" * 10_000])
def test_what_is_no_code_is_refused(maria, app, code):
    assert not second_steps.takes_code(maria, code)
    with pytest.raises(RefusedError, match="not the one that the app shows now"):
        code_apps.add(maria, code_apps.new_secret(), code)


def test_a_code_may_be_typed_as_the_app_shows_it(maria, app):
    code = code_apps.code_at(SECRET, NOW)

    assert code_apps.takes(maria, f" {code[:3]} {code[3:]} ", now=NOW)


def test_the_secret_lies_encrypted_for_its_person_and_under_this_sites_key(maria, app, settings):
    kept = CodeApp.objects.get()
    tom = make_staff("Editor", "tom")
    CodeApp.objects.create(person=tom, secret=kept.secret)

    assert SECRET not in kept.secret
    assert sealing.unsealed(kept.secret, f"the code app of {maria.pk}") == SECRET
    assert not code_apps.takes(tom, code_apps.code_at(SECRET, NOW), now=NOW)
    settings.SECRET_KEY = "another one " * 5
    assert not code_apps.takes(maria, code_apps.code_at(SECRET, NOW), now=NOW)


def test_codes_on_paper_are_kept_as_hashes_and_taken_once_by_their_person(maria):
    codes = recovery_codes.renew(maria)
    tom = make_staff("Editor", "tom")

    typed = [(tom, codes[0]), (maria, codes[0]), (maria, codes[0]), (maria, codes[1].upper().replace("-", " "))]
    taken = [second_steps.takes_code(who, code) for who, code in typed]

    assert taken == [False, True, False, True]
    assert len({*codes}) == 8
    assert recovery_codes.left(maria) == 6
    assert [code for code in codes if code.replace("-", "") in str(RecoveryCode.objects.values_list())] == []
    assert AuditEntry.objects.get(detail="used a recovery code, 6 left").who == maria


def test_new_codes_on_paper_take_the_place_of_the_old(maria):
    old = recovery_codes.renew(maria)
    new = recovery_codes.renew(maria)

    assert (second_steps.takes_code(maria, old[0]), second_steps.takes_code(maria, new[0])) == (False, True)


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "x" * 30_000, '{"id": "x", "rawId": "eA", "response": {}}'])
@pytest.mark.parametrize("state", [None, {}, {"challenge": "x"}])
def test_an_answer_that_no_passkey_gave_is_refused(maria, answer, state):
    Passkey.objects.create(person=maria, credential="eA==", address=SITE.address, device="Chrome")

    assert not passkeys.takes(maria, SITE, state, answer)
    with pytest.raises(RefusedError, match="That did not work"):
        passkeys.add(maria, SITE, state, answer, "Chrome")


@pytest.mark.parametrize(
    ("origin", "address", "has_name"),
    [
        ("https://help.example.org", "help.example.org", True),
        ("http://localhost:8000", "localhost", True),
        ("http://127.0.0.1:8000", "127.0.0.1", False),
        ("https://[::1]", "::1", False),
    ],
)
def test_passkeys_are_bound_to_a_name(origin: str, address: str, has_name: bool):
    site = Site(origin, "The Hive")

    assert (site.address, site.has_name) == (address, has_name)


def test_with_the_last_second_step_the_codes_on_paper_go(maria, app):
    recovery_codes.renew(maria)

    second_steps.remove(maria, CodeApp.objects.get(), "the app for codes")

    assert (second_steps.has_one(maria), RecoveryCode.objects.count()) == (False, 0)
    assert AuditEntry.objects.get().detail == "second step: the app for codes removed"


def test_the_last_second_step_stays_where_everybody_needs_one(maria, app):
    second_steps.ask_everybody(by=maria)

    with pytest.raises(RefusedError, match="Please add another one before you remove this"):
        second_steps.remove(maria, CodeApp.objects.get(), "the app for codes")

    assert second_steps.has_one(maria)


def test_who_has_none_cannot_ask_everybody(maria):
    with pytest.raises(RefusedError, match="Please add a second step to your own sign-in first"):
        second_steps.ask_everybody(by=maria)

    assert not SignInRules.load().asks_second_step


def test_asking_everybody_signs_out_who_has_none(maria, app, client):
    client.force_login(make_staff("Editor", "tom"))

    second_steps.ask_everybody(by=maria)

    assert StaffSession.objects.count() == 0
    assert AuditEntry.objects.get().detail == "everybody needs a second step"
    second_steps.leave_to_each(by=maria)
    assert not SignInRules.load().asks_second_step


def test_a_reset_takes_everything_away_and_signs_out(maria, app, client):
    recovery_codes.renew(maria)
    Passkey.objects.create(person=maria, credential="eA==", address=SITE.address, device="Chrome")
    client.force_login(maria)

    done = second_steps.reset(maria, by=None)

    assert (done, second_steps.reset(maria, by=None)) == (True, False)
    assert [model.objects.count() for model in (CodeApp, Passkey, RecoveryCode, StaffSession)] == [0, 0, 0, 0]
    assert [(entry.who_name, entry.detail) for entry in AuditEntry.objects.all()] == [("", "second step taken away")]
