"""Makes the files that clinics bring: a document, a workbook, a saved web page, packed folders."""

import base64
import io
import zipfile

import openpyxl

from tests.factories import a_png

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_TOP = f"""<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"
 Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>"""
_PARTS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_RELATIONS}/image" Target="media/image1.png"/>
<Relationship Id="rId2" Type="{_RELATIONS}/hyperlink" Target="https://a.example/pay" TargetMode="External"/>
<Relationship Id="rId3" Type="{_RELATIONS}/numbering" Target="numbering.xml"/>
<Relationship Id="rId4" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>"""
_NUMBERING = f"""<w:numbering {_NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">
<w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
_STYLES = f"""<w:styles {_NAMESPACES}><w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>
</w:style></w:styles>"""


def paragraph(text: str, *, style: str = "", is_numbered: bool = False, more: str = "") -> str:
    kind = f'<w:pStyle w:val="{style}"/>' if style else ""
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if is_numbered else ""
    return f'<w:p><w:pPr>{kind}{number}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r>{more}</w:p>'


def picture(alt: str) -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic><a:graphicData><pic:pic>'
        '<pic:blipFill><a:blip r:embed="rId1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )


def table(*rows: tuple[str, ...]) -> str:
    made = ("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def link(text: str) -> str:
    return f'<w:hyperlink r:id="rId2"><w:r><w:t>{text}</w:t></w:r></w:hyperlink>'


def word_file(body: str, *, others: dict[str, bytes] | None = None, **more: str | bytes) -> bytes:
    """A .docx with the paragraphs `body`; `more` are further parts, "word__header1" for word/header1.xml.

    `others` have their whole names.
    """
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _TOP,
        "word/_rels/document.xml.rels": _PARTS,
        "word/numbering.xml": _NUMBERING,
        "word/styles.xml": _STYLES,
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        **({"word/media/image1.png": a_png()} if "r:embed" in body else {}),
        **(others or {}),
    }
    for name, content in more.items():
        parts[name.replace("__", "/") + ".xml"] = (
            f"<w:hdr {_NAMESPACES}>{content}</w:hdr>" if isinstance(content, str) else content
        )
    return packed(parts)


def packed(parts: dict[str, str | bytes], *, rare: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A .zip of `parts`; those whose names begin with "rare" are packed by that method."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content, rare if name.startswith("rare") else None)
    return file.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def web_page() -> str:
    """A page as a browser saves it: an accordion, a button for an answer, terms, a picture within, one outside."""
    picture = base64.b64encode(a_png()).decode()
    return f"""<!DOCTYPE html><!-- saved from url=(0026)https://old.example/faq/ --><html><head><title>Old FAQ</title>
<style>p {{ color: red }}</style><script>track("you")</script></head><body><nav><a href="/home">Home</a></nav>
<main><h1>Questions</h1><p>Welcome here.</p><h2>Money</h2>
<details><summary>How do I pay?</summary><p>With <b>cash</b>, or <a href="pay.html">by card</a> &amp; phone
<ol><li>Go in.<li>Pay <i>24.</i> December</ol><table><tr><th>Day<th>Hours<tr><td>Monday<td>8|12</table></details>
<h2>Visits</h2><h3><button aria-expanded="false" aria-controls="a1">Where is it?</button></h3>
<div id="a1" hidden>Here:<br>- left<br># right <img src="data:image/png;base64,{picture}" alt="The door">
<img src="https://track.example/p.gif"></div>
<dl><dt>Who comes?<dd>Everybody_who *likes*<dd>And 5 &lt; 6 others</dl></main>
<form><label>Mail me <input name="x"></label></form><footer>Copyright us</footer></body></html>"""
