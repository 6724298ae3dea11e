"""Signing in with the clinic's own provider: for whom an owner has added, by what the provider has signed, once."""

import time
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from joserfc.jwk import OctKey, RSAKey

from faq.accounts import people, second_steps
from faq.models import AuditEntry, ProviderIdentity, StaffSession
from tests.admin.people import provider as local
from tests.admin.people.provider import Provider
from tests.admin.people.test_second_step import with_app
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
THERE, BACK = "/admin/login/with-provider/", "/admin/login/with-provider/back/"
NOT_BELIEVED = "What the clinic answered could not be believed. Please begin again with the button below."


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    with local.running() as found:
        settings.KB_OIDC_ISSUER, settings.KB_OIDC_NAME = found.issuer, "the clinic"
        settings.KB_OIDC_CLIENT_ID, settings.KB_OIDC_CLIENT_SECRET = local.CLIENT, local.SECRET
        yield found


@pytest.fixture
def maria(db) -> User:
    return make_staff("Editor", "maria", email="Maria@example.org")


def led_there(client: Client, path: str = "/admin/faq/tag/") -> str:
    return client.get(THERE, {"next": path})["Location"]


def led_back(client: Client, way_there: str, code: str, **more: str):
    state = dict(parse_qsl(urlsplit(way_there).query))["state"]
    return client.get(BACK, {"code": code, "state": state, **more}, follow=True)


def signed_in(client: Client, provider: Provider, **claims: object):
    way_there = led_there(client)
    return led_back(client, way_there, provider.code_for(way_there, **claims))


def is_in(client: Client) -> bool:
    return client.get("/admin/password_change/").status_code == 200


def test_the_button_leads_there_with_all_that_protects_the_way(client, provider):
    page = client.get("/admin/login/?next=/admin/faq/tag/").text
    asked = dict(parse_qsl(urlsplit(led_there(client)).query))

    assert f'href="{THERE}?next=%2Fadmin%2Ffaq%2Ftag%2F">Sign in with the clinic</a>' in page
    assert (asked["response_type"], asked["code_challenge_method"], asked["client_id"]) == (
        "code",
        "S256",
        local.CLIENT,
    )
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20


def test_without_a_provider_there_is_no_button_and_no_page(client, db):
    assert "Sign in with" not in client.get("/admin/login/").text
    assert [client.get(path).status_code for path in (THERE, BACK)] == [404, 404]
    assert [client.post(path).status_code for path in (THERE, BACK)] == [405, 405]


def test_who_was_added_is_let_in_and_bound_to_what_never_changes(client, provider, maria):
    first = signed_in(client, provider)
    other = Client()
    renamed = signed_in(other, provider, email="new-name@example.org", email_verified=False)

    assert first.redirect_chain[-1][0] == "/admin/faq/tag/"
    assert (is_in(client), is_in(other), renamed.status_code) == (True, True, 200)
    bound = ProviderIdentity.objects.get()
    assert (bound.person, bound.issuer, bound.subject) == (maria, provider.issuer, "subject-1")
    assert [entry.detail for entry in AuditEntry.objects.all()] == ["signs in with the clinic from now on"]
    assert StaffSession.objects.filter(user=maria).count() == 2


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"key": RSAKey.generate_key(2048)}, NOT_BELIEVED),
        ({"alg": "none"}, NOT_BELIEVED),
        ({"alg": "HS256", "key": OctKey.import_key(local.SECRET)}, NOT_BELIEVED),
        ({"aud": "another-site"}, NOT_BELIEVED),
        ({"aud": [local.CLIENT, "another-site"]}, NOT_BELIEVED),
        ({"aud": "another-site", "azp": local.CLIENT}, NOT_BELIEVED),
        ({"azp": "another-site"}, NOT_BELIEVED),
        ({"iss": "https://elsewhere.example"}, NOT_BELIEVED),
        ({"nonce": "of somebody else"}, NOT_BELIEVED),
        ({"nonce": None}, NOT_BELIEVED),
        ({"sub": None}, NOT_BELIEVED),
        ({"exp": int(time.time()) - 600}, NOT_BELIEVED),
        ({"exp": None}, NOT_BELIEVED),
        ({"iat": int(time.time()) + 3_600}, NOT_BELIEVED),
        ({"sub": "x" * 300}, "the clinic did not say who you are. Please tell whoever runs this site."),
        ({"email_verified": False}, "the clinic has not confirmed your e-mail address maria@example.org."),
        ({"email_verified": None}, "the clinic has not confirmed your e-mail address maria@example.org."),
        ({"email": None}, "the clinic did not tell your e-mail address."),
        ({"email": ["maria@example.org"]}, "the clinic did not tell your e-mail address."),
        ({"email": "nobody@example.org"}, "Nobody here has the address nobody@example.org. Please ask the owner"),
    ],
)
def test_what_is_not_right_lets_nobody_in_and_is_said_in_a_sentence(client, provider, maria, claims, sentence):
    page = signed_in(client, provider, **claims)

    assert sentence in page.text
    assert page.redirect_chain[-1][0] == "/admin/login/"
    assert (is_in(client), ProviderIdentity.objects.count(), User.objects.count()) == (False, 0, 1)


