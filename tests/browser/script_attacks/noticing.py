"""Notices that a text of the attack ran in a page, or that the page holds what would run once somebody presses it."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Error, Frame, Page

from tests.browser.script_attacks.vectors import EVALUATED

# In no page of ours: handlers in attributes, scripts and styles written into pages, and what leads to a script or host
# that is not ours. An address is read as the browser reads it, so that no spelling of "javascript:" escapes.
_RESIDUE = """() => {
  // That of a frame with its own text is the page's around it
  const own = URL.parse(document.baseURI)?.origin;
  const found = [], safe = ["http:", "https:", "mailto:", "tel:"];
  const leads = ["href", "src", "action", "formaction", "xlink:href", "data", "background", "poster", "ping", "cite"];
  const loads = ["img", "script", "link", "iframe", "source", "video", "audio", "form", "button", "table"];
  const barred = "object embed math applet marquee style noscript animate set foreignObject".split(" ");
  for (const one of document.querySelectorAll("*")) {
    const say = (what) => found.push(`${what}: ${one.outerHTML.slice(0, 200)}`);
    if (barred.includes(one.localName)) say("element");
    if (one.localName === "base" && one.hasAttribute("href")) say("base");
    if (one.localName === "script" && (one.textContent.trim() || !one.src?.startsWith(own))) say("script");
    if (one.localName === "meta" && one.httpEquiv.toLowerCase() === "refresh") say("refresh");
    if (one.localName === "iframe" && (one.srcdoc && !one.closest("[data-preview], .preview-pane"))) say("frame");
    for (const { name, value } of one.attributes) {
      if (name.startsWith("on")) say("handler");
      if (name === "style" && /evil|run\\(/.test(value)) say("style");
      if (!leads.includes(name)) continue;
      const address = URL.parse(value, document.baseURI), isIcon = one.rel === "icon" || one.localName === "use";
      if (!address) continue;
      if (!safe.includes(address.protocol) && !isIcon) say("address");
      if (loads.includes(one.localName) && safe.includes(address.protocol) && address.origin !== own)
        if (one.rel !== "canonical") say("host");
    }
  }
  return found;
}"""

# A frame begins blank, then shows its page
_MOST_PAGES = 5


@dataclass
class Noticed:
    """What happened in all pages of one browser context."""

    # Numbers of the vectors that ran
    ran: list[int] = field(default_factory=list)
    # Addresses of other hosts that a page asked
    asked: list[str] = field(default_factory=list)
    # What stands in a page, with the page's address
    residue: list[str] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)

    def look(self, page: Page, name: str = "") -> None:
        """Look through a page that is open, and through the frames in it."""
        self.looked_at.append(name or page.url)
        for frame in page.frames:
            self.residue += [f"{name or page.url}: {line}" for line in self.in_frame(frame)]
        if EVALUATED in page.content():
            self.residue.append(f"{name or page.url}: a template was evaluated")

    @staticmethod
    def in_frame(frame: Frame) -> list[str]:
        """What stands in one frame; one that goes on to its page just then is looked through when it is there."""
        for _ in range(_MOST_PAGES):
            frame.wait_for_load_state()
            try:
                return frame.evaluate(_RESIDUE)
            except Error as error:
                if "context was destroyed" not in error.message:
                    raise
        return frame.evaluate(_RESIDUE)


def watch(context: BrowserContext, own_host: str) -> Noticed:
    """Give every page of `context` the function that the vectors call; no host but `own_host` is reached."""
    noticed = Noticed()
    context.expose_binding("run", lambda source, number: noticed.ran.append(number))

    def ask(route) -> None:
        if route.request.url.startswith((own_host, "data:", "blob:")):
            route.continue_()
            return
        noticed.asked.append(route.request.url)
        route.abort()

    context.route("**/*", ask)
    return noticed
