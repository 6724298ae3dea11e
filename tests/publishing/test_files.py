"""Files of an article: kept once, with an address that stays, cleared away when no version has them."""

import io
from datetime import timedelta
from pathlib import Path

import pytest

from faq.errors import RefusedError
from faq.models import Article, file_words
from faq.publishing import actions, compare, files, snapshot, templates
from faq.values import pdf_names
from tests.factories import a_file, edit, make_article
from tests.publishing.made_pdfs import a_pdf

pytestmark = pytest.mark.django_db
NOW = timedelta(seconds=-60)


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept(media: Path) -> list[str]:
    return sorted(f"files/{path.name}" for path in (media / "files").iterdir())


def keys(article: Article) -> list[str]:
    return [each["key"] for each in snapshot.take(article)["files"]]


def test_a_file_is_kept_as_it_is_once_with_its_words_beside_it(media: Path):
    data = a_pdf("Release my records", pages=2)

    name = files.store(io.BytesIO(data))

    assert files.store(io.BytesIO(data)) == name
    assert kept(media) == [name, name.replace(".pdf", ".txt")]
    assert (media / name).read_bytes() == data
    assert file_words.words_of(name) == "Release my records\nRelease my records"


def test_a_refused_file_is_not_kept(media: Path):
    with pytest.raises(RefusedError):
        files.store(io.BytesIO(a_pdf()[:-200]))

    assert not (media / "files").exists()


def test_an_address_is_made_of_the_name_and_stays_when_the_file_or_its_name_changes():
    article = make_article(files=[a_file("Release form"), a_file("Release form", pages=2), a_file("!!!", pages=3)])
    first = keys(article)
    changed = [{**each, "title": "Another"} for each in snapshot.take(article)["files"]]
    changed[0]["file"] = a_file(pages=4)["file"]

    article = edit(article, files=changed)

    assert first == ["release-form", "release-form-2", "file"]
    assert keys(article) == first


def test_the_address_of_a_file_with_a_long_name_is_short_enough_to_type():
    article = make_article(files=[a_file("A form that somebody gave a name which goes on and on")])

    assert keys(article) == ["a-form-that-somebody-gave-a-name-which"]


def test_a_replaced_file_is_named_in_a_comparison_even_where_it_looks_the_same():
    one, other = a_file(words="Words A"), a_file(words="Words B")
    before, after = ({**snapshot.BLANK, "files": [{**each, "key": "form"}]} for each in (one, other))

    change = compare.changes(before, after)[0]

    assert change.part == "Files to download"
    assert change.before.startswith("Release form (PDF, 1 page, 1 KB, file ")
    assert change.before != change.after


def test_an_earlier_version_brings_its_file_back():
    article = make_article(files=[a_file()])
    before = snapshot.take(article)["files"]
    article = edit(article, files=[{**before[0], "file": a_file(pages=2)["file"]}])

    actions.restore(article, article.revisions.get(number=1), by=None, version=2)

    assert snapshot.take(Article.objects.get(pk=article.pk))["files"] == before


def test_another_order_is_a_version_that_is_compared_and_brought_back():
    article = make_article(files=[a_file("A"), a_file("B", pages=2)])
    first = article.live
    article = edit(article, files=[*reversed(snapshot.take(article)["files"])])

    (changed,) = compare.changes(first.snapshot, article.live.snapshot)
    restored = actions.restore(article, first, by=None, version=article.version)

    assert changed.part == "Files to download"
    assert [file["title"] for file in article.live.files()] == ["B", "A"]
    assert [file["title"] for file in restored.files()] == ["A", "B"]


def test_a_copy_offers_the_same_files():
    article = make_article(files=[a_file()])

    copied = actions.save(None, {**templates.beginning(article), "title": "Copy?"}, by=None).article

    assert snapshot.take(copied)["files"] == snapshot.take(article)["files"]
    assert files.also_offered_by(copied) == [article]
    assert files.also_offered_by(article) == []


def test_only_files_that_no_version_has_are_cleared_away(media: Path):
    article = make_article(files=[a_file()])
    used = snapshot.take(article)["files"][0]["file"]
    actions.move_to_bin(edit(article, files=[]), by=None)
    a_file(pages=2)

    too_young = files.remove_unused()
    removed = files.remove_unused(older_than=NOW)

    assert (too_young, removed) == (0, 1)
    assert kept(media) == [used, used.replace(".pdf", ".txt")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "File 1: Please write a name for this file, as patients will read it."),
        ({"title": "x" * 121}, "File 1: This has 121 letters. Please keep it to 120."),
        ({"file": "files/../../etc/passwd"}, "File 1: Please choose a PDF."),
    ],
)
def test_what_cannot_be_kept_is_refused_by_the_number_of_the_file(change, sentence):
    with pytest.raises(RefusedError) as refused:
        make_article(files=[{**a_file(), **change}])

    assert refused.value.sentences == [sentence]


def test_more_than_twenty_files_are_refused():
    one = a_file()

    with pytest.raises(RefusedError) as refused:
        make_article(files=[one] * 21)

    assert refused.value.sentences == [
        "An article can have 20 files at most. Please put some of them on another article."
    ]


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 KB"),
        (1_499, "1 KB"),
        (340_200, "340 KB"),
        (999_400, "999 KB"),
        (999_600, "1.0 MB"),
        (9_960_000, "10.0 MB"),
    ],
)
def test_size_and_pages_are_said_in_words(size: int, words: str):
    assert pdf_names.in_words(pdf_names.name_for("0" * 32, pages=1, size=size)) == f"PDF, 1 page, {words}"
    assert pdf_names.in_words(pdf_names.name_for("0" * 32, pages=2, size=size)) == f"PDF, 2 pages, {words}"
