"""Whether the colours of the look can be read on each other, in light and in dark."""

import re
from math import cos, radians, sin
from pathlib import Path

import pytest

from faq.values import colour

TOKENS = (Path(__file__).resolve().parents[1] / "static" / "faq" / "tokens.css").read_text()
GROUNDS = ("paper", "surface", "soft")
READING = [(text, ground, 7) for text in ("ink", "ink-quiet", "accent", "visited") for ground in GROUNDS]
READING += [("ink", ground, 7) for ground in ("note-ground", "danger-ground", "good-ground", "mark")]
MEANING = [
    (f"{kind}-ink", ground, 4.5) for kind in ("note", "danger", "good") for ground in (f"{kind}-ground", *GROUNDS)
]
PRESSING = [("accent-ink", "accent", 4.5), ("focus-ink", "focus-ground", 7), ("accent", "note-ground", 4.5)]
EDGES = [("line-strong", ground, 3) for ground in GROUNDS] + [("focus", "paper", 3), ("danger", "paper", 3)]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "ratio"), READING + MEANING + PRESSING + EDGES)
def test_each_colour_can_be_read_on_its_grounds(mode, text, ground, ratio):
    names = _names(mode)

    assert colour.contrast(names[text], names[ground]) >= ratio


def test_light_and_dark_give_a_colour_to_the_same_names():
    assert _names("light").keys() == _names("dark").keys()


def test_the_clinics_colour_is_checked_on_the_soft_grounds():
    assert (_names("light")["soft"], _names("dark")["soft"]) == (colour.PAPER, colour.INK_BACKGROUND)


def _names(mode):
    light, dark = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
    found = re.findall(r"--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", light if mode == "light" else dark)
    return {name: _hex(*map(float, numbers)) for name, *numbers in found}


def _hex(lightness, chroma, hue):
    """OKLCH to sRGB, after Björn Ottosson, "A perceptual color space for image processing" (2020)."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    parts = (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in linear)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
