"""What patients meet: the clinic's own questions, read in a real browser in every way people read."""

import gzip
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from faq.models import Article, Clinic
from faq.publishing import actions, exchange, pictures
from tests.browser import axe
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.browser

PASSWORD_ARTICLE = "How do I set or reset my portal password?"
WEEK = {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
LONG_TITLE = (
    "How do I tell the clinic that my e-mail address has changed, so that reminders, links and results "
    "reach me and nobody else in my family at all?"
)


@pytest.fixture
def clinic_site(live_server) -> None:
    """The clinic's questions, with everything filled in that an owner can fill in."""
    exchange.load_seed()
    Clinic.objects.update_or_create(
        pk=1,
        defaults={
            "logo": _stored(240, 80),
            "phone": "+1 (555) 010-0199",
            "email": "desk@clinic.example",
            "hours": WEEK,
            "accent": "#1f6f5c",
        },
    )


@pytest.fixture
def every_page(clinic_site) -> list[str]:
    """The address of at least one page of each kind, the odd ones included."""
    article = Article.objects.get(title=PASSWORD_ARTICLE)
    gone = make_article("An article that was taken away", slug="taken-away")
    actions.unpublish(gone, by=None)
    step = {"text": "Look at this.", "picture": _stored(1600, 900), "picture_alt": "A blue field."}
    picture = f"![A blue field.](/media/{_stored(900, 300)})"
    make_article("A rich article", slug="rich", steps=[step], body=f"{RICH}\n{picture}\n", tags=["Children"])
    make_article(LONG_TITLE, slug="long", steps=["Do this."] * 40, short_answer="")
    make_article("Is this everything?", slug="bare", short_answer="Yes.", tags=[])
    return [
        "/",
        "/articles/",
        article.get_absolute_url(),
        Article.objects.get(title="Can my family share one account?").get_absolute_url(),
        "/articles/rich/",
        "/articles/long/",
        "/articles/bare/",
        "/tags/",
        "/tags/patient-portal/",
        "/search/?q=forgot+my+pasword",
        "/search/?q=zzzzqqqq",
        "/search/",
        "/accessibility/",
        "/privacy/",
        "/articles/taken-away/",
        "/no-such-page/",
    ]


RICH = """## When it does not work

Look in your *Spam* folder, **then** call us.

!!! warning
    Never send your password to anybody.

| Browser | Oldest |
| --- | --- |
| Chrome | 109 |

## Where to write

Averylongaddresswithoutanyspacewhatsoever: https://www.example.org/a/very/long/address/that/must/not/push/the/page/sideways/at/all

1. one
2. two

> What others said.
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_a_patient_searches_in_their_own_words_and_reads_every_step(clinic_site, new_page, scripts):
    page = new_page("/", scripts=scripts)

    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill("forgot my password")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name=PASSWORD_ARTICLE).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(PASSWORD_ARTICLE)
    steps = page.locator("ol.steps > li")
    expect(steps).to_have_count(6)
    expect(steps.nth(2)).to_contain_text("Step 3")
    expect(steps.nth(2)).to_contain_text("Reset Password")
    expect(steps.nth(5)).to_contain_text("Enter your new password")


def test_a_patient_with_only_a_keyboard_skips_to_the_text_and_searches(clinic_site, new_page):
    page = new_page("/articles/")

    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the main text")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)

    page.goto("/")
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "q")
    page.keyboard.type("family login")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=family+login")


def test_everything_that_takes_the_keyboard_shows_that_it_has_it(clinic_site, new_page):
    page = new_page("/")
    unseen = []

    for _ in range(page.locator("a, input, button, summary").count()):
        page.keyboard.press("Tab")
        drawn = page.evaluate(
            """[document.activeElement, document.activeElement.closest('.card')].filter(one => one)
            .map(one => getComputedStyle(one)).some(one => one.boxShadow !== 'none' || one.outlineStyle !== 'none')"""
        )
        if not drawn:
            unseen.append(page.evaluate("document.activeElement.outerHTML"))

    assert unseen == []


def test_axe_finds_nothing_on_any_page_in_any_look(every_page, new_page):
    page = new_page("/")

    assert [fault for path in every_page for fault in _visit(page, path, axe.faults_in_every_look)] == []


@pytest.mark.parametrize("width", [320, 640])
def test_no_page_scrolls_sideways_on_a_small_phone_or_at_twice_the_size(every_page, new_page, width):
    page = new_page("/", width=width)

    assert [fault for path in every_page for fault in _visit(page, path, _sideways)] == []


def test_everything_to_press_is_large_enough_for_a_thumb(every_page, new_page):
    page = new_page("/", width=360)

    assert [fault for path in every_page for fault in _visit(page, path, _too_small)] == []


def test_a_first_visit_is_light_and_asks_no_other_host(clinic_site, live_server, new_page):
    page = new_page("about:blank")
    asked, answers = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: answers.append(answer))

    page.goto(Article.objects.get(title=PASSWORD_ARTICLE).get_absolute_url())
    page.wait_for_load_state("networkidle")

    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert len(answers) <= 8
    assert sum(map(_bytes_sent, answers)) <= 60 * 1024


def test_a_reader_gets_no_cookie_and_nothing_is_kept_in_the_browser(every_page, new_page):
    page = new_page("/")

    for path in every_page:
        page.goto(path)

    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_paper_shows_the_steps_the_addresses_and_the_clinic_and_no_buttons(clinic_site, new_page):
    page = new_page(Article.objects.get(title=PASSWORD_ARTICLE).get_absolute_url())

    page.emulate_media(media="print")

    expect(page.locator("ol.steps > li:visible")).to_have_count(6)
    expect(page.locator(".print-foot")).to_contain_text("+1 (555) 010-0199")
    expect(page.locator(".print-foot")).to_be_visible()
    expect(page.locator("form:visible, nav:visible, button:visible")).to_have_count(0)
    seen = "[...document.querySelectorAll('main *')].filter(one => one.getClientRects().length)"
    colours = f"{seen}.map(one => getComputedStyle(one).color)"
    assert set(page.evaluate(colours)) == {"rgb(0, 0, 0)"}
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1


def test_a_picture_stands_under_the_words_of_its_step_and_never_wider(every_page, new_page):
    page = new_page("/articles/rich/", width=320)

    picture = page.locator("#step-1 img")
    picture.scroll_into_view_if_needed()

    expect(picture).to_have_attribute("alt", "A blue field.")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("one => [one.naturalWidth > 200, one.clientWidth <= 320]") == [True, True]
    assert picture.evaluate("one => one.currentSrc.split('?')[1]") == "width=480"


def test_the_link_of_a_step_opens_at_that_step(clinic_site, new_page):
    page = new_page(Article.objects.get(title=PASSWORD_ARTICLE).get_absolute_url(), width=390)

    page.locator("#step-5").hover()
    page.get_by_role("link", name="Link to step 5").click()

    expect(page.locator(":target")).to_contain_text("open the password link")
    expect(page.locator("#step-5")).to_be_in_viewport()


def test_a_link_to_a_step_that_is_not_there_shows_the_article(clinic_site, new_page):
    page = new_page(Article.objects.get(title=PASSWORD_ARTICLE).get_absolute_url() + "#step-99")

    expect(page.get_by_role("heading", level=1)).to_have_text(PASSWORD_ARTICLE)
    expect(page.locator("ol.steps > li")).to_have_count(6)


def test_a_clinic_with_nothing_filled_in_shows_no_empty_box(live_server, new_page):
    page = new_page("/")

    expect(page.locator(".clinic-card")).to_have_count(0)
    expect(page.locator("main section")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("There are no articles here yet")


def test_staff_see_their_bar_above_the_page_and_readers_do_not(clinic_site, new_page, client, live_server):
    client.force_login(make_staff("Editor"), backend="django.contrib.auth.backends.ModelBackend")
    session = {name: cookie.value for name, cookie in client.cookies.items()}
    address = Article.objects.get(title=PASSWORD_ARTICLE).get_absolute_url()
    page = new_page(address, width=390)
    expect(page.locator(".staff-bar")).to_have_count(0)

    page.context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in session.items()]
    )
    page.goto(address)

    expect(page.locator(".staff-bar")).to_contain_text("This is what patients see.")
    assert axe.faults(page) + _sideways(page) == []
    page.get_by_role("link", name="Preview").click()
    expect(page.locator(".preview-bar")).to_contain_text("Preview")
    assert axe.faults(page) + _sideways(page) == []


def _stored(width: int, height: int) -> str:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(file, "PNG")
    file.seek(0)
    return pictures.store(file)


def _visit(page: Page, path: str, check) -> list[str]:
    page.goto(path)
    return check(page)


def _sideways(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url} is {wide} px too wide"] if wide > 0 else []


def _too_small(page: Page) -> list[str]:
    """Links in running text are free to be as high as their line (WCAG 2.2, 2.5.8, exception "inline")."""
    small = page.evaluate(
        """[...document.querySelectorAll('a, button, input, summary')]
        .filter(one => !one.closest('.prose, .notice, .empty, p') && !one.matches('.skip-link, .step-link'))
        .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([html]) => html)"""
    )
    return [f"{page.url}: {html}" for html in small]


def _bytes_sent(answer) -> int:
    """What travels: styles and scripts compressed as the server keeps them, the page itself and fonts as they are."""
    body = answer.body()
    packed = answer.url.endswith((".css", ".js", ".svg"))
    return len(gzip.compress(body)) if packed else len(body)
