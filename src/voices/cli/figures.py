"""Verbs that print figures: scores, indicators, and codebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voices import typed
from voices.cli import terminal
from voices.cli.agreeing import agreement
from voices.errors import InputError

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
codebook_app = typer.Typer(no_args_is_help=True, help="Check, compare, export and import codebooks.")


def register(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    for verb in (scores, indicators, agreement):
        app.command(verb.__name__)(verb)


def scores(
    waves: Annotated[list[Path], typer.Argument(help="Survey CSVs, first wave first.")],
    questions: Annotated[Path, typer.Option(help="CSV question,principle,statement.")],
    by: Annotated[str | None, typer.Option(help="role or team.")] = None,
    sent: Annotated[str, typer.Option(help="How many were sent in each wave, such as 214,198.")] = "",
    as_json: Json = False,
) -> None:
    """Percent positive by principle and mean by statement, from closed questions."""
    from voices.reporting import score_records
    from voices.reporting import scores as scoring
    from voices.sources import read_questions

    if by not in (None, "role", "team"):
        raise InputError("--by takes role or team")
    found = scoring.from_csv(waves, read_questions(questions), by, _sent(sent, len(waves)))
    if as_json:
        terminal.print_json(score_records.to_json(found))
        return
    for back in found.returned:
        if back.sent:
            terminal.say(f"wave {back.wave}: {back.returned} of {back.sent} came back ({_percent(back.rate)})")
    rows = [
        (p.principle, str(w.wave), str(w.n), _percent(w.percent_positive), _between(w.low, w.high))
        for p in found.principles
        for w in p.waves
    ]
    terminal.table(rows, ("principle", "wave", "answers", "positive", "95 % interval"))
    terminal.say()
    statements = [
        (q.question, str(w.wave), str(w.n), _percent(w.percent_positive), "" if w.mean is None else f"{w.mean:.1f}")
        for q in scoring.ranked(found)
        for w in q.waves
    ]
    terminal.table(statements, ("question", "wave", "answers", "positive", "mean"))
    for sentence in scoring.small_bases(found):
        terminal.say(sentence)


def _sent(text: str, waves: int) -> tuple[int, ...]:
    numbers = tuple(part.strip() for part in text.split(",") if part.strip())
    if numbers and (len(numbers) != waves or not all(part.isdecimal() and int(part) for part in numbers)):
        raise InputError(f"--sent takes a number for each of the {waves} files, such as 214,198")
    return tuple(int(part) for part in numbers)


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.0f} to {high:.0f}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0f} %"


def indicators(
    file: Annotated[Path, typer.Argument(help="CSV or xlsx of proxy indicators.")], as_json: Json = False
) -> None:
    """Read proxy indicators and say what is wrong with them."""
    from voices.reporting import indicators as figures

    header = ("indicator", "period", "value", "denominator", "unit", "source", "comparator")
    rows = figures.read(file)
    if as_json:
        terminal.print_json({"indicators": [figures.named(row) for row in rows]})
    else:
        terminal.table([row[: len(header)] for row in rows], header)


@codebook_app.command("check")
def check_codebook(name: Annotated[str, typer.Argument(help="Name or path of a codebook.")] = "six_principles") -> None:
    """Say what is wrong with a codebook, and its hash."""
    from voices import codebook

    book = codebook.find(name, Path())
    terminal.say(f"{book.title}, version {book.version}, {len(book.codes)} codes, {len(book.exemplars)} exemplars")
    terminal.say(f"hash {book.hash}")
    wrong = codebook.check(book)
    for sentence in wrong:
        terminal.say(f"look: {sentence}")
    raise typer.Exit(int(bool(wrong)))


@codebook_app.command("diff")
def diff_codebooks(
    old: Annotated[str, typer.Argument(help="Name or path.")], new: Annotated[str, typer.Argument(help="Name or path.")]
) -> None:
    """Say what changed from one codebook to another."""
    from voices import codebook

    changes = codebook.diff(codebook.find(old, Path()), codebook.find(new, Path()))
    for sentence in changes or ("Nothing changed.",):
        terminal.say(sentence)


@codebook_app.command("export")
def export_codebook(
    name: Annotated[str, typer.Argument(help="Name or path of a codebook.")],
    file: Annotated[Path, typer.Argument(help="REFI-QDA codebook to write, .qdc.")],
) -> None:
    """Write a codebook for NVivo, MAXQDA, ATLAS.ti and others (REFI-QDA), and list what does not travel."""
    from voices import codebook

    book = codebook.find(name, Path())
    file.write_text(codebook.to_qdc(book), encoding="utf-8")
    terminal.say(f"Wrote {file}")
    for sentence in codebook.left_out_of_qdc(book):
        terminal.say(f"left out: {sentence}")


@codebook_app.command("import")
def import_codebook(
    file: Annotated[Path, typer.Argument(help="REFI-QDA codebook, .qdc.")],
    folder: Annotated[Path, typer.Argument(help="Folder to make.")],
) -> None:
    """Make a codebook folder from a .qdc of another tool, and list what was left out."""
    paths, left_out, named = brought(file, folder)
    for path in paths:
        terminal.say(f"Wrote {path}")
    for sentence in left_out:
        terminal.say(f"left out: {sentence}")
    if named:
        terminal.say(f"look: {named}. Until then it is neither run nor published.")
        raise typer.Exit(1)


def brought(file: Path, folder: Path) -> tuple[tuple[Path, ...], tuple[str, ...], str]:
    """Make a codebook folder from a .qdc; return what was written, what was left out, and where it may name somebody.

    Raises:
        InputError: it is no such file, or the folder is there already.
    """
    from voices import codebook

    try:
        xml = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file.name}: cannot be read as a .qdc file ({type(error).__name__})") from None
    book, left_out = codebook.read_qdc(xml, folder.name)
    named = typed.naming(typed.in_codebook(book, "the codebook"))
    return tuple(codebook.save(book, folder)), tuple(left_out), typed.said(named) if named else ""
