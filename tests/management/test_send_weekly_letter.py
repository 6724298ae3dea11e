"""Managers read once a week what to fix first and whether what was fixed helped; never what a patient typed."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from faq.models import CheckedLink, FeedbackReason
from faq.publishing import actions
from tests.clock import Clock
from tests.factories import edit, make_article, make_staff
from tests.management.letters import (
    ANSWER,
    BEFORE,
    KIND,
    WEDNESDAY,
    noon,
    promised,
    said,
    searched,
    sent,
    viewed,
    well,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words_only", "clock")]


def test_five_things_stand_in_the_order_of_what_they_do_to_readers(clock: Clock, manager):
    stuck, late, dead = well("Stuck?", steps=["One.", "Two."]), well("Late?", review_every="3"), well("Dead?")
    edit(dead, body="[There](https://gone.example/x)")
    CheckedLink.objects.create(url="https://gone.example/x", state=CheckedLink.State.DEAD)
    make_article("Untagged?", owner="mo")
    clock.set(noon(WEDNESDAY))
    searched("lost card", 9)
    searched("lost key", 8, KIND.FAR)
    searched("lost hat", 7)
    searched("... ...", 30)
    said(stuck, ANSWER.STUCK, 5, step=2)
    said(stuck, ANSWER.NO, 2)
    said(stuck, ANSWER.YES, 1)
    viewed(late, 40)
    viewed(dead, 60)

    letter = sent()["mo@x.org"]

    numbered = re.findall(r"^(\d)\. (.*)\n   (.*)$", letter, re.M)
    week = "range=own&first=2026-06-03&last=2026-06-09"
    root = "https://help.example.org/admin/reports"
    assert [(line, url) for _, line, url in numbered] == [
        (
            "One search had no answer 9 times: 9 found nothing. What was typed stands at the link.",
            f"{root}/searches/without-answer/1/?{week}",
        ),
        (
            "One search had no answer 8 times: 8 only far matches. What was typed stands at the link.",
            f"{root}/searches/without-answer/2/?{week}",
        ),
        (
            "Readers got stuck in “Stuck?” 5 times, most often at step 2; 2 of 3 who answered said that it did not "
            "help.",
            f"{root}/articles/{stuck.pk}/",
        ),
        ("1 link in “Dead?” leads nowhere. It was read 60 times last week.", f"{root}/content/#dead-links"),
        ("“Late?” was to be checked by 1 June 2026. It was read 40 times last week.", f"{root}/content/#overdue"),
    ]


def test_the_link_of_a_search_leads_to_its_form_without_its_words(clock: Clock, manager):
    clock.set(noon(WEDNESDAY))
    searched("lost card", 9)
    searched("lost key", 4)
    call_command("send_weekly_letter")
    message, client = mail.outbox[0], Client()
    client.force_login(manager)

    url = re.search(r"https://help.example.org(/admin/reports/searches/without-answer/2/\S+)", message.body)[1]
    page = client.get(url, follow=True)

    whole = f"{message.subject} {message.body} {message.alternatives[0].content}"
    assert "<title>“lost key”" in page.content.decode()
    assert [word for word in ("lost", "card", "key", page.request["PATH_INFO"].split("/")[-2]) if word in whole] == []


def test_no_reason_that_a_reader_gave_is_quoted(clock: Clock, manager):
    article = well("Stuck?", steps=["One."])
    clock.set(noon(WEDNESDAY))
    said(article, ANSWER.STUCK, 3, step=1)
    reason = {"answer": ANSWER.STUCK, "text": "the button is grey"}
    FeedbackReason.objects.create(article=article, day=WEDNESDAY, revision_number=1, step=1, **reason)

    call_command("send_weekly_letter")

    whole = mail.outbox[0].body + mail.outbox[0].alternatives[0].content
    assert ("Stuck?" in whole, "grey" in whole) == (True, False)


def test_titles_that_patients_do_not_read_go_only_to_who_may_see_them(clock: Clock, manager):
    make_staff("Owner", "olga", email="olga@x.org")
    secret = well("The safe?", audience="staff", review_every="3")
    clock.set(noon(WEDNESDAY))

    letters = sent()
    links = {message.to[0]: re.findall(">(See it|Fix it)<", message.alternatives[0].content) for message in mail.outbox}

    assert links == {"mo@x.org": ["See it"], "olga@x.org": ["Fix it"]}
    assert "An article that is not for patients was to be checked by 1 June 2026" in letters["mo@x.org"]
    assert ("The safe?" in letters["mo@x.org"], "“The safe?”" in letters["olga@x.org"]) == (False, True)
    assert f"/admin/faq/article/{secret.pk}/change/" in letters["olga@x.org"]


def test_a_draft_s_new_title_stays_out_of_what_a_manager_reads(clock: Clock, manager):
    article = well("Its old name?", review_every="3")
    edit(article, title="Its secret name?", publish=False)
    clock.set(noon(WEDNESDAY))

    letter = sent()["mo@x.org"]

    assert ("“Its old name?”" in letter, "secret" in letter) == (True, False)


def test_a_broken_promise_is_told_and_then_that_it_is_kept_again(clock: Clock, manager):
    article = well("How do I reset my password?")
    promise = promised("reset password", article, BEFORE.date())
    actions.unpublish(article, by=None)
    clock.set(noon(WEDNESDAY))
    searched("reset password", 4, KIND.FOUND)

    broken = sent()["mo@x.org"]
    article.refresh_from_db()
    actions.publish(article, by=None)
    clock.set(noon(WEDNESDAY + timedelta(days=7)))
    again = sent()["mo@x.org"]

    said = "Somebody promised that a search shows an article that is not for patients; it does not any more."
    assert f"{said} It was made 4 times last week." in broken
    assert "A search that did not show “How do I reset my password?” shows it now, as promised." in again
    assert promise.text not in broken + again


def test_a_search_that_was_fixed_is_told_with_what_it_came_to_since(clock: Clock, manager):
    article = well("How do I reset my password?")
    searched("reset password", 12, ago=10)
    promised("reset password", article, WEDNESDAY - timedelta(days=4))
    searched("reset password", 3, KIND.FOUND, ago=1)
    clock.set(noon(WEDNESDAY))

    letter = sent()["mo@x.org"]

    assert (
        "- A search finds “How do I reset my password?” since somebody fixed it on 6 June. In the 28 days before, "
        "patients made it 12 times, 12 times without an answer. Since then 3 times, 0 times without an answer. "
        "Too few to say whether it helped.\n" in letter
    )


@pytest.mark.parametrize(("views", "few"), [(19, " Too few to say whether it helped."), (20, "")])
def test_a_changed_article_is_told_with_what_readers_said_before_and_since(clock: Clock, manager, views, few):
    article = well("How do I see results?", steps=["One."])
    viewed(article, 50, ago=9)
    said(article, ANSWER.STUCK, 6, step=1, ago=9)
    said(article, ANSWER.NO, 3, ago=9)
    said(article, ANSWER.YES, 1, ago=9)
    clock.set(noon(WEDNESDAY - timedelta(days=4)))
    changed = edit(article, short_answer="Shorter.")
    viewed(article, views, ago=2, version=changed.live.number)
    said(changed, ANSWER.YES, 2, ago=2)
    clock.set(noon(WEDNESDAY))

    letter = sent()["mo@x.org"]

    assert (
        "- “How do I see results?”, changed on 6 June. Before: stuck 6 times in 50 views, it helped 1 of 4 who "
        f"answered. Since: stuck 0 times in {views} views, it helped 2 of 2 who answered.{few}\n" in letter
    )


def test_large_numbers_are_written_alike_in_the_whole_letter(clock: Clock, manager):
    article = well("Helped?")
    clock.set(noon(WEDNESDAY))
    searched("lost card", 1_234)
    searched("lost card", 5_678, KIND.FAR)
    said(article, ANSWER.NO, 1_111)
    said(article, ANSWER.YES, 2_222)

    letter = sent()["mo@x.org"]

    assert "One search had no answer 6,912 times: 1,234 found nothing, 5,678 only far matches." in letter
    assert "“Helped?”: 1,111 of 3,333 who answered said that it did not help." in letter
