"""The frame of the staff area: each sees only what is theirs, in plain words, and a lost session loses no word."""

import re

import pytest

from faq.models import Article, Fact, Tag
from faq.publishing import actions
from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import PASSWORD, edit, make_article, make_staff

JARGON = re.compile(
    r"\b(slug|taggit|groups?|site administration|django|instance|object|log ?entry|superuser)\b", re.IGNORECASE
)
ADDRESSES = (
    "/admin/",
    "/admin/faq/article/",
    "/admin/faq/article/add/",
    "/admin/faq/tag/",
    "/admin/faq/tag/add/",
    "/admin/faq/fact/",
    "/admin/faq/fact/add/",
    "/admin/faq/clinic/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/password_change/",
)


def text_of(html: str) -> str:
    """What a person reads of a page, labels for screen readers included."""
    body = re.sub(r"(?s)<(script|style|template|datalist).*?</\1>", "", html.split("<body", 1)[1])
    spoken = re.findall(r'(?:aria-label|placeholder|title)="([^"]*)"', body)
    return re.sub(r"<[^>]+>", " ", body) + " ".join(spoken)


def places(page: str) -> list[str]:
    links = page.split('class="sidebar-links"')[1].split("</ul>")[0]
    return re.findall(r">([^<>]+)</a>", links)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Editor", ["Articles", "Tags", "Search", "Clinic"]),
        ("Manager", ["Reports"]),
        ("Owner", ["Articles", "Tags", "Search", "Reports", "Clinic"]),
    ],
)
def test_the_rail_has_only_what_is_theirs(sign_in, role, expected):
    page = sign_in(role).get("/admin/password_change/").content.decode()

    assert places(page) == expected


def test_a_manager_starts_at_the_reports(sign_in):
    response = sign_in("Manager").get("/admin/")

    assert (response.status_code, response.url) == (302, "/admin/reports/")


@pytest.mark.parametrize(
    "address", [*ADDRESSES[1:10], "/admin/faq/article/{pk}/change/", "/admin/faq/article/{pk}/history/"]
)
def test_a_manager_may_not_edit(sign_in, address):
    client = sign_in("Manager")
    address = address.format(pk=make_article().pk)

    for response in (client.get(address), client.post(address, {"title": "x", "name": "x"})):
        assert response.status_code == 403
        assert "This page is not for you" in response.content.decode()


def test_no_page_speaks_as_programmers_do(owner):
    make_article(tags=["Portal"])
    fact = Fact.objects.create(name="portal", label="Portal", value="x")

    for address in (
        *ADDRESSES,
        change_url(Article.objects.get()),
        f"/admin/faq/fact/{fact.pk}/change/",
        f"/admin/faq/tag/{Tag.objects.get().pk}/change/",
    ):
        assert JARGON.findall(text_of(owner.get(address).content.decode())) == [], address


def test_the_first_page_says_what_waits(owner):
    make_article("A draft?", published=False)
    edit(make_article("Changed?", tags=["A"]), publish=False, short_answer="New.")
    Fact.objects.create(name="line", label="The help line")
    make_article("Asks?", tags=["A"], short_answer="Call {{line}}.")

    page = owner.get("/admin/").content.decode()

    assert re.findall(r'<h2 id="need-\d">([^<]+) <span class="count">(\d+)', page) == [
        ("Facts without a value", "1"),
        ("Articles that need a look", "2"),
    ]
    assert "The help line" in page
    assert "The system: published" in page


def test_an_empty_site_teaches_the_first_step(editor):
    assert "There are no articles yet." in editor.get("/admin/").content.decode()


def test_pages_of_other_packages_are_not_there(owner):
    for address in ("/admin/auth/group/", "/admin/taggit/tag/"):
        answer = owner.get(address)
        assert (answer.status_code, "Editor" in answer.text) == (404, False)


def test_signing_in_with_a_wrong_password_says_so_plainly(client, db):
    make_staff("Editor")

    page = client.post("/admin/login/", {"username": "editor", "password": "wrong"}).content.decode()

    assert "That user name and password do not belong together." in page


def test_words_sent_after_the_session_ended_are_saved_once_signed_in(client, db):
    make_staff("Editor", "maria")
    sent = filled({"text": "Typed with care."}, title="Lost?")

    asked = client.post(ADD_URL, sent).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', asked))
    response = client.post(ADD_URL, {**fields, "sign-in-username": "maria", "sign-in-password": PASSWORD}, follow=True)

    article = Article.objects.get()
    assert "Please sign in again" in asked
    assert (article.title, article.steps.get().text) == ("Lost?", "Typed with care.")
    assert article.revisions.get().author.username == "maria"
    assert response.redirect_chain[0][0] == change_url(article)


def test_words_sent_with_a_wrong_password_are_still_there(client, db):
    make_staff("Editor", "maria")
    sent = {**filled(title="Kept?"), "_sign_in_again": "1", "sign-in-username": "maria", "sign-in-password": "wrong"}

    page = client.post(ADD_URL, sent).content.decode()

    assert '<input type="hidden" name="title" value="Kept?">' in page
    assert "do not belong together" in page
    assert Article.objects.count() == 0


def test_a_password_is_never_carried_in_a_page(client, db):
    page = client.post(
        "/admin/password_change/", {"old_password": "secret-1", "new_password1": "secret-2"}
    ).content.decode()

    assert "secret-" not in page


def test_somebody_without_the_right_cannot_save_by_signing_in_again(client, db):
    make_staff("Manager", "tom")

    sent = {**filled(), "_sign_in_again": "1", "sign-in-username": "tom", "sign-in-password": PASSWORD}
    response = client.post(ADD_URL, sent)

    assert response.status_code == 403
    assert Article.objects.count() == 0


def test_the_editor_is_told_whether_it_is_signed_in(client, editor):
    assert client.get("/admin/faq/article/signed-in/").json() == {"signed_in": False}
    answer = editor.get("/admin/faq/article/signed-in/").json()

    assert (answer["signed_in"], answer["user"]) == (True, "editor")
    assert len(answer["token"]) == 64


def test_an_article_in_the_bin_says_so(editor):
    article = make_article()
    actions.move_to_bin(article, by=None)

    page = editor.get(change_url(article)).content.decode()

    assert "This article is in the bin. Patients cannot see it." in page
    assert "Take out of the bin" in page
    assert 'name="_publish"' not in page
