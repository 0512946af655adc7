"""What verbs share when they print: tables, progress on a terminal, JSON, and the summary of a run."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from voices.model import RunRecord, Skipped

STAGES = {
    "detect": "Looking for names and other details",
    "mask": "Putting placeholders in",
    "passages": "Cutting passages",
    "suggest": "Suggesting codes",
    "safeguarding": "Looking for what the lead may need",
    "themes": "Looking for themes",
    "publish": "Writing the quote bank and report",
}


FROM_PAGES = "VOICES_FROM_PAGES"
"""Set in the environment of verbs that the study pages run."""
WHICH_FILE = "voices check, on the same study, names the files behind these numbers."
"""Said below files known by number: a file's name may be a person's, so it is shown by `check` and never stored."""


def say(line: str = "") -> None:
    """Print one line to stdout."""
    typer.echo(line)


def next_step(words: str, command: str) -> None:
    """Print what to do next; the study pages, which show what a verb says, have a button for the command."""
    say(f"{words}." if os.environ.get(FROM_PAGES) else f"{words}: {command}")


def note(line: str) -> None:
    """Print one line to stderr, where it does not mix with figures."""
    typer.echo(line, err=True)


def print_json(value: Any) -> None:
    """Print one JSON object and nothing else."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Print rows in columns as wide as their longest cell."""
    widths = [max(len(row[n]) for row in (header, *rows)) for n in range(len(header))]
    for row in (header, ["-" * w for w in widths], *rows):
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows how far a stage is: a bar on a terminal, nothing where output is piped."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<36}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(STAGES.get(stage, stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


def summarise(record: RunRecord, skipped: Sequence[Skipped]) -> int:
    """Print what a run did and what it could not do; return the exit code: 1 where something unexpected was skipped."""
    for name, number in record.counts:
        say(f"  {number:>7,}  {name}")
    total = sum(seconds for _, seconds in record.seconds)
    parts = ", ".join(f"{stage} {seconds:.0f}" for stage, seconds in record.seconds if seconds >= 0.5)
    say(f"  {total:>7.0f}  seconds ({parts})" if parts else f"  {total:>7.0f}  seconds")
    return list_skipped(skipped)


def list_skipped(skipped: Sequence[Skipped]) -> int:
    """Print what was skipped, with the reason; return 1 where any of it was not expected, else 0."""
    for one in skipped:
        say(f"  skipped{' as expected' if one.expected else ''}: {one.what}. {one.reason}")
    if any(not one.expected and one.stage == "read" and ", file " in one.what for one in skipped):
        say(f"  {WHICH_FILE}")
    return int(any(not one.expected for one in skipped))
