"""Whether the clinic's colour can be read wherever it stands."""

import pytest

from faq.values import colour


@pytest.mark.parametrize("chosen", ["#ffffff", "#000000", "#ff9900", "#e91e63", "#1f6f5c", "#ffff00", "#808080"])
def test_any_colour_becomes_one_that_can_be_read_in_light_and_dark(chosen):
    light = colour.readable(chosen)
    dark = colour.readable(chosen, on=colour.INK_BACKGROUND, ratio=7)

    assert colour.contrast(light, colour.PAPER) >= 4.5
    assert colour.contrast("#ffffff", light) >= 4.5
    assert colour.contrast(dark, colour.INK_BACKGROUND) >= 7


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert colour.readable("#1f6f5c") == "#1f6f5c"


def test_contrast_of_black_and_white_is_21():
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
