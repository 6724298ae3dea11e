"""The life of an article, each page pressed through by the role it belongs to: approval, review, hand-over, the bin."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from faq.models import Article, Clinic
from faq.publishing import facts
from tests.browser import axe
from tests.browser.editor import answer_box
from tests.clock import Clock
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.browser


@pytest.fixture
def people(live_server) -> None:
    """Ana writes, Ben may approve, Olga owns the site."""
    for role, name in (("Editor", "ana"), ("Approver", "ben"), ("Owner", "olga")):
        make_staff(role, name, first_name=name.title())


NOT_CHECKED = "This answer may be out of date"


def test_two_people_bring_an_article_to_the_site_with_one_way_back(people, sign_in, new_page):
    facts.save_clinic(Clinic(name="The Hive", asks_approval=True), by=None)
    ana, found = sign_in("Editor", username="ana"), []
    ana.goto("/admin/faq/article/add/")
    ana.get_by_label("Question").fill("Which number do I call?")
    answer_box(ana).fill("Call us.")
    expect(ana.get_by_role("button", name="Publish")).to_have_count(0)
    ana.get_by_role("button", name="Ask for approval").click()
    ana.get_by_label("Note").fill("Is it right?")
    found += axe.faults_in_every_look(ana)
    ana.get_by_role("button", name="Ask for approval").press("Enter")
    expect(ana.get_by_text("Ana asked for approval today")).to_be_visible()

    ben = sign_in("Approver", username="ben", width=390, scripts=False)
    ben.get_by_role("link", name="Which number do I call?").first.click()
    ben.get_by_role("link", name="Read what was said, and go on").click()
    expect(ben.get_by_text("“Is it right?”")).to_be_visible()
    ben.get_by_role("button", name="Send back with the note").click()
    expect(ben.get_by_role("alert")).to_be_visible()
    ben.get_by_label("Note").fill("Which one?")
    ben.get_by_role("button", name="Send back with the note").click()

    ana.goto("/admin/")
    ana.get_by_role("link", name="Which number do I call?").first.click()
    expect(ana.get_by_text("Ben sent it back today")).to_be_visible()
    ana.get_by_role("link", name="Read what was said, and go on").click()
    expect(ana.get_by_text("“Which one?”")).to_be_visible()
    ana.get_by_role("link", name="Back to the article").first.click()
    answer_box(ana).fill("Call 01632 960 983.")
    ana.get_by_role("button", name="Ask for approval").click()
    expect(ana.get_by_role("heading", name="What was said so far")).to_be_visible()
    ana.get_by_role("button", name="Ask for approval").click()
    expect(ana.get_by_text("Ana asked for approval today")).to_be_visible()

    ben.goto("/admin/faq/article/?need=approval")
    ben.get_by_role("link", name="Which number do I call?").first.click()
    ben.get_by_role("link", name="Read what was said, and go on").click()
    ben.get_by_role("button", name="Approve and publish").click()
    expect(ben.get_by_text("Published. Patients see it now.")).to_be_visible()
    patient = new_page(Article.objects.get().get_absolute_url())
    expect(patient.get_by_text("Call 01632 960 983.")).to_be_visible()
    assert found == []


def test_whoever_leaves_hands_over_and_the_colleague_checks(people, sign_in, new_page, monkeypatch):
    clock = Clock(monkeypatch)
    now = clock.now
    facts.save_clinic(Clinic(name="The Hive", when_overdue="banner", shows_checked=True), by=None)
    clock.set(now - timedelta(days=120))
    article = make_article("Where can I park?", owner="ana", review_every="3")
    clock.set(now)
    olga = sign_in("Owner", "/admin/auth/user/", username="olga")

    olga.get_by_role("link", name="Ana").first.click()
    olga.get_by_role("checkbox", name="May sign in").uncheck()
    olga.get_by_role("button", name="Save").click()
    expect(olga.get_by_text("Ana still looks after articles.")).to_be_visible()
    ben = sign_in("Approver", username="ben", width=390, scripts=False)
    ben.goto("/admin/faq/article/?need=overdue")
    expect(ben.get_by_text("Ana cannot sign in any more and still looks after 1 article")).to_be_visible()
    ben.get_by_label("Hand all of them to").select_option("Ben")
    ben.get_by_role("button", name="Hand over").press("Enter")
    expect(ben.get_by_text("Ben now looks after 1 article of Ana.")).to_be_visible()
    patient = new_page(article.get_absolute_url())
    expect(patient.get_by_text(NOT_CHECKED)).to_be_visible()
    ben.get_by_role("link", name="Where can I park?").click()
    ben.get_by_role("button", name="Still correct").press("Enter")
    expect(ben.get_by_text("Thank you. Found still correct")).to_be_visible()
    patient.reload()

    expect(patient.get_by_text(NOT_CHECKED)).to_have_count(0)
    expect(patient.get_by_text("Checked by The Hive on")).to_be_visible()
    assert Article.objects.get().owner.get_username() == "ben"


def test_the_bin_is_asked_for_undone_and_left_with_the_keyboard(people, sign_in, new_page):
    article = make_article("Where can I park?", short_answer="Behind the house.")
    make_article("When are you open?")
    ana = sign_in("Editor", f"/admin/faq/article/{article.pk}/change/", username="ana", width=390)
    patient = new_page(article.get_absolute_url())

    ana.get_by_role("link", name="Move to the bin").press("Enter")
    found = axe.faults_in_every_look(ana)
    ana.get_by_role("button", name="Move to the bin").press("Enter")
    expect(ana.get_by_text("“Where can I park?” is in the bin.").first).to_be_visible()
    patient.reload()
    expect(patient.get_by_role("heading", name="Where can I park?")).to_have_count(0)
    ana.get_by_role("button", name="Undo").press("Enter")
    expect(ana.get_by_text("Taken out of the bin, as it was.")).to_be_visible()
    patient.goto(article.get_absolute_url())
    expect(patient.get_by_text("Behind the house.")).to_be_visible()
    ana.get_by_role("link", name="Move to the bin").press("Enter")
    ana.get_by_role("button", name="Move to the bin").press("Enter")
    make_article("Where do I park now?", slug=article.slug)
    ana.get_by_role("link", name="In the bin").press("Enter")
    ana.get_by_role("link", name="Where can I park?").press("Enter")
    ana.get_by_role("button", name="Take out of the bin").press("Enter")
    ana.get_by_label("Web address").fill("parking")
    found += axe.faults_in_every_look(ana)
    ana.get_by_label("Web address").press("Enter")

    expect(ana.get_by_text("Taken out of the bin, as it was.")).to_be_visible()
    patient.goto("/articles/parking/")
    expect(patient.get_by_text("Behind the house.")).to_be_visible()
    assert found == []
