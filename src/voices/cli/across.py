"""Triangulation on the command line: how far the sources agree on each principle, and settling it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voices import typed
from voices.cli import terminal
from voices.errors import InputError

if TYPE_CHECKING:
    from voices.model.triangulation import Convergence, Lean, Ruling
    from voices.reporting.verdicts import Brought
    from voices.store import Store
    from voices.study import Study

app = typer.Typer(help="Triangulation: how far the sources agree on each principle, and what you make of it.")
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study folder.")]


@app.command("list")
def listed(folder: Folder) -> None:
    """Say which way each source speaks on each principle, what the rule proposes, and what was settled."""
    from voices.cli.study import load
    from voices.quotes.leaning import RULE

    for one in standing(load(folder)):
        by = f"settled by {one.ruling.by}: {one.ruling.verdict.value}" if one.ruling else "not settled"
        terminal.say(f"{one.principle}: the rule proposes {one.proposed.value}; {by}")
        for lean in one.leans:
            kind = " (secondary evidence)" if lean.secondary else ""
            terminal.say(f"  {lean.source}{kind}: {lean.direction or 'silent'}{', few people' if lean.few else ''}")
    terminal.say(RULE)


@app.command("settle")
def settle(
    folder: Folder,
    principle: Annotated[str, typer.Argument(help="Id of the principle, such as continuity.")],
    verdict: Annotated[str, typer.Option(help="agree, partial, conflict or silent.")],
    note: Annotated[str, typer.Option(help="Why, as the report prints it. Name nobody.")],
    by: Annotated[str, typer.Option("--by", help="Code of the coder who settles it, such as C1.")],
) -> None:
    """Settle how far the sources agree on a principle; the report prints the verdict with its note."""
    from voices.cli.study import load

    said = put(load(folder), principle, verdict, note, by)
    terminal.say(f"{principle}: {verdict}. The rule proposes {said.value}. It is printed when you publish again.")


@app.command("import")
def bring(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="The published report.xlsx, with verdicts and notes you changed.")],
    by: Annotated[str, typer.Option("--by", help="Code of the coder who settled them, such as C1.")],
) -> None:
    """Read verdicts and notes back from the sheet “Triangulation” of a published report."""
    from voices.cli.study import load
    from voices.reporting import verdicts
    from voices.store import open_store

    study, brought = load(folder), verdicts.read(file)
    if by not in study.settings.coders:
        raise InputError(f"--by: write one of the study's coders: {', '.join(study.settings.coders)}")
    named = set(typed.naming_any(((one.where, one.note) for one in brought), study.cleared))
    with open_store(study.database) as store:
        stored, told = _store(store, brought, named, _leans(study, store), by)
    terminal.say(f"{stored} verdicts stored, {len(told)} to look at.")
    for line in told:
        terminal.say(f"  {line}")
    raise typer.Exit(1 if told else 0)


def _store(
    store: Store, brought: Iterable[Brought], named: Collection[str], leans: Mapping[str, tuple[Lean, ...]], by: str
) -> tuple[int, list[str]]:
    """Store what was changed; return how many verdicts, and a line for each that was not stored."""
    from voices.model.triangulation import Ruling
    from voices.quotes.leaning import proposed
    from voices.reporting.triangulation import mark

    now, stored, told = {one.principle: one for one in store.triangulated()}, 0, list[str]()
    for one in brought:
        ruling = now.get(one.principle)
        stands = mark(ruling.verdict, ruling.note) if ruling else ""
        if one.principle not in leans:
            told.append(f"{one.where}: nobody spoke of this principle, so its verdict was not stored")
        elif one.where in named:
            told.append(f"{one.where}: the note may name somebody, so it was not stored. {typed.CHANGE_OR_CLEAR}")
        elif stands == mark(one.verdict, one.note):
            continue
        elif stands != one.seen:
            told.append(f"{one.where}: somebody settled it since this was published. Publish again and change it there")
        else:
            said = proposed(leans[one.principle])
            version = ruling.version if ruling else None
            store.settle(Ruling(one.principle, one.verdict, one.note, said, version=version), by)
            stored += 1
    return stored, told


@dataclass(frozen=True)
class Across:
    """One principle across the sources, for those who settle it."""

    principle: str
    """Its id."""
    name: str
    leans: tuple[Lean, ...]
    proposed: Convergence
    ruling: Ruling | None


def standing(study: Study) -> tuple[Across, ...]:
    """Return how far the sources agree on each principle somebody spoke of, as the rule and people see it."""
    from flows import written
    from voices.quotes.leaning import proposed
    from voices.store import open_store

    names = dict(written.principles(study))
    with open_store(study.database) as store:
        found, settled = _leans(study, store), {one.principle: one for one in store.triangulated()}
    return tuple(Across(id, names.get(id, id), leans, proposed(leans), settled.get(id)) for id, leans in found.items())


def put(study: Study, principle: str, verdict: str, note: str, by: str) -> Convergence:
    """Store somebody's verdict and return what the rule proposes.

    Raises:
        InputError: an answer is none of those there are, or the note may name somebody; nothing was stored.
    """
    from voices.model.triangulation import Convergence, Ruling
    from voices.quotes.leaning import proposed
    from voices.store import open_store

    if verdict not in list(Convergence):
        raise InputError(f"--verdict takes {', '.join(Convergence)}")
    if by not in study.settings.coders:
        raise InputError(f"--by: write one of the study's coders: {', '.join(study.settings.coders)}")
    if not note.strip():
        raise InputError("--note: say why; the report prints it")
    if list(typed.naming_any((("--note", note),), study.cleared)):
        raise typed.MayName(f"--note may name somebody, so nothing was stored. {typed.CHANGE_OR_CLEAR}")
    with open_store(study.database) as store:
        found = _leans(study, store)
        if principle not in found:
            raise InputError(f"{principle}: no principle somebody spoke of; known are {', '.join(found)}")
        version = store.tips("verdict").get(principle)
        said = proposed(found[principle])
        store.settle(Ruling(principle, Convergence(verdict), note.strip(), said, version=version), by)
    return said


def _leans(study: Study, store: Store) -> dict[str, tuple[Lean, ...]]:
    """Return which way the sources speak on each principle somebody spoke of."""
    from flows import written
    from voices import codebook, quotes

    wanted = dict(written.principles(study))
    books = [codebook.find(use.name, study.folder) for use in study.codebooks]
    kinds = {book.name: use.kinds for book, use in zip(books, study.codebooks, strict=True)}
    standing = store.standing()
    return quotes.across([(p, standing[p.id]) for p in store.passages(standing)], books, kinds, wanted)
