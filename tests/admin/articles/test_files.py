"""A receptionist adds, replaces and removes files of an article; what is wrong is said there, and nothing is lost."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from faq.models import Article
from faq.publishing import pdfs, snapshot
from tests import database
from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import a_file, edit, make_article
from tests.page_text import shown_in
from tests.publishing import made_pdfs
from tests.publishing.made_pdfs import a_pdf

pytestmark = pytest.mark.django_db


def pdf(data: bytes | None = None, name: str = "records.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_pdf() if data is None else data, "application/pdf")


def with_files(*rows: dict[str, object], **fields: object) -> dict[str, object]:
    """What a browser sends for an article with a short answer and these rows of files."""
    sent = filled(**{"short_answer": "Yes.", **fields, "files-TOTAL_FORMS": len(rows)})
    for index, row in enumerate(rows):
        whole = {"title": "", "key": "", "file": "", **row}
        sent |= {f"files-{index}-{name}": value for name, value in whole.items()}
    return sent


def kept() -> list[dict[str, str]]:
    return snapshot.take(Article.objects.get())["files"]


def test_a_file_is_added_and_shown_with_its_size(editor: Client):
    editor.post(ADD_URL, with_files({"title": "Release form", "pdf": pdf()}))

    article = Article.objects.get()
    page = editor.get(change_url(article)).text
    assert kept() == [{"key": "release-form", **a_file()}]
    assert "(PDF, 1 page, 1 KB)" in page
    assert "<legend>Release form</legend>" in page
    assert "Another PDF in its place" in page


def test_another_pdf_takes_the_place_of_one_at_the_same_address(editor: Client):
    article = make_article(files=[a_file()])
    row = {**snapshot.take(article)["files"][0], "title": "Release form 2027"}

    editor.post(change_url(article), with_files({**row, "pdf": pdf(a_pdf(pages=2))}, version=1))

    assert kept() == [{"key": "release-form", **a_file("Release form 2027", pages=2)}]
    assert Article.objects.get().live.files()[0]["file"] == a_file()["file"]


def test_a_file_is_removed(editor: Client):
    article = make_article(files=[a_file()])
    row = snapshot.take(article)["files"][0]

    editor.post(change_url(article), with_files({**row, "DELETE": "on"}, version=1))

    assert kept() == []


def three_files(article: Article) -> list[dict[str, object]]:
    return [{**each, "ORDER": at} for at, each in enumerate(snapshot.take(article)["files"], start=1)]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ([1, 2, 3], "ABC"),
        ([3, 2, 1], "CBA"),
        # The third is to be the first, the first the last: the others make room
        ([1, 2, 1], "CAB"),
        ([3, 2, 3], "BCA"),
        ([2, 2, 3], "BAC"),
        # Without a place it goes behind those that have one
        (["", 2, 3], "BCA"),
    ],
)
def test_files_stand_in_the_order_that_staff_type(editor: Client, typed: list[object], titles: str):
    article = make_article(files=[a_file(title) for title in "ABC"])
    rows = [{**row, "ORDER": order} for row, order in zip(three_files(article), typed, strict=True)]

    editor.post(change_url(article), with_files(*rows, {}, version=1, **{"files-INITIAL_FORMS": 3}))

    assert [each["title"] for each in kept()] == list(titles)
    assert {each["title"]: each["key"] for each in kept()} == {"A": "a", "B": "b", "C": "c"}


@pytest.mark.parametrize(("forged", "titles"), [("-5", "CAB"), ("99999999999999999999", "ABC"), ("0", "CAB")])
def test_numbers_that_no_page_offers_lose_no_file(editor: Client, forged: str, titles: str):
    article = make_article(files=[a_file(title) for title in "ABC"])
    rows = [{**row, "ORDER": order} for row, order in zip(three_files(article), [1, 2, forged], strict=True)]

    editor.post(change_url(article), with_files(*rows, version=1, **{"files-INITIAL_FORMS": 3}))

    assert [each["title"] for each in kept()] == list(titles)


@pytest.mark.parametrize("forged", ["1.5", "NaN", "Infinity", "9" * 5000, "1; 2", "\x00", "\u00b2"])
def test_what_is_no_place_is_refused_and_keeps_all_files(editor: Client, forged: str):
    article = make_article(files=[a_file(title) for title in "ABC"])
    rows = [{**row, "ORDER": order} for row, order in zip(three_files(article), [1, 2, forged], strict=True)]

    page = editor.post(change_url(article), with_files(*rows, version=1, **{"files-INITIAL_FORMS": 3}))

    assert "Please write a whole number, for example 3." in page.text
    assert [each["title"] for each in kept()] == list("ABC")


def test_a_new_file_comes_last_and_a_removed_one_leaves_the_others_in_order(editor: Client):
    article = make_article(files=[a_file(title) for title in "ABC"])
    one, two, three = three_files(article)
    rows = [{**one, "DELETE": "on"}, {**two, "ORDER": 3}, three, {"title": "D", "pdf": pdf()}]

    editor.post(change_url(article), with_files(*rows, version=1, **{"files-INITIAL_FORMS": 3}))

    assert [each["title"] for each in kept()] == ["C", "B", "D"]


def test_patients_see_another_order_when_it_is_published(editor: Client, reader: Client):
    article = make_article(files=[a_file("Release form"), a_file("Price list", pages=2)])
    first, second = three_files(article)
    sent = with_files({**first, "ORDER": 2}, {**second, "ORDER": 1}, version=1)

    editor.post(change_url(article), sent)
    before = reader.get(article.get_absolute_url()).text
    editor.post(change_url(article), {**sent, "version": 2, "_publish": ""})
    after = reader.get(article.get_absolute_url()).text

    assert before.index("Release form</span>") < before.index("Price list</span>")
    assert after.index("Price list</span>") < after.index("Release form</span>")


def test_the_place_is_asked_for_where_there_are_two_and_what_is_none_is_said(editor: Client):
    article = make_article(files=[a_file()])
    of_one = editor.get(change_url(article)).text
    article = edit(article, files=[*snapshot.take(article)["files"], a_file("Price list", pages=2)])
    of_two = shown_in(editor.get(change_url(article)))

    first, second = three_files(article)
    refused = editor.post(change_url(article), with_files({**first, "ORDER": "first"}, second, version=2))

    assert "files-0-ORDER" not in of_one
    assert [of_two[f"files-{at}-ORDER"] for at in (0, 1)] == ["1", "2"]
    assert "files-2-ORDER" not in of_two
    assert "Please write a whole number, for example 3." in refused.text
    assert Article.objects.get().version == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"hello", "This is no PDF. Please save the form as a PDF and add that."),
        (b"", "This file is empty. Please choose another PDF."),
        (made_pdfs.with_script(), "This PDF holds a program that could run on a patient’s computer."),
        (b"%PDF-" + b"x" * pdfs.MAX_BYTES, "This PDF is larger than 10 MB."),
    ],
)
def test_a_pdf_that_cannot_be_used_is_refused_at_its_place_with_every_word_kept(editor: Client, data: bytes, said: str):
    page = editor.post(ADD_URL, with_files({"title": "Release form", "pdf": pdf(data)}, body="Long words."))

    shown = shown_in(page)
    assert said in page.text
    assert '<a href="#id_files-0-pdf">File 1</a>' in page.text
    assert (shown["body"], shown["files-0-title"]) == ("Long words.", "Release form")
    assert not Article.objects.exists()


def test_a_good_pdf_stays_when_something_else_is_wrong(editor: Client):
    page = editor.post(ADD_URL, with_files({"title": "Release form", "pdf": pdf()}, title=""))
    shown = shown_in(page)

    sent = {name: value for name, value in shown.items() if name.startswith("files-")}
    editor.post(ADD_URL, {**filled(short_answer="Yes."), **sent})

    assert shown["files-0-file"] == a_file()["file"]
    assert kept() == [{"key": "release-form", **a_file()}]


def test_a_refused_replacement_leaves_the_file_that_was_there(editor: Client):
    article = make_article(files=[a_file()])
    row = snapshot.take(article)["files"][0]

    page = editor.post(change_url(article), with_files({**row, "pdf": pdf(b"hello")}, version=1))

    assert shown_in(page)["files-0-file"] == row["file"]
    assert "This one is kept." in page.text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"pdf": pdf()}, "Please write a name for this file, as patients will read it."),
        ({"title": "Form"}, "Please choose the PDF once more, or clear the name"),
        ({"title": "Form", "file": "files/../../secret-key"}, "This file is not there any more. Please add it again."),
        ({"title": "Form", "file": f"files/{'0' * 32}-1-1.pdf"}, "This file is not there any more."),
        ({"title": "x" * 121, "pdf": pdf()}, "This has 121 letters. Please keep it to 120."),
    ],
)
def test_what_a_row_lacks_is_asked_for_beside_it(editor: Client, row: dict, said: str):
    page = editor.post(ADD_URL, with_files(row)).text

    assert said in page
    assert not Article.objects.exists()


def test_rows_that_did_not_arrive_whole_save_nothing(editor: Client):
    article = make_article(files=[a_file()])
    sent = {name: value for name, value in filled(version=1).items() if not name.startswith("files-")}

    page = editor.post(change_url(article), {**sent, "body": "New."}).text

    assert "Something on this page did not arrive" in page
    assert kept() == [{"key": "release-form", **a_file()}]


def test_two_people_who_changed_files_choose(two: list[Client]):
    article = make_article(files=[a_file()])
    row = snapshot.take(article)["files"][0]
    edit(article, publish=False, files=[row, a_file("Price list", pages=2)])

    page = two[0].post(change_url(article), with_files({**row, "title": "Consent form"}, version=1)).text

    assert "saved this article while you were writing" in page
    assert "Price list" in page
    assert 'name="keep-files" value="theirs"' in page
    assert snapshot.take(Article.objects.get())["files"][1]["title"] == "Price list"


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_nothing_keeps_the_file_that_came(editor: Client):
    database.wait_briefly()

    with database.locked():
        page = editor.post(ADD_URL, with_files({"title": "Release form", "pdf": pdf()}))

    assert page.status_code == 503
    assert shown_in(page)["files-0-file"] == a_file()["file"]


def test_it_is_said_where_the_same_file_stands_too(editor: Client):
    make_article("Where is the form?", files=[a_file()])
    other = make_article("Which form?", files=[a_file("Another name")])

    page = editor.get(change_url(other)).text

    assert "Its files also stand in:" in page
    assert ">Where is the form?</a>" in page


def test_the_unsaved_preview_shows_the_file_that_came(editor: Client):
    page = editor.post("/admin/faq/article/preview/", with_files({"title": "Release form", "pdf": pdf()})).text

    assert f'href="/media/{a_file()["file"]}"' in page
    assert "(PDF, 1 page, 1 KB)" in page


def test_colleagues_who_only_read_reports_see_how_often_it_was_opened(sign_in, reader: Client):
    article = make_article(files=[a_file(), a_file("Price list", pages=2)])
    reader.get(f"/articles/{article.slug}/files/release-form.pdf")

    page = sign_in("Manager").get(f"/admin/reports/articles/{article.pk}/").text

    assert "How often were its files opened?" in page
    assert "<b>1</b> time: Release form" in page
    assert "<b>0</b> times: Price list" in page


def test_the_folder_of_files_holds_nothing_of_refused_ones(editor: Client, media: Path):
    editor.post(ADD_URL, with_files({"title": "Release form", "pdf": pdf(made_pdfs.with_attachment())}))

    assert not (media / "files").exists()


def test_more_pdfs_than_an_article_may_have_are_refused_before_one_is_looked_through(editor: Client, media: Path):
    rows = [{"title": f"Form {number}", "pdf": pdf()} for number in range(21)]

    page = editor.post(ADD_URL, with_files(*rows))

    assert "An article can have 20 files at most." in page.text
    assert not list(media.glob("files/*"))
