"""The three readers from start to end, over real HTTP: a patient finds, a staff member publishes, a manager counts."""

import csv
import io

import pytest

from faq.models import Article
from faq.publishing import exchange
from tests.factories import PASSWORD, make_staff
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server, settings) -> str:
    settings.ALLOWED_HOSTS = ["*"]
    exchange.load_seed()
    return live_server.url


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("forgot my password", "How do I set or reset my portal password?"),
        ("family login", "Can my family share one account?"),
        ("can my husband and I share an account", "Can my family share one account?"),
        ("cant remember pasword", "How do I set or reset my portal password?"),
        ("where is the protal link", "Where is the link to the patient portal?"),
    ],
)
def test_a_patient_finds_the_answer_in_their_own_words(site: str, asked: str, found: str):
    patient = Visitor(site)
    home = patient.get("/")

    results = patient.send_search(home, asked)
    first = next(
        words for words, href in results.links if href.startswith("/articles/") and len(href) > len("/articles/")
    )

    assert first == found
    assert not list(patient.cookies)


def test_a_patient_reads_the_shared_steps_and_finds_the_way_on(site: str):
    patient = Visitor(site)

    page = patient.follow(patient.get("/"), "Can my family share one account?")
    assert "Step 6 Enter your new password" in page.words
    assert "Step 9 Then, OptiMantra will ask for the first name only" in page.words

    topic = patient.follow(page, "Family accounts")
    assert "1 article" in topic.words
    related = patient.follow(page, "How do I set or reset my portal password?")
    assert related.status == 200


def test_a_staff_member_writes_publishes_changes_and_renames(site: str):
    make_staff("Editor")
    staff, patient = Visitor(site), Visitor(site)
    staff.sign_in("editor", PASSWORD)

    form = staff.get("/admin/faq/article/add/").form_with("title")
    draft = staff.send(
        form,
        "_save",
        title="How do I book a visit?",
        short_answer="Use the portal.",
        tags="Appointments",
        **{
            "steps-0-include": "How do I set or reset my portal password?",
            "steps-0-ORDER": "1",
            "steps-1-text": "Choose “Book a visit”.",
            "steps-1-ORDER": "2",
        },
    )
    assert draft.status == 200
    assert patient.get("/articles/how-do-i-book-a-visit/").status == 404
    assert "Use the portal" not in patient.get("/search/?q=book+a+visit").words

    staff.send(staff.get(draft.url).form_with("title"), "_publish")
    page = patient.get("/articles/how-do-i-book-a-visit/")
    assert "Step 7 Choose “Book a visit”." in page.words
    assert "How do I book a visit?" in dict(patient.get("/search/?q=book+a+visit").links)

    staff.send(staff.get(draft.url).form_with("title"), "_save", short_answer="Call us instead.")
    assert "Use the portal." in patient.get(page.url).words
    assert "Call us instead." in staff.get(f"/preview/{Article.objects.get(title__contains='book').pk}/").words

    staff.send(staff.get(draft.url).form_with("title"), "_publish", slug="book-a-visit")
    moved = patient.get("/articles/how-do-i-book-a-visit/")
    assert moved.url.endswith("/articles/book-a-visit/")
    assert "Call us instead." in moved.words


def test_a_change_of_the_password_steps_reaches_the_family_page_and_search_at_once(site: str):
    make_staff("Editor")
    staff, patient = Visitor(site), Visitor(site)
    staff.sign_in("editor", PASSWORD)
    family = "/articles/can-my-family-share-one-account/"
    patient.get(family)
    patient.get("/search/?q=zebra")

    password = Article.objects.get(title__startswith="How do I set")
    form = staff.get(f"/admin/faq/article/{password.pk}/change/").form_with("title")
    asked = staff.send(form, "_publish", **{"steps-5-text": "Choose a zebra crossing as your password."})
    assert "Can my family share one account?" in asked.words
    staff.send(asked.form_with("version"), "_as_read")

    assert "Step 6 Choose a zebra crossing as your password." in patient.get(family).words
    results = patient.get("/search/?q=zebra+crossing")
    assert {"Can my family share one account?", "How do I set or reset my portal password?"} <= set(dict(results.links))


def test_two_writers_of_one_article_lose_nothing(site: str):
    make_staff("Editor", "ann", first_name="Ann")
    make_staff("Editor", "ben", first_name="Ben")
    ann, ben = Visitor(site), Visitor(site)
    ann.sign_in("ann", PASSWORD)
    ben.sign_in("ben", PASSWORD)
    address = f"/admin/faq/article/{Article.objects.get(title__startswith='Who can').pk}/change/"
    anns, bens = ann.get(address).form_with("title"), ben.get(address).form_with("title")

    ann.send(anns, "_save", short_answer="Ann's words.")
    told = ben.send(bens, "_save", short_answer="Ben's words.", tags="Portal, Support")

    assert "Ann saved this article while you were writing" in told.words
    assert "Ann's words." in told.words
    kept = told.form_with("title").values
    assert kept["short_answer"] == "Ben's words."
    assert "Support" in kept["tags"]
    assert Article.objects.get(title__startswith="Who can").short_answer == "Ann's words."


def test_a_manager_reads_what_patients_read(site: str):
    make_staff("Manager")
    family = "/articles/can-my-family-share-one-account/"
    for _ in range(3):
        patient = Visitor(site)
        patient.get(family)
        patient.get(family)
    Visitor(site, browser="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)").get(family)

    manager = Visitor(site)
    manager.sign_in("manager", PASSWORD)
    manager.get(family)
    report = manager.get("/admin/reports/")
    rows = list(csv.reader(io.StringIO(manager.get("/admin/reports/by-article.csv").text.lstrip("\ufeff"))))

    assert "Which articles are read most?" in report.words
    assert next(row for row in rows if "Can my family share one account?" in row)[1] == "3"
    assert manager.get("/admin/faq/article/").status == 403
