"""What the tests of the article editor share: a picture, and what stands in the editor."""

import base64
import io
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Locator, Page

from faq.models import Article
from tests.factories import PASSWORD
from tests.services import wait_until


def a_picture(colour: str = "teal") -> bytes:
    """A PNG of 320 by 200 pixels."""
    file = io.BytesIO()
    Image.new("RGB", (320, 200), colour).save(file, "PNG")
    return file.getvalue()


def fill_sign_in(page: Page, name: str) -> None:
    """Signs in where the page asks for it."""
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def wait_for_copy(page: Page, text: str) -> None:
    """The browser keeps a copy shortly after somebody stops typing."""
    wait_until(lambda: text in page.evaluate("JSON.stringify(localStorage)"), f"a copy holds “{text}”")


def wait_until_heard(page: Page, holds: Callable[[], object], what: str) -> None:
    """Wait for what a handler of the page's events notes: they are heard only while something is asked of the page."""
    wait_until(lambda: page.evaluate("0") or holds(), what)


def step_boxes(page: Page) -> Locator:
    """The boxes of the steps that stay, which hold their Markdown; an editor stands in place of each."""
    return page.locator("[data-step]:not(.is-removed):not(.step-row-include) .markdown-box")


def step_editors(page: Page) -> Locator:
    """The text editors of the steps that stay."""
    return page.locator("[data-step]:not(.is-removed):not(.step-row-include) [role=textbox]")


def step_texts(page: Page) -> list[str]:
    """The words of the steps, as the editors show them, without spaces around them."""
    return [words.strip() for words in step_editors(page).all_inner_texts()]


def paste_picture(page: Page, box: Locator, kind: str = "paste") -> None:
    """What the browser tells a page when somebody pastes a screenshot or drops a file."""
    script = """(box, [kind, data]) => {
        const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
        const carried = new DataTransfer();
        carried.items.add(new File([bytes], "screen.png", {type: "image/png"}));
        const how = {bubbles: true, cancelable: true};
        box.dispatchEvent(kind === "paste" ? new ClipboardEvent("paste", {...how, clipboardData: carried})
                                           : new DragEvent("drop", {...how, dataTransfer: carried}));
    }"""
    box.evaluate(script, [kind, base64.b64encode(a_picture()).decode()])


def paste(editor: Locator, html: str, text: str = "words") -> None:
    """Pastes formatted text; with blank `html` plain text."""
    script = """(box, [html, text]) => {
        const carried = new DataTransfer();
        if (html) carried.setData("text/html", html);
        carried.setData("text/plain", text);
        box.dispatchEvent(new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData: carried}));
    }"""
    editor.focus()
    editor.evaluate(script, [html, text])


def change(article: Article) -> str:
    """The address of the editor for this article."""
    return f"/admin/faq/article/{article.pk}/change/"


def text_editor(page: Page, name: str) -> Locator:
    """The text editor of this name: never the plain box that stands in its place until the page's scripts have run."""
    return page.get_by_role("textbox", name=name).and_(page.locator("[contenteditable]"))


def answer_box(page: Page) -> Locator:
    """Where the short answer is written."""
    return text_editor(page, "Short answer")


def detail(page: Page) -> Locator:
    """Where what stands below the steps is written."""
    return text_editor(page, "More detail")


def tool(page: Page, name: str, box: str = "More detail") -> Locator:
    """A button of the toolbar of a box."""
    return page.get_by_role("toolbar", name=f"Tools for {box}").get_by_role("button", name=name, exact=True)


def answer(page: Page) -> Locator:
    """The field that holds the Markdown of the short answer; it gets what is typed after a short rest."""
    return page.locator("#id_short_answer")


def body(page: Page) -> Locator:
    """The field that holds the Markdown of what stands below the steps."""
    return page.locator("#id_body")


def type_answer(page: Page, words: str) -> None:
    """Types a short answer and waits until the browser has kept it."""
    answer_box(page).fill(words)
    wait_for_copy(page, words)


def copies(page: Page) -> dict[str, str]:
    """The keys and values of all copies that the browser keeps."""
    kept = page.evaluate("Object.entries(localStorage)")
    return {key: value for key, value in kept if key.startswith("unsaved ")}
