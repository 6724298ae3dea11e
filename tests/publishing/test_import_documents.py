"""What Word writes beside plain paragraphs: notes, fields, hidden words, formulas, pictures of other places."""

import pytest

from faq.publishing.importing import reader
from faq.publishing.importing.parsed import ParsedFile
from tests.factories import a_png
from tests.publishing.made_files import paragraph, picture, word_file

pytestmark = pytest.mark.django_db

_NOTE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def _read(*inner: str, **others: bytes) -> ParsedFile:
    return reader.read_upload(
        "faq.docx", word_file(paragraph("When?", style="Heading2") + "".join(inner), others=others)
    )


def _run(text: str, kind: str = "") -> str:
    return f"<w:r><w:rPr>{kind}</w:rPr><w:t>{text}</w:t></w:r>"


def _said(parsed: ParsedFile) -> list[str]:
    return [remark.message for remark in parsed.problems]


def test_a_footnote_stands_in_the_article_that_has_its_mark():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{kind}" Target="footnotes.xml"/>'
        '<Relationship Id="rId4" Target="styles.xml"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>'
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote>'
        for number, words in ((2, "Not on Sunday."), (3, "By phone."))
    )
    marks = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="3"/></w:r>'
    data = word_file(
        paragraph("When?", style="Heading2")
        + paragraph("At 9", more=marks)
        + paragraph("Where?", style="Heading2")
        + paragraph("Here."),
        others={
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{_NOTE}">{notes}</w:footnotes>'.encode(),
            "word/_rels/document.xml.rels": relations.encode(),
        },
    )

    when, where = reader.read_upload("faq.docx", data).articles

    assert when["short_answer"] == "At 9\\[1\\]\\[2\\]"
    assert when["body"] == "\\[1\\] Not on Sunday.\n\n\\[2\\] By phone."
    assert where["short_answer"] == "Here."
    assert "body" not in where


def test_the_words_and_the_address_of_a_field_in_one_piece_are_kept():
    field = '<w:fldSimple w:instr=" HYPERLINK &quot;https://a.example/x&quot; ">' + _run("the list") + "</w:fldSimple>"
    number = '<w:fldSimple w:instr=" SEQ Figure ">' + _run("7") + "</w:fldSimple>"

    (article,) = _read(paragraph("See ", more=field), paragraph("Figure ", more=number)).articles

    assert article["short_answer"] == "See [the list](<https://a.example/x>)"
    assert article["body"] == "Figure 7"


def test_hidden_and_deleted_words_and_formulas_are_left_out_and_named():
    deleted = '<w:del w:id="1" w:author="A"><w:r><w:delText>not </w:delText></w:r></w:del>'
    formula = f'<m:oMath xmlns:m="{_MATH}"><m:r><m:t>a=b</m:t></m:r></m:oMath>'

    parsed = _read(paragraph("We are ", more=deleted + _run("secret", "<w:vanish/>") + _run("open ") + formula))

    assert parsed.articles[0]["short_answer"] == "We are open"
    assert _said(parsed) == [
        "A formula is left out: “a=b”.",
        "Words that were taken out with “Track changes” are left out: “not”.",
        "Hidden words are left out: “secret”.",
    ]


def test_small_numbers_stay_small():
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'

    parsed = _read(paragraph("10", more=_run("3", up) + _run(" H") + _run("2", down) + _run("O 1") + _run("st", up)))

    assert parsed.articles[0]["short_answer"] == "10³ H₂O 1st"
    assert _said(parsed) == []


def test_a_picture_of_another_place_is_named_and_the_document_is_read():
    linked = picture("Our desk").replace('r:embed="rId1"', 'r:link="rId2"')

    parsed = _read(paragraph("At 9."), linked)

    assert parsed.articles[0]["short_answer"] == "At 9."
    assert "The picture “Our desk” stands at https://a.example/pay and is left out." in _said(parsed)


def test_a_picture_in_the_head_of_pages_is_named():
    parsed = _read(paragraph("At 9."), **{"word/media/image1.png": a_png()})

    assert _said(parsed) == ["The picture image1.png stands in no paragraph, so it is left out."]
