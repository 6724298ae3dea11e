"""An article as a document for a word processor says what its page says."""

import io

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from faq.models import Article, Clinic, Fact
from faq.publishing import facts, word_document
from tests.factories import a_file, a_video, make_article, stored_picture

pytestmark = pytest.mark.django_db
SITE = "https://help.clinic.example/"


def opened(article: Article) -> WordDocument:
    data = word_document.write(article, state="Patients see this version.", site_url=SITE)
    return Document(io.BytesIO(data))


def said(document: WordDocument) -> list[tuple[str, str]]:
    """(style, words) of each paragraph that has words."""
    return [(each.style.name, each.text) for each in document.paragraphs if each.text.strip()]


def numbers(document: WordDocument) -> list[int]:
    """Which list each numbered paragraph belongs to."""
    lists = [each.paragraph_format.element.xpath("./w:pPr/w:numPr/w:numId/@w:val") for each in document.paragraphs]
    return [int(found[0]) for found in lists if found]


def test_a_document_names_the_files_to_download(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    document = opened(make_article(files=[a_file("Release form")]))

    assert said(document)[-2:] == [
        ("Heading 1", "Files to download"),
        ("List Bullet", "Release form (PDF, 1 page, 1 KB)"),
    ]


def test_a_document_names_videos_with_what_is_said_in_them():
    document = opened(make_article(videos=[a_video(length="2 min", transcript="Open it.\n\nWait.")]))

    assert said(document)[-4:] == [
        ("Heading 1", "Videos"),
        ("List Bullet", "How to see your results (2 min, https://video.example/watch?v=1&t=2)"),
        ("Normal", "Open it."),
        ("Normal", "Wait."),
    ]


def test_characters_that_no_document_can_hold_are_left_out():
    video = a_video("A\x0bfilm", length="2\ufffe min", transcript="Open\x01 it.")

    document = opened(make_article("How do I\x1f pay?", videos=[video]))

    assert document.paragraphs[0].text == "How do I pay?"
    assert ("Normal", "Open it.") in said(document)


def test_a_document_has_the_question_the_steps_numbered_and_what_stands_around_them():
    facts.save_clinic(Clinic(name="The Hive"), by=None)
    shared = make_article("How do I sign in?", steps=["Open it.", "Type your name."])
    article = make_article(
        short_answer="Use the **button**.",
        steps=[{"include": shared.slug}, "Press it.\n\n- once\n- twice", "Wait."],
        body="## Later\n\n1. one\n2. two\n\n> Quoted\n\n| Day | Hour |\n|---|---|\n| Mon | 9 |",
    )

    document = opened(article)

    assert said(document) == [
        ("Title", "How do I reset my password?"),
        ("Subtitle", "The Hive. Patients see this version."),
        ("Normal", "Use the button."),
        ("List Number", "Open it."),
        ("List Number", "Type your name."),
        ("List Number", "Press it."),
        ("List Bullet 2", "once"),
        ("List Bullet 2", "twice"),
        ("List Number", "Wait."),
        ("Heading 1", "Later"),
        ("List Number", "one"),
        ("List Number", "two"),
        ("Quote", "Quoted"),
    ]
    # The steps are one list, the later list counts from one again
    steps, other = numbers(document)[:4], numbers(document)[4:]
    assert (len(set(steps)), len(set(other)), set(steps) & set(other)) == (1, 1, set())
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["Day", "Hour"], ["Mon", "9"]]
    assert [run.text for run in document.paragraphs[2].runs if run.bold] == ["button"]


def test_pictures_stand_below_their_words_with_their_descriptions():
    name = stored_picture()
    step = {"text": "Look here.", "picture": name, "picture_alt": "The “red” button"}
    article = make_article(short_answer=f"![A map](/media/{name})", steps=[step])

    document = opened(article)

    described = [each.get("descr") for each in document.element.body.iter(qn("wp:docPr"))]
    assert described == ["A map", "The “red” button"]
    assert [(shape.width.inches, shape.height.inches) for shape in document.inline_shapes] == [(40 / 96, 30 / 96)] * 2


def test_links_lead_there_also_within_the_site_and_facts_are_filled_in():
    facts.save(Fact(name="portal", label="Portal", kind="address", value="https://portal.example/"), by=None)
    article = make_article(short_answer="See [the map](/articles/map/), [us](https://a.example) or {{portal}}. Call.")

    document = opened(article)

    links = [link for each in document.paragraphs for link in each.hyperlinks]
    assert [(link.text, link.url) for link in links] == [
        ("the map", "https://help.clinic.example/articles/map/"),
        ("us", "https://a.example"),
        ("https://portal.example/", "https://portal.example/"),
    ]
    assert document.paragraphs[2].text == "See the map, us or https://portal.example/. Call."


def test_odd_texts_make_a_document_too():
    code = "```\ncode\n  more\n```"
    odd = f"a\x0bb\uffff\n\n{code}\n\n- \n- > x\n\n  1. y\n     - z\n       - deep\n         - deeper\n\n---\n\nשלום"
    article = make_article(
        short_answer=odd, body="!!! note\n\nLast line\nnext", published=False, steps=["- a", "", odd]
    )

    document = opened(article)

    text = "\n".join(words for _, words in said(document))
    assert "code\n  more" in text
    assert "deeper" in text
    assert "Last line\nnext" in text
    rtl = [each.text for each in document.paragraphs if each.paragraph_format.element.xpath("./w:pPr/w:bidi")]
    assert rtl == ["שלום"] * 2
    assert document.core_properties.comments == ""


def test_a_picture_that_is_gone_leaves_its_description():
    missing = "pictures/0123456789abcdef0123456789abcdef-40x30.webp"
    article = make_article(steps=[{"text": "Look.", "picture": missing, "picture_alt": "A page"}])

    assert said(opened(article))[-2:] == [("List Number", "Look."), ("Normal", "[A page]")]


def test_a_document_says_whom_a_step_is_for():
    asked = {"text": "Who is this for?", "answers": [{"text": "Me"}, {"text": "<My> child"}]}
    article = make_article(
        short_answer="", reader_questions=[asked], steps=["Open it.", {"text": "Ask.", "only_for": ["my-child"]}]
    )

    assert said(opened(article))[-3:] == [
        ("List Number", "Open it."),
        ("List Number", "Only for: <My> child"),
        ("Normal", "Ask."),
    ]
