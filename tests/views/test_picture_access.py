"""Pictures follow their article: shown to whom it is shown, and absent for everybody else."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faq.models import Article, Clinic
from faq.publishing import actions, facts
from faq.views import preview
from tests.factories import a_png, edit, make_article, make_staff, step_showing, stored_picture
from tests.page_text import pictures_on

pytestmark = pytest.mark.django_db
NEVER_THERE = "pictures/" + "0" * 32 + "-40x30.webp"


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def written(name: str) -> str:
    return f"![A page](/media/{name})"


def asked(client: Client, name: str, **headers: str) -> tuple[int, str]:
    response = client.get(f"/media/{name}", headers=headers)
    return response.status_code, response["Cache-Control"]


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_staff(role))
    return client


PUBLIC, ABSENT, STAFF = (200, "private, no-cache"), (404, "no-store"), (200, "private, no-store")


@pytest.mark.parametrize("place", ["steps", "short_answer", "body"])
def test_a_picture_is_public_while_a_public_article_shows_it(reader: Client, place: str):
    name = stored_picture()
    article = make_article(**{place: [step_showing(name)] if place == "steps" else written(name)})

    while_shown = asked(reader, name)
    actions.unpublish(article, by=None)
    taken_off = asked(reader, name)
    actions.publish(article, by=None)

    assert [while_shown, taken_off, asked(reader, name)] == [PUBLIC, ABSENT, PUBLIC]


def test_a_browser_that_kept_a_picture_must_ask_again_and_loses_it_with_the_article(reader: Client):
    name = stored_picture()
    article = make_article(steps=[step_showing(name)])
    etag = reader.get(f"/media/{name}")["ETag"]

    while_shown = asked(reader, name, if_none_match=etag)
    actions.move_to_bin(article, by=None)

    assert while_shown == (304, "private, no-cache")
    assert asked(reader, name, if_none_match=etag) == ABSENT


def test_pictures_of_what_patients_may_not_read_are_absent(reader: Client):
    draft, staff_only, in_bin, replaced, unpublished_change = names = [stored_picture(number) for number in range(5)]
    make_article("A draft?", steps=[step_showing(draft)], published=False)
    make_article("For staff?", steps=[step_showing(staff_only)], body=written(staff_only), audience="staff")
    actions.move_to_bin(make_article("In the bin?", steps=[step_showing(in_bin)]), by=None)
    edit(make_article("Replaced?", steps=[step_showing(replaced)]), steps=["No picture."])
    edit(make_article("Changed?"), steps=[step_showing(unpublished_change)], publish=False)

    assert [asked(reader, name) for name in names] == [ABSENT] * 5


def test_a_picture_is_gone_when_its_article_becomes_for_staff_only(reader: Client):
    name = stored_picture()
    article = make_article(steps=[step_showing(name)])

    edit(article, audience="staff")

    assert asked(reader, name) == ABSENT


def test_a_picture_of_a_public_and_a_staff_only_article_is_public(reader: Client):
    name = stored_picture()
    make_article("For staff?", steps=[step_showing(name)], audience="staff")
    public = make_article("For everybody?", body=written(name))

    shared = asked(reader, name)
    actions.unpublish(public, by=None)

    assert [shared, asked(reader, name)] == [PUBLIC, ABSENT]


def test_every_picture_on_a_page_with_included_steps_is_answered(reader: Client):
    own, included = stored_picture(1), stored_picture(2)
    make_article("How do I sign in?", steps=[step_showing(included)])
    article = make_article("How do I pay?", steps=[{"include": "how-do-i-sign-in"}, step_showing(own)])

    addresses = pictures_on(reader.get(article.get_absolute_url()))

    assert addresses == [f"/media/{included}", f"/media/{own}"]
    assert [asked(reader, address.removeprefix("/media/")) for address in addresses] == [PUBLIC, PUBLIC]


def test_the_logo_is_public_and_kept_for_an_hour(reader: Client):
    logo, former = stored_picture(1), stored_picture(2)
    facts.save_clinic(Clinic(name="Test clinic", logo=former), by=None)
    facts.save_clinic(Clinic(name="Test clinic", logo=logo), by=None)

    assert asked(reader, logo) == (200, "public, max-age=3600")
    assert asked(reader, former) == ABSENT


def test_staff_see_pictures_of_the_articles_they_may_open_and_no_browser_keeps_them():
    live, draft, in_bin, just_sent = names = [stored_picture(number) for number in range(4)]
    make_article("For staff?", steps=[step_showing(live)], audience="staff")
    make_article("A draft?", steps=[step_showing(draft)], published=False)
    actions.move_to_bin(make_article("In the bin?", steps=[step_showing(in_bin)]), by=None)

    clients = {role: signed_in(role) for role in ("Editor", "Owner", "Manager")}
    seen = {role: [asked(client, name) for name in names] for role, client in clients.items()}

    assert seen["Editor"] == seen["Owner"] == [STAFF] * 4
    assert seen["Manager"] == [STAFF, *[(404, "private, no-store")] * 3]


def test_a_picture_that_was_just_sent_is_shown_beside_the_form():
    editor = signed_in("Editor")
    sent = editor.post(
        "/admin/faq/article/upload/", {"picture": SimpleUploadedFile("screen.png", a_png(), "image/png")}
    ).json()

    assert asked(editor, sent["name"]) == STAFF
    assert asked(Client(), sent["name"]) == ABSENT


def test_what_staff_may_see_and_what_never_was_get_the_same_answer_by_the_same_queries(reader: Client):
    hidden = stored_picture()
    make_article("For staff?", steps=[step_showing(hidden)], audience="staff")
    reader.get("/no/such/12/")

    answers, queries = [], []
    for path in (f"/media/{hidden}", f"/media/{NEVER_THERE}"):
        with CaptureQueriesContext(connection) as captured:
            answers.append(reader.get(path))
        queries.append([query["sql"].replace(path.removeprefix("/media/"), "NAME") for query in captured])
    nowhere = reader.get("/no/such/12/")

    assert queries[0] == queries[1]
    for answer in [*answers, nowhere]:
        # Each answer has one of its own
        del answer.headers["X-Request-Id"]
    assert [(answer.status_code, dict(answer.headers), answer.content) for answer in answers] == [
        (404, dict(nowhere.headers), nowhere.content)
    ] * 2


def test_a_public_picture_costs_two_queries_however_many_articles_there_are(reader: Client, django_assert_num_queries):
    name = stored_picture()
    for number in range(3):
        make_article(f"Question {number}?", steps=[step_showing(name)])

    with django_assert_num_queries(2):
        assert asked(reader, name) == PUBLIC


@pytest.fixture
def draft() -> Article:
    return make_article(
        "A draft?",
        short_answer=written(stored_picture(1)),
        body=f"{written(stored_picture(2))} and [the whole](/media/{stored_picture(2)})",
        steps=[step_showing(stored_picture(3)), written(stored_picture(4))],
        published=False,
    )


def link_to(article: Article, rf) -> str:
    return preview.link_for(rf.get("/"), article)


def test_a_shared_preview_shows_its_pictures_to_whoever_holds_the_link(reader: Client, draft: Article, rf):
    addresses = pictures_on(reader.get(link_to(draft, rf)))

    answers = [reader.get(address) for address in addresses]
    assert [(answer.status_code, answer["Cache-Control"]) for answer in answers] == [STAFF] * 4
    assert [reader.get(address.partition("?")[0]).status_code for address in addresses] == [404] * 4


def test_a_preview_link_shows_the_pictures_of_its_own_article_only(reader: Client, draft: Article, rf):
    other = stored_picture(9)
    make_article("Another draft?", steps=[step_showing(other)], published=False)
    query = pictures_on(reader.get(link_to(draft, rf)))[0].partition("?")[2]

    missing = reader.get("/media/nothing.webp")
    tried = [f"/media/{other}?{query}"]
    tried += [f"/media/{stored_picture(1)}?preview={odd}" for odd in ("1:x:y", "%00%ff")]

    answers = [reader.get(address) for address in tried]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert {answer.content for answer in answers} == {missing.content}


@pytest.mark.parametrize("change", ["expired", "in the bin", "for staff only", "picture taken out"])
def test_pictures_of_a_preview_end_with_it(reader: Client, draft: Article, rf, monkeypatch, change: str):
    address = pictures_on(reader.get(link_to(draft, rf)))[0]

    if change == "expired":
        monkeypatch.setattr(preview, "LINK_DAYS", -1)
    elif change == "in the bin":
        actions.move_to_bin(draft, by=None)
    elif change == "for staff only":
        edit(draft, audience="staff", publish=False)
    else:
        edit(draft, short_answer="No picture.", publish=False)

    ended = reader.get(address)

    assert (ended.status_code, ended.content) == (404, reader.get("/media/nothing.webp").content)


def test_the_preview_for_staff_names_no_token_in_its_pictures(draft: Article):
    addresses = pictures_on(signed_in("Editor").get(reverse("faq:preview", args=[draft.pk])))

    assert addresses == [f"/media/{stored_picture(number)}" for number in (1, 3, 4, 2)]
