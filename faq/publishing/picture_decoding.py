"""Turns the bytes of a picture that somebody sent into plain pixels, upright and of a size that stays readable."""

import io
from math import sqrt

from PIL import ExifTags, Image, ImageOps

from faq.errors import RefusedError
from faq.publishing import picture_formats

# Checked before decoding: a small file can unpack to gigabytes
MAX_PIXELS = 40_000_000
# Pixels, as sent
_LONGEST_SIDE = 20_000
# Pixels; keeps the small print of a screenshot readable
MAX_WIDTH = 1600
# Pixels; a panorama may be wider than MAX_WIDTH rather than lower than this
_LEAST_HEIGHT = 400
# Enough for the screenshot of every phone as it is
_MAX_KEPT_PIXELS = 4_000_000
# The format WebP knows no more
_MAX_KEPT_SIDE = 16_383
# Times its width; a phone's screen is 2.3 times as tall as it is wide
_TALLEST = 3
# Pixels; what is lower fits on a screen whatever its shape
_TALL_FROM = 1600
_FORMATS = ["JPEG", "PNG", "WEBP"]
# Orientations (Exif 2.3) that swap width and height
_TURNED = (5, 6, 7, 8)
_TO_EIGHT_BITS = [round(level * 255 / 65_535) for level in range(65_536)]


def decode(data: bytes) -> tuple[Image.Image, bool]:
    """Return the picture in `data` as RGB or RGBA, and whether it was drawn (a PNG) rather than photographed.

    It is turned upright and at most `MAX_WIDTH` pixels wide: 1080 x 2400 stays as it is, 4000 x 3000 becomes
    1600 x 1200, and 8000 x 1000 becomes 3200 x 400. Raises `RefusedError`.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            _refuse_too_large(opened)
            _refuse_animated(opened)
            size = _size_as_stored(opened)
            # A JPEG is decoded at a fraction of its size
            opened.draft("RGB", size)
            picture = _to_rgb(opened)
            picture.thumbnail(size, Image.Resampling.LANCZOS)
            return ImageOps.exif_transpose(picture), opened.format == "PNG"
    except RefusedError:
        raise
    # Decoders raise many kinds of errors on broken files; each means the same to the person at the desk.
    except Exception as error:
        raise RefusedError(picture_formats.sentence_for(data)) from error


def _refuse_too_large(opened: Image.Image) -> None:
    if opened.width * opened.height > MAX_PIXELS or max(opened.size) > _LONGEST_SIDE:
        raise RefusedError("This picture has more than 40 million dots. Please make it smaller and try again.")


def _refuse_animated(opened: Image.Image) -> None:
    # A JPEG of several frames is still: phones add a depth map or a small copy.
    if opened.format in ("PNG", "WEBP") and getattr(opened, "is_animated", False):
        raise RefusedError(
            "This picture moves, and only its first moment could be kept. Please add a screenshot of the moment that"
            " matters."
        )


def _size_as_stored(opened: Image.Image) -> tuple[int, int]:
    """Return the size to keep as (width, height) before the picture is turned upright; refuse what is too tall."""
    if opened.getexif().get(ExifTags.Base.Orientation) in _TURNED:
        return _size_to_keep(opened.height, opened.width)[::-1]
    return _size_to_keep(opened.width, opened.height)


def _size_to_keep(width: int, height: int) -> tuple[int, int]:
    if height > _TALL_FROM and height > _TALLEST * width:
        raise RefusedError(
            f"This picture is {width} dots wide and {height:,} tall: its words would be too small to read. Please cut"
            " it into two or three pictures, one for each step."
        )
    by_width = max(MAX_WIDTH / width, min(1, _LEAST_HEIGHT / height))
    by_pixels, by_side = sqrt(_MAX_KEPT_PIXELS / (width * height)), _MAX_KEPT_SIDE / max(width, height)
    scale = min(1, by_width, by_pixels, by_side)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _to_rgb(opened: Image.Image) -> Image.Image:
    """Before it is made smaller: the colours of a palette and single bits cannot be mixed."""
    picture = _eight_bit_grey(opened) if opened.mode.startswith("I") else opened
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    wanted = "RGBA" if has_alpha else "RGB"
    return picture if picture.mode == wanted else picture.convert(wanted)


def _eight_bit_grey(opened: Image.Image) -> Image.Image:
    """Return a grey picture of 16 bits with its greys in 8; converting alone makes everything above 255 white."""
    levels = opened.convert("I")
    grey = levels.point(_TO_EIGHT_BITS, "L")
    clear = grey.info.pop("transparency", None)
    if clear is not None:
        grey.putalpha(levels.point([0 if level == clear else 255 for level in range(65_536)], "L"))
    return grey
