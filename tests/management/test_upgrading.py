"""A rehearsal names what readers of the site that runs would lose; what only looks different is no loss."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from faq.errors import RefusedError
from faq.management import upgrading
from faq.models import Article, LivePicture, Redirect, ViewCount
from faq.publishing import due
from tests.factories import edit, make_article, step_showing, stored_picture

pytestmark = pytest.mark.django_db(transaction=True)


class OlderSite:
    """A site that runs and answers with what a test says; it remembers how it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {"/healthz": "ok\n"}
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _handler(site) -> type:  # noqa: N805  (self is the handler's)
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = site.pages.get(self.path)
                site.asked.append(self.headers["User-Agent"])
                self.send_response(404 if page is None else 200)
                self.end_headers()
                self.wfile.write((page or "").encode())

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        return Handler

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def older() -> Iterator[OlderSite]:
    site = OlderSite()
    yield site
    site.close()


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path) -> Path:
    settings.KB_DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return tmp_path


def rehearsed(site: str = "", said: list[str] | None = None) -> list[str]:
    return upgrading.rehearse(site or "http://127.0.0.1:9", (said if said is not None else []).append)


def test_pages_that_say_the_same_in_another_layout_are_no_loss(older):
    article = make_article("Where do I park?", short_answer="Behind the building.", steps=["Turn left."])
    older.pages[article.get_absolute_url()] = (
        "<nav>Older menu</nav><main><h1>Where do I park?</h1>Behind the building. <b>Turn</b> left. Older words of the"
        " layout</main>"
    )
    said = []

    lost = rehearsed(older.address, said)

    assert lost == []
    assert f"Asking the site that runs, {older.address}, for" in "\n".join(said)
    assert {"bot" in name for name in older.asked} == {True}
    assert not ViewCount.objects.exists()


def test_words_and_addresses_that_are_gone_are_named(older):
    article = make_article("Where do I park?", short_answer="Behind the building.")
    make_article("How do I pay?", short_answer="With coins.")
    Redirect.objects.create(slug="gone")
    older.pages[article.get_absolute_url()] = "<main>Where do I park? Behind the building. With coins.</main>"
    older.pages["/articles/gone/"] = "<main>Where do I park?</main>"

    lost = rehearsed(older.address)

    assert lost == [
        f"{article.get_absolute_url()} lacks words that it had: coins, with.",
        "/articles/gone/ no longer answers (410).",
    ]


def test_words_that_all_pages_of_a_kind_have_belong_to_the_layout(older):
    for number, title in enumerate(["Where do I park?", "How do I pay?", "Who helps?"]):
        article = make_article(title, short_answer=f"Answer {number}.")
        older.pages[article.get_absolute_url()] = f"<main>{title} Answer {number}. Helpful? Print this coins</main>"
    make_article("May I bring coins?", short_answer="Print this.")

    assert rehearsed(older.address) == []


def test_a_picture_that_went_away_meanwhile_is_named_and_one_that_was_gone_is_not(data, monkeypatch):
    name = stored_picture()
    make_article(steps=[step_showing(name)])
    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "call_command", lambda *_, **__: (data / "media" / name).unlink())
        lost = rehearsed()

    gone_before = rehearsed()

    assert LivePicture.objects.get().name == name
    assert (lost, gone_before) == ([f"The picture {name} is not in {data}/media."], [])


def test_where_no_site_answers_the_rows_are_compared(monkeypatch):
    article = make_article("Where do I park?", short_answer="Behind the building.")
    said = []

    # A migration that loses words
    def migrate(*_: object, **__: object) -> None:
        for revision in Article.objects.get().revisions.all():
            html = {**revision.html, "short_answer": "<p>Behind it.</p>"}
            type(revision).objects.filter(pk=revision.pk).update(html=html)

    monkeypatch.setattr(upgrading, "call_command", migrate)

    lost = rehearsed(said=said)

    assert lost == [f"{article.get_absolute_url()} lacks words that it had: building, the."]
    assert "No site answers at http://127.0.0.1:9: the rows are compared, pages are only looked at." in said


def test_nothing_of_the_site_is_changed_by_a_rehearsal(data):
    edit(make_article(), short_answer="No.")
    before = list(Article.objects.values()), sorted(path.name for path in data.iterdir())

    lost = rehearsed()

    assert lost == []
    assert (list(Article.objects.values()), sorted(path.name for path in data.iterdir())) == before
    assert due.apply() == 0
    assert not due._is_held


def test_too_little_free_disk_is_said_in_one_sentence(monkeypatch):
    make_article()
    monkeypatch.setattr(upgrading, "_AT_LEAST", 10**18)

    with pytest.raises(RefusedError) as refused:
        rehearsed()

    pattern = r"The copy needs about [\d,]+ MB of free disk in \S+, where [\d,]+ MB are free\. Please free some of it\."
    assert re.fullmatch(pattern, str(refused.value))


def test_the_command_names_each_loss_and_ends_with_an_error(older, capsys):
    article = make_article("Where do I park?")
    make_article("How do I pay?", short_answer="With coins.")
    older.pages[article.get_absolute_url()] = "<main>coins</main>"

    with pytest.raises(CommandError) as ended:
        call_command("upgrade", "--rehearse", "--site", older.address)

    assert str(ended.value) == "Readers would lose what is named above. Nothing of the site was touched."
    assert capsys.readouterr().err == f"{article.get_absolute_url()} lacks words that it had: coins.\n"
