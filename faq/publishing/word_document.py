"""An article as a document for a word processor (.docx), for a colleague who reads or marks it there."""

import io
import re

from django.utils.html import format_html
from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt

from faq.models import Article, Clinic, Fact, Revision
from faq.models.parts import Kind, Part, of_kind
from faq.publishing.word_blocks import WordBlocks
from faq.text import facts as fact_text
from faq.values import pdf_names

# What XML 1.0 cannot hold (its production 2)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write(article: Article, *, state: str, site_url: str) -> bytes:
    """Return the newest saved version of `article` as a .docx file, with facts and shared steps filled in.

    `state` says below the question what readers see of it; links within the site begin with `site_url`.
    """
    revision, known = article.revisions.get(number=article.version), Fact.by_name()
    document = _new(revision, state)
    blocks = WordBlocks(document, site_url)
    for part in of_kind(Kind.MARKDOWN, Kind.STEPS, Kind.FILES, Kind.VIDEOS):
        if part.kind is Kind.STEPS:
            page = revision.filled(known)
            blocks.add_steps({**step, "html": _whom(page.labels(step)) + step["html"]} for step in page.steps)
        elif part.kind is Kind.FILES:
            _add_files(document, revision, part)
        elif part.kind is Kind.VIDEOS:
            _add_videos(document, revision, part)
        else:
            blocks.add_html(fact_text.fill(revision.html.get(part.name, ""), known))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _whom(labels: list[str]) -> str:
    """Whom a step is only for, as HTML above its words."""
    return str(format_html("<p><em>Only for: {}</em></p>", "; ".join(labels))) if labels else ""


def _add_files(document: WordDocument, revision: Revision, part: Part) -> None:
    """Name them: a document holds none."""
    if revision.files():
        document.add_heading(part.label, level=1)
    for each in revision.files():
        document.add_paragraph(f"{_plain(each['title'])} ({pdf_names.in_words(each['file'])})", style="List Bullet")


def _add_videos(document: WordDocument, revision: Revision, part: Part) -> None:
    if revision.videos():
        document.add_heading(part.label, level=1)
    for each in revision.videos():
        about = ", ".join(filter(None, (each["length"], each["url"])))
        document.add_paragraph(_plain(f"{each['title']} ({about})"), style="List Bullet")
        for line in filter(None, map(str.strip, _plain(each["transcript"]).splitlines())):
            document.add_paragraph(line)


def _new(revision: Revision, state: str) -> WordDocument:
    document, clinic = Document(), Clinic.load()
    document.styles["Normal"].font.size = Pt(12)
    about = document.core_properties
    about.title, about.author, about.comments = _plain(revision.title), _plain(clinic.name), ""
    about.created = about.modified = revision.created_at
    document.add_heading(_plain(revision.title), level=0)
    document.add_paragraph(_plain(f"{clinic.name}. {state}"), style="Subtitle")
    return document


def _plain(text: str) -> str:
    """Return `text` without the characters that a document cannot hold."""
    return _NO_XML.sub("", text)
