"""What Lighthouse says of each kind of page on a phone: speed, accessibility, good practice, search engines, of 100."""

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from statistics import median

import numpy as np
from _load import ROOT, serving
from PIL import Image

VERSION = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROME = ("chromium", "chromium-browser", "google-chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
# Seconds
LONGEST = 180


def main() -> None:
    """Print a table of scores, the median of some runs, and below it what keeps a page from 100.

    Searches are kept from search engines on purpose, so their last number is low. Needs Node, a Chromium and, once,
    the way to npm; without them it says so and ends well.
    """
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3, help="how often each page is looked at (3)")
    runs = options.parse_args().runs
    npx, chrome = shutil.which("npx"), next(filter(None, map(shutil.which, CHROME)), None)
    if not (npx and chrome):
        print("*** LIGHTHOUSE WAS NOT RUN: Node (npx) or Chromium is missing on this machine. ***")
        return
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as folder:
        os.environ.update(KB_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="kb.settings", CHROME_PATH=chrome)
        pages = _fill()
        with serving("manage.py", "start") as site:
            _table({name: _reports(npx, f"http://127.0.0.1:{site.port}{path}", runs) for name, path in pages.items()})


def _fill() -> dict[str, str]:
    """Make the site in the folder that the environment names; return the path of a page of each kind."""
    sys.path.insert(0, str(ROOT))
    # Only now, when the folder is named
    import django

    django.setup()
    from django.core.management import call_command

    from faq.models import Article
    from faq.publishing import actions, pictures

    call_command("prepare", stdout=open(os.devnull, "w"))  # noqa: SIM115  (closed with the process)
    steps = []
    for number in range(5):
        name = pictures.store(io.BytesIO(_photograph(number)))
        steps.append({"text": "Look for the door.", "picture": name, "picture_alt": f"Door number {number}"})
    content = {"title": "How do I find the clinic?", "short_answer": "By bus.", "steps": steps, "tags": ["Visits"]}
    actions.publish(actions.save(None, content, by=None).article, by=None)
    article = Article.objects.published().exclude(title=content["title"]).order_by("pk").first()
    return {
        "home": "/",
        "article": article.get_absolute_url(),
        "article, five photographs": "/articles/how-do-i-find-the-clinic/",
        "all articles": "/articles/",
        "topics": "/tags/",
        "topic": "/tags/visits/",
        "search": "/search/?q=reset+my+pasword",
        "search, no match": "/search/?q=asdf",
        "accessibility": "/accessibility/",
        "privacy": "/privacy/",
    }


def _photograph(seed: int) -> bytes:
    """Return a JPEG that is as heavy as the photograph of a phone, at its own size and at those that pages show.

    The finer a detail of the world, the less there is of it: noise of ever smaller grain, each a little fainter than
    the one before. 2.6 to 2.9 MB; at 640 pixels in WebP 46 to 66 kB, where eleven photographs taken indoors and
    outdoors had 12 to 60.
    """
    width, height, random = 4000, 3000, np.random.default_rng(seed)
    light = np.zeros((height, width), np.float32)
    for grain in (2**power for power in range(2, 12)):
        noise = random.standard_normal((grain * height // width, grain)).astype(np.float32)
        light += np.asarray(Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC)) / grain**0.3
    file = io.BytesIO()
    grey = np.clip(128 + 55 * light / light.std(), 0, 255).astype(np.uint8)
    Image.fromarray(grey).convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()


def _reports(npx: str, address: str, runs: int) -> list[dict]:
    return [report for number in range(runs) if (report := _report(npx, address, f"{number + 1} of {runs}"))]


def _report(npx: str, address: str, which: str) -> dict | None:
    print(f"\r{f'run {which}: {address}':100}\r", end="", file=sys.stderr, flush=True)
    wanted = f"--only-categories={','.join(CATEGORIES)}"
    command = [npx, "--yes", VERSION, address, "--output=json", "--quiet", wanted, f"--chrome-flags={FLAGS}"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=True)
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        print(f"*** Lighthouse did not look at {address}: {type(error).__name__} ***", file=sys.stderr)
        return None


def _table(found: dict[str, list[dict]]) -> None:
    print(f"\r{'':100}\r", end="", file=sys.stderr, flush=True)
    print(f"{'phone, as Lighthouse imagines one':34}" + "".join(f"{name:>16}" for name in CATEGORIES))
    for page, reports in found.items():
        scores = (median(report["categories"][each]["score"] for report in reports) for each in CATEGORIES if reports)
        print(f"{page:34}" + "".join(f"{100 * score:16.0f}" for score in scores))
    for page, reports in found.items():
        for what in sorted({line for report in reports for line in _faults(report)}):
            print(f"  {page}: {what}")


def _faults(report: dict) -> list[str]:
    """Return what keeps a category below 100, but for those measures of speed that stand in its score anyway."""
    below = [each for each in report["categories"].values() if each["score"] < 1]
    weighed = {ref["id"] for category in below for ref in category["auditRefs"] if ref["weight"]}
    audits = (report["audits"][name] for name in weighed)
    return [f"{each['title']} {each.get('displayValue', '')}".strip() for each in audits if (each["score"] or 0) < 0.9]


if __name__ == "__main__":
    main()
