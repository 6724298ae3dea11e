"""What staff are answered after they sent a form: two people at once, not saved, refused, asked once more, done."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from faq.models import Article, Clinic, Fact, Synonym, Tag, UrgentPhrase
from tests import database
from tests.admin.clinic.test_clinic import details
from tests.admin.conftest import filled, seen
from tests.browser.script_attacks.planting import PUBLISHABLE
from tests.browser.script_attacks.vectors import fitting, packed, polyglot

ARTICLE = "/admin/faq/article/"
TAG, FACT, SYNONYM, URGENT = "/admin/faq/tag/", "/admin/faq/fact/", "/admin/faq/synonym/", "/admin/faq/urgentphrase/"
CLINIC, PERSON = "/admin/faq/clinic/", "/admin/auth/user/"


def after_sending(owner: Client, whole: Article) -> Iterator[tuple[str, HttpResponse]]:
    """Yield the pages that answer what `owner` sends, each with a name for it."""
    yield from _of_articles(owner, whole)
    yield from _of_lists(owner)
    yield from _not_saved(owner, whole)
    yield from _of_actions(owner)
    yield from _of_strangers()


def _typed(whole: Article, **more: object) -> dict[str, object]:
    steps = [{"text": text, "picture_alt": text} for text in PUBLISHABLE[:60]]
    words = {"title": packed(190)[0], "short_answer": "\n\n".join(PUBLISHABLE[:30]), "body": "\n\n".join(PUBLISHABLE)}
    lines = {"tags": ", ".join(fitting(25)), "asked_like": "\n".join(packed(190)[:15]), "slug": polyglot(100, 40)}
    return filled(*steps, **{**words, **lines, "version": whole.version, **more})


def _of_articles(owner: Client, whole: Article) -> Iterator[tuple[str, HttpResponse]]:
    change = f"{ARTICLE}{whole.pk}/change/"
    file = SimpleUploadedFile('"><img src=x onerror=run(1)>.png', b"no picture", "image/png")
    yield "preview", owner.post(f"{ARTICLE}preview/", _typed(whole, slug=""))
    yield "conflict", owner.post(change, _typed(whole, version=whole.version - 1, slug=""))
    yield "refused", owner.post(change, {**_typed(whole), "steps-0-picture_file": file, "audience": polyglot(90, 41)})
    steps = {f"steps-{number}-include": text for number, text in enumerate(fitting(90))}
    yield "refused includes", owner.post(change, {**_typed(whole, slug=""), **steps, "steps-TOTAL_FORMS": len(steps)})
    yield "new", owner.post(f"{ARTICLE}add/", _typed(whole, slug="", version=0), follow=True)
    yield "off the site", owner.post(f"{ARTICLE}{whole.pk}/take-off/", {"replaced_by": polyglot(90, 42)})


def _of_lists(owner: Client) -> Iterator[tuple[str, HttpResponse]]:
    line = packed(490)
    rows = (
        (TAG, Tag.objects.first(), {"name": fitting(60)[3], "description": packed(150)[0], "position": line[0]}),
        (FACT, Fact.objects.first(), {"name": "a", "label": packed(79)[0], "value": line[1], "kind": line[2]}),
        (SYNONYM, Synonym.objects.first(), {"phrases": line[3]}),
        (URGENT, UrgentPhrase.objects.first(), {"phrase": fitting(80)[4]}),
    )
    for address, row, sent in rows:
        change = f"{address}{row.pk}/change/"
        yield f"conflict of {address}", owner.post(change, {**sent, "position": 1, "kind": "text", "version": "old"})
        yield f"refused {address}", owner.post(change, {**dict.fromkeys(sent, "x" * 600 + line[4]), **seen(row)})
        yield f"saved {address}", owner.post(change, {**sent, "position": 1, "kind": "text", **seen(row)}, follow=True)
    words = {"phrases": "a, " + packed(400)[1], "typed": line[5], "_try": "1", "search": line[6], "query": line[7]}
    yield "tried synonyms", owner.post(f"{SYNONYM}add/", words)
    texts = dict.fromkeys(details(), polyglot(500, 43))
    yield "conflict of the clinic", owner.post(CLINIC, {**details(**_clinic()), "version": "old"})
    yield "refused clinic", owner.post(CLINIC, {**texts, **_clinic(), **seen(Clinic.load())})
    person = {"first_name": line[0], "username": line[1], "email": line[2], "role": line[3], "password": "x"}
    yield "refused person", owner.post(f"{PERSON}add/", person)


def _clinic() -> dict[str, object]:
    times = {f"hours-mon-{name}_1": polyglot(500, 44) for name in ("from", "to")}
    days = {"holidays-0-name": polyglot(500, 45), "holidays-0-on": polyglot(500, 46)}
    counts = {"holidays-TOTAL_FORMS": "2", "holidays-INITIAL_FORMS": "0"}
    return {"name": packed(120)[0], "emergency_text": packed(490)[1], **times, **days, **counts}


def _not_saved(owner: Client, whole: Article) -> Iterator[tuple[str, HttpResponse]]:
    change = f"{ARTICLE}{whole.pk}/change/"
    odd = {text: text for text in fitting(200)[:40]}
    with _without(database.read_only):
        yield "not saved", owner.post(change, _typed(whole, slug=""))
        yield "not saved tag", owner.post(f"{TAG}add/", {"name": fitting(60)[5], "description": packed(150)[2]})
    with _without(database.away):
        yield "bare page", owner.post(f"{change}?{polyglot(90, 47)}", {**_typed(whole), **odd})


@contextmanager
def _without(state: object) -> Iterator[None]:
    # A connection that is old would be made anew in between
    connection.close()
    database.wait_briefly()
    with state():
        yield
    connection.close()


def _of_actions(owner: Client) -> Iterator[tuple[str, HttpResponse]]:
    def ticked(rows: object) -> dict[str, object]:
        return {"_selected_action": [row.pk for row in rows], "index": "0"}

    articles, tags = Article.objects.order_by("-pk")[:30], Tag.objects.order_by("-pk")[:30]
    versions = {f"version-{article.pk}": article.version for article in articles}
    for action in ("publish", "unpublish", "move_to_bin"):
        yield action, owner.post(ARTICLE, {**ticked(articles), **versions, "action": action}, follow=True)
    yield "which tag stays", owner.post(TAG, {**ticked(tags), "action": "join"})
    staying = {"stays": tags[0].pk, **{f"version-{tag.pk}": seen(tag)["version"] for tag in tags}}
    yield "tags joined", owner.post(TAG, {**ticked(tags), **staying, "action": "join"}, follow=True)
    yield "odd action", owner.post(TAG, {**ticked(tags), "action": polyglot(90, 48)}, follow=True)


def _of_strangers() -> Iterator[tuple[str, HttpResponse]]:
    line = packed(490)
    guesser = Client(enforce_csrf_checks=False)
    yield "wrong password", guesser.post("/admin/login/", {"username": line[0], "password": line[1], "next": line[2]})
    strict = Client(enforce_csrf_checks=True, headers={"referer": f"https://evil.example/{line[3]}"})
    yield "forged form", strict.post("/admin/login/", {"username": line[0]})
    yield "not from here", strict.post("/search/not-found/", {"q": line[4]}, headers={"origin": line[5]})
    yield "odd host", strict.get("/", headers={"host": polyglot(200, 49)})
