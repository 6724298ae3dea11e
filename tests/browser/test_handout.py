"""The sheet to hand out, as paper, and the steps to read out, by keyboard."""

import io
import re

import pytest
from playwright.sync_api import expect

from faq.models import Clinic
from faq.publishing import facts, pictures
from tests.browser import axe
from tests.factories import a_png, edit, make_article, step_showing

pytestmark = pytest.mark.browser


@pytest.fixture
def article(live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    facts.save_clinic(Clinic(name="The Hive", phone="01632 960 983", hours={"mon": [["08:00", "17:00"]]}), by=None)
    shown = [pictures.store(io.BytesIO(a_png((300 + number, 200)))) for number in range(5)]
    return make_article("How do I log in?", short_answer="With your e-mail.", steps=list(map(step_showing, shown)))


# Pixels: what A4 has between its margins of 14 mm, at 96 to the inch
PAPER = 688
LONG = "https://portal.example/" + "very-long-address/" * 12


def table(*cells: str) -> str:
    return f"|{'|'.join(cells)}|\n|{'|'.join(['---'] * len(cells))}|\n|{'|'.join(cells)}|\n"


TOO_WIDE = [
    table(*["Appointments"] * 12),
    table(*["Donaudampfschiff" * 6] * 5),
    table("Monday", f"<{LONG}>"),
    f"```\n{'a-line-of-code/' * 16}\n```",
    "Donaudampfschiff" * 12,
    f"<{LONG}>",
]
# Words and pictures that end beyond the paper, or that their own box hides
CUT = """() => {
    const paper = document.documentElement.clientWidth + 1, cut = [];
    const texts = document.createTreeWalker(document.querySelector(".sheet"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const words = document.createRange();
        words.selectNodeContents(texts.currentNode);
        if ([...words.getClientRects()].some((place) => place.right > paper)) cut.push(texts.currentNode.data);
    }
    for (const shown of document.querySelectorAll(".sheet img, .sheet svg, .sheet table, .sheet pre"))
        if (shown.getBoundingClientRect().right > paper || shown.scrollWidth > shown.clientWidth + 1)
            cut.push(shown.tagName);
    return cut;
}"""


@pytest.mark.parametrize("size", ["print/", "print/large/"])
def test_nothing_is_cut_on_paper_however_wide_it_is(article, new_page, size):
    edit(article, body="\n\n".join(TOO_WIDE), short_answer=LONG)
    page = new_page(f"{article.get_absolute_url()}{size}", width=PAPER)

    page.emulate_media(media="print")

    expect(page.get_by_role("table")).to_have_count(3)
    assert page.evaluate(CUT) == []


def test_five_small_pictures_make_at_most_two_sheets(article, new_page):
    page = new_page(f"{article.get_absolute_url()}print/")
    faults = axe.faults_in_every_look(page)
    page.goto(f"{article.get_absolute_url()}print/large/")

    assert faults + axe.faults_in_every_look(page) == []
    page.goto(f"{article.get_absolute_url()}print/")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".controls")).to_be_hidden()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 2


def test_the_arrow_keys_go_from_step_to_step_while_reading_out(article, sign_in):
    page = sign_in("Editor", f"{article.get_absolute_url()}read-out/")
    assert axe.faults_in_every_look(page) == []

    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")

    expect(page.locator(".read-step:focus")).to_contain_text("Step 1 of 5")


def test_what_is_read_out_has_room_between_its_paragraphs_and_leads_to_the_first_step(sign_in):
    make_article("May I bring my dog?", short_answer="Yes, you may.\n\nOn a leash.", steps=["Tell us.\n\nThen come."])
    page = sign_in("Editor", "/articles/may-i-bring-my-dog/read-out/")
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")

    for place in ("#read-0", "#read-1"):
        first, second = (each.bounding_box() for each in page.locator(f"{place} div > p").all())
        assert second["y"] - first["y"] - first["height"] >= 8
    page.get_by_role("link", name="First step").click()
    expect(page.locator(".read-step:target")).to_contain_text("Step 1 of 1")
