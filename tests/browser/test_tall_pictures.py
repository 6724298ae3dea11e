"""Pictures that are taller than a screen."""

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
