"""A file made to hurt gets one plain sentence: nothing outside of it is opened, and nothing grows without end."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from faq.errors import RefusedError
from faq.models import Revision
from faq.publishing import exchange
from faq.publishing.importing import files, reader
from faq.publishing.importing.parsed import ParsedFile
from tests.publishing.made_files import packed, paragraph, word_file, workbook

pytestmark = pytest.mark.django_db
GOOD = "# Good?\n\nYes.\n"
OUTSIDE = "Its name leads out of the folder, so it is left out."
LINK = "This is a link to another place, so it is left out."
ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def read(name: str, data: bytes) -> ParsedFile:
    return reader.read_upload(name, data)


def said(parsed: ParsedFile) -> list[str]:
    return [str(problem) for problem in parsed.problems]


def locked(data: bytes) -> bytes:
    """The same packed folder with the mark of a password on each member, in both of its heads."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            flags = struct.unpack_from("<H", changed, start + at)[0] | 1
            struct.pack_into("<H", changed, start + at, flags)
            start = data.find(mark, start + 1)
    return bytes(changed)


def with_link(target: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("good.md", GOOD)
        link = zipfile.ZipInfo("passwords.md")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        made.writestr(link, target)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            packed({"good.md": GOOD, "../../etc/x.md": GOOD}),
            f"../../etc/x.md: {OUTSIDE}",
        ),
        (packed({"good.md": GOOD, "C:\\x.md": GOOD}), f"C:\\x.md: {OUTSIDE}"),
        (
            packed({"good.md": GOOD, "/etc/x.md": GOOD}),
            f"/etc/x.md: {OUTSIDE}",
        ),
        (with_link("/etc/passwd"), f"passwords.md: {LINK}"),
        (
            packed({"good.md": GOOD, "inner.zip": packed({"a.md": GOOD})}),
            "inner.zip: A packed folder within a packed folder is not opened. Please unpack it first.",
        ),
        (
            packed({"good.md": GOOD, "bomb.md": b"0" * (files.LARGEST_FILE + 1)}),
            "bomb.md: It is larger than 50 MB when it is unpacked.",
        ),
        (packed({"good.md": GOOD, "run.exe": "MZ"}), f"run.exe: {reader._UNKNOWN}"),
        (packed({"good.md": GOOD, "x.png": "no picture"}), "x.png: No article shows this picture, so it is left out."),
    ],
)
def test_what_is_wrong_in_a_packed_folder_is_named_and_the_rest_goes_in(data: bytes, sentence: str):
    parsed = read("faq.zip", data)

    assert [article["title"] for article in parsed.articles] == ["Good?"]
    assert said(parsed) == [sentence]


def test_a_packed_folder_with_a_password_says_so():
    assert said(read("faq.zip", locked(packed({"a.md": GOOD})))) == [
        "a.md: It is locked with a password, so it is left out. Please pack it without one."
    ]


def claiming(data: bytes, size: int) -> bytes:
    """The same packed folder, each of whose members says that it unpacks to `size` bytes."""
    changed, start = bytearray(data), data.find(b"PK\x01\x02")
    while start >= 0:
        struct.pack_into("<I", changed, start + 24, size)
        start = data.find(b"PK\x01\x02", start + 1)
    return bytes(changed)


def test_a_member_that_lies_about_its_length_is_read_no_further():
    data = claiming(packed({"a.md": b"x" * 1_000_000}), 10)

    assert said(read("faq.zip", data)) == ["a.md: This packed file is damaged or locked with a password."]


def test_many_members_are_charged_for_before_they_are_unpacked():
    data = claiming(packed({f"{number:03}.md": GOOD for number in range(300)}), files.LARGEST_FILE)

    parsed = read("faq.zip", data)

    assert len(parsed.articles) == 10
    assert len(said(parsed)) == 290
    assert said(parsed)[0] == (
        "010.md: All files together unpack to more than 500 MB, so this one is left out. Please split them."
    )


def test_a_member_that_is_too_large_is_not_opened():
    # Where it was opened, the broken words would be found
    data = claiming(packed({"a.md": GOOD}), files.LARGEST_FILE + 1).replace(b"PK\x03\x04", b"PK\xff\xff")

    assert said(read("faq.zip", data)) == ["a.md: It is larger than 50 MB when it is unpacked."]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_in_a_rare_way_is_named_and_not_opened(method: int):
    rare = packed({"good.md": GOOD, "rare.md": GOOD}, rare=method)
    document = packed({"word/document.xml": "<x/>", "rare.bin": "x"}, rare=method)

    assert said(read("faq.zip", rare)) == [
        "rare.md: It is packed in a rare way that is not read here, so it is left out. Please pack it as a plain .zip."
    ]
    assert said(read("a.docx", document)) == [
        "a.docx: This .docx file is packed in a rare way. Please save it once more and try again."
    ]


def test_documents_of_one_folder_share_what_they_may_unpack(tmp_path: Path):
    document = word_file(paragraph("Where is it?"), word__media__large=b"0" * 60_000_000)
    for number in range(9):
        (tmp_path / f"{number}.docx").write_bytes(document)

    parsed = reader.read_path(tmp_path)

    too_much = [sentence for sentence in said(parsed) if "unpack to more than 500 MB" in sentence]
    assert [sentence[:6] for sentence in too_much] == ["8.docx"]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.docx", word_file(paragraph("x"), word__header1=ENTITY.encode()), "names parts outside of itself"),
        ("a.docx", word_file(paragraph("x"), word__header1=ENTITY.encode("utf-16")), "names parts outside of itself"),
        ("a.docx", locked(word_file(paragraph("x"))), "locked with a password"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "locked with a password, or has the old form"),
        ("a.docx", packed({"word/document.xml": "<w:document"}), "This .docx file is damaged"),
        ("a.docx", packed({"big.xml": b"0" * 100_000_001}), "unpacks to more than 100 MB"),
        ("a.docx", word_file(""), "There are no words in this .docx file"),
        ("a.xlsx", packed({"xl/workbook.xml": ENTITY}), "names parts outside of itself"),
        ("a.xlsx", packed({"xl/workbook.xml": "<x/>"}), "This .xlsx file is damaged"),
        ("a.xlsx", b"no packed file", "This .xlsx file is damaged"),
        ("a.md", b"\x00\x01\x02", "This is not plain text"),
        ("a.csv", b"\xff\xfe\x00\xd8", "This is not plain text"),
        ("a.csv", b'a,b\n"' + b"x" * 1_100_000, "This table is damaged"),
        ("a.html", b"<a>" * 200_001, "This web page is too large"),
        ("a.json", b'{"a":' * 50_000, "damaged and cannot be read"),
        ("a.json", b"7" * 10_000, "damaged and cannot be read"),
        ("a.txt", b" \n \n", "There are no words in this file"),
    ],
)
def test_a_hostile_or_broken_file_gets_one_sentence(name: str, data: bytes, sentence: str):
    parsed = read(name, data)

    assert parsed.articles == []
    assert len(said(parsed)) == 1
    assert sentence in said(parsed)[0]


def test_addresses_and_letters_that_are_none_raise_nothing():
    page = read("a.html", b"<base href='http://[x'><h2>A?</h2><a href='y'>words</a><a href='http://[z'>more</a>")
    entries = read("a.json", b'[{"question": "\\ud800 \\ud83d\\ude00?", "answer": "\\udc00x"}]')

    assert page.articles[0]["short_answer"] == "wordsmore"
    assert entries.articles[0]["title"] == "\ufffd \U0001f600?"
    assert len(exchange.load(entries, by=None).articles) == 1


def test_the_sign_that_no_database_takes_is_left_out():
    entries = read("a.json", b'[{"question": "A\\u0000?", "answer": "x\\u0000", "k\\u0000": "\\u0000"}]')
    page = read("a.md", b'---\ntitle: "A\\0?"\n---\nYes.\n')

    assert [parsed.articles[0]["title"] for parsed in (entries, page)] == ["A?", "A?"]
    assert "\0" not in str(entries.articles) + entries.problems[0].message


def test_macros_never_run_and_are_named():
    plain = word_file(paragraph("Yes."))

    parsed = read("a.docm", packed({**_members(plain), "word/vbaProject.bin": b"\0"}))

    assert said(parsed) == ["a.docm: The macros of this document are left out; nothing of them ran."]
    assert said(read("a.docm", plain)) == []


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_formulas_of_a_workbook_stay_words():
    parsed = read("a.xlsx", workbook(("Question", "Answer"), ("Sum?", '=HYPERLINK("http://evil.example")')))

    assert parsed.articles[0]["short_answer"] == '=HYPERLINK("http://evil.example")'
    assert "nothing was calculated" in parsed.notes[0].message


def test_a_table_of_a_million_rows_is_read_to_its_limit():
    data = b"Question,Answer\n" + b"Q?,A\n" * 1_000_000

    parsed = read("a.csv", data)

    assert len(parsed.articles) == 19_999
    assert ["more than 20,000 rows" in sentence for sentence in said(parsed)] == [True]


def test_elements_nested_without_end_keep_their_words():
    parsed = read("a.html", ("<div><b>" * 20_000 + "deep words").encode())

    assert "deep words" in str(parsed.articles)


def test_links_in_a_folder_are_not_followed(tmp_path: Path):
    folder, outside = tmp_path / "faq", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.md").write_text(GOOD, encoding="utf-8")
    (folder / "good.md").write_text(GOOD, encoding="utf-8")
    (folder / "file.md").symlink_to(outside / "secret.md")
    (folder / "inner").symlink_to(outside)

    parsed = reader.read_path(folder)

    assert len(parsed.articles) == 1
    assert said(parsed) == [f"{name}: {LINK}" for name in ("file.md", "inner")]


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path: Path):
    with (tmp_path / "big.md").open("wb") as file:
        file.truncate(100_000_000)

    assert said(reader.read_path(tmp_path / "big.md")) == ["big.md: This file is larger than 50 MB. Please split it."]


def test_a_damaged_packed_folder_is_refused(tmp_path: Path):
    with pytest.raises(RefusedError, match="is damaged"):
        read("faq.zip", b"PK\x03\x04")


def test_a_picture_that_is_none_is_left_out_and_its_description_stays(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    parsed = read("faq.zip", packed({"a.md": "# Good?\n\n![The door](x.png)\n", "x.png": b"<svg/>"}))

    imported = exchange.load(parsed, by=None)

    assert imported.articles[0].short_answer == "The door"
    assert "The picture x.png is left out" in imported.refusals[0]


def test_a_script_in_any_text_is_never_markup():
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    for name, data in (
        ("a.md", f"# A?\n\n{attack}\n"),
        ("b.txt", f"B?\n{attack}\n"),
        ("c.csv", f"C?,{attack}\n"),
        ("d.json", '{"D?": "' + attack + '"}'),
        ("e.html", f"<h2>E?</h2><p>{attack}</p>"),
    ):
        exchange.load(read(name, data.encode()), by=None)

    html = str(list(Revision.objects.values_list("html", flat=True)))
    assert Revision.objects.count() == 5
    assert [mark for mark in ("<script", "<img", 'href="javascript') if mark in html] == []
