"""Tells from its first bytes what a file is that cannot be used as a picture, and what its sender can do instead."""

_SAVE_ANEW = "Please save it as JPEG or PNG, or add a screenshot of it."
_NOT_USABLE = "This file is not a picture we can use. Please choose a JPEG, PNG or WebP picture."
_DAMAGED = "This picture is damaged or incomplete. Please save or download it once more and try again."
_HEIC = (
    "This picture is in the HEIC format of iPhones, which many browsers cannot show. Please add a screenshot of it."
    " For later pictures, choose Settings, Camera, Formats, “Most Compatible” on the iPhone."
)
_GIF = "This picture is a GIF, which we cannot use. Please add a screenshot of it."
_PDF = "This file is not a picture but a PDF document. Please add a screenshot of the page."
_VIDEO = "This file is not a picture but a video. Please add a screenshot of the moment that matters."


def _format(name: str) -> str:
    return f"This picture is in the {name} format, which we cannot use. {_SAVE_ANEW}"


_BY_START = {
    b"\x89PNG\r\n\x1a\n": _DAMAGED,
    b"\xff\xd8\xff": _DAMAGED,
    b"GIF8": _GIF,
    b"%PDF": _PDF,
    b"BM": _format("BMP"),
    b"II*\0": _format("TIFF"),
    b"MM\0*": _format("TIFF"),
    b"8BPS": _format("Photoshop"),
    b"\xff\x0a": _format("JPEG XL"),
    b"\0\0\0\x0cJXL ": _format("JPEG XL"),
    b"\0\0\0\x0cjP  ": _format("JPEG 2000"),
    b"\x1aE\xdf\xa3": _VIDEO,
}
# The first brand of a file made of boxes (ISO/IEC 14496-12): photographs and videos share this container.
_BY_BRAND = {
    **dict.fromkeys([b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"], _HEIC),
    **dict.fromkeys([b"avif", b"avis"], _format("AVIF")),
}


def sentence_for(data: bytes) -> str:
    """Return why the file `data`, which could not be decoded, cannot be used, and what to do instead.

    For example "This picture is a GIF, which we cannot use. Please add a screenshot of it."
    """
    if data[4:8] == b"ftyp":
        return _BY_BRAND.get(data[8:12], _VIDEO)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _DAMAGED
    return next((sentence for start, sentence in _BY_START.items() if data.startswith(start)), _NOT_USABLE)
