"""The two kinds of picture: bars by wave, and counts over the years; readable in grey and without colour vision."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from voices.reporting.blocks import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

INK = "#0b0c0c"
FILLS = ("#1d70b8", "#f3b27a", "#e3eef7", "#1f3d5c", "#b9a38c")
"""Told apart with any colour vision and by lightness in grey; patterns tell them apart once more."""
PATTERNS = ("", "//", "..", "", "xx")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (7, 2)))
LINE_INKS = ("#1d70b8", "#b34700", "#1f3d5c", "#00703c", "#7a4a17", "#4c2c92", "#505a5f", "#0b0c0c")
WIDTH = 7.2
"""Inches; fits the text width of an A4 page."""


def bars(
    name: str,
    title: str,
    rows: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    unit: str,
    missing: str = "no answers",
) -> Figure:
    """Return horizontal bars, one group per row and one bar per series, each with its value at its end.

    `unit` is "%" (the axis then runs to 100) or a noun for counts; `missing` is what stands for a value that is None.
    """
    draw = partial(_bars, name, title, rows, series, unit, missing)
    said = _in_words(title, rows, series, unit, "none" if missing == "no answers" else missing)
    return Figure(name, title, said, draw)


def _bars(
    name: str,
    title: str,
    rows: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    unit: str,
    missing: str,
) -> tuple[bytes, str]:
    with _drawing(name, 0.9 + len(rows) * (0.18 + 0.24 * max(1, len(series)))) as (canvas, axes):
        depth = 0.8 / max(1, len(series))
        highest = max((v for _, values in series for v in values if v is not None), default=0) or 1
        for number, (label, values) in enumerate(series):
            places = [place + (number - (len(series) - 1) / 2) * depth for place in range(len(rows))]
            axes.barh(
                places,
                [value or 0 for value in values],
                height=depth * 0.92,
                color=FILLS[number % len(FILLS)],
                hatch=PATTERNS[number % len(PATTERNS)],
                edgecolor=INK,
                linewidth=0.6,
                label=label,
            )
            for place, value in zip(places, values, strict=True):
                words = missing if value is None else _value(value, unit)
                axes.annotate(words, (value or 0, place), (4, 0), textcoords="offset points", va="center", fontsize=9)
        axes.set_yticks(range(len(rows)), [_wrapped(row) for row in rows])
        axes.invert_yaxis()
        axes.set_xlim(0, 108 if unit == "%" else highest * 1.15)
        axes.set_xlabel("Percent positive" if unit == "%" else unit[:1].upper() + unit[1:])
        _title(canvas, title)
        if len(series) > 1:
            axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=len(series), frameon=False, borderaxespad=0.2)
        return _pictures(canvas, name)


def lines(
    name: str,
    title: str,
    periods: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    unit: str,
    events: Sequence[tuple[float, str]] = (),
    missing: str = "none",
) -> Figure:
    """Return lines over time, each with its own marker, dash and a name at its end.

    A value of None leaves a gap, and `missing` says in words what it stands for. `events` are (place, name): a place
    of 0 is the first period, 0.5 half way to the second.
    """
    words = _in_words(title, [label for label, _ in series], _turned(periods, series), unit, missing)
    marked = "".join(f" A dashed line marks: {label}." for _, label in events)
    return Figure(name, title, words + marked, partial(_lines, name, title, periods, series, unit, events))


def _lines(
    name: str,
    title: str,
    periods: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    unit: str,
    events: Sequence[tuple[float, str]],
) -> tuple[bytes, str]:
    with _drawing(name, 2.9) as (canvas, axes):
        for number, (label, values) in enumerate(series):
            axes.plot(
                range(len(periods)),
                [float("nan") if v is None else v for v in values],
                marker=MARKERS[number % len(MARKERS)],
                linestyle=LINES[number % len(LINES)],
                color=LINE_INKS[number % len(LINE_INKS)],
                label=label,
            )
        axes.set_xticks(range(len(periods)), list(periods))
        axes.set_ylim(bottom=0)
        for place, label in events:
            axes.axvline(place, color=INK, linestyle=(0, (2, 2)), linewidth=1)
            axes.annotate(
                _wrapped(label, 22), (place, 0.03), (3, 0), xycoords=("data", "axes fraction"),
                textcoords="offset points", fontsize=8.5, va="bottom",
            )  # fmt: skip
        axes.set_ylabel(unit[:1].upper() + unit[1:])
        _title(canvas, title)
        axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)
        return _pictures(canvas, name)


def _title(canvas: Canvas, title: str) -> None:
    """Put the title at the left edge of the whole picture, where it has room."""
    canvas.suptitle(_wrapped(title, 70), x=0.01, ha="left", fontsize=12, fontweight="bold")


@contextmanager
def _drawing(name: str, height: float) -> Iterator[tuple[Canvas, Axes]]:
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams["font.family"] = ["DejaVu Sans"]
        mpl.rcParams["font.size"] = 9.5
        mpl.rcParams["svg.hashsalt"] = name
        mpl.rcParams["svg.fonttype"] = "none"
        mpl.rcParams["hatch.linewidth"] = 0.7
        mpl.rcParams["text.color"] = mpl.rcParams["axes.labelcolor"] = INK
        mpl.rcParams["text.parse_math"] = False
        canvas = Canvas(figsize=(WIDTH, height), layout="constrained")
        FigureCanvasAgg(canvas)
        axes = canvas.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        yield canvas, axes


def _pictures(canvas: Canvas, name: str) -> tuple[bytes, str]:
    """Return a figure as PNG and SVG without date, version or anything else that changes between runs."""
    png, svg = io.BytesIO(), io.StringIO()
    canvas.savefig(png, format="png", dpi=200, metadata={"Software": None})
    canvas.savefig(svg, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = svg.getvalue()
    text = text[text.index("<svg") :].replace("'DejaVu Sans'", "Arial, Helvetica, sans-serif")
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'(href="#|url\(#)([^")]+)', rf"\g<1>{name}-\2", text)
    return png.getvalue(), re.sub(r'(<svg[^>]*?) width="[^"]*pt"|(<svg[^>]*?) height="[^"]*pt"', r"\1\2", text).strip()


def _value(value: float, unit: str) -> str:
    return f"{int(value + 0.5 + 1e-9)}%" if unit == "%" else f"{value:g}"


def _in_words(
    title: str,
    rows: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    unit: str,
    missing: str = "none",
) -> str:
    said = []
    for place, row in enumerate(rows):
        values = [
            f"{label + ' ' if len(series) > 1 else ''}{missing if v[place] is None else _value(v[place] or 0, unit)}"
            for label, v in series
        ]
        said.append(f"{row}: {', '.join(values)}")
    return f"{title}. {'; '.join(said)}. The table beside it holds the same figures."


def _turned(
    periods: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]]
) -> list[tuple[str, list[float | None]]]:
    return [(period, [values[place] for _, values in series]) for place, period in enumerate(periods)]


def _wrapped(text: str, width: int = 34) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width)[:3]) or text
