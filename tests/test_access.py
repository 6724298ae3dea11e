"""Who may ask for what: every address the site knows, asked as anonymous, editor, manager and owner."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLResolver, get_resolver

from faq import models
from faq.publishing import facts
from faq.views.preview import link_for
from tests.factories import a_file, make_article, make_staff

pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "Editor", "Manager", "Owner")

# What a GET is answered, in the order of ROLES. A new address must be added by somebody who has thought about it.
EXPECTED: dict[str, tuple[int, int, int, int]] = {
    "": (200, 200, 200, 200),
    ".well-known/security.txt": (200, 200, 200, 200),
    "accent/<str:digits>.css": (200, 200, 200, 200),
    "accessibility/": (200, 200, 200, 200),
    "privacy/": (200, 200, 200, 200),
    "admin/": (302, 200, 302, 200),
    "admin/(?P<url>.*)$": (302, 404, 404, 404),
    "admin/^(?P<app_label>faq|auth)/$": (302, 302, 302, 302),
    "admin/auth/user/": (302, 403, 403, 200),
    "admin/auth/user/<int:pk>/end-sessions/": (302, 405, 405, 405),
    "admin/auth/user/<int:pk>/invite/": (302, 405, 405, 405),
    "admin/auth/user/<int:pk>/reset-second-step/": (302, 405, 405, 405),
    "admin/auth/user/second-step/": (302, 405, 405, 405),
    "admin/auth/user/<path:object_id>/": (302, 302, 302, 302),
    "admin/auth/user/<path:object_id>/change/": (302, 403, 403, 200),
    "admin/auth/user/<path:object_id>/delete/": (302, 403, 403, 403),
    "admin/auth/user/add/": (302, 403, 403, 200),
    "admin/autocomplete/": (302, 403, 403, 403),
    "admin/faq/article/": (302, 200, 403, 200),
    # Only where the clinic asks for it
    "admin/faq/article/<int:pk>/approval/": (302, 302, 403, 302),
    "admin/faq/article/<int:pk>/bring-back/<int:number>/": (302, 405, 403, 405),
    "admin/faq/article/<int:pk>/document/": (302, 200, 403, 200),
    "admin/faq/article/<int:pk>/open/": (302, 405, 403, 405),
    # An article that reads as it was typed leads back to its editor
    "admin/faq/article/<int:pk>/publish/": (302, 302, 403, 302),
    "admin/faq/article/<int:pk>/schedule/": (302, 200, 403, 200),
    "admin/faq/article/<int:pk>/still-correct/": (302, 405, 403, 405),
    "admin/faq/article/<int:pk>/still-fits/": (302, 405, 403, 405),
    "admin/faq/article/<int:pk>/take-off/": (302, 200, 403, 200),
    "admin/faq/article/<int:pk>/take-out/": (302, 405, 403, 405),
    "admin/faq/article/<path:object_id>/": (302, 302, 302, 302),
    "admin/faq/article/<path:object_id>/change/": (302, 200, 403, 200),
    "admin/faq/article/<path:object_id>/delete/": (302, 200, 403, 200),
    "admin/faq/article/<path:object_id>/history/": (302, 200, 403, 200),
    "admin/faq/article/add/": (302, 200, 403, 200),
    "admin/faq/article/copies/": (302, 405, 403, 405),
    "admin/faq/article/preview/": (302, 405, 403, 405),
    "admin/faq/article/signed-in/": (200, 200, 200, 200),
    "admin/faq/article/import/": (302, 200, 403, 200),
    # Who sent a file sees it, nobody else
    "admin/faq/article/import/<int:pk>/": (302, 404, 403, 404),
    "admin/faq/article/import/<int:pk>/left-out.csv": (302, 404, 403, 404),
    # One that is not there leads back
    "admin/faq/article/import/<int:pk>/undo/": (302, 302, 403, 302),
    "admin/faq/article/hand-over/<int:pk>/": (302, 405, 403, 405),
    "admin/faq/article/included-steps/": (302, 200, 403, 200),
    "admin/faq/article/read/": (302, 405, 403, 405),
    "admin/faq/article/reading/": (302, 405, 403, 405),
    "admin/faq/article/simpler/": (302, 405, 403, 405),
    "admin/faq/article/upload/": (302, 405, 403, 405),
    "admin/faq/checkedlink/": (302, 200, 403, 200),
    "admin/faq/clinic/": (302, 403, 403, 200),
    "admin/faq/clinic/export/": (302, 403, 403, 405),
    "admin/faq/fact/": (302, 200, 403, 200),
    "admin/faq/fact/<path:object_id>/": (302, 302, 302, 302),
    "admin/faq/fact/<path:object_id>/change/": (302, 200, 403, 200),
    "admin/faq/fact/<path:object_id>/delete/": (302, 200, 403, 200),
    "admin/faq/fact/add/": (302, 200, 403, 200),
    "admin/faq/simplerword/": (302, 200, 403, 200),
    "admin/faq/simplerword/<path:object_id>/": (302, 302, 302, 302),
    "admin/faq/simplerword/<path:object_id>/change/": (302, 200, 403, 200),
    "admin/faq/simplerword/<path:object_id>/delete/": (302, 200, 403, 200),
    "admin/faq/simplerword/add/": (302, 200, 403, 200),
    "admin/faq/searchpromise/": (302, 200, 403, 200),
    "admin/faq/searchpromise/<path:object_id>/": (302, 302, 302, 302),
    "admin/faq/searchpromise/<path:object_id>/change/": (302, 200, 403, 200),
    "admin/faq/searchpromise/<path:object_id>/delete/": (302, 200, 403, 200),
    "admin/faq/searchpromise/add/": (302, 200, 403, 200),
    "admin/faq/synonym/": (302, 200, 403, 200),
    "admin/faq/synonym/<path:object_id>/": (302, 302, 302, 302),
    "admin/faq/synonym/<path:object_id>/change/": (302, 200, 403, 200),
    "admin/faq/synonym/<path:object_id>/delete/": (302, 200, 403, 200),
    "admin/faq/synonym/add/": (302, 200, 403, 200),
    "admin/faq/synonym/built-in/": (302, 200, 403, 200),
    "admin/faq/tag/": (302, 200, 403, 200),
    "admin/faq/tag/<path:object_id>/": (302, 302, 302, 302),
    "admin/faq/tag/<path:object_id>/change/": (302, 200, 403, 200),
    "admin/faq/tag/<path:object_id>/delete/": (302, 200, 403, 200),
    "admin/faq/tag/add/": (302, 200, 403, 200),
    "admin/faq/tag/order/": (302, 200, 403, 200),
    "admin/faq/urgentphrase/": (302, 403, 403, 200),
    "admin/faq/urgentphrase/<path:object_id>/": (302, 302, 302, 302),
    "admin/faq/urgentphrase/<path:object_id>/change/": (302, 403, 403, 200),
    "admin/faq/urgentphrase/<path:object_id>/delete/": (302, 403, 403, 200),
    "admin/faq/urgentphrase/add/": (302, 403, 403, 200),
    "admin/health/": (302, 403, 403, 200),
    "admin/jsi18n/": (302, 200, 200, 200),
    "admin/login/": (200, 302, 302, 302),
    "admin/logout/": (302, 405, 405, 405),
    "admin/password_change/": (302, 200, 200, 200),
    "admin/password_change/done/": (302, 200, 200, 200),
    "admin/r/<path:content_type_id>/<path:object_id>/": (302, 302, 302, 302),
    "admin/reports/": (302, 403, 200, 200),
    "admin/reports/articles/": (302, 403, 200, 200),
    "admin/reports/articles/<int:pk>/": (302, 403, 404, 404),
    "admin/reports/searches/": (302, 403, 200, 200),
    "admin/reports/letter/": (302, 403, 200, 200),
    # No search is without an answer
    "admin/reports/searches/without-answer/<int:place>/": (302, 403, 302, 302),
    "admin/reports/searches/<str:group>/": (302, 403, 404, 404),
    "admin/reports/searches.csv": (302, 403, 200, 200),
    "admin/reports/content/": (302, 200, 200, 200),
    "admin/reports/content.csv": (302, 200, 200, 200),
    "admin/reports/feedback/": (302, 403, 200, 200),
    "admin/reports/feedback.csv": (302, 403, 200, 200),
    "admin/reports/by-article.csv": (302, 403, 200, 200),
    "admin/reports/by-day.csv": (302, 403, 200, 200),
    # Who has not shown the password a moment ago is asked for it
    # A link that was made up is answered on a page
    "admin/login/link/<int:number>/<str:token>/": (200, 200, 200, 200),
    # Where no mail, or no provider, is set
    "admin/login/forgotten/": (404, 404, 404, 404),
    "admin/login/with-provider/": (404, 404, 404, 404),
    "admin/login/with-provider/back/": (404, 404, 404, 404),
    "admin/login/second-step/": (302, 302, 302, 302),
    "admin/your-sign-in/password/": (302, 200, 200, 200),
    "admin/your-sign-in/second-step/": (302, 302, 302, 302),
    "admin/your-sign-in/second-step/app/": (302, 302, 302, 302),
    "admin/your-sign-in/second-step/passkey/": (302, 302, 302, 302),
    "admin/your-sign-in/second-step/codes/": (405, 405, 405, 405),
    "admin/your-sign-in/second-step/remove/": (405, 405, 405, 405),
    "admin/your-sign-in/": (302, 200, 200, 200),
    "admin/your-sign-in/end/": (302, 405, 405, 405),
    "admin/who-did-what.csv": (302, 403, 200, 200),
    "admin/who-did-what/": (302, 403, 200, 200),
    "articles/": (200, 200, 200, 200),
    "^[/]*[aA][rR][tT][iI][cC][lL][eE][sS]/+(?P<typed>.*)$": (404, 404, 404, 404),
    "articles/<str:slug>/": (404, 404, 404, 404),
    "articles/<str:slug>/print/": (404, 404, 404, 404),
    "articles/<str:slug>/print/large/": (404, 404, 404, 404),
    "articles/<str:slug>/read-out/": (404, 404, 404, 404),
    # Only a page of our own sends anything there; its answer names what was pressed
    "articles/<str:slug>/feedback/": (404, 404, 404, 404),
    "articles/<str:slug>/files/<str:key>.pdf": (404, 404, 404, 404),
    "articles/<str:slug>/feedback": (301, 301, 301, 301),
    "articles/<str:slug>/print": (301, 301, 301, 301),
    "articles/<str:slug>/print/large": (301, 301, 301, 301),
    "articles/<str:slug>/read-out": (301, 301, 301, 301),
    "a/<int:number>": (404, 404, 404, 404),
    "a/<int:number>/": (404, 404, 404, 404),
    "a/<int:number>/<str:key>": (404, 404, 404, 404),
    "favicon.ico": (200, 200, 200, 200),
    "healthz": (200, 200, 200, 200),
    # Only with a token
    "metrics": (404, 404, 404, 404),
    "media/files/<str:name>": (404, 404, 404, 404),
    "media/<path:name>": (404, 404, 404, 404),
    "preview/<int:pk>/": (302, 200, 403, 200),
    "preview/<str:token>/": (200, 200, 200, 200),
    "readyz": (200, 200, 200, 200),
    "reports/": (301, 301, 301, 301),
    "reports/<path:rest>": (301, 301, 301, 301),
    "robots.txt": (200, 200, 200, 200),
    "search/": (200, 200, 200, 200),
    "search/not-found/": (200, 200, 200, 200),
    "search/suggestions/": (200, 200, 200, 200),
    "security.txt": (302, 302, 302, 302),
    "tags/": (200, 200, 200, 200),
    "^[/]*[tT][aA][gG][sS]/+(?P<typed>.*)$": (404, 404, 404, 404),
    "tags/<str:slug>/": (404, 404, 404, 404),
}


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def address_of(route: str, things: dict[str, object]) -> str:
    """Fill the holes of `route` with something that is there: for articles a draft, so that a leak would show."""
    model = re.match(r"admin/(\w+/\w+)/", route)
    holes = (
        {**things, "object_id": things.get(model[1], 1), "pk": things["draft"]}
        if model
        else {**things, "pk": things["draft"]}
    )
    plain = re.sub(r"\^|\$", "", route)
    plain = re.sub(r"\[(\w)\w\]", r"\1", plain).replace("[/]*", "").replace("/+", "/")
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", plain)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda hole: str(holes[hole[1]]), plain)


@pytest.fixture
def things(rf) -> dict[str, object]:
    draft = make_article("A secret draft?", published=False, tags=["Secret"], files=[a_file()])
    public = make_article("A public question?", tags=["Public"])
    facts.save_clinic(models.Clinic(name="Test clinic"), by=None)
    return {
        "draft": draft.pk,
        "faq/article": draft.pk,
        "faq/clinic": 1,
        "faq/fact": facts.save(models.Fact(name="portal", label="Portal", value="x"), by=None).pk,
        "faq/tag": models.Tag.objects.get(name="Secret").pk,
        "faq/synonym": models.Synonym.objects.create(phrases="portal, app").pk,
        "faq/simplerword": models.SimplerWord.objects.create(hard="administer", simpler="give", key="administer").pk,
        "faq/searchpromise": models.SearchPromise.objects.create(text="a question", article=public).pk,
        "faq/urgentphrase": models.UrgentPhrase.objects.create(phrase="chest pain", key="chest pain").pk,
        "auth/user": make_staff("Owner", "another").pk,
        "slug": "a-secret-draft",
        "typed": "A-Secret-Draft).",
        "token": link_for(rf.get("/"), draft).rstrip("/").rsplit("/", 1)[1],
        "digits": "7a1f5c",
        "name": "secret-key",
        "number": 1,
        "place": 1,
        "key": "release-form",
        "group": "0123456789abcdef",
        "content_type_id": ContentType.objects.get_for_model(models.Article).pk,
        "object_id": draft.pk,
        "app_label": "faq",
        "url": "nothing-here",
        "rest": "articles/",
    }


@pytest.fixture
def clients() -> dict[str, Client]:
    found = {role: Client() for role in ROLES}
    for role in ROLES[1:]:
        found[role].force_login(make_staff(role))
    return found


def test_every_address_answers_each_role_as_it_should(things, clients):
    asked = {}
    for route in routes(get_resolver()):
        asked[route] = tuple(client.get(address_of(route, things)).status_code for client in clients.values())

    assert asked == EXPECTED


@pytest.mark.parametrize("role", ["anonymous", "Manager"])
def test_who_may_not_write_changes_nothing_by_posting(things, clients, role: str):
    before = state_of_everything()

    for route in routes(get_resolver()):
        sent = {"title": "Mine", "name": "Mine", "version": 1, "_publish": "1", "post": "yes", "is_superuser": "on"}
        if route not in ("search/not-found/", "admin/logout/", "admin/login/"):
            assert clients[role].post(address_of(route, things), sent).status_code in (200, 302, 403, 404, 405), route

    assert state_of_everything() == before


def state_of_everything() -> dict[str, list]:
    """Every row of everything staff can change."""
    tables = (
        models.Article,
        models.Step,
        models.Revision,
        models.Tag,
        models.Fact,
        models.Clinic,
        models.SearchPromise,
        models.Synonym,
        models.UrgentPhrase,
        models.AuditEntry,
        get_user_model(),
        models.Edition,
    )
    hidden = {"last_login"}
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in tables}
    return {name: [{k: v for k, v in row.items() if k not in hidden} for row in found] for name, found in rows.items()}


@pytest.mark.parametrize("role", ROLES)
def test_no_page_for_patients_says_a_word_of_a_draft(things, clients, role: str):
    for route in routes(get_resolver()):
        if route.startswith(("admin", "preview")):
            continue
        content = clients[role].get(address_of(route, things)).content
        # The words of an address that leads nowhere stand in the box, whether there is a draft or not
        assert b"ecret draft" not in content.replace(b'value="a secret draft"', b""), route
