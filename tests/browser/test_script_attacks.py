"""No text that anybody can write runs a script, on any page, with no content security policy to help.

Every place is filled by `script_attacks/planting.py` with the texts of `script_attacks/vectors.py`; then an owner and
a patient open each kind of page. What leads to a script only when it is pressed is looked for in the page.
"""

from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from faq.models import Article, Fact, Synonym, Tag, UrgentPhrase
from faq.publishing import actions
from tests.browser.editor import fill_sign_in
from tests.browser.script_attacks import answers, planting
from tests.browser.script_attacks.noticing import Noticed, watch
from tests.browser.script_attacks.vectors import UNGUARDED, VECTORS, fitting, packed
from tests.browser.showing import show
from tests.services import wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def open_watched(chromium, live_server) -> Iterable[Callable[[], tuple[Page, Noticed]]]:
    """Opens a page of a browser that pays no heed to the content security policy, and notices every attack."""
    contexts = []

    def open_page() -> tuple[Page, Noticed]:
        context = chromium.new_context(base_url=live_server.url, bypass_csp=True, reduced_motion="reduce")
        contexts.append(context)
        noticed = watch(context, live_server.url)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        return page, noticed

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def whole(live_server) -> Article:
    return planting.plant()


def test_each_text_runs_or_is_noticed_where_a_page_does_not_defend_itself(open_watched, live_server):
    page, noticed = open_watched()
    frames = "".join(f'<iframe name="{at}" srcdoc="{escape(html)}"></iframe>' for at, html in enumerate(UNGUARDED))
    page.route("**/unguarded", lambda route: route.fulfill(content_type="text/html", body=frames))
    page.goto("/unguarded")

    def unnoticed() -> set[int]:
        there = [int(frame.name) for frame in page.main_frame.child_frames if noticed.in_frame(frame)]
        return set(range(len(VECTORS))) - set(there) - set(noticed.ran)

    assert len(VECTORS) >= 60
    assert len(page.main_frame.child_frames) == len(VECTORS)
    wait_until(lambda: not unnoticed(), "each text is noticed")
    assert len(noticed.ran) > len(VECTORS) / 3


def test_no_text_runs_on_any_page_of_staff(open_watched, whole):
    page, noticed = open_watched()
    page.goto("/admin/")
    fill_sign_in(page, "owner")
    page.wait_for_url("**/admin/")
    owner = Client()
    owner.force_login(planting.User.objects.get(username="owner"))

    visit(page, noticed, pages_of_staff(whole))
    use_the_editor(page, noticed, whole)
    for name, answer in answers.after_sending(owner, whole):
        assert "<h1" in answer.text, f"{name}: {answer.status_code} {answer.text[:200]}"
        show(page, answer.text)
        noticed.look(page, name)

    assert len(noticed.looked_at) > 80
    assert (noticed.ran, noticed.asked, noticed.residue) == ([], [], [])


def test_no_text_runs_on_any_page_of_patients(open_watched, whole):
    page, noticed = open_watched()
    binned = Article.objects.filter(live__isnull=False).exclude(pk=whole.pk).last()
    gone = binned.get_absolute_url()
    actions.unpublish(binned, by=None)

    visit(page, noticed, [gone, *pages_of_patients(whole)])
    type_searches(page, noticed)

    assert len(noticed.looked_at) >= 60
    assert (noticed.ran, noticed.asked, noticed.residue) == ([], [], [])


