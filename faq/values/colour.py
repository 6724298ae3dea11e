"""Checks that the clinic's colour can be read, and finds the nearest one that can."""

import colorsys
import re

# --soft of tokens.css in light and in dark: the background on which links are hardest to read
PAPER, INK_BACKGROUND = "#f5f0e4", "#2b261f"
# WCAG 2.2, success criterion 1.4.3
SMALL_TEXT = 4.5
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def is_hex(colour: str) -> bool:
    """True for "#rrggbb"."""
    return _HEX.fullmatch(colour) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two "#rrggbb" colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, *, on: str = PAPER, ratio: float = SMALL_TEXT) -> str:
    """Return `colour`, or the nearest one of the same hue that has at least `ratio` against the background `on`."""
    if contrast(colour, on) >= ratio:
        return colour
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    towards = -0.01 if _luminance(on) > 0.5 else 0.01
    while contrast(_hex(hue, lightness, saturation), on) < ratio and 0 <= lightness + towards <= 1:
        lightness += towards
    return _hex(hue, lightness, saturation)


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
