"""Asks axe-core, in the page itself, what people with disabilities would stumble over."""

from pathlib import Path

from playwright.sync_api import Page

_AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[str]:
    """One line for each rule that the page breaks: the address, the rule and the first place."""
    page.evaluate(_AXE)
    # Switched on by itself: some versions of axe leave it out unless they are asked
    how = {"resultTypes": ["violations"], "runOnly": _RULES, "rules": {"target-size": {"enabled": True}}}
    found = page.evaluate("how => axe.run(document, how)", how)
    return [f"{page.url}: {rule['id']} at {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]
