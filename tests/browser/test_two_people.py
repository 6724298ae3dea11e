"""What staff meet when a colleague saved first: both texts, readable on any screen, nothing lost by Enter."""

import os

import pytest
from playwright.sync_api import Page, expect

from faq.models import Clinic, Synonym
from faq.publishing import facts, synonyms
from tests.browser import axe
from tests.factories import make_staff

pytestmark = pytest.mark.browser
SIZES = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]


def change_first(row: Synonym | Clinic) -> None:
    """A colleague saves while the form stands open."""
    ana = make_staff("Owner", "ana", first_name="Ana", last_name="Lovelace")
    if isinstance(row, Synonym):
        row.phrases = "portal, MyChart, patient site"
        synonyms.save(row, by=ana)
        return
    row.phone, row.emergency_text = "01632 960 111", "If this is an emergency, call 999 now."
    row.hours = {"mon": [["08:00", "12:00"]], "tue": [["08:00", "17:00"]]}
    facts.save_clinic(row, by=ana)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_both_texts_of_synonyms_stand_above_the_form_without_a_fault(sign_in, live_server, width: int, scheme: str):
    row = synonyms.save(Synonym(phrases="portal, MyChart"), by=None)
    page = sign_in("Editor", f"/admin/faq/synonym/{row.pk}/change/", width=width, scheme=scheme)
    change_first(row)

    page.get_by_label("Synonyms", exact=True).fill("portal, MyChart, app")
    page.get_by_role("button", name="Save").click()

    look(page, f"synonym-{width}-{scheme}")
    expect(page.get_by_role("heading", name="Ana Lovelace saved this synonym while you were writing")).to_be_visible()
    assert axe.faults(page) == []
    page.get_by_role("button", name="Compare again").press("Enter")
    expect(page.get_by_role("button", name="Save mine over it")).to_be_visible()
    assert Synonym.objects.get().phrases == "portal, MyChart, patient site"
    page.get_by_role("button", name="Save mine over it").click()
    expect(page.get_by_text("is saved.")).to_be_visible()
    assert Synonym.objects.get().phrases == "portal, MyChart, app"


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_both_texts_of_the_clinic_stand_above_the_form_without_a_fault(sign_in, live_server, width: int, scheme: str):
    row = facts.save_clinic(Clinic(name="The Hive", phone="01632 960 983", time_zone="Europe/London"), by=None)
    page = sign_in("Owner", "/admin/faq/clinic/", width=width, scheme=scheme)
    change_first(row)

    page.get_by_label("Phone", exact=True).fill("01632 960 222")
    page.get_by_role("button", name="Save").click()

    look(page, f"clinic-{width}-{scheme}")
    expect(page.get_by_role("heading", name="Ana Lovelace saved this page while you were writing")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Phone")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Wednesday")).to_have_count(0)
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Phone", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Save mine over it")).to_be_visible()
    assert Clinic.load().phone == "01632 960 111"


def look(page: Page, name: str) -> None:
    if os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)
