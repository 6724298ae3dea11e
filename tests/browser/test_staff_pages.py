"""Every page of the staff area, looked at by axe and by its width, light and dark, on a wide screen and on a phone."""

import pytest
from playwright.sync_api import expect

from faq.accounts import password_links
from faq.models import Article, Clinic, Fact, FeedbackCount, SearchOutcome, Tag
from faq.publishing import actions, exchange
from tests.browser import axe
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.browser


# Those whose address holds no number of a row
PAGES = [
    f"/admin{page}"
    for page in """
    / /faq/article/ /faq/article/?need=drafts /faq/article/?need=bin /faq/article/?q=nothing-like-this /faq/article/add/
    /faq/article/import/ /faq/tag/ /faq/tag/add/ /faq/tag/order/ /faq/fact/ /faq/checkedlink/ /faq/simplerword/
    /faq/searchpromise/ /faq/searchpromise/add/ /faq/clinic/ /faq/synonym/ /faq/synonym/add/ /faq/urgentphrase/
    /reports/ /reports/content/ /reports/feedback/ /reports/letter/ /reports/searches/0123456789abcdef/ /who-did-what/
    /auth/user/ /auth/user/add/ /health/ /password_change/
    /your-sign-in/ /your-sign-in/second-step/ /your-sign-in/second-step/app/ /your-sign-in/password/
    """.split()
]


@pytest.fixture
def every_admin_page(live_server) -> list[str]:
    """One address of each kind of page in the staff area, with something on it."""
    exchange.load_seed()
    Clinic.objects.filter(pk=1).update(hours={"mon": [["08:00", "12:00"], ["13:00", "17:00"]]})
    article = Article.objects.get(title="How do I set or reset my portal password?")
    edit(article, publish=False, short_answer="Changed, with **bold** words.")
    binned = make_article("An article in the bin", published=False)
    actions.move_to_bin(binned, by=None)
    make_article("A draft " + "with a very long question " * 7, published=False, tags=[])
    differing = make_article("Reads differently", short_answer="1. May\n1. June", steps=["1. Go"], published=False)
    today = Clinic.load().now().date()
    FeedbackCount.objects.create(article=article, day=today, revision_number=1, step=2, answer="stuck", times=3)
    SearchOutcome.objects.create(day=today, kind="nothing", group="0123456789abcdef", text="fee for ...", times=2)
    change, tag = f"/admin/faq/article/{article.pk}", f"/admin/faq/tag/{Tag.objects.first().pk}"
    return [
        *PAGES,
        *(f"{change}/{page}" for page in ("change/", "history/?before=1&after=2", "delete/", "schedule/", "take-off/")),
        f"/admin/faq/article/{binned.pk}/change/",
        f"/admin/faq/article/{differing.pk}/change/",
        f"/admin/faq/article/{differing.pk}/publish/",
        f"{tag}/change/",
        f"{tag}/delete/",
        f"/admin/faq/fact/{Fact.objects.first().pk}/change/",
        f"/admin/reports/articles/{article.pk}/",
        f"/admin/auth/user/{make_staff('Editor', 'maria').pk}/change/",
    ]


def test_no_staff_page_has_a_fault_that_axe_can_find_in_any_look(sign_in, every_admin_page):
    page = sign_in("Owner")

    faults = []
    for address in every_admin_page:
        page.goto(address)
        faults += axe.faults_in_every_look(page)

    assert faults == []


@pytest.mark.parametrize("height", [510, 740, 800])
def test_nothing_on_a_phone_lies_over_what_is_to_be_pressed(sign_in, height):
    page = sign_in("Editor", "/admin/faq/article/add/", scheme="dark", viewport={"width": 360, "height": height})

    page.get_by_role("button", name="Add a step").wait_for()

    assert axe.faults(page) == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    ("typed", "heading"), [("mychart", "What patients find for “mychart”"), ("", "Nothing to try yet")]
)
def test_a_try_of_words_opens_at_its_answer(sign_in, every_admin_page, width, typed, heading):
    page = sign_in("Editor", "/admin/faq/synonym/add/", width=width, scripts=False)
    page.get_by_label("Synonyms", exact=True).fill("MyChart, portal")
    page.get_by_label("A search as a patient would type it").fill(typed)

    page.get_by_role("button", name="Try it").click()

    answer = page.get_by_role("heading", name=heading)
    expect(answer).to_be_focused()
    expect(answer).to_be_in_viewport()
    expect(page.get_by_label("Synonyms", exact=True)).to_have_value("MyChart, portal")


def test_a_try_of_words_has_no_fault_that_axe_can_find(sign_in, every_admin_page):
    page = sign_in("Editor", "/admin/faq/synonym/add/", width=360)
    page.get_by_label("Synonyms", exact=True).fill("MyChart, portal")
    page.get_by_label("A search as a patient would type it").fill("mychart")

    page.get_by_role("button", name="Try it").click()

    expect(page.get_by_role("heading", name="With these synonyms")).to_be_visible()
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_words_refused_in_a_try_are_said_at_the_top(sign_in, every_admin_page):
    page = sign_in("Editor", "/admin/faq/synonym/add/", width=360)
    page.get_by_label("Synonyms", exact=True).fill("portal")

    page.get_by_role("button", name="Try it").click()

    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_role("alert")).to_contain_text("Please give at least two words or phrases")


def test_the_pages_around_signing_in_have_no_fault(new_page, sign_in, settings):
    settings.KB_SENDS_MAIL, settings.SITE_URL = True, "http://127.0.0.1"
    maria = make_staff("Editor", "maria", email="maria@example.org")
    page = new_page("/admin/login/")
    faults = axe.faults(page)
    token = password_links.INVITATION.make_token(maria)
    for path in ("forgotten/", f"link/{maria.pk}/{token}/", f"link/{maria.pk}/made-up/"):
        page.goto(f"/admin/login/{path}")
        faults += axe.faults_in_every_look(page)
    page.goto("/admin/login/")
    page.get_by_role("button", name="Sign in").click()
    faults += axe.faults(page)
    page = sign_in("Manager", "/admin/password_change/")
    page.goto("/admin/faq/article/add/")
    faults += axe.faults(page)
    expect(page.get_by_role("heading", name="This page is not for you")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    faults += axe.faults(page)

    assert faults == []
