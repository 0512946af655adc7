"""Colours of codes: a palette where none is given, contrast with lettering, and whether two can be told apart."""

from __future__ import annotations

import math
import re

HEX = re.compile(r"#[0-9A-Fa-f]{6}")

MIN_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3 (level AA) for text of normal size."""

MIN_DIFFERENCE = 10.0
"""Least CIE76 colour difference between two codes, as people with normal, protan or deutan sight see them.
Differences near 2 are just noticeable side by side; labels lie apart on a page, so five times that."""

TOLD_APART_UP_TO = 8
"""Above this many codes colour alone cannot tell them apart, and pages print the name beside it anyway."""

PALETTE = ("#00517A", "#B3441E", "#00795F", "#CC79A7", "#F0E442", "#D98E04", "#6FB3E0", "#3B3B3B")
"""Given in turn to top-level codes that state no colour; any two pass `MIN_DIFFERENCE`."""

_LIGHT = {"white": (255, 255, 255), "black": (0, 0, 0)}

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
_SIGHT = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def contrast(colour: str, lettering: str) -> float:
    """Return the contrast ratio, 1 to 21, of white or black lettering on a colour (WCAG 2.2 definition)."""
    background = _luminance(_linear(_rgb(colour)))
    text = _luminance(_linear(_LIGHT[lettering]))
    high, low = max(background, text), min(background, text)
    return (high + 0.05) / (low + 0.05)


def best_lettering(colour: str) -> str:
    """Return white or black, whichever reads better on the colour."""
    return "white" if contrast(colour, "white") >= contrast(colour, "black") else "black"


def difference(one: str, other: str) -> float:
    """Return the least CIE76 difference of two colours over normal, protan and deutan sight."""
    return min(math.dist(_lab(one, sight), _lab(other, sight)) for sight in _SIGHT)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb))
    return red, green, blue


def _luminance(linear: tuple[float, float, float]) -> float:
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _lab(colour: str, sight: str) -> tuple[float, float, float]:
    """Return CIE L*a*b* (D65) of a colour as seen with one kind of sight."""
    seen = _linear(_rgb(colour))
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, seen, strict=True)))) for row in _SIGHT[sight])
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