def pages_of_staff(whole: Article) -> list[str]:
    article, small = f"/admin/faq/article/{whole.pk}", Article.objects.exclude(pk=whole.pk).first()
    draft = Article.objects.filter(live=None).first()
    odd = quote(packed(400)[3])
    lists = ["article", "tag", "fact", "synonym", "urgentphrase"]
    rows = [Tag.objects.last(), Fact.objects.last(), Synonym.objects.last(), UrgentPhrase.objects.last()]
    forms = [f"/admin/faq/{row._meta.model_name}/{row.pk}" for row in rows]
    person = planting.User.objects.get(email=planting.polyglot(254, 4), username="ana").pk
    return [
        "/admin/",
        *[f"/admin/faq/{name}/" for name in lists],
        *[f"/admin/faq/{name}/?q={odd}" for name in lists],
        *[f"/admin/faq/article/?need={need}" for need in ("drafts", "changed", "untagged", "mine", "bin", odd)],
        *[f"/admin/faq/article/?q=portal&o=1&tags__id__exact={odd}", f"/admin/faq/tag/?{odd}={odd}"],
        *[f"{article}/{name}/" for name in ("change", "history", "delete", "publish", "take-off")],
        *[f"{article}/history/?before=1&after=2", f"{article}/history/?page=3&before={odd}&after={odd}"],
        *[f"/admin/faq/article/{draft.pk}/{name}/" for name in ("change", "publish", "delete")],
        *[f"/preview/{whole.pk}/", f"/preview/{draft.pk}/", f"/preview/{small.pk}/?{odd}"],
        *[f"{form}/change/" for form in forms],
        *[f"{form}/delete/" for form in forms],
        *["/admin/faq/clinic/", "/admin/auth/user/", f"/admin/auth/user/{person}/change/", "/admin/auth/user/add/"],
        *["/admin/faq/article/add/", f"/admin/faq/article/{odd}/change/", f"/admin/{odd}/"],
        *[reverse("admin:reports"), f"{reverse('admin:reports')}?range=own&first={odd}&last={odd}"],
        *[reverse("admin:reports-articles"), f"{reverse('admin:reports-articles')}?q={odd}&o={odd}&page={odd}"],
        reverse("admin:reports-article", args=[whole.pk]),
        *["/admin/password_change/", f"/admin/login/?next={odd}"],
        *[whole.get_absolute_url(), "/", f"/search/?q={odd}"],
    ]


def pages_of_patients(whole: Article) -> list[str]:
    published = Article.objects.published()
    tags = [tag.get_absolute_url() for tag in Tag.objects.in_use()[:4]]
    odd = [quote(line, safe="") for line in packed(290)]
    return [
        *["/", "/articles/", "/articles/?page=2", "/tags/", "/accessibility/", "/privacy/"],
        *[f"/search/?q={line}" for line in odd],
        # Found by a word that all have, so that excerpts and marks show the texts
        *["/search/?q=portal", "/search/?q=portal+script&page=2", "/search/?q=img+src+onerror+run&exact=1"],
        *["/search/?q=svg+onload", "/search/?q=javascript", "/search/?q=zzzzz", "/search/not-found/", "/search/"],
        *[f"/search/?q=portal&tag={odd[0]}&page={odd[1]}&exact={odd[2]}", f"/search/?{odd[3]}={odd[3]}"],
        *[f"/articles/{odd[4]}/", f"/tags/{odd[5]}/", f"/{odd[6]}", f"/articles/?page={odd[7]}", f"/preview/{odd[8]}/"],
        *[f"/media/{odd[9]}", f"/accent/{odd[10]}.css", "/security.txt", "/robots.txt", f"/reports/{odd[11]}"],
        whole.get_absolute_url(),
        *[article.get_absolute_url() for article in published.exclude(pk=whole.pk)[:8]],
        *tags,
    ]


def visit(page: Page, noticed: Noticed, addresses: list[str]) -> None:
    for address in addresses:
        page.goto(address, referer=f"https://evil.example/{quote(VECTORS[6])}")
        noticed.look(page)


def use_the_editor(page: Page, noticed: Noticed, whole: Article) -> None:
    """Open the preview beside the editor, and words that were typed and not saved."""
    page.goto(f"/admin/faq/article/{whole.pk}/change/")
    page.frame_locator(".preview-pane iframe").locator("main").wait_for()
    noticed.look(page, "preview beside the editor")
    page.get_by_role("textbox", name="Question").fill(packed(190)[2])
    page.get_by_label("Tags").press_sequentially("po")
    wait_until(lambda: "run(" in page.evaluate("JSON.stringify(localStorage)"), "a copy is kept")
    page.reload()
    page.get_by_role("button", name="Bring it back").click()
    noticed.look(page, "words brought back")
    page.evaluate("localStorage.clear()")


def type_searches(page: Page, noticed: Noticed) -> None:
    """Suggestions while typing, whose words and questions are all texts of the attack."""
    for typed in ("portal", "img src", "svg onload", fitting(40)[0]):
        page.goto("/")
        page.get_by_role("combobox").fill(typed)
        page.get_by_role("option").first.wait_for()
        noticed.look(page, f"suggestions for {typed}")
