"""Triangulation on the command line: how far the sources agree on each principle, and settling it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voices import typed
from voices.cli import terminal
from voices.errors import InputError

if TYPE_CHECKING:
    from voices.model.triangulation import Lean
    from voices.store import Store
    from voices.study import Study

app = typer.Typer(help="Triangulation: how far the sources agree on each principle, and what you make of it.")
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study folder.")]


@app.command("list")
def listed(folder: Folder) -> None:
    """Say which way each source speaks on each principle, what the rule proposes, and what was settled."""
    from voices.cli.study import load
    from voices.quotes.leaning import RULE, proposed
    from voices.store import open_store

    study = load(folder)
    with open_store(study.database) as store:
        found, settled = _leans(study, store), {one.principle: one for one in store.triangulated()}
    for principle, leans in found.items():
        ruling = settled.get(principle)
        by = f"settled by {ruling.by}: {ruling.verdict.value}" if ruling else "not settled"
        terminal.say(f"{principle}: the rule proposes {proposed(leans).value}; {by}")
        for lean in leans:
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
    from voices.model.triangulation import Convergence, Ruling
    from voices.quotes.leaning import proposed
    from voices.store import open_store

    study = load(folder)
    if verdict not in list(Convergence):
        raise InputError(f"--verdict takes {', '.join(Convergence)}")
    if by not in study.settings.coders:
        raise InputError(f"--by: write one of the study's coders: {', '.join(study.settings.coders)}")
    if not note.strip():
        raise InputError("--note: say why; the report prints it")
    if list(typed.naming_any((("--note", note),), study.cleared)):
        raise InputError(f"--note may name somebody, so nothing was stored. {typed.CHANGE_OR_CLEAR}")
    with open_store(study.database) as store:
        found = _leans(study, store)
        if principle not in found:
            raise InputError(f"{principle}: no principle somebody spoke of; known are {', '.join(found)}")
        version = store.tips("verdict").get(principle)
        said = proposed(found[principle])
        store.settle(Ruling(principle, Convergence(verdict), note.strip(), said, version=version), by)
    terminal.say(f"{principle}: {verdict}. The rule proposes {said.value}. It is printed when you publish again.")


def _leans(study: Study, store: Store) -> dict[str, tuple[Lean, ...]]:
    """Return which way the sources speak on each principle somebody spoke of."""
    from flows import written
    from voices import codebook, quotes

    wanted = dict(written.principles(study))
    books = [codebook.find(use.name, study.folder) for use in study.codebooks]
    kinds = {book.name: use.kinds for book, use in zip(books, study.codebooks, strict=True)}
    standing = store.standing()
    return quotes.across([(p, standing[p.id]) for p in store.passages(standing)], books, kinds, wanted)
