"""What the tests of the article editor share: a picture, and what stands in the editor."""

import base64
import io

from PIL import Image
from playwright.sync_api import Locator, Page


def a_picture(colour: str = "teal") -> bytes:
    """A PNG of 320 by 200 pixels."""
    file = io.BytesIO()
    Image.new("RGB", (320, 200), colour).save(file, "PNG")
    return file.getvalue()


def step_boxes(page: Page) -> Locator:
    """The text boxes of the steps that stay."""
    return page.locator("[data-step]:not(.is-removed):not(.step-row-include) .markdown-box")


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
