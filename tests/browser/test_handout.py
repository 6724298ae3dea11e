"""The sheet to hand out, as paper, and the steps to read out, by keyboard."""

import io
import re

import pytest
from playwright.sync_api import expect

from faq.models import Clinic
from faq.publishing import facts, pictures
from tests.browser import axe
from tests.factories import a_png, make_article, step_showing

pytestmark = pytest.mark.browser


@pytest.fixture
def article(live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    facts.save_clinic(Clinic(name="The Hive", phone="01632 960 983", hours={"mon": [["08:00", "17:00"]]}), by=None)
    shown = [pictures.store(io.BytesIO(a_png((300 + number, 200)))) for number in range(5)]
    return make_article("How do I log in?", short_answer="With your e-mail.", steps=list(map(step_showing, shown)))


def test_five_small_pictures_make_at_most_two_sheets_and_nothing_is_cut(article, new_page):
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
