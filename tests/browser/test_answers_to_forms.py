"""What staff and patients are answered when something is in the way, looked at by axe in every look of the site."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.template.loader import get_template
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from faq.models import Article, Clinic, Fact, Synonym, Tag, UrgentPhrase
from faq.publishing import actions, exchange, facts, tags, templates
from faq.publishing import urgent as urgent_verbs
from faq.views import preview
from tests import database
from tests.admin.clinic.test_clinic import details
from tests.admin.conftest import ADD_URL, change_url, filled, seen
from tests.browser import axe
from tests.browser.showing import show
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.browser

CLINIC = "/admin/faq/clinic/"
DIFFERENT = "Closed:\n1. May\n1. June"
TEMPLATES = ("400", "403", "404", "408", "411", "413", "429", "500", "503")


@pytest.fixture
def owner(live_server: LiveServer) -> Client:
    exchange.load_seed()
    facts.save_clinic(Clinic(name="The Hive", phone="01632 960 983", emergency_phone="112"), by=None)
    client = Client()
    client.force_login(make_staff("Owner", first_name="Olga"))
    return client


def test_no_answer_to_staff_has_a_fault_that_axe_can_find(owner, new_page):
    page, found, looked_at = new_page("/healthz"), [], []

    for name, answer in [*of_articles(owner), *of_lists(owner), *not_saved(owner), *of_sign_in()]:
        looked_at.append(name)
        show(page, answer.text)
        assert page.locator("h1").count() == 1, name
        found += [f"{name}: {fault}" for fault in axe.faults_in_every_look(page)]

    assert "\n".join(found) == ""
    assert len(looked_at) >= 25


def of_articles(owner: Client) -> Iterator[tuple[str, HttpResponse]]:
    article = make_article("When are you open?", short_answer="Daily.", steps=["Come in.", "Sit."], tags=["Visits"])
    edit(article, publish=False, short_answer="Never.", steps=["Come in."], by=make_staff("Editor", first_name="Ada"))
    change, file = change_url(article), SimpleUploadedFile("leaflet.pdf", b"%PDF-1.7", "application/pdf")
    step = {"text": "Press <b>Save</b>.", "picture_alt": ""}
    typed = filled(step, {"include": "No such article"}, title="When?", short_answer=DIFFERENT, version=1)
    yield "conflict", owner.post(change, typed)
    yield "refused", owner.post(change, {**typed, "version": 2, "title": "", "steps-0-picture_file": file})
    yield "too many steps", owner.post(ADD_URL, {**typed, "steps-TOTAL_FORMS": "900"})
    draft = owner.post(ADD_URL, filled(step, title="How?", short_answer=DIFFERENT, tags="A, B"), follow=True)
    yield "differences", draft
    other = Article.objects.get(title="How?")
    yield "publish question", owner.get(f"/admin/faq/article/{other.pk}/publish/")
    kept = filled(step, title="How?", short_answer=DIFFERENT, version=1, _keep_words="")
    yield "kept words", owner.post(change_url(other), kept, follow=True)
    yield "preview", owner.post("/admin/faq/article/preview/", typed)
    templates.add_first()
    yield "begin with a template", owner.get(ADD_URL)
    yield "a template", owner.get(change_url(Article.objects.templates()[0]))
    yield "old version", owner.post(f"/admin/faq/article/{article.pk}/bring-back/1/", {"version": 2}, follow=True)
    yield "take off", owner.get(f"/admin/faq/article/{article.pk}/take-off/")
    yield "wrong article", owner.post(f"/admin/faq/article/{article.pk}/take-off/", {"replaced_by": "0"})
    ticked = {"_selected_action": [article.pk], "index": "0", f"version-{article.pk}": 1, "action": "publish"}
    yield "not published", owner.post("/admin/faq/article/", ticked, follow=True)
    yield "refused filter", owner.get("/admin/who-did-what/?first=soon")
    yield "in the bin", owner.post(f"/admin/faq/article/{other.pk}/delete/", {"version": 2, "post": "yes"}, follow=True)
    make_article("Another one?", slug=other.slug, published=False)
    yield "address taken", owner.post(f"/admin/faq/article/{other.pk}/take-out/")


def of_lists(owner: Client) -> Iterator[tuple[str, HttpResponse]]:
    rows = (Tag.objects.first(), Fact.objects.first(), Synonym.objects.create(phrases="app, portal"))
    for row in (*rows, urgent_verbs.save(UrgentPhrase(phrase="stroke"), by=None)):
        address = f"/admin/faq/{row._meta.model_name}/{row.pk}"
        mine = {"name": "mine", "label": "Mine", "value": "x", "kind": "text", "phrases": "a, b", "phrase": "c"}
        mine["position"] = "1"
        yield f"conflict of {address}", owner.post(f"{address}/change/", {**mine, "version": "old"})
        yield f"refused {address}", owner.post(f"{address}/change/", {"position": "x", **seen(row)})
        yield f"deletion of {address}", owner.post(f"{address}/delete/", {"post": "yes", "version": "old"})
    words = {"try": "chest pain", "_try": "1"}
    yield "an urgent phrase tried", owner.post("/admin/faq/urgentphrase/", words)
    yield "synonyms tried", owner.post("/admin/faq/synonym/add/", {"phrases": "app, portal", **words, "try": "app"})
    two = list(Tag.objects.all()[:2])
    ticked = {"_selected_action": [tag.pk for tag in two], "index": "0", "action": "join"}
    yield "which tag stays", owner.post("/admin/faq/tag/", ticked)
    hours = {"hours-mon-from_1": "9", "hours-mon-to_1": "soon", "holidays-0-on": "2026-12-25", "phone": "none"}
    yield "refused hours", owner.post(CLINIC, {**details(**hours), **seen(Clinic.load())})
    yield "conflict of the clinic", owner.post(CLINIC, {**details(), "version": "old"})
    person = make_staff("Editor", "kim")
    yield "conflict of a person", owner.post(f"/admin/auth/user/{person.pk}/change/", {"username": "k", "version": "x"})
    yield "refused person", owner.post("/admin/auth/user/add/", {"username": "kim", "password": "1"})


def not_saved(owner: Client) -> Iterator[tuple[str, HttpResponse]]:
    sent = filled({"text": "Open the portal."}, title="How do I pay?", tags="Bills", short_answer="A line.\n\nMore.")
    # A connection that is old would be made anew in between
    connection.close()
    with database.read_only():
        yield "not saved", owner.post(ADD_URL, sent)
        yield "clinic not saved", owner.post(CLINIC, {**details(), **seen(Clinic.load())})
    with database.away():
        yield "bare page", owner.post(ADD_URL, sent)
        yield "bare page without a form", owner.get(ADD_URL)


def of_sign_in() -> Iterator[tuple[str, HttpResponse]]:
    manager, guesser, strict = Client(), Client(), Client(enforce_csrf_checks=True)
    manager.force_login(make_staff("Manager"))
    yield "no such page for a manager", manager.get("/admin/nothing-here/")
    words = {"old_password": "wrong", "new_password1": "1", "new_password2": "2"}
    yield "password refused", manager.post("/admin/password_change/", words)
    yield "password changed", manager.get("/admin/password_change/done/")
    yield "signed out", manager.post("/admin/logout/")
    yield "form of another site", strict.post("/admin/login/", {"username": "kim"})
    wrong = {"username": "kim", "password": "wrong"}
    yield "wrong password", guesser.post("/admin/login/", wrong)
    yield "locked out", [guesser.post("/admin/login/", wrong) for _ in range(9)][-1]


def test_no_first_page_of_a_new_site_has_a_fault(live_server, sign_in):
    page = sign_in("Owner")

    found = axe.faults_in_every_look(page)
    for address in ("/admin/faq/article/", "/admin/faq/tag/", "/admin/faq/fact/", "/admin/reports/", "/", "/tags/"):
        page.goto(address)
        found += axe.faults_in_every_look(page)

    assert found == []


def test_no_page_of_regret_for_patients_has_a_fault(owner, new_page, rf):
    page, found = new_page("/healthz"), []
    tag = Tag.objects.get(name="Family accounts")
    gone = [tag.get_absolute_url(), make_article("Taken away?").get_absolute_url()]
    tags.delete(tag, by=None)
    actions.unpublish(Article.objects.get(title="Taken away?"), by=None)
    link = preview.link_for(rf.get("/"), make_article("A draft?", steps=["One."], published=False))
    draft = link.removeprefix("http://testserver")
    urgent_verbs.save(UrgentPhrase(phrase="chest pain"), by=None)
    searches = ["chest+pain", "zzzzqqqq", "pasword&tag=patient-portal", "portal&page=9", "x" * 2000, "pasword&exact=1"]

    thanks = [thanks_for({"stuck": 1}), thanks_for({"helpful": "yes"})]
    for address in [*gone, *thanks, draft, "/search/not-found/", *[f"/search/?q={asked}" for asked in searches]]:
        page.goto(address)
        found += axe.faults_in_every_look(page)
    for name in TEMPLATES:
        show(page, get_template(f"{name}.html").render())
        found += [f"{name}: {fault}" for fault in axe.faults_in_every_look(page)]

    assert found == []


def thanks_for(pressed: dict[str, object]) -> str:
    """The address of the page after a press under an article."""
    address = make_article("Where can I park?", steps=["Take a ticket."]).get_absolute_url()
    return Client().post(f"{address}feedback/", pressed, headers={"Sec-Fetch-Site": "same-origin"}).url
