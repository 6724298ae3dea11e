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
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = Path(__file__).resolve().parent / "pictures"
LARGEST = 150_000  # bytes of one picture
PASSWORD = "a scratch password"
CHROMIUM = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


def main() -> None:
    """Write docs/pictures/*.webp; needs Chromium and the packages of requirements-dev.txt."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kb-pictures-") as folder:
        os.environ.update(KB_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="kb.settings")
        _fill()
        with _site() as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for name, (path, who, size, prepare) in SHOTS.items():
                _take(browser, address, name, path, who, size, prepare)
            browser.close()


def _fill() -> None:
    """The clinic's questions, one unpublished change, three sign-ins with one password, and ninety days of views."""
    sys.path.insert(0, str(ROOT))
    import django  # only now, when the folder is named

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from faq.models import Article, Clinic, ViewCount

    call_command("prepare", stdout=open(os.devnull, "w"))  # noqa: SIM115  (closed with the process)
    for user in get_user_model().objects.all():
        user.set_password(PASSWORD)
        user.save()
    chance, today = random.Random(1), Clinic.load().now().date()
    articles = list(Article.objects.order_by("pk"))
    Article.objects.update(published_at=Clinic.load().now() - timedelta(days=200))
    for ago in range(180):
        busy = 1 if (today - timedelta(days=ago)).weekday() < 5 else 0.3
        for share, article in zip((18, 42, 25, 7), articles, strict=False):
            views = max(0, round(chance.gauss(share * busy, 3)))
            ViewCount.objects.create(article=article, day=today - timedelta(days=ago), views=views)


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
    prepare(page)
    page.wait_for_load_state("networkidle")
    _keep(name, page.screenshot())
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


def _as_it_is(page: Page) -> None:
    pass


def _open_password_article(page: Page) -> None:
    page.get_by_role("link", name="How do I set or reset my portal password?").first.click()
    page.wait_for_load_state("networkidle")


WIDE, PHONE = (1280, 860), (390, 844)
SHOTS: dict[str, tuple[str, str, tuple[int, int], Callable]] = {
    "patient-article": ("/articles/how-do-i-set-or-reset-my-portal-password/", "", WIDE, _as_it_is),
    "staff-sign-in": ("/admin/login/", "", (1280, 560), _as_it_is),
    "staff-first-page": ("/admin/", "editor", WIDE, _as_it_is),
    "staff-list": ("/admin/faq/article/", "editor", (1280, 640), _as_it_is),
    "staff-editor": ("/admin/faq/article/", "editor", (1280, 900), _open_password_article),
    "report": ("/reports/", "manager", (1280, 1180), _as_it_is),
}

if __name__ == "__main__":
    main()
