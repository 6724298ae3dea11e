"""What a press of "Did this help?" and "Stuck here" does, and that nobody is known by it."""

import re
from html import unescape

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client

from faq.models import FeedbackCount, FeedbackReason, UrgentPhrase
from faq.publishing import actions, urgent
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def article():
    caches["limits"].clear()
    return make_article("How do I sign in?", steps=["Open the portal.", "Press “Sign in”."])


def kept() -> list[tuple[int, int, str, int]]:
    """Version, step, answer and how many gave it."""
    rows = FeedbackCount.objects.order_by("revision_number", "step", "answer")
    return [(row.revision_number, row.step, row.answer, row.times - row.taken_back) for row in rows]


def press(reader: Client, *, address: str = "203.0.113.5", at: str = "how-do-i-sign-in", **sent: object) -> object:
    sent = {"revision": 1, **sent}
    return reader.post(f"/articles/{at}/feedback/", sent, headers=HERE, REMOTE_ADDR=address)


def token_of(answer: object) -> str:
    return answer.url.partition("token=")[2].replace("%3A", ":")


def test_each_press_is_counted_for_its_version_and_step(reader):
    press(reader, helpful="yes")
    press(reader, stuck=2)
    press(reader, helpful="no", address="203.0.113.6")

    assert kept() == [(1, 0, "no", 1), (1, 0, "yes", 1), (1, 2, "stuck", 1)]


def test_a_press_leads_to_a_page_that_thanks_names_it_and_leads_back(reader):
    answer = press(reader, stuck=2)

    page = reader.get(answer.url)

    assert (answer.status_code, answer.cookies, page.cookies) == (302, {}, {})
    assert "We counted that somebody got stuck at step 2." in page.text
    assert 'href="/articles/how-do-i-sign-in/#step-2"' in page.text
    assert "no-store" in page["Cache-Control"]


def test_the_article_holds_one_form_for_all_its_buttons_and_is_the_same_for_every_reader(reader):
    page = reader.get("/articles/how-do-i-sign-in/")

    assert re.findall(r'<form[^>]*method="post"', page.text) == [
        '<form class="section did-it-help" id="feedback" action="/articles/how-do-i-sign-in/feedback/" method="post"'
    ]
    assert re.findall(r'form="feedback" name="stuck" value="(\d)"', page.text) == ["1", "2"]
    assert page.text == Client(headers={"User-Agent": "Firefox"}).get("/articles/how-do-i-sign-in/").text


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://attacker.example"}],
)
def test_what_no_page_of_ours_sent_is_refused(reader, headers):
    answer = reader.post("/articles/how-do-i-sign-in/feedback/", {"helpful": "yes", "revision": 1}, headers=headers)

    assert (answer.status_code, kept()) == (403, [])


def test_the_same_answer_again_adds_nothing(reader):
    for _ in range(3):
        press(reader, helpful="yes")
        press(reader, stuck=1)

    assert kept() == [(1, 0, "yes", 1), (1, 1, "stuck", 1)]


def test_another_answer_takes_the_place_of_the_first(reader):
    for answer in ("yes", "no", "yes", "no"):
        press(reader, helpful=answer)

    assert kept() == [(1, 0, "no", 1), (1, 0, "yes", 0)]


def test_the_page_of_thanks_changes_an_answer_also_where_nobody_says_who_asks(reader):
    page = reader.get(press(reader, helpful="yes", address="127.0.0.1").url).text
    token = unescape(re.search(r'name="token" value="([^"]*)"', page)[1])

    for _ in range(2):
        press(reader, helpful="no", token=token, address="127.0.0.1")

    assert "Change my answer: it did not help" in page
    assert kept() == [(1, 0, "no", 1), (1, 0, "yes", 0)]


@pytest.mark.parametrize("address", ["203.0.113.5", "127.0.0.1"])
def test_no_walk_through_pages_of_thanks_takes_back_more_than_was_counted(reader, address):
    first, second = (token_of(press(reader, helpful="yes", address=address)) for _ in range(2))
    for token, answer in ((first, "no"), (second, "no"), (first, "no"), (second, "yes")):
        press(reader, helpful=answer, token=token, address=address)

    assert all(row.times >= row.taken_back for row in FeedbackCount.objects.all()), kept()


def test_the_token_of_what_was_never_counted_takes_nothing_back(reader, client):
    client.force_login(make_staff("Editor"))
    token = token_of(press(client, helpful="yes"))

    press(reader, helpful="no", token=token)

    assert kept() == [(1, 0, "no", 1)]


@pytest.mark.parametrize("address", ["", "0.0.0.0", "127.0.0.1", "::1"])
def test_readers_whom_nobody_can_tell_apart_are_each_counted(reader, address):
    press(reader, helpful="yes", address=address)
    press(reader, helpful="no", address=address)

    assert kept() == [(1, 0, "no", 1), (1, 0, "yes", 1)]


