"""Walks every page and every form of the staff area, and finds no sentence of Django's own on any answer."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver

from faq.models import Clinic, SearchOutcome, SearchPromise, SimplerWord
from faq.publishing import promises
from faq.text import search_groups
from tests.admin.conftest import seen
from tests.admin.django_sentences import default_messages, found_on, patterns
from tests.admin.two_people.kinds import CLINIC, DELETED, KINDS, PERSON
from tests.factories import edit, make_article
from tests.visitor import Page

WRONG = {
    "empty": "",
    "blank": "   ",
    "too long": "word, " * 700,
    "letters": "abc",
    "negative": "-1",
    "too large": "9" * 40,
    "no text": "a\x00b",
}
FORGED = ("0", "abc", "9" * 30, "_5Fx")
OTHER_NAME = {"fact": {"name": "another"}, "tag": {"name": "Another"}, "person": {"username": "another"}}
ROLES = ("Owner", "Editor")


@pytest.fixture
def site(sign_in) -> dict[str, object]:
    """One row of everything, and what fills the holes of addresses."""
    draft = make_article("A draft?", published=False, tags=["Visits"])
    public = edit(make_article("Published?", steps=["One."], tags=["Doctors"]), publish=False, short_answer="New.")
    rows = {kind.address: kind.make() for kind in KINDS}
    rows["/admin/faq/searchpromise/"] = promises.save(SearchPromise(text="visits", article=public), by=None)
    rows["/admin/faq/simplerword/"] = SimplerWord.objects.create(hard="administer", simpler="give", key="administer")
    group = search_groups.group_of("visits")
    SearchOutcome.objects.create(day=Clinic.load().now().date(), kind="nothing", group=group, text="visits", times=2)
    return {
        "rows": rows,
        "holes": {
            "pk": draft.pk,
            "number": 1,
            "object_id": public.pk,
            "app_label": "faq",
            "url": "nothing",
            "token": "x-x",
        }
        | {"content_type_id": 1, "group": group, "place": 1},
    }


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        yield from routes(pattern, route) if isinstance(pattern, URLResolver) else [route]


def addresses(site: dict) -> list[str]:
    """Each address of the staff area with a row that is there, and with rows that are not."""
    found = []
    for route in routes(get_resolver()):
        if not route.startswith("admin/") or route == "admin/logout/":
            continue
        plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", re.sub(r"\^|\$", "", route))
        row = next((row.pk for address, row in site["rows"].items() if f"/{plain}".startswith(address)), None)
        holes = site["holes"] | ({"object_id": row} if row else {})
        found += [
            "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda hole, h=each: str(h[hole[1]]), plain)
            for each in [holes, *({**holes, "object_id": odd} for odd in FORGED if "<path:object_id>" in plain)]
        ]
    return list(dict.fromkeys(found))


def post(client: Client, address: str, sent: dict) -> HttpResponse:
    """Send something, see what is said, and leave everything as it was."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.post(address, sent, follow=True)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def said(answer: HttpResponse, what: str) -> list[str]:
    """What Django says on an answer, with what was asked before it."""
    if answer.status_code >= 500 or "html" not in answer.get("Content-Type", ""):
        return [f"{what}: {answer.status_code}"] if answer.status_code >= 500 else []
    return [f"{what}: {sentence}" for sentence in found_on(answer.text)]


def forms_on(client: Client, address: str) -> list[tuple[str, dict[str, str], list[dict[str, str]]]]:
    """The forms of a page that send something: (where to, what is filled in, each button)."""
    answer = client.get(address)
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return []
    page = Page(200, address, {}, answer.text)
    buttons = [
        {name: value} for name, value in re.findall(r'<button[^>]* name="(\w+)"(?: value="([^"]*)")?', answer.text)
    ]
    sending = [form for form in page.forms if "csrfmiddlewaretoken" in form.values and "logout" not in form.action]
    return [(form.action.partition("?")[0] or address, form.values, buttons) for form in sending]


def test_the_list_of_sentences_has_every_default_message_of_fields_and_columns():
    known = {re.sub(r"\W", "", text) for text in patterns()}
    missing = [text for text in default_messages() if len(text.split()) > 2 and re.sub(r"\W", "", text) not in known]

    assert missing == []
    assert len(known) > 180
    assert found_on("<p>Ensure this value has at most 40 characters (it has 41).</p>") != []
    assert found_on("<li>The tag “Portal” was changed successfully.</li>") != []
    assert found_on("<p>Please write a phrase, as a patient would type it.</p>") == []


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_no_page_says_a_sentence_of_djangos(sign_in, site, role: str):
    client = sign_in(role)
    odd = ("?e=1", "?p=999&all=", "?o=99.-4&q=%00", "?no_such__field=1", "?_to_field=x&_popup=1")

    wrong = [line for address in addresses(site) for line in said(client.get(address, follow=True), address)]
    wrong += [line for query in odd for line in said(client.get(f"/admin/faq/tag/{query}", follow=True), query)]

    assert "\n".join(wrong) == ""


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_no_refusal_says_a_sentence_of_djangos(sign_in, site, role: str):
    client, wrong = sign_in(role), []
    values_sent = WRONG if role == "Owner" else {"empty": ""}
    for address in addresses(site):
        wrong += said(post(client, address, {}), f"{address} nothing")
        for action, values, buttons in forms_on(client, address):
            for name, value in values_sent.items():
                own = {"csrfmiddlewaretoken", "version"}
                sent = {field: kept if field in own else value for field, kept in values.items()}
                wrong += said(post(client, action, sent), f"{action} all {name}")
            for button in buttons:
                wrong += said(post(client, action, values | button), f"{action} {button}")

    assert "\n".join(sorted(set(wrong))) == ""


FIELD_BY_FIELD = ("", "word, " * 700, "abc", "-1", "a\x00b")
# One row, one day stand for all others like it
ALIKE = re.compile(r"(\w+-[1-9]\d*-|hours-(?!mon))")


def test_no_refusal_of_a_single_field_says_a_sentence_of_djangos(sign_in, site):
    client, wrong = sign_in("Owner"), []
    for address in ["/admin/faq/article/add/", "/admin/password_change/", "/admin/login/", *site["rows"]]:
        for place in (address, f"{address}add/")[: 2 if address.endswith(tuple(site["rows"])) else 1]:
            for action, values, _ in forms_on(client, place):
                for field in (name for name in values if name != "csrfmiddlewaretoken" and not ALIKE.match(name)):
                    for value in FIELD_BY_FIELD:
                        wrong += said(post(client, action, values | {field: value}), f"{action} {field}={value[:9]!r}")

    assert "\n".join(sorted(set(wrong))) == ""


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_what_was_done_and_what_is_there_already_is_said_in_our_words(sign_in, site, kind):
    client, row = sign_in("Owner", "boss"), site["rows"][kind.address]
    values, new = kind.values("two, other"), {"password": "a new long password"} if kind is PERSON else {}

    done = [post(client, kind.change_url(row), values | seen(row))]
    if kind is not CLINIC:
        done.append(post(client, f"{kind.address}add/", kind.values("one, first") | new))
        done.append(
            post(client, f"{kind.address}add/", {**kind.values("three, new"), **new, **OTHER_NAME.get(kind.noun, {})})
        )
    if kind in DELETED:
        done.append(post(client, kind.delete_url(row), {"post": "yes", **seen(row)}))

    assert [line for answer in done for line in said(answer, kind.noun)] == []
    assert "is saved" in done[0].text or "Saved." in done[0].text