def test_a_clock_may_be_two_minutes_off(client, provider, maria):
    signed_in(client, provider, exp=int(time.time()) - 60, iat=int(time.time()) + 60)

    assert is_in(client)


def test_an_answer_is_of_use_once_and_only_in_the_browser_that_asked(client, provider, maria):
    way_there = led_there(client)
    code = provider.code_for(way_there)
    stolen = led_back(Client(), way_there, code)
    led_back(client, way_there, code)
    client.post("/admin/logout/")

    again = led_back(client, way_there, provider.code_for(way_there))

    assert [NOT_BELIEVED in page.text for page in (stolen, again)] == [True, True]
    assert not is_in(client)


@pytest.mark.parametrize(
    "query", ["", "code=x", "code=x&state=y", "state=&code=", "error=server_error", "code=%00&state=%00"]
)
def test_an_answer_that_nobody_asked_for_is_refused(client, provider, query):
    assert NOT_BELIEVED in client.get(f"{BACK}?{query}", follow=True).text


def test_who_changes_their_mind_there_is_told_so(client, provider):
    page = client.get(f"{BACK}?{urlencode({'error': 'access_denied', 'state': 'x'})}", follow=True)

    assert "You did not sign in at the clinic. Please try again when you are ready." in page.text


def test_a_code_that_was_caught_on_the_way_is_of_no_use_without_what_this_browser_keeps(client, provider, maria):
    code = provider.code_for(led_there(client))
    thief = Client()

    page = led_back(thief, led_there(thief), code)

    assert (NOT_BELIEVED in page.text, is_in(thief)) == (True, False)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_was_switched_off_stays_out(client, provider, maria, change):
    signed_in(client, provider)
    User.objects.update(**change)
    elsewhere = Client()

    page = signed_in(elsewhere, provider)

    assert (is_in(client), is_in(elsewhere)) == (False, False)
    assert "This sign-in has been switched off." in page.text


def test_nobody_takes_the_place_of_somebody_who_is_bound(client, provider, maria):
    signed_in(client, provider)
    stranger = Client()

    page = signed_in(stranger, provider, sub="subject-2")

    assert "Somebody else at the clinic signs in as the person with the address maria@example.org." in page.text
    assert not is_in(stranger)


def test_two_people_with_one_address_and_accounts_of_the_machine_are_not_opened(client, provider):
    User.objects.create_superuser("root", "maria@example.org", "a long password")
    nobody = signed_in(client, provider)
    make_staff("Editor", "one", email="maria@example.org")
    make_staff("Editor", "two", email="MARIA@example.org")
    several = signed_in(client, provider)

    assert "Nobody here has the address maria@example.org." in nobody.text
    assert "Several people here have the address maria@example.org." in several.text
    assert not is_in(client)


