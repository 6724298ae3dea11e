"""Whoever reads the reports decides whether the weekly letter comes, each for themselves."""

from django.urls import reverse

from faq.models import WeeklyLetter
from tests.factories import make_staff


def test_somebody_switches_their_own_letter_off_and_on_again(sign_in):
    make_staff("Manager", "other")
    manager = sign_in("Manager", "mo", email="mo@x.org")
    url = reverse("admin:weekly-letter")

    off = manager.post(url, {}, follow=True).content.decode()
    refused = WeeklyLetter.refused_by()
    on = manager.post(url, {"is_wanted": "on"}, follow=True).content.decode()

    assert "You will get no weekly letter." in off
    assert refused == {manager.user.pk}
    assert "You will get the weekly letter." in on
    assert WeeklyLetter.refused_by() == set()


def test_the_page_says_where_it_goes_and_what_is_missing(sign_in):
    url = reverse("admin:weekly-letter")

    with_address = sign_in("Manager", "mo", email="mo@x.org").get(url).content.decode()
    without = sign_in("Manager", "mute").get(url).content.decode()

    assert "It goes to mo@x.org. None was sent yet." in with_address
    assert "You have no e-mail address here, so no letter is sent." in without


def test_whoever_reads_no_reports_is_refused(sign_in):
    editor = sign_in("Editor")

    answer = editor.post(reverse("admin:weekly-letter"), {})

    assert (answer.status_code, WeeklyLetter.objects.exists()) == (403, False)


def test_a_place_that_no_search_has_leads_to_all_searches(sign_in):
    answer = sign_in("Manager").get("/admin/reports/searches/without-answer/7/?range=30")

    assert answer.url == "/admin/reports/searches/?range=30"
