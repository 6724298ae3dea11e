"""Colleagues hear by e-mail which of their articles wait for a check, once a day, and only when some do."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from faq.models import Clinic
from faq.publishing import facts
from tests.clock import Clock
from tests.factories import make_article, make_staff
from tests.services import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings, monkeypatch: pytest.MonkeyPatch) -> Clock:
    settings.SITE_URL = "https://help.example.org"
    clock = Clock(monkeypatch)
    clock.set(datetime(2026, 3, 1, 12, tzinfo=UTC))
    return clock


def told(capsys) -> tuple[dict[str, str], str]:
    """Run it; what each person read in plain words, and what the operator did."""
    mail.outbox.clear()
    call_command("send_digests")
    return {message.to[0]: message.body for message in mail.outbox}, capsys.readouterr().out


def test_each_owner_is_told_once_a_day_of_what_is_overdue_and_soon(clock: Clock, capsys):
    ana, ben = (
        make_staff(username="ana", email="ana@x.org", first_name="Ana"),
        make_staff(username="ben", email="ben@x.org"),
    )
    facts.save_clinic(Clinic(name="North & South"), by=ana)
    late = make_article("Is it <late>?", owner="ana", review_every="3")
    clock.set(datetime(2026, 3, 14, 12, tzinfo=UTC))
    make_article("Is it soon?", owner="ana", review_every="3")
    clock.set(datetime(2026, 3, 20, 12, tzinfo=UTC))
    make_article("Is it later?", owner="ben", review_every="3")
    clock.set(datetime(2026, 6, 1, 12, tzinfo=UTC))

    first, said = told(capsys)
    message = mail.outbox[0]
    again, said_again = told(capsys)
    clock.set(datetime(2026, 6, 2, 12, tzinfo=UTC))
    next_day, _ = told(capsys)

    assert list(first) == ["ana@x.org"]
    assert message.subject == "2 articles wait for a check, North & South"
    url = f"https://help.example.org/admin/faq/article/{late.pk}/change/"
    assert f"Overdue:\n\n- Is it <late>? (due before 1 June 2026)\n  {url}\n" in first["ana@x.org"]
    assert "Due within 14 days:\n\n- Is it soon? (due before 14 June 2026)\n" in first["ana@x.org"]
    assert f'<a href="{url}">Is it &lt;late&gt;?</a> (due before 1 June 2026)' in message.alternatives[0].content
    assert ("1 sent, 0 had been told today." in said, "0 sent, 1 had been told today." in said_again) == (True, True)
    assert (again, list(next_day)) == ({}, ["ana@x.org"])
    assert ben.email not in next_day


def test_whose_owner_left_or_has_no_address_goes_to_the_owners_of_the_site(clock: Clock, capsys):
    make_staff("Owner", "olga", email="olga@x.org")
    make_staff(username="ana", email="ana@x.org", is_active=False, first_name="Ana")
    make_staff(username="ben", first_name="Ben")
    for title, owner in (("Of Ana?", "ana"), ("Of Ben?", "ben"), ("Of nobody?", "")):
        make_article(title, owner=owner, review_every="3")
    clock.set(datetime(2026, 6, 1, 12, tzinfo=UTC))

    letters, _ = told(capsys)

    assert list(letters) == ["olga@x.org"]
    assert "Of Ana? (due before 1 June 2026, looked after by Ana)" in letters["olga@x.org"]
    assert "Of Ben? (due before 1 June 2026, looked after by Ben)" in letters["olga@x.org"]
    assert "Of nobody? (due before 1 June 2026, looked after by nobody)" in letters["olga@x.org"]


def test_a_dry_run_says_it_and_sends_nothing(clock: Clock, capsys):
    make_staff(username="ana", email="ana@x.org")
    make_article("Is it late?", owner="ana", review_every="3")
    clock.set(datetime(2026, 6, 1, 12, tzinfo=UTC))

    call_command("send_digests", dry_run=True)
    said = capsys.readouterr().out

    assert "ana@x.org: 1 article\n  2026-06-01  Is it late?\n1 to be sent. Nothing was sent." in said
    assert mail.outbox == []
    assert list(told(capsys)[0]) == ["ana@x.org"]


def test_a_mail_that_cannot_be_sent_is_said_and_tried_again(settings, clock: Clock, capsys):
    make_staff(username="ana", email="ana@x.org")
    make_article("Is it late?", owner="ana", review_every="3")
    clock.set(datetime(2026, 6, 1, 12, tzinfo=UTC))
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()

    with pytest.raises(CommandError, match="1 not sent"):
        call_command("send_digests")
    failed = capsys.readouterr().err
    settings.EMAIL_BACKEND = backend

    assert "ana@x.org could not be told (ConnectionRefusedError" in failed
    assert list(told(capsys)[0]) == ["ana@x.org"]


def test_articles_that_nobody_can_be_told_of_are_said(clock: Clock, capsys):
    make_article("Of nobody?", review_every="3")
    clock.set(datetime(2026, 6, 1, 12, tzinfo=UTC))

    with pytest.raises(CommandError, match="Not everybody was told"):
        call_command("send_digests")

    assert "Nobody can be told of 1 article: no owner has an e-mail address." in capsys.readouterr().err


def test_a_way_of_sending_that_does_not_exist_is_named(settings):
    settings.EMAIL_BACKEND = "nowhere.Backend"

    with pytest.raises(CommandError, match="EMAIL_BACKEND cannot be used"):
        call_command("send_digests")
