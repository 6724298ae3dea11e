"""Pictures that are taller than a screen, and the room that is kept for them."""

import io

import pytest
from playwright.sync_api import expect

from faq.publishing import pictures
from tests.factories import a_png, make_article, step_showing

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
def test_a_tall_picture_leaves_room_for_the_words_and_opens_whole(
    live_server, new_page, settings, tmp_path, width, scripts
):
    settings.MEDIA_ROOT = tmp_path
    name = pictures.store(io.BytesIO(a_png((400, 900))))
    make_article("How do I log in?", steps=[step_showing(name)], body=f"![A page](/media/{name})")
    page = new_page("/articles/how-do-i-log-in/", width=width, scripts=scripts)

    pictures_shown = (page.locator("#step-1 img"), page.locator(".prose > p > a > img"))
    for picture in pictures_shown:
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        across, high = picture.evaluate("one => [one.clientWidth, one.clientHeight]")
        rem = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        assert 27 < high / rem <= 28
        assert abs(high / across - 900 / 400) < 0.02
    for picture in pictures_shown:
        picture.click()
        if scripts:
            expect(page.get_by_role("dialog").get_by_role("img")).to_have_js_property("naturalHeight", 900)
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
            expect(page.locator("a:focus img")).to_have_count(1)
        else:
            page.wait_for_url(f"**/media/{name}")
            page.go_back()


PLACES = """() => document.fonts.ready.then(
  () => [...document.querySelectorAll(".step, .prose img, .prose p")].map(each => each.getBoundingClientRect().top)
)"""


def test_nothing_moves_when_a_picture_arrives(live_server, new_page, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    names = [pictures.store(io.BytesIO(a_png(size))) for size in ((1600, 900), (1080, 2400), (300, 200))]
    body = f"![A page](/media/{names[2]})\n\nThe end."
    make_article("How do I log in?", steps=[step_showing(names[0]), step_showing(names[1])], body=body)
    page = new_page("/healthz", width=390)
    # Held until it is taken off
    page.route("**/media/**", lambda route: None)
    page.goto("/articles/how-do-i-log-in/", wait_until="domcontentloaded")
    # All that gives words their place but the pictures
    page.wait_for_function("() => [...document.querySelectorAll('link[rel=stylesheet]')].every((link) => link.sheet)")
    page.evaluate("document.fonts.ready.then(() => true)")
    before = page.evaluate(PLACES)

    page.unroute("**/media/**")
    for picture in page.locator("main img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")

    # Width and height are whole pixels
    assert len(before) > 5
    assert page.evaluate(PLACES) == pytest.approx(before, abs=2)
