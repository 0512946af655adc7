"""The framework matrix as a workbook: out to its writers, and back."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voices import typed
from voices.cli import terminal
from voices.errors import InputError

if TYPE_CHECKING:
    from voices.framework import Brought, Case
    from voices.store import Store
    from voices.study import Study

app = typer.Typer(help="The framework matrix: who says what on each principle, in a writer's words.")
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study folder.")]
_EXPORT = "framework export "
"""Begins the key under which the study keeps what makes an export's row keys."""


@app.command("export")
def export(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="The workbook to write (.xlsx).")],
    rows: Annotated[
        str, typer.Option("--rows", help="groups, as they are published, or people, to work from.")
    ] = "groups",
) -> None:
    """Write the matrix with its quotes, for somebody to fill in."""
    from flows import written
    from voices import framework
    from voices.cli.study import load
    from voices.store import open_store

    if rows not in ("groups", "people"):
        raise InputError("--rows: write groups or people")
    if file.suffix != ".xlsx" or file.exists():
        raise InputError(f"{file.name}: give a new file that ends in .xlsx")
    study = load(folder)
    with open_store(study.database) as store:
        desk, named = written.release(study, store), written.principles(study)
        cases = _cases(study, store, rows)
        secret, id = secrets.token_bytes(16), secrets.token_hex(4)
        here = {case.key for case in cases}
        cells = {(cell.case, cell.code): cell for cell in store.cells() if cell.case in here}
        tips = {tuple(key.split("\x1f", 1)): tip for key, tip in store.tips("cell").items()}
        known = {(case, code): tip for (case, code), tip in tips.items() if case in here}
        framework.write(framework.Sheet(id, secret, named, cases, cells, known, desk.passages), file)
        store.set(f"{_EXPORT}{id}", json.dumps({"secret": secret.hex(), "rows": rows}))
        store.note_export("written", f"the framework matrix, rows of {rows}")
    terminal.say(f"Wrote {file}: {len(cases)} rows by {len(named)} principles.")
    terminal.say("Write in the yellow columns; point at a quote by its sign, such as q3f9c21aa.")
    terminal.next_step("Then bring it back", f"voices framework import {folder} {file.name} --by C1")
    if rows == "people":
        terminal.say("It holds rows of single people: keep it with the study. Only rows of groups are published.")


@app.command("import")
def bring(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="The workbook, filled in.")],
    by: Annotated[str, typer.Option("--by", help="Code of the coder who wrote in it, such as C1.")],
) -> None:
    """Read the matrix back: store what was written, and tell of cells that somebody else changed meanwhile."""
    from voices import framework
    from voices.cli.study import load
    from voices.store import open_store

    study = load(folder)
    if by not in study.settings.coders:
        raise InputError(f"--by: write one of the study's coders: {', '.join(study.settings.coders)}")
    id, brought = framework.read(file)
    with open_store(study.database) as store:
        kept = json.loads(store.get(f"{_EXPORT}{id}", "{}"))
        if not kept:
            raise InputError(f"{file.name}: was not exported from this study")
        cases = {framework.key_of(bytes.fromhex(kept["secret"]), c.key): c for c in _cases(study, store, kept["rows"])}
        stored, told = _store(store, study, cases, brought, by)
    terminal.say(f"{stored} cells stored, {len(told)} to look at.")
    for line in told:
        terminal.say(f"  {line}")
    raise typer.Exit(1 if told else 0)


def _cases(study: Study, store: Store, rows: str) -> tuple[Case, ...]:
    from flows import written
    from voices import framework

    make = framework.groups if rows == "groups" else framework.people
    ids = [id for id, _ in written.principles(study)]
    return make(written.coded_passages(store), ids, written.release(study, store))


def _store(
    store: Store, study: Study, cases: dict[str, Case], brought: Sequence[Brought], by: str
) -> tuple[int, list[str]]:
    """Store what changed; return how many cells, and a line for each that was not stored or has to be settled."""
    from voices import framework

    now = {(cell.case, cell.code): cell for cell in store.cells()}
    changed, told = [], []
    for one in brought:
        case = cases.get(one.row)
        if case is None:
            told += (
                [f"{one.shown}: this row is no row of the study any more; its words were not stored"]
                if one.text
                else []
            )
            continue
        cell = now.get((case.key, one.code))
        settles = cell is not None and bool(cell.rivals)
        if one.changed and (settles or one.text != (cell.text if cell else "")):
            changed.append((one, case))
    named = set(typed.naming_any(((one.shown, framework.bare(one.text)) for one, _ in changed), study.cleared))
    stored = 0
    for one, case in changed:
        quotes, unknown = framework.pointed(one.text, case, one.code)
        if one.shown in named:
            told.append(f"{one.shown}: may name somebody, so it was not stored. {typed.CHANGE_OR_CLEAR}")
        elif unknown:
            told.append(f"{one.shown}: points at {', '.join(unknown)}, which is no quote of its row; it was not stored")
        elif store.put_cell(case.key, one.code, one.text, quotes, by, one.version):
            stored += 1
        else:
            told.append(
                f"{one.shown}: somebody else changed it since you exported. Both versions are kept: export again, "
                "settle it (sheet “To settle”) and bring it back"
            )
    return stored, told
