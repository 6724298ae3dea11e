"""Asks axe-core, in the page itself, what people with disabilities would stumble over."""

from pathlib import Path

from playwright.sync_api import Page

_AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The colours are all that the dark look changes
_OF_COLOURS = ("color-contrast", "link-in-text-block")


def faults(page: Page, *, only: tuple[str, ...] = ()) -> list[str]:
    """One line for each rule, perhaps `only` of some, that the page breaks: address, rule and first place."""
    # Words can be found on a page whose styles are still on their way: axe would look at other colours
    page.wait_for_load_state("load")
    page.evaluate(_AXE)
    # Switched on by itself: some versions of axe leave it out unless they are asked
    more = {} if only else {"rules": {"target-size": {"enabled": True}}}
    how = {"resultTypes": ["violations"], "runOnly": list(only) or _RULES, **more}
    found = page.evaluate("how => axe.run(document, how)", how)
    return [f"{page.url}: {rule['id']} at {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]


def faults_in_every_look(page: Page) -> list[str]:
    """The same on a wide screen and on a phone, in light and in dark colours; also what makes it scroll sideways."""
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        found += [f"{width} pixels, light, {fault}" for fault in faults(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"{width} pixels, dark, {fault}" for fault in faults(page, only=_OF_COLOURS)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{page.url} at {width} pixels scrolls sideways")
    return found
