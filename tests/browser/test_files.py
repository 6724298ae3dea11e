"""A form and a video from the staff's keyboard to the patient's phone; nobody else's site hears of it."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from faq.models import Article, FileCount
from tests.browser import axe
from tests.factories import a_file, a_png, make_article
from tests.publishing.made_pdfs import a_pdf

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def test_staff_add_a_form_and_a_video_and_patients_open_them(live_server, sign_in, new_page, media: Path):
    article = make_article("Can I have my records?", short_answer="Yes, with this form.")
    (media / "records.pdf").write_bytes(a_pdf("I authorise the release of my records", pages=2))
    (media / "poster.png").write_bytes(a_png((640, 360)))
    editor = sign_in("Editor", f"/admin/faq/article/{article.pk}/change/")
    add_by_keyboard(editor, media)

    expect(editor.get_by_text("Published.")).to_be_visible()
    expect(editor.locator("#files legend").first).to_have_text("Records release form")
    assert axe.faults_in_every_look(editor) == []

    asked: list[str] = []
    phone = new_page(Article.objects.get().get_absolute_url(), width=390, scripts=False)
    phone.on("request", lambda request: asked.append(host_of(request)))
    phone.reload()
    read_on_a_phone(phone)
    assert set(asked) == {urlsplit(live_server.url).hostname}
    assert list(FileCount.objects.values_list("key", "times")) == [("records-release-form", 1)]

    looked_at = new_page(phone.url, width=390)
    looked_at.locator("summary").click()
    assert axe.faults_in_every_look(looked_at) == []


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (True, 390), (False, 390)])
def test_staff_change_the_order_of_files_with_the_keyboard(sign_in, scripts: bool, width: int):
    article = make_article(files=[a_file(title) for title in ("Consent form", "Price list", "Map")])
    page = sign_in("Editor", f"/admin/faq/article/{article.pk}/change/", scripts=scripts, width=width)
    last = page.get_by_role("group", name="Map")
    place = last.get_by_role("spinbutton", name="Order")

    if scripts:
        up = last.get_by_role("button", name="Move Map up")
        up.press("Enter")
        expect(page.locator("#announce")).to_have_text("Map: now 2 of 3.")
        expect(up).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator("#announce")).to_have_text("This is the first one.")
        expect(page.locator("#files legend")).to_have_text(["Map", "Consent form", "Price list", "Add a file"])
        assert axe.faults_in_every_look(page) == []
        assert min(side for size in (place, up) for side in list(size.bounding_box().values())[2:]) >= 44
    else:
        place.press("Control+a")
        page.keyboard.type("1")
        expect(last.get_by_role("button", name="Move Map")).to_have_count(0)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.locator("button[name=_publish]").press("Enter")

    expect(page.get_by_text("Published.")).to_be_visible()
    assert [each["title"] for each in Article.objects.get().live.files()] == ["Map", "Consent form", "Price list"]


def add_by_keyboard(page: Page, media: Path) -> None:
    page.locator("#files > summary").press("Enter")
    page.get_by_role("textbox", name="Name").press_sequentially("Records release form")
    page.locator("[name=files-0-pdf]").set_input_files(media / "records.pdf")
    page.locator("#videos > summary").press("Enter")
    page.get_by_role("textbox", name="What it shows").press_sequentially("How to fill in the form")
    page.keyboard.press("Tab")
    page.keyboard.type("https://video.example/watch?v=1")
    page.keyboard.press("Tab")
    page.keyboard.type("2 minutes")
    page.locator("[name=videos-0-poster_file]").set_input_files(media / "poster.png")
    page.get_by_role("textbox", name="What the picture shows").last.press_sequentially("A hand with a pen")
    page.keyboard.press("Tab")
    page.keyboard.type("Write your name.\n\nSign below.")
    page.locator("button[name=_publish]").press("Enter")


def read_on_a_phone(page: Page) -> None:
    card = page.get_by_role("link", name="How to fill in the form")
    expect(card).to_contain_text("(video, 2 minutes, opens at video.example)")
    expect(card.get_by_role("img", name="A hand with a pen")).to_be_visible()
    page.locator("summary", has_text="What is said in this video").press("Enter")
    expect(page.get_by_text("Sign below.")).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    form = page.get_by_role("link", name="Records release form (PDF, 2 pages, 1 KB)")
    with page.expect_download() as download:
        form.press("Enter")
    assert download.value.suggested_filename == "records-release-form.pdf"
    assert Path(download.value.path()).read_bytes() == a_pdf("I authorise the release of my records", pages=2)


def host_of(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