@pytest.mark.parametrize(
    "sent", [{}, {"helpful": "maybe"}, {"stuck": 3}, {"stuck": 0}, {"stuck": "x"}, {"stuck": "9" * 99}]
)
def test_odd_input_counts_nothing_and_shows_the_article(reader, sent):
    answer = press(reader, **sent)

    assert (answer.url, kept()) == ("/articles/how-do-i-sign-in/", [])


@pytest.mark.parametrize("number", ["", "7", "x", "9" * 30])
def test_a_version_that_nobody_read_is_taken_for_the_live_one(reader, number):
    press(reader, helpful="yes", revision=number)

    assert kept() == [(1, 0, "yes", 1)]


def test_a_page_open_since_before_a_change_and_a_rename_counts_for_what_was_read(reader, article):
    edit(article, title="How can I sign in?", slug="sign-in", steps=["Open it."])

    answer = press(reader, stuck=2)

    assert kept() == [(1, 2, "stuck", 1)]
    assert answer.url.startswith("/articles/sign-in/feedback/?token=")


def test_drafts_and_articles_off_the_site_take_no_answer(reader, article):
    make_article("A secret draft?", published=False)
    actions.unpublish(article, by=None)

    statuses = [press(reader, at=at, helpful="yes").status_code for at in ("a-secret-draft", "how-do-i-sign-in", "x")]

    assert (statuses, kept()) == ([404, 410, 404], [])


def test_staff_and_declared_robots_are_not_counted_and_staff_are_not_asked(reader, client):
    client.force_login(make_staff("Editor"))
    press(client, helpful="yes")
    press(Client(headers={"User-Agent": "Examplebot/1.0 (+http://example.org)"}), helpful="yes")

    assert kept() == []
    assert 'id="feedback"' not in client.get("/articles/how-do-i-sign-in/").text


def test_a_reason_is_kept_without_what_tells_who_wrote_it_and_once(reader):
    token = token_of(press(reader, stuck=2))
    typed = "I am Kowalska, kowalska@example.org, born 03/04/1985. The portal says password wrong"

    for _ in range(2):
        answer = press(reader, token=token, reason=typed)

    assert list(FeedbackReason.objects.values_list("revision_number", "step", "answer", "text")) == [
        (1, 2, "stuck", "i am ... born ... the portal says password wrong")
    ]
    assert "Nobody can reply to it." in reader.get(answer.url).text


def test_the_page_says_beforehand_what_is_taken_out_of_a_reason(reader):
    page = reader.get(press(reader, helpful="no").url).text

    assert "Before it is kept, names, numbers, dates and addresses are taken out" in page


@pytest.mark.parametrize("reason", ["", "  ", "kowalska@example.org", "\x00", "Xqzwv"])
def test_a_reason_of_which_nothing_is_left_is_not_kept(reader, reason):
    press(reader, token=token_of(press(reader, helpful="no")), reason=reason)

    assert not FeedbackReason.objects.exists()


def test_a_reason_without_an_answer_before_it_is_not_kept(reader):
    answer = press(reader, token="x:y:z", reason="the portal is closed")

    assert not FeedbackReason.objects.exists()
    assert reader.get(answer.url).url == "/articles/how-do-i-sign-in/"


def test_an_emergency_in_a_reason_shows_the_notice_and_is_not_kept(reader):
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)

    answer = press(reader, token=token_of(press(reader, helpful="no")), reason="I have chest pain")

    assert "Is this an emergency?" in answer.text
    assert not FeedbackReason.objects.exists()


def test_an_emergency_at_the_end_of_a_long_reason_is_heard(reader):
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)
    token = token_of(press(reader, helpful="no"))

    answer = press(reader, token=token, reason="it is bad\r\n" * 27 + "I have chest pain now")

    assert "Is this an emergency?" in answer.text
    assert not FeedbackReason.objects.exists()


def test_one_client_is_asked_to_wait_after_twenty_presses_in_a_minute(reader):
    statuses = [press(reader, helpful="yes").status_code for _ in range(21)]

    assert statuses == [302] * 20 + [429]
    assert kept() == [(1, 0, "yes", 1)]


def test_a_token_of_another_article_changes_nothing_here(reader):
    make_article("Where can I park?")
    token = token_of(press(reader, at="where-can-i-park", helpful="yes", address="127.0.0.1"))

    press(reader, helpful="no", token=token, address="127.0.0.1")

    assert [(answer, times) for _, _, answer, times in kept()] == [("no", 1), ("yes", 1)]


def test_no_table_holds_who_answered(reader):
    press(reader, helpful="yes", address="203.0.113.77")

    with connection.cursor() as cursor:
        for table in ("faq_feedbackcount", "faq_feedbackreason"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "203.0.113" not in str(cursor.fetchall())
