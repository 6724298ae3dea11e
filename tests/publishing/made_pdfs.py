"""Makes PDFs: good ones, and such as somebody who means harm would send."""

import io
import zlib

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject


def a_pdf(words: str = "Release my records", *, pages: int = 1) -> bytes:
    """A PDF whose every page has `words` on it."""
    return written(_writer(words, pages))


def _writer(words: str = "Words", pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for _ in range(pages):
        page = writer.add_blank_page(595, 842)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode())
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = writer._add_object(stream)
    return writer


def written(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def with_script() -> bytes:
    """One that runs a program when it is opened."""
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('boo')")}
    return _opening_with(action)


def with_action(kind: str) -> bytes:
    """One that does `kind`, for example "/Launch", when it is opened."""
    return _opening_with({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("calc.exe")})


def _opening_with(action: dict) -> bytes:
    writer = _writer()
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    return written(writer)


def with_action_of_a_page() -> bytes:
    """One that asks another site when its page is shown."""
    writer = _writer()
    action = {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://evil.example/")}
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): DictionaryObject(action)})
    return written(writer)


def with_words_elsewhere() -> bytes:
    """One whose page lies in a file of another machine."""
    writer = _writer()
    stream = DecodedStreamObject()
    stream[NameObject("/F")] = TextStringObject("//evil.example/share/x")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    return written(writer)


def with_attachment() -> bytes:
    writer = _writer()
    writer.add_attachment("evil.exe", b"MZ")
    return written(writer)


def with_xfa() -> bytes:
    writer = _writer()
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})
    return written(writer)


def with_password(password: str = "secret") -> bytes:
    writer = _writer()
    writer.encrypt("", owner_password=password, algorithm="RC4-128")
    return written(writer)


def with_hidden_script() -> bytes:
    """The name of the script is written otherwise, in an object that is packed and that nothing leads to."""
    inner = b"1 0 << /S /J#61vaScr#69pt /J#53 (app.alert) >>"
    packed = zlib.compress(inner)
    extra = b"90 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    return _with_objects(extra + packed + b"\nendstream\nendobj\n")


def with_zip() -> bytes:
    """A good PDF that is a packed folder as well: the end of the PDF is the folder's comment."""
    pdf = a_pdf()
    end = pdf[pdf.rindex(b"startxref") :]
    return pdf + b"PK\x05\x06" + b"\0" * 16 + len(end).to_bytes(2, "little") + end


def with_bomb(how: bytes = b"/Filter /FlateDecode") -> bytes:
    """A page whose words unpack to 200 MB."""
    packed = zlib.compress(b"\0" * 200_000_000, 9)
    head = b"4 0 obj\n<< /Length %d %b >>\nstream\n" % (len(packed), how)
    return _raw([_CATALOG, _PAGES, _PAGE, head + packed + b"\nendstream\nendobj\n"])


def with_loop() -> bytes:
    """The tree of its pages is a circle."""
    return _raw([_CATALOG, b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>\nendobj\n"])


def with_many_objects(count: int = 1_000_000) -> bytes:
    """So many that the table of them alone is 20 MB as text; here it is packed."""
    return _raw([_CATALOG, _PAGES, _PAGE, *(b"%d 0 obj\n1\nendobj\n" % number for number in range(5, count))])


def deeply_nested(depth: int = 100_000) -> bytes:
    return _raw([_CATALOG, _PAGES, _PAGE, b"4 0 obj\n" + b"[" * depth + b"]" * depth + b"\nendobj\n"])


def chained_lengths() -> bytes:
    """The length of each stream is the next object, and the last one leads to the first."""
    made = [b"%d 0 obj\n<< /Length %d 0 R >>\nstream\nx\nendstream\nendobj\n" % (at, at + 1) for at in range(4, 2_000)]
    return _raw([_CATALOG, _PAGES, _PAGE, *made, b"2000 0 obj\n4 0 R\nendobj\n"])


def many_pages(count: int) -> bytes:
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(100, 100)
    return written(writer)


_CATALOG = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
_PAGES = b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
_PAGE = b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>\nendobj\n"


def _raw(objects: list[bytes]) -> bytes:
    """A file of these objects, with a table of where they stand."""
    places, body = {}, io.BytesIO()
    body.write(b"%PDF-1.5\n")
    for each in objects:
        places[int(each.split(b" ", 1)[0])] = body.tell()
        body.write(each)
    start, size = body.tell(), max(places) + 1
    body.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        at = places.get(number)
        body.write(b"%010d 00000 n \n" % at if at else b"0000000000 65535 f \n")
    body.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return body.getvalue()


def _with_objects(extra: bytes) -> bytes:
    words = b"4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n"
    return _raw([_CATALOG, _PAGES, _PAGE, words, extra])
