"""What a manager does: reads the reports on any screen, by keyboard, on paper, and asks for other days."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from faq.models import Article, Clinic, ViewCount
from faq.values import colour
from tests.browser import axe
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.browser
LONG = (
    "How do I get a copy of my test results, and how long does it take until they appear in the portal for me and mine?"
)


@pytest.fixture
def open_report(new_page, client, transactional_db, live_server):
    """Opens a report as a manager: `open_report("/admin/reports/", width=390)`."""
    client.force_login(make_staff("Manager"))
    cookie = {"name": "kb-session", "value": client.cookies["kb-session"].value, "url": live_server.url}

    def open_page(path: str, **more):
        page = new_page("/healthz", **more)
        page.context.add_cookies([cookie])
        page.goto(path)
        return page

    return open_page


def read(article: Article, *, views: int, days: int) -> None:
    today = Clinic.load().now().date()
    counts = [ViewCount(article=article, day=today - timedelta(days=ago), views=views) for ago in range(days)]
    ViewCount.objects.bulk_create(counts)


@pytest.fixture
def two_articles(transactional_db) -> Article:
    article = make_article(LONG)
    read(article, views=1234, days=70)
    make_article("Where can I park?")
    Article.objects.update(published_at=timezone.now() - timedelta(days=40))
    return article


def test_nobody_stumbles_over_a_report(open_report, two_articles):
    page = open_report(reverse("admin:reports"))
    found = axe.faults_in_every_look(page)
    for path in (reverse("admin:reports-article", args=[two_articles.pk]), reverse("admin:reports-articles")):
        page.goto(path)
        found += axe.faults_in_every_look(page)

    assert found == []


def test_no_axe_fault_where_there_is_nothing_to_report_or_something_odd_was_asked(open_report):
    page = open_report(reverse("admin:reports") + "?range=own&first=2026-02-02&last=2026-01-01")

    assert axe.faults(page) == []
    expect(page.get_by_role("alert")).to_contain_text("The first day is after the last day.")


@pytest.mark.parametrize("asked", ["?range=7", "?range=30", "?range=90"])
def test_a_report_fits_the_smallest_phone_without_scrolling_sideways(open_report, two_articles, asked):
    page = open_report(reverse("admin:reports") + asked, width=320)

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_manager_asks_for_other_days_without_scripts(open_report, two_articles):
    page = open_report(reverse("admin:reports"), scripts=False)
    yesterday = f"{Clinic.load().now().date() - timedelta(days=1):%Y-%m-%d}"

    page.get_by_label("First day").fill(yesterday)
    page.get_by_label("Last day").fill(yesterday)
    page.get_by_role("button", name="Show these days").click()

    expect(page.get_by_label("In total")).to_contain_text("1,234 views")
    expect(page.get_by_label("First day")).to_have_value(yesterday)


def test_who_cannot_see_a_drawing_hears_what_it_says(open_report, two_articles):
    page = open_report(reverse("admin:reports") + "?range=7")

    said = re.compile(r"Views for each day The most were [\d,]+ on \w+ \d+ \w+ \d{4}\. The table below holds the same")
    expect(page.get_by_role("img", name=said)).to_be_visible()


def test_each_bar_of_days_has_its_number_while_there_is_room(open_report, two_articles):
    page = open_report(reverse("admin:reports") + "?range=7")
    assert page.locator(".chart-days .bar-number:visible").count() == 7

    page.set_viewport_size({"width": 360, "height": 900})
    numbers = page.locator(".chart-days .bar-number:visible")
    boxes = sorted(
        (box for box in (numbers.nth(at).bounding_box() for at in range(numbers.count()))), key=lambda b: b["x"]
    )
    assert all(left["x"] + left["width"] <= right["x"] + 1 for left, right in zip(boxes, boxes[1:], strict=False))


def test_paper_shows_the_drawings_and_every_table(open_report, two_articles):
    page = open_report(reverse("admin:reports"))

    page.emulate_media(media="print")

    expect(page.get_by_label("First day")).to_be_hidden()
    for name in ("Staff area", "Reports"):
        expect(page.get_by_label(name, exact=True).and_(page.locator("nav"))).to_be_hidden()
    assert page.locator(".chart:visible").count() == 1
    assert page.locator("[aria-labelledby=most-read] .chart-block:visible").first.bounding_box()["width"] > 100
    assert page.locator(".chart-days .chart-block:visible").count() == 30
    assert page.locator("table:visible").count() == 4


@pytest.mark.parametrize("accent", ["", "#1f6f5c"])
def test_what_is_printed_from_a_dark_screen_is_dark_on_white(open_report, two_articles, accent):
    Clinic.objects.update_or_create(pk=1, defaults={"accent": accent})
    for path in ("admin:reports", "admin:reports-articles"):
        page = open_report(reverse(path), scheme="dark")

        page.emulate_media(media="print", color_scheme="dark")

        pale = {text: ratio for text, ratio in contrasts_on_white(page).items() if ratio < 4.5}
        assert (pale, page.evaluate("getComputedStyle(document.body).backgroundColor")) == ({}, "rgb(255, 255, 255)")


def contrasts_on_white(page: Page) -> dict[str, float]:
    """How dark each colour of visible text in the page is on white paper, with words that have it."""
    script = """() => {
        const shown = [...document.querySelectorAll('main *')].filter((one) => one.getClientRects().length
            && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
        const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
        return shown.map((one) => {
            const style = getComputedStyle(one);
            canvas.fillStyle = one.closest('svg') ? style.fill : style.color;
            canvas.fillRect(0, 0, 1, 1);
            return [one.textContent.trim().slice(0, 40), [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)]];
        });
    }"""
    found = page.evaluate(script)
    assert len(found) > 10
    return {text: colour.contrast("#" + "".join(f"{part:02x}" for part in rgb), "#ffffff") for text, rgb in found}


def test_a_reader_counts_once_a_day_in_a_real_browser(new_page, transactional_db):
    article = make_article("Where can I park?")
    address = article.get_absolute_url()

    reader = new_page(address)
    reader.reload()
    reader.goto("/")
    reader.goto(address)
    reader.go_back()
    reader.go_forward()
    after_one = ViewCount.objects.get(article=article).views
    new_page(address, scripts=False)

    assert (after_one, ViewCount.objects.get(article=article).views) == (1, 2)


def test_a_reader_who_comes_back_after_an_edit_reads_the_new_words_and_counts_once(new_page, transactional_db):
    article = make_article("Where can I park?", short_answer="Behind the house.")
    reader = new_page(article.get_absolute_url())

    edit(article, short_answer="In front of the house.")
    reader.goto(article.get_absolute_url())

    expect(reader.get_by_text("In front of the house.")).to_be_visible()
    assert ViewCount.objects.get(article=article).views == 1
