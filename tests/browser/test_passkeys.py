"""Passkeys with the browser's own virtual device: made, asked for at the next sign-in, refused where they are wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from faq.models import Passkey, RecoveryCode
from tests.browser import axe
from tests.browser.editor import fill_sign_in
from tests.factories import make_staff

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def desk(new_page: Callable[..., Page], live_server) -> Page:
    """Maria at a browser that has a device for passkeys, at an address with a name: numbers can have none."""
    make_staff("Editor", "maria")
    page = new_page("/healthz", width=390)
    page.device = device_of(page)
    page.goto(f"{live_server.url.replace('127.0.0.1', 'localhost')}/admin/login/")
    fill_sign_in(page, "maria")
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    return page


def device_of(page: Page) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def add_passkey(page: Page) -> None:
    page.get_by_role("link", name="Your sign-in").click()
    page.get_by_role("link", name="Add a second step").click()
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()


def show_password(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("link", name="Sign in again").click()
    fill_sign_in(page, "maria")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()


def test_a_passkey_is_made_and_signs_in(desk: Page):
    add_passkey(desk)
    kept = Passkey.objects.get()
    codes = desk.locator(".recovery-codes li").all_inner_texts()
    desk.get_by_role("link", name="I have kept them").click()
    show_password(desk)
    desk.get_by_role("button", name="Use my passkey").click()

    expect(desk.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    used = Passkey.objects.get()
    assert (kept.address, kept.device, len(codes)) == ("localhost", "Chrome on Linux", 8)
    assert used.sign_count > kept.sign_count
    assert used.used_at


def test_a_device_that_does_not_know_its_person_signs_nobody_in_and_a_code_on_paper_does(desk: Page):
    add_passkey(desk)
    code = desk.locator(".recovery-codes li").first.inner_text()
    desk.get_by_role("link", name="I have kept them").click()
    session, device = desk.device
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    show_password(desk)

    desk.get_by_role("button", name="Use my passkey").click()
    expect(desk.get_by_text("That did not work. Please try again, or type a code.")).to_be_visible()
    assert Passkey.objects.get().used_at is None
    desk.get_by_label("Code").fill(code)
    desk.get_by_role("button", name="Sign in").click()

    expect(desk.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    assert RecoveryCode.objects.filter(used_at=None).count() == 7


def test_an_answer_given_once_and_a_copy_of_a_device_sign_nobody_in(desk: Page):
    add_passkey(desk)
    desk.get_by_role("link", name="I have kept them").click()
    Passkey.objects.update(sign_count=1_000_000)
    show_password(desk)

    desk.get_by_role("button", name="Use my passkey").click()

    expect(desk.get_by_role("alert").filter(has_text="That did not work. Please try again")).to_be_visible()
    assert Passkey.objects.get().used_at is None


def test_without_scripts_a_code_is_the_way(new_page, live_server):
    make_staff("Editor", "maria")
    page = new_page("/healthz", scripts=False)
    page.goto(f"{live_server.url.replace('127.0.0.1', 'localhost')}/admin/login/?next=/admin/your-sign-in/")
    fill_sign_in(page, "maria")
    page.get_by_role("link", name="Add a second step").click()
    page.get_by_role("link", name="Use a passkey").click()

    expect(page.get_by_text("Please take a code from an app on your phone.")).to_be_visible()
    expect(page.get_by_role("button", name="Make a passkey")).to_be_hidden()
    page.get_by_role("link", name="Another way").click()
    page.get_by_role("link", name="Use an app on my phone").click()
    expect(page.get_by_role("img", name="A square for the camera")).to_be_visible()


def test_a_site_that_is_reached_by_a_number_says_that_it_has_no_passkeys(sign_in):
    page = sign_in("Editor", "/admin/your-sign-in/")
    page.get_by_role("link", name="Add a second step").click()
    page.get_by_role("link", name="Use a passkey").click()

    expect(page.get_by_text("this one is reached by a number")).to_be_visible()
    expect(page.get_by_role("button", name="Make a passkey")).to_have_count(0)


def test_no_page_of_the_second_step_has_a_fault_that_axe_can_find(desk: Page):
    faults = []
    add_passkey(desk)
    faults += axe.faults_in_every_look(desk)
    desk.get_by_role("link", name="I have kept them").click()
    for path in ("", "second-step/", "second-step/app/", "second-step/passkey/", "password/"):
        desk.goto(f"/admin/your-sign-in/{path}".join([desk.url.split("/admin/")[0], ""]))
        faults += axe.faults_in_every_look(desk)
    show_password(desk)
    faults += axe.faults_in_every_look(desk)
    desk.get_by_role("button", name="Sign in").click()
    faults += axe.faults_in_every_look(desk)

    assert faults == []
