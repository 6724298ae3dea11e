"""A real browser for what a browser does: one Chromium for all tests, the site served as in use, pages of any size."""

import shutil
from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.editor import fill_sign_in
from tests.conftest import require_or_skip
from tests.factories import make_staff

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update")
_ALONE = ("--disable-background-networking", "--disable-sync", "--disable-dev-shm-usage")
LAUNCH = [*_QUIET, *_ALONE]
# Milliseconds: two browsers beside each other on two busy cores take several seconds for what takes one alone
expect.set_options(timeout=15_000)


def find_program() -> str | None:
    """The machine's own Chromium."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    program = find_program()
    require_or_skip(program, "Chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The site over HTTP; its static files come through the project's own middleware, by fingerprint, as in use."""
    with mock.patch("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda handler: handler):
        server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def new_page(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens pages: `new_page("/tags/", width=360, scheme="dark", scripts=False)`; other names are Playwright's own.

    A test ends red when a page of it met a script error, something the content security policy refused, or a 500.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    # As with a window: a browser that says it has none is no reader, and is not counted
    chrome = f"AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{chromium.version} Safari/537.36"
    name = f"Mozilla/5.0 (X11; Linux x86_64) {chrome}"

    def open_page(path: str = "/", *, width: int = 1280, scheme: str = "light", scripts: bool = True, **more) -> Page:
        more = {"viewport": {"width": width, "height": 900}, "reduced_motion": "reduce", "user_agent": name, **more}
        context = chromium.new_context(
            base_url=live_server.url, color_scheme=scheme, java_script_enabled=scripts, **more
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        _watch(page, faults)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """The home page on a wide screen, in light colours, scripts on."""
    return new_page("/")


@pytest.fixture
def sign_in(new_page):
    """Opens the staff area as somebody: `sign_in("Editor", "/admin/faq/article/add/")`."""

    def open_as(role: str = "Editor", path: str = "/admin/", username: str = "", **more) -> Page:
        name = username or role.lower()
        if not get_user_model().objects.filter(username=name).exists():
            make_staff(role, name)
        page = new_page(f"/admin/login/?next={path}", **more)
        fill_sign_in(page, name)
        page.wait_for_url(f"**{path}")
        return page

    return open_as


def _watch(page: Page, faults: list[str]) -> None:
    """Notes what a reader never sees, and we want to: script errors, refused styles, failing answers."""
    page.on("pageerror", lambda error: faults.append(f"script error on {page.url}: {error}"))
    page.on("response", lambda answer: answer.status >= 500 and faults.append(f"{answer.status} from {answer.url}"))
    page.on(
        "console",
        lambda said: "Content Security Policy" in said.text and faults.append(f"{page.url}: {said.text}"),
    )
