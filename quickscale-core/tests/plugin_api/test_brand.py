"""A project's accent can be read in both colour schemes, or is refused with one that can."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from quickscale_core.errors import QuickScaleError
from quickscale_core.plugin_api.brand import (
    BRAND_OPTIONS,
    DARK_SURFACE,
    LIGHT_SURFACE,
    MINIMUM_CONTRAST,
    check_brand,
    contrast,
    dark_accent,
)

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
pale_colours = st.binary(min_size=3, max_size=3).map(
    lambda parts: "#" + bytes(0xC0 | part for part in parts).hex()
)


def refused(colour: str) -> str | None:
    """Return the fix for a refused colour, or None for one that is taken."""
    try:
        check_brand("starter", {"brand_color": colour})
    except QuickScaleError as error:
        return error.problems[0].fix
    return None


def test_contrast_is_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_the_default_accent_is_taken() -> None:
    assert refused(str(BRAND_OPTIONS[0].default)) is None


def test_a_pale_accent_is_refused_with_its_contrast_and_a_darker_one() -> None:
    with pytest.raises(QuickScaleError) as caught:
        check_brand("starter", {"brand_color": "#ffe066"})
    text = str(caught.value)
    assert "starter.brand_color #ffe066 is too light to be read" in text
    assert "1.2:1" in text
    assert re.search(r"--set starter\.brand_color=#[0-9a-f]{6}$", text)


@given(colours)
def test_what_is_taken_is_readable_on_light_and_dark_pages(colour: str) -> None:
    assume(refused(colour) is None)
    assert contrast(colour, LIGHT_SURFACE) >= MINIMUM_CONTRAST
    assert contrast(colour, "#ffffff") >= MINIMUM_CONTRAST
    assert contrast(dark_accent(colour), DARK_SURFACE) >= MINIMUM_CONTRAST


@given(pale_colours)
def test_a_refused_colours_fix_is_taken(colour: str) -> None:
    fix = refused(colour)
    assert fix is not None
    assert refused(fix.rpartition("=")[2]) is None
