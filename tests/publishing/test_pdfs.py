"""A PDF is looked through in a process with limits; what could do something, or hide something, is refused in words."""

import time
import zlib

import pytest

from faq.errors import RefusedError
from faq.publishing import pdfs
from tests.publishing import made_pdfs as made

KIND = "This is no PDF. Please save the form as a PDF and add that."
SCRIPT, LAUNCH, ATTACHMENT = "holds a program", "would open or send something", "has other files attached"
DAMAGED, HEAVY = "is damaged or not whole", "is too complicated"


def why_not(data: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        pdfs.read(data)
    assert len(refused.value.sentences) == 1
    return refused.value.sentences[0]


def test_a_good_pdf_tells_its_pages_and_its_words():
    assert pdfs.read(made.a_pdf("Release my records", pages=2)) == pdfs.Pdf(2, "Release my records\nRelease my records")


def test_one_that_opens_at_a_page_is_no_danger():
    assert pdfs.read(made.with_action("/GoTo")).pages == 1


def test_fifty_pages_are_read_and_one_more_is_refused():
    assert pdfs.read(made.many_pages(50)).pages == 50
    assert "more than 50 pages" in why_not(made.many_pages(51))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (made.with_script, SCRIPT),
        (made.with_hidden_script, SCRIPT),
        (lambda: made.with_action("/Launch"), LAUNCH),
        (lambda: made.with_action("/SubmitForm"), LAUNCH),
        (lambda: made.with_action("/GoToR"), LAUNCH),
        (lambda: made.with_action("/URI"), LAUNCH),
        (lambda: made.with_action("/Thread"), LAUNCH),
        (made.with_action_of_a_page, LAUNCH),
        (made.with_words_elsewhere, LAUNCH),
        (made.with_attachment, ATTACHMENT),
        (made.with_xfa, "of a kind that most programs cannot show"),
        (lambda: made.with_action("/RichMedia"), "sound, film or a model"),
        (made.with_password, "asks for a password"),
    ],
)
def test_what_could_act_or_hide_something_is_refused_with_what_to_do(data, said):
    sentence = why_not(data())

    assert said in sentence
    assert "Please" in sentence


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: b"", "This file is empty"),
        (lambda: b"hello", KIND),
        (lambda: b"<html>%PDF-1.4 %%EOF", KIND),
        (lambda: b"\x89PNG\r\n\x1a\n" + made.a_pdf(), KIND),
        (lambda: made.a_pdf()[:-200], DAMAGED),
        (lambda: made.a_pdf()[:300] + b"\n%%EOF", DAMAGED),
        (made.with_zip, DAMAGED),
        (lambda: b"%PDF-1.4\n%%EOF", DAMAGED),
        (made.with_loop, DAMAGED),
        (made.chained_lengths, DAMAGED),
    ],
)
def test_what_is_none_or_broken_or_two_things_at_once_is_refused(data, said):
    assert said in why_not(data())


@pytest.mark.parametrize(
    "data",
    [
        made.with_bomb,
        lambda: made.with_bomb(b"/Filter [/FlateDecode /FlateDecode]"),
        lambda: made.with_many_objects(150_000),
        made.deeply_nested,
        lambda: made.deeply_nested(4_000_000),
    ],
)
def test_what_would_need_too_much_is_refused_soon(data):
    sent, began = data(), time.monotonic()

    assert HEAVY in why_not(sent)
    assert time.monotonic() - began < 45


def test_one_that_needs_all_its_time_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path):
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(pdfs, "_PROGRAM", endless)
    monkeypatch.setattr(pdfs, "_SECONDS", 0.5)

    assert HEAVY in why_not(made.a_pdf())


def test_more_than_ten_megabytes_are_refused_before_anything_is_read():
    assert why_not(b"%PDF-" + b"x" * pdfs.MAX_BYTES) == (
        "This PDF is larger than 10 MB. Please make it smaller or split it, and try again."
    )


@pytest.mark.parametrize("seed", range(12))
def test_bytes_that_were_changed_are_read_or_refused(seed: int):
    data = bytearray(made.a_pdf(pages=3))
    for place in range(seed, len(data), 37 + seed):
        data[place] = zlib.crc32(bytes([seed, place % 251])) % 256
    data[:5] = b"%PDF-"

    try:
        pages = pdfs.read(bytes(data)).pages
    except RefusedError:
        pages = 0

    assert pages <= 3
