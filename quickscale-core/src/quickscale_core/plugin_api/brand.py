"""The two options of every first-party theme, and the check that pages stay readable.

A theme's stylesheet derives everything from one colour: links and buttons on light pages use it as
it is, dark pages use ``oklch(from var(--brand) 0.75 c h)``. Both are measured here the way WCAG 2.2
does (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio) before a project is made with them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.plugin_api.plugin import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quickscale_core.plugin_api.plugin import OptionValue

__all__ = ["BRAND_OPTIONS", "MINIMUM_CONTRAST", "check_brand", "contrast", "dark_accent"]

Colour: TypeAlias = tuple[float, float, float]
"""Red, green and blue, each 0 to 1, as written in a hex colour."""

MINIMUM_CONTRAST: Final = 4.5
"""WCAG 2.2, 1.4.3: the least contrast of text that is not large."""

LIGHT_SURFACE: Final = "#f6f7f9"
"""The darkest surface of light pages that links stand on."""

DARK_SURFACE: Final = "#1a1e25"
"""The lightest surface of dark pages that links stand on."""

DARK_LIGHTNESS: Final = 0.75
"""OKLab lightness of the accent on dark pages."""

BRAND_OPTIONS: Final = (
    Option(
        name="brand_color",
        type="str",
        default="#3451d1",
        help="The accent of buttons and links: six hex digits, dark enough to be read on white.",
        pattern=r"#[0-9a-fA-F]{6}",
        shape="# and six hex digits",
    ),
    Option(
        name="brand_radius",
        type="choice",
        default="medium",
        choices=("none", "small", "medium", "large"),
        help="How round the corners are.",
    ),
)
"""The options ``brand_color`` and ``brand_radius``, the same in every theme of ours."""


def check_brand(theme: str, options: Mapping[str, OptionValue]) -> None:
    """Refuse an accent that could not be read.

    Args:
        theme: Name of the theme that was asked.
        options: Its validated options.

    Raises:
        QuickScaleError: Text in this colour, or on it, would have too little contrast. The fix
            names the nearest darker colour of the same hue that will do.
    """
    colour = str(options["brand_color"])
    ratio = contrast(colour, LIGHT_SURFACE)
    if ratio >= MINIMUM_CONTRAST:
        return
    where = f"its contrast on a light page is {ratio:.1f}:1, text needs {MINIMUM_CONTRAST}:1"
    raise QuickScaleError(
        Problem(
            what=f"{theme}.brand_color {colour} is too light to be read",
            where=(where,),
            fix=f"use a darker colour, for example --set {theme}.brand_color={_readable(colour)}",
        )
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two hex colours, from 1 to 21."""
    low, high = sorted((_luminance(_parse(one)), _luminance(_parse(other))))
    return (high + 0.05) / (low + 0.05)


def dark_accent(colour: str) -> str:
    """Return the hex colour dark pages show for a brand colour, cut to what a screen can show."""
    _, a, b = _to_oklab(_parse(colour))
    return _write(_from_oklab((DARK_LIGHTNESS, a, b)))


def _readable(colour: str) -> str:
    """Return the lightest colour of the same hue that can be read on light pages."""
    lightness, a, b = _to_oklab(_parse(colour))
    for step in range(100, 0, -1):
        darker = _write(_from_oklab((lightness * step / 100, a * step / 100, b * step / 100)))
        if contrast(darker, LIGHT_SURFACE) >= MINIMUM_CONTRAST:
            return darker
    return "#000000"


def _parse(colour: str) -> Colour:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _write(colour: Colour) -> str:
    return "#" + "".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in colour)


def _linear(part: float) -> float:
    """Undo sRGB's transfer curve (IEC 61966-2-1)."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _curved(part: float) -> float:
    """Apply sRGB's transfer curve."""
    part = min(max(part, 0), 1)
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055  # noqa: PLR2004


def _luminance(colour: Colour) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklab(colour: Colour) -> Colour:
    """Convert to OKLab, with the matrices of CSS Color 4, section 18."""
    red, green, blue = map(_linear, colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(colour: Colour) -> Colour:
    """Convert from OKLab; parts outside the screen's range are cut off."""
    lightness, a, b = colour
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _curved(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _curved(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _curved(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )
