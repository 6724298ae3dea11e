"""What search would find with something else published is what it finds once that is published."""

import shutil

import pytest

from faq.models import Article, Revision, SearchPromise, Synonym
from faq.publishing import actions, synonyms
from faq.search import promises, trial
from faq.search.find import find
from faq.search.index.index import open_index
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def others():
    make_article("Where is the entrance?", tags=["Visits"])
    make_article("How do I pay a bill?", short_answer="At the desk.")


def draft_of(article: Article, **content: object) -> Revision:
    changed = edit(article, publish=False, **content)
    return changed.revisions.get(number=changed.version)


def seen(text: str, **more: object) -> tuple:
    found = find(text, without_far=True, **more)
    return [(hit.id, hit.title, hit.excerpt_html, hit.tags) for hit in found.hits], found.is_close, found.total


@pytest.mark.parametrize("asked", ["parking place", "quimbox", "entrance", "wheelchair ramp", "pay a bill", "zzzz"])
def test_a_trial_finds_what_search_finds_once_the_words_are_published(asked):
    parking = make_article("Where is the parking place?", tags=["Visits"])
    revision = draft_of(
        parking, title="Is there a ramp?", asked_like="quimbox", body="For a wheelchair.", tags=["Visits"]
    )

    with trial.published(revision) as changed:
        tried = seen(asked, trial=changed)
    actions.publish(Article.objects.get(pk=parking.pk), by=None)

    assert tried == seen(asked)


def test_a_trial_changes_nothing_that_anybody_else_finds():
    parking = make_article("Where is the parking place?")
    before = seen("parking place")

    with trial.published(draft_of(parking, title="Is there a ramp?")) as changed:
        assert seen("parking place", trial=changed) != before
        assert seen("parking place") == before

    assert seen("parking place") == before


def test_an_article_that_was_never_published_is_found_in_a_trial():
    draft = make_article("Do you have a quimbox?", published=False)

    with trial.published(draft.revisions.get()) as changed:
        tried, _, _ = seen("quimbox", trial=changed)

    assert [title for _, title, _, _ in tried] == ["Do you have a quimbox?"]
    assert seen("quimbox")[0] == []


def test_what_becomes_for_staff_only_is_not_found_in_a_trial():
    parking = make_article("Where is the parking place?")

    with trial.published(draft_of(parking, audience="staff")) as changed:
        tried, _, _ = seen("parking place", trial=changed)

    assert parking.pk not in [id for id, *_ in tried]


def test_a_trial_leaves_no_file_behind(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with trial.published(draft_of(make_article("Where is the parking place?"), title="Ramp?")):
        assert list(tmp_path.iterdir()) != []

    assert list(tmp_path.iterdir()) == []


def test_promises_that_publishing_would_break_are_known_before():
    parking = make_article("Where is the parking place?")
    promise = SearchPromise.objects.create(text="quimbox", article=parking, first=1)
    synonyms.save(Synonym(phrases="quimbox, parking place"), by=None)

    broken = promises.broken_by_publishing(draft_of(parking, title="Is there a ramp?"))
    kept = promises.broken_by_publishing(draft_of(parking, title="Where is our parking place?"))

    assert (broken, kept) == ([promise], [])


def test_where_nothing_is_promised_nothing_is_tried():
    shutil.rmtree(open_index().folder, ignore_errors=True)

    assert promises.broken_by_publishing(make_article("Where is the parking place?").live) == []
    assert not (open_index().folder / "articles.sqlite3").exists()
