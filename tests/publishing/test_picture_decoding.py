"""Pictures stay what they were: readable in size, the same greys and colours; what cannot be kept is said."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from faq.errors import RefusedError
from faq.publishing import pictures
from faq.values import picture_names as names


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def written(picture: Image.Image, kind: str = "PNG", **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def png(width: int, depth: int, colours: int, row: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of one row, of kinds that Pillow reads but does not write; `depth` in bits."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 1, depth, colours, 0, 0, 0))
    extra = b"".join(chunk(*each) for each in chunks)
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", zlib.compress(b"\0" + row)) + chunk(b"IEND", b"")


def shorts(*values: int) -> bytes:
    return struct.pack(f">{len(values)}H", *values)


def kept(data: bytes, media: Path) -> Image.Image:
    return Image.open(media / pictures.store(io.BytesIO(data)))


def dots(picture: Image.Image, mode: str = "RGBA") -> list:
    changed = picture.convert(mode)
    return [changed.getpixel((x, 0)) for x in range(changed.width)]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        # The screen of a phone
        ((1080, 2400), (1080, 2400)),
        ((1320, 2868), (1320, 2868)),
        ((1080, 3240), (1080, 3240)),
        ((1440, 3200), (1341, 2981)),
        ((3000, 4000), (1600, 2133)),
        ((4000, 3000), (1600, 1200)),
        # A panorama
        ((8000, 1000), (3200, 400)),
        # The top of a large screen
        ((3840, 200), (3840, 200)),
        ((20_000, 200), (16_383, 164)),
        ((300, 1600), (300, 1600)),
        ((40, 30), (40, 30)),
    ],
)
def test_a_picture_is_kept_at_a_size_that_can_be_read(sent: tuple[int, int], stored: tuple[int, int]):
    name = pictures.store(io.BytesIO(written(Image.new("RGB", sent, "teal"))))

    assert names.size_of(name) == stored


@pytest.mark.parametrize("size", [(1080, 9000), (1080, 3300), (200, 19_000)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_too_tall_to_be_read_is_refused_with_advice(media: Path, size: tuple[int, int], kind: str):
    with pytest.raises(RefusedError) as refused:
        pictures.store(io.BytesIO(written(Image.new("RGB", size), kind)))

    assert str(refused.value) == (
        f"This picture is {size[0]} dots wide and {size[1]:,} tall: its words would be too small to read. Please cut"
        " it into two or three pictures, one for each step."
    )
    assert list(media.iterdir()) == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_lying_on_its_side_is_measured_upright(kind: str):
    exif = Image.Exif()
    exif[0x0112] = 6
    lying, standing = Image.new("RGB", (4000, 1000)), Image.new("RGB", (1000, 4000))

    with pytest.raises(RefusedError, match="1000 dots wide and 4,000 tall"):
        pictures.store(io.BytesIO(written(lying, kind, exif=exif)))
    assert names.size_of(pictures.store(io.BytesIO(written(standing, kind, exif=exif)))) == (1600, 400)


def test_sixteen_bits_of_grey_keep_their_greys(media: Path):
    row = shorts(*(level * 257 for level in range(256)))

    assert dots(kept(png(256, 16, 0, row), media), "L") == list(range(256))


def test_sixteen_bits_of_grey_keep_the_one_that_is_clear(media: Path):
    row = shorts(0, 1000, 30_000, 30_001, 65_535)

    picture = kept(png(5, 16, 0, row, (b"tRNS", shorts(30_000))), media)

    assert [dot[3] for dot in dots(picture)] == [255, 255, 0, 255, 255]
    assert [dot[0] for dot in dots(picture) if dot[3]] == [0, 4, 117, 255]


SAME_COLOURS = {
    "16-bit colours": (
        png(3, 16, 2, shorts(65_535, 0, 0, 0, 32_896, 0, 257, 514, 771)),
        [(255, 0, 0, 255), (0, 128, 0, 255), (1, 2, 3, 255)],
    ),
    "16-bit colours that show through": (
        png(2, 16, 6, shorts(65_535, 0, 0, 65_535, 0, 32_896, 0, 32_896)),
        [(255, 0, 0, 255), (0, 128, 0, 128)],
    ),
    "16-bit grey that shows through": (
        png(2, 16, 4, shorts(32_896, 65_535, 65_535, 32_896)),
        [(128, 128, 128, 255), (255, 255, 255, 128)],
    ),
    "a palette with clear colours": (
        png(
            3, 8, 3, bytes([0, 1, 2]), (b"PLTE", bytes([255, 0, 0, 0, 255, 0, 0, 0, 255])), (b"tRNS", bytes([64, 200]))
        ),
        [(255, 0, 0, 64), (0, 255, 0, 200), (0, 0, 255, 255)],
    ),
    "one bit": (png(3, 1, 0, b"\xa0"), [(255, 255, 255, 255), (0, 0, 0, 255), (255, 255, 255, 255)]),
    "two bits": (png(4, 2, 0, b"\x1b"), [(grey, grey, grey, 255) for grey in (0, 85, 170, 255)]),
    "grey that shows through": (
        written(Image.frombytes("LA", (2, 1), bytes([10, 255, 200, 99]))),
        [(10, 10, 10, 255), (200, 200, 200, 99)],
    ),
}


@pytest.mark.parametrize("what", SAME_COLOURS)
def test_every_kind_of_png_keeps_its_colours(media: Path, what: str):
    data, colours = SAME_COLOURS[what]

    assert dots(kept(data, media)) == colours


@pytest.mark.parametrize(("mode", "ink"), [("CMYK", (0, 255, 255, 0)), ("L", 76), ("RGB", (254, 0, 0))])
def test_every_kind_of_jpeg_keeps_its_colours(media: Path, mode: str, ink: object):
    picture = Image.new(mode, (40, 30), ink)

    was, now = picture.convert("RGB").getpixel((20, 15)), kept(written(picture, "JPEG"), media).getpixel((20, 15))

    assert max(abs(one - other) for one, other in zip(was, now, strict=True)) <= 6


def test_thin_lines_of_a_palette_are_still_seen_when_it_is_made_smaller(media: Path):
    lines = Image.new("P", (4000, 300), 0)
    lines.putpalette([255, 255, 255, 0, 0, 0])
    for x in range(0, 4000, 5):
        lines.paste(1, (x, 0, x + 1, 300))

    row = dots(kept(written(lines), media), "L")

    assert max(row[100:-100]) - min(row[100:-100]) > 0
    # One dot of five is black
    assert 190 < sum(row) / len(row) < 215


@pytest.mark.parametrize(
    ("kind", "options"), [("PNG", {}), ("WEBP", {"lossless": True}), ("PNG", {"default_image": True})]
)
def test_a_picture_that_moves_is_refused_in_words(media: Path, kind: str, options: dict):
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("blue", "green")]

    with pytest.raises(RefusedError) as refused:
        kept(written(Image.new("RGB", (40, 30), "red"), kind, save_all=True, append_images=frames, **options), media)

    assert str(refused.value) == (
        "This picture moves, and only its first moment could be kept. Please add a screenshot of the moment that"
        " matters."
    )
    assert list(media.iterdir()) == []


def test_a_photograph_with_a_second_picture_inside_does_not_move(media: Path):
    second = Image.new("RGB", (40, 30), "blue")
    data = written(Image.new("RGB", (40, 30), "red"), "MPO", save_all=True, append_images=[second])

    assert kept(data, media).getpixel((20, 15))[0] > 240


REFUSED = {
    "GIF": (written(Image.new("P", (4, 4)), "GIF"), "This picture is a GIF, which"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "This picture is in the HEIC format of iPhones, which"),
    "HEIF of several": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "This picture is in the HEIC format of iPhones, which"),
    "AVIF": (written(Image.new("RGB", (4, 4)), "AVIF"), "This picture is in the AVIF format, which"),
    "TIFF": (written(Image.new("RGB", (4, 4)), "TIFF"), "This picture is in the TIFF format, which"),
    "BMP": (written(Image.new("RGB", (4, 4)), "BMP"), "This picture is in the BMP format, which"),
    "SVG": (b'<svg xmlns="x"/>', "This file is not a picture we can use. Please choose a JPEG"),
    "PDF": (b"%PDF-1.7", "This file is not a picture but a PDF document."),
    "video": (b"\0\0\0\x18ftypmp42\0\0\0\0", "This file is not a picture but a video."),
    "half a PNG": (written(Image.effect_noise((90, 90), 50))[:900], "This picture is damaged or incomplete."),
    "half a JPEG": (written(Image.effect_noise((90, 90), 50), "JPEG")[:900], "This picture is damaged or incomplete."),
    "half a WebP": (written(Image.effect_noise((90, 90), 50), "WEBP")[:900], "This picture is damaged or incomplete."),
    "words": (b"hello", "This file is not a picture we can use."),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_be_used_is_told_what_it_is_and_what_helps(media: Path, what: str):
    data, start = REFUSED[what]

    with pytest.raises(RefusedError) as refused:
        pictures.store(io.BytesIO(data))

    assert str(refused.value).startswith(start)
    assert "Please " in str(refused.value)
    assert list(media.iterdir()) == []
