"""Pictures of themes can be read in grey, without colour vision and without eyes; each stands on its own as a file."""

from __future__ import annotations

import io
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from voices.model import Theme, ThemeCount, Themes
from voices.reporting import plots
from voices.reporting.as_html import render
from voices.reporting.blocks import Block, Figure, Pages, Table
from voices.reporting.theme_counts import theme_counts

NAMES = ("Calls", "Delay", "Family time", "Manner", "Records", "Support", "Told nothing", "Workers leave")
SEEN = {
    "everybody": np.eye(3),
    # Machado, Oliveira and Fernandes 2009, full severity, in linear light.
    "no red": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "no green": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "no blue": np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
}
GREY = np.array([0.2126, 0.7152, 0.0722])


def light(colour: str, seen: NDArray[np.float64] = SEEN["everybody"]) -> float:
    """Return the relative luminance (WCAG) of a colour as somebody sees it."""
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return float(GREY @ np.clip(seen @ linear, 0, 1))


def contrast(one: float, other: float) -> float:
    """Return the contrast of two luminances (WCAG)."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("seen", SEEN)
def test_bars_are_told_apart_by_lightness_or_pattern_and_lines_by_marker_and_dash(seen: str) -> None:
    fills = list(zip((light(fill, SEEN[seen]) for fill in plots.FILLS), plots.PATTERNS, strict=True))
    for (one, pattern), (other, other_pattern) in combinations(fills, 2):
        assert pattern != other_pattern or contrast(one, other) >= 1.5
    assert len(set(plots.MARKERS)) == len(plots.MARKERS) >= 8
    assert len({str(one) for one in plots.LINES}) == len(plots.LINES) >= 8
    assert min(contrast(light(ink, SEEN[seen]), 1.0) for ink in plots.LINE_INKS) >= 3.0


def blocks() -> list[Block]:
    themes = tuple(Theme(name, "complaints", name, (), 50, 0.9, ()) for name in NAMES)
    counted = []
    for place, theme in enumerate(themes):
        months = tuple((f"2023-{i:02d}", 5 + (i + place) % 7, 5 + (i + place) % 7) for i in range(4, 13))
        roles = (("carer", 12 + place, 12 + place), ("parent", 30 - place, 30 - place), ("partner", 3, 3))
        counted += [ThemeCount("complaints", theme.id, "month", months)]
        counted += [ThemeCount("complaints", theme.id, "year", (("2023-24", 60, 60),))]
        counted += [ThemeCount("complaints", theme.id, by, roles) for by in ("role", "source")]
        counted += [ThemeCount("complaints", theme.id, "wave", (("wave 1", 20, 20), ("wave 2", 35, 35)))]
    return list(theme_counts(Themes("complaints", themes, ()), counted))


def test_each_picture_has_words_a_table_a_png_and_an_svg_and_says_what_is_hidden() -> None:
    made = blocks()
    pictures = [block for block in made if isinstance(block, Figure)]
    tables = {block.caption for block in made if isinstance(block, Table)}
    assert [one.caption for one in pictures] == [f"Themes by {by}" for by in ("month", "role", "wave", "source")]
    for one in pictures:
        assert one.caption in tables
        assert one.alternative.startswith(one.caption)
        assert all(name in one.alternative for name in NAMES)
        assert all(name in one.svg for name in NAMES), "lettering stays lettering"
        grey = np.asarray(Image.open(io.BytesIO(one.png)).convert("L"))
        assert grey.std() > 20
    assert "not shown" in pictures[1].alternative


def test_bars_that_touch_differ_in_a_grey_print() -> None:
    picture = plots.bars("p", "P", ["row"], [(str(i), [10.0]) for i in range(3)], "complaints")
    pixels = np.asarray(Image.open(io.BytesIO(picture.png)).convert("L"), dtype=float)
    column = pixels[:, int(pixels.shape[1] * 0.45) : int(pixels.shape[1] * 0.55)]
    bars = [band for band in np.split(column, np.flatnonzero((column < 60).all(axis=1))) if len(band) > 15]
    looks = [(band.mean(), band.std()) for band in bars if band.mean() < 250]
    assert len(looks) >= 3
    for one, other in combinations(looks[:3], 2):
        assert abs(one[0] - other[0]) > 12 or abs(one[1] - other[1]) > 12


def test_the_pictures_with_their_tables_make_one_page_that_needs_no_other_file() -> None:
    page = render(Pages("Calls", "", tuple(blocks()), "2024-03-01"))
    assert page.count('<svg role="img" aria-label=') == 4
    assert "src=" not in page
    assert "<table" in page
