"""Lets the browser read an answer that a test has got in another way: of a form, of a fault, a page of regret."""

from playwright.sync_api import Page


def show(page: Page, html: str) -> None:
    """Open `html` as a page of the site, with the site's own styles and scripts."""
    page.route("**/shown", lambda route: route.fulfill(content_type="text/html", body=html), times=1)
    page.goto("/shown")