@pytest.mark.parametrize(
    ("rule", "claims", "role"),
    [
        (("domain", "example.org", "Editor"), {}, "Editor"),
        (("domain", "example.org", "Editor"), {"email": "m@evil-example.org"}, None),
        (("domain", "example.org", "Editor"), {"email": "m@example.org.evil.example"}, None),
        (("group", "kb", "Manager"), {"groups": ["staff", "kb"]}, "Manager"),
        (("group", "kb", "Manager"), {"groups": "kb"}, None),
        (("group", "kb", "Manager"), {}, None),
    ],
)
def test_who_was_not_added_comes_in_only_where_a_setting_says_so(client, provider, settings, rule, claims, role):
    settings.KB_OIDC_NEW_PEOPLE = [rule]
    make_staff("Owner")
    make_staff("Editor", "maria")

    signed_in(client, provider, given_name="Maria", **claims)

    new = User.objects.filter(username="maria2").first() or User.objects.filter(username="m").first()
    assert (is_in(client), people.role_of(new) if new else None) == (bool(role), role)
    assert new is None or not new.has_usable_password()


def test_a_provider_of_confirmed_addresses_only_may_be_trusted_to_be_one(client, provider, maria, settings):
    settings.KB_OIDC_TRUSTS_EMAIL = True
    refused, let_in = Client(), Client()

    signed_in(refused, provider, email_verified=False)
    signed_in(let_in, provider, email_verified=None)

    assert (is_in(refused), is_in(let_in)) == (False, True)


def test_its_own_second_step_counts(client, provider, maria):
    boss = make_staff("Owner", "boss")
    with_app(boss)
    second_steps.ask_everybody(by=boss)

    signed_in(client, provider)

    assert is_in(client)


def test_who_has_a_second_step_here_is_asked_for_it_all_the_same(client, provider, maria):
    with_app(maria)

    assert signed_in(client, provider).redirect_chain[-1][0] == "/admin/login/second-step/"
    assert not is_in(client)


def test_whoever_came_by_the_provider_and_a_second_step_has_shown_no_password(client, provider, maria):
    paper = with_app(maria)
    signed_in(client, provider)
    client.post("/admin/login/second-step/", {"code": paper[0]})

    assert client.get("/admin/your-sign-in/second-step/app/").url.startswith("/admin/your-sign-in/password/")
    assert f'href="{provider.issuer}/sign-out"' in client.post("/admin/logout/").text


@pytest.mark.parametrize(
    "email", ["mar\u0131a@example.org", "maria@e\u017fxample.org", "e" * 255 + "@b.org", "a@b\0.org"]
)
def test_an_address_that_is_only_alike_is_nobodys(client, provider, maria, email):
    signed_in(client, provider, email=email)

    assert not is_in(client)


def test_signing_out_says_where_to_sign_out_there_too(client, provider, maria):
    signed_in(client, provider)

    page = client.post("/admin/logout/")

    assert f'href="{provider.issuer}/sign-out"' in page.text
    assert not is_in(client)


def test_a_provider_that_is_away_or_calls_itself_otherwise_is_said(client, provider, maria):
    described, provider.described = provider.described, {**provider.described, "issuer": "https://elsewhere.example"}
    otherwise = client.get(THERE, follow=True)
    provider.described = described
    way_there = led_there(client)

    assert NOT_BELIEVED in otherwise.text
    assert way_there.startswith(f"{provider.issuer}/authorize?")


def test_a_provider_that_does_not_answer_is_said_and_passwords_go_on(client, settings, db):
    settings.KB_OIDC_ISSUER, settings.KB_OIDC_NAME = "http://127.0.0.1:9", "the clinic"
    settings.KB_OIDC_CLIENT_ID, settings.KB_OIDC_CLIENT_SECRET = "x", "y"

    page = client.get(THERE, follow=True)

    assert "the clinic does not answer just now." in page.text
    assert 'name="password"' in page.text


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_no_way_leads_to_another_site_afterwards(client, provider, maria, path):
    way_there = led_there(client, path)

    page = led_back(client, way_there, provider.code_for(way_there))

    assert page.redirect_chain[0][0] == "/admin/"
