"""Makes the pictures of the manuals: serves the clinic's questions from a scratch folder and photographs the pages."""

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from shutil import which

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = Path(__file__).resolve().parent / "pictures"
# Bytes of one picture
LARGEST = 150_000
PASSWORD = "a scratch password"
CHROMIUM = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


def main() -> None:
    """Write docs/pictures/*.webp; needs Chromium and the packages of requirements-dev.txt."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kb-pictures-") as folder:
        os.environ.update(KB_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="kb.settings")
        # A colleague saves while the browser's own loop runs
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        _fill()
        with _site() as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for name, (path, who, size, prepare) in SHOTS.items():
                _take(browser, address, name, path, who, size, prepare)
            browser.close()


def _fill() -> None:
    """The clinic's questions, what two colleagues did since, and half a year of views."""
    sys.path.insert(0, str(ROOT))
    # Only now, when the folder is named
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("prepare", stdout=open(os.devnull, "w"))  # noqa: SIM115  (closed with the process)
    names = ("Front desk", "Manager", "Nurse")
    for user, name in zip(get_user_model().objects.order_by("username"), names, strict=True):
        user.first_name = name
        user.set_password(PASSWORD)
        user.save()
    _write()
    _read()


def _write() -> None:
    from django.contrib.auth import get_user_model

    from faq.models import Article
    from faq.publishing import actions

    maria = get_user_model().objects.get(username="editor")
    link = Article.objects.get(title__startswith="Where is the link")
    _change(link, short_answer=_LINK.format("You find the link"), by=maria)
    draft = {"title": "What should I bring to my first visit?", "short_answer": "Your insurance card and a photo ID."}
    actions.save(None, draft, by=maria)


_LINK = "{} at the top left of our home page, or use the address below:\n\n{{{{portal-address}}}}"


def _change(article: object, *, by: object, **fields: str) -> None:
    from faq.publishing import actions

    article.refresh_from_db()
    actions.save(article, fields, by=by, version=article.version)


def _read() -> None:
    from faq.models import Article, Clinic, ViewCount

    chance, now = random.Random(1), Clinic.load().now()
    published = Article.objects.published().order_by("pk")
    published.update(published_at=now - timedelta(days=200))
    for ago in range(180):
        day = now.date() - timedelta(days=ago)
        busy = 1 if day.weekday() < 5 else 0.3
        for share, article in zip((18, 42, 25, 7), published, strict=False):
            views = max(0, round(chance.gauss(share * busy, 3)))
            ViewCount.objects.create(article=article, day=day, views=views)


@contextmanager
def _site() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "start"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The site did not start; its lines above say why.")


def _take(
    browser: Browser, address: str, name: str, path: str, who: str, size: tuple[int, int], prepare: Callable
) -> None:
    width, height = size
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme="light"
    )
    page = context.new_page()
    page.goto(path)
    if who:
        page.get_by_label("User name").fill(who)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**{path}")
    shown = prepare(page)
    page.wait_for_load_state("networkidle")
    _keep(name, shown.screenshot())
    context.close()


def _keep(name: str, png: bytes) -> None:
    """Store the picture as small as its limit asks, and say so."""
    for quality in (88, 80, 70, 60):
        out = BytesIO()
        Image.open(BytesIO(png)).convert("RGB").save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LARGEST:
            break
    (PICTURES / f"{name}.webp").write_bytes(out.getvalue())
    print(f"{name}.webp: {out.tell() // 1000} kB")


def _as_it_is(page: Page) -> Page:
    return page


def _article(title: str) -> Callable[[Page], Page]:
    def open_it(page: Page) -> Page:
        page.get_by_role("link", name=title).first.click()
        page.wait_for_load_state("networkidle")
        return page

    return open_it


_password, _link = _article("How do I set or reset my portal password?"), _article("Where is the link")


def _writing(page: Page) -> Page:
    """A new article in the middle of its second step."""
    page.get_by_label("Question").fill("How do I cancel an appointment?")
    page.get_by_role("textbox", name="Short answer").fill("In the portal, until the evening before.")
    page.get_by_role("button", name="Add a step").click()
    page.keyboard.type("Sign in to the portal.")
    page.keyboard.press("Enter")
    page.keyboard.type("Press ")
    page.keyboard.press("Control+b")
    page.keyboard.type("Appointments")
    page.keyboard.press("Control+b")
    page.keyboard.type(", then")
    # The preview follows
    page.wait_for_timeout(1500)
    return page


def _steps(page: Page) -> Locator:
    _password(page)
    step = page.locator("[data-step]").nth(1)
    # Its tools come to the step in use
    step.get_by_role("textbox").first.click()
    return step


def _including(page: Page) -> Locator:
    _article("Can my family share one account?")(page)
    return page.locator(".step-row-include").first


def _unpublished(page: Page) -> Locator:
    _link(page)
    return page.locator(".bar")


def _compared(page: Page) -> Page:
    _link(page)
    page.get_by_role("link", name="Change log").click()
    page.get_by_role("link", name="See what changed").first.click()
    return page


def _conflict(page: Page) -> Page:
    """A colleague saves while this page is open."""
    from django.contrib.auth import get_user_model

    from faq.models import Article

    _link(page)
    ruth = get_user_model().objects.get(username="owner")
    article = Article.objects.get(title__startswith="Where is the link")
    _change(article, short_answer=_LINK.format("Look for the green link"), by=ruth)
    page.get_by_role("textbox", name="Short answer").fill(_LINK.format("You find the blue link"))
    page.get_by_role("button", name="Save draft").click()
    # The preview follows
    page.wait_for_timeout(1500)
    return page


WIDE = (1280, 860)
ARTICLES = "/admin/faq/article/"
SHOTS: dict[str, tuple[str, str, tuple[int, int], Callable]] = {
    "patient-article": ("/articles/how-do-i-set-or-reset-my-portal-password/", "", WIDE, _as_it_is),
    "staff-sign-in": ("/admin/login/", "", (900, 460), _as_it_is),
    "staff-first-page": ("/admin/", "editor", WIDE, _as_it_is),
    "staff-list": (ARTICLES, "editor", (1280, 680), _as_it_is),
    "staff-writing": (f"{ARTICLES}add/", "editor", (1280, 960), _writing),
    "staff-begin": (f"{ARTICLES}add/", "editor", (1280, 620), _as_it_is),
    "staff-editor": (ARTICLES, "editor", (1280, 900), _password),
    "staff-step": (ARTICLES, "editor", WIDE, _steps),
    "staff-include": (ARTICLES, "editor", WIDE, _including),
    "staff-unpublished": (ARTICLES, "editor", WIDE, _unpublished),
    "staff-compared": (ARTICLES, "editor", (1280, 720), _compared),
    "staff-facts": ("/admin/faq/fact/", "editor", (1280, 460), _as_it_is),
    "report": ("/admin/reports/", "manager", (1280, 1180), _as_it_is),
    "staff-conflict": (ARTICLES, "editor", (1280, 720), _conflict),
}

if __name__ == "__main__":
    main()
