"""A writer asks for approval, a colleague sends it back or approves it; the log keeps what was said."""

import pytest
from django.test import Client

from faq.models import Article, Clinic
from faq.publishing import facts
from tests.admin.conftest import filled
from tests.factories import make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(sign_in) -> Client:
    """An editor, in a clinic that asks for approval, where Ben and Olga may give it."""
    clients = [sign_in(role, name, first_name=name.title()) for role, name in (("Editor", "ana"), ("Owner", "olga"))]
    sign_in("Approver", "ben", first_name="Ben")
    facts.save_clinic(Clinic(asks_approval=True), by=None)
    return clients[0]


@pytest.fixture
def ben(ana: Client, client: Client, django_user_model) -> Client:
    client.force_login(django_user_model.objects.get(username="ben"))
    return client


def page_of(article: Article) -> str:
    return f"/admin/faq/article/{article.pk}/approval/"


def test_from_the_first_word_to_the_site_with_one_way_back(ana: Client, ben: Client, reader: Client):
    ana.post("/admin/faq/article/add/", {**filled({"text": "Call us."}), "_ask": ""})
    article = Article.objects.get()

    ana.post(page_of(article), {"version": 1, "note": "Is it right?", "_ask": ""})
    waiting = text_of(ben.get("/admin/faq/article/?need=approval"))
    asked = text_of(ben.get(page_of(article)))
    ben.post(page_of(article), {"version": 1, "note": "Which number?", "_send_back": ""})
    told = text_of(ana.get(f"/admin/faq/article/{article.pk}/change/"))
    ana.post(f"/admin/faq/article/{article.pk}/change/", {**filled({"text": "Call 01632."}, version=1), "_ask": ""})
    ana.post(page_of(article), {"version": 2, "_ask": ""})
    done = text_of(ben.post(page_of(article), {"version": 2, "_approve_and_publish": ""}, follow=True))

    assert article.title in waiting
    assert "Ana asked for approval today" in asked
    assert "“Is it right?”" in asked
    assert "Approve and publish" in asked
    assert "Ben sent it back today" in told
    assert "Published. Patients see it now." in done
    assert "Call 01632." in text_of(reader.get(Article.objects.get().get_absolute_url()))
    log = text_of(ana.get(f"/admin/faq/article/{article.pk}/history/"))
    assert "Sent back (Which number?)" in log


def test_the_writer_is_offered_no_approval_and_forging_it_is_refused(ana: Client, ben: Client):
    ben.post("/admin/faq/article/add/", {**filled({"text": "Call us."}), "_ask": ""})
    article = Article.objects.get()
    ben.post(page_of(article), {"version": 1, "_ask": ""})

    own = text_of(ben.get(page_of(article)))
    ben.post(page_of(article), {"version": 1, "_approve_and_publish": ""})
    ana.post(page_of(article), {"version": 1, "_approve_and_publish": ""})

    assert "waits until somebody else approves it: you wrote a part of it yourself" in own
    assert "Approve only" not in own
    article = Article.objects.get()
    assert (article.live, article.revisions.get().approval) == (None, "asked")


def test_pressing_publish_and_publishing_many_is_refused_with_what_to_do(ana: Client):
    article = make_article(published=False, by=None)

    editor = text_of(ana.get(f"/admin/faq/article/{article.pk}/change/"))
    one = ana.post(
        f"/admin/faq/article/{article.pk}/change/", {**filled({"text": "A."}, version=1), "_publish": ""}, follow=True
    )
    many = ana.post("/admin/faq/article/", {"action": "publish", "_selected_action": [article.pk]}, follow=True)

    assert "Ask for approval" in editor
    for page in (one, many):
        assert "Somebody else must approve this version first. Please press “Ask for approval”." in text_of(page)
    assert Article.objects.get().live is None


def test_the_clinic_page_says_who_is_missing(owner: Client):
    page = owner.get("/admin/faq/clinic/")
    sent = {name: value for name, value in page.context["form"].initial.items() if isinstance(value, str)}
    sent |= {"version": page.context["version"], "language": "en", "asks_approval": "on"}
    sent |= {f"holidays-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}

    answer = text_of(owner.post("/admin/faq/clinic/", sent))

    assert "Nobody approves what they wrote themselves, and only owner could approve articles." in answer
    assert not Clinic.load().asks_approval


def test_where_nobody_asked_for_it_there_is_no_approval(editor: Client):
    article = make_article(published=False)

    page = text_of(editor.get(f"/admin/faq/article/{article.pk}/change/"))

    assert ("Ask for approval" in page, "To be approved" in text_of(editor.get("/admin/faq/article/"))) == (
        False,
        False,
    )
