"""The weekly letter goes once a week to whoever may read the reports and wants it, and what goes wrong is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from faq.accounts import people
from faq.models import WeeklyLetter
from tests.clock import Clock
from tests.factories import make_staff
from tests.management.letters import WEDNESDAY, noon, sent, well
from tests.services import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words_only", "clock")]


def test_a_week_has_one_letter_from_monday_on(clock: Clock, manager):
    well("Late?", review_every="3")
    clock.set(noon(WEDNESDAY))

    first, same_week = sent(), []
    for day in range(1, 5):
        clock.set(noon(WEDNESDAY + timedelta(days=day)))
        same_week.append(sent())
    clock.set(noon(WEDNESDAY + timedelta(days=5)))
    monday = sent()

    assert (list(first), same_week, list(monday)) == (["mo@x.org"], [{}] * 4, ["mo@x.org"])


def test_two_runs_at_once_send_one_letter(manager):
    row, same = WeeklyLetter.of(manager), WeeklyLetter.of(manager)

    assert (row.claim(WEDNESDAY), same.claim(WEDNESDAY)) == (True, False)


def test_where_there_is_nothing_to_say_nobody_is_written_to(clock: Clock, manager):
    well("How do I reset my password?")
    clock.set(noon(WEDNESDAY))

    assert sent() == {}
    assert not WeeklyLetter.objects.exists()


def test_only_active_people_who_read_reports_want_it_and_have_an_address_are_written_to(clock: Clock, manager):
    make_staff("Editor", "ed", email="ed@x.org")
    make_staff("Approver", "ann", email="ann@x.org")
    make_staff("Owner", "olga", email="olga@x.org")
    make_staff("Manager", "gone", email="gone@x.org", is_active=False)
    make_staff("Manager", "mute")
    WeeklyLetter.want(make_staff("Manager", "no", email="no@x.org"), False)
    well("Late?", review_every="3")
    clock.set(noon(WEDNESDAY))

    assert sorted(sent()) == ["mo@x.org", "olga@x.org"]
    assert "ed" not in {person.username for person in people.readers_of_reports()}


def test_words_and_html_say_the_same_in_one_mail(clock: Clock, manager):
    well("Late & <b>?", review_every="3")
    clock.set(noon(WEDNESDAY))

    call_command("send_weekly_letter")

    message = mail.outbox[0]
    html, kind = message.alternatives[0]
    assert (message.subject, kind) == ("1 thing to fix this week, Our clinic", "text/html")
    assert "“Late & <b>?” was to be checked by 1 June 2026." in message.body
    assert "“Late &amp; &lt;b&gt;?” was to be checked by 1 June 2026." in html
    assert f"{html.count('https://help.example.org/')}" == f"{message.body.count('https://help.example.org/')}"


def test_a_dry_run_prints_it_and_neither_sends_nor_notes_anything(clock: Clock, manager, capsys):
    well("Late?", review_every="3")
    clock.set(noon(WEDNESDAY))

    call_command("send_weekly_letter", dry_run=True)

    printed = capsys.readouterr().out
    assert "To mo@x.org:\n\nDear Mo," in printed
    assert "“Late?” was to be checked by 1 June 2026." in printed
    assert "1 to be sent. Nothing was sent, 0 with nothing to say." in printed
    assert (mail.outbox, WeeklyLetter.objects.exists()) == ([], False)


def test_a_letter_that_cannot_be_sent_is_told_and_sent_by_the_next_run(settings, clock: Clock, manager, capsys):
    well("Late?", review_every="3")
    clock.set(noon(WEDNESDAY))
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()

    with pytest.raises(CommandError, match="1 not sent: the next run tries again"):
        call_command("send_weekly_letter")
    errors = capsys.readouterr().err
    owner = Client()
    owner.force_login(make_staff("Owner"))
    health = owner.get("/admin/health/").content.decode()
    settings.EMAIL_BACKEND = backend
    clock.set(noon(WEDNESDAY + timedelta(days=1)))
    letters = sent()

    assert "mo@x.org could not be told (ConnectionRefusedError" in errors
    assert "It could not be sent to mo on 10 June 2026 (ConnectionRefusedError" in health
    assert list(letters) == ["mo@x.org"]
    assert "could not be sent" not in owner.get("/admin/health/").content.decode()


def test_without_an_address_of_the_site_one_sentence_says_so(settings, manager):
    settings.SITE_URL = ""

    with pytest.raises(CommandError) as refused:
        call_command("send_weekly_letter")

    said = "SITE_URL is not set: the letter is made of links, so please name the address of this site there."
    assert str(refused.value) == said
