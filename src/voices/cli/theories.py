"""Theories on the command line: what bears on each, and the file of their words as people left them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voices.cli import terminal
from voices.errors import InputError

app = typer.Typer(help="Theories: what people linked to each, and their words as a file.")
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study folder.")]


@app.command("list")
def listed(
    folder: Folder,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Say what supports, refines and refutes each theory, in numbers."""
    from flows import written
    from voices.cli.study import load
    from voices.model.realist import Bearing
    from voices.store import open_store

    study = load(folder)
    with open_store(study.database) as store:
        theories = store.theories(written.given_theories(study))
        links = store.links()
    counted = {t.id: {b: sum(x.theory == t.id and x.bearing is b for x in links) for b in Bearing} for t in theories}
    waiting = sum(bool(link.lost) for link in links)
    if as_json:
        rows = [
            {"id": t.id, "name": t.name, "sentence": t.sentence(), "principles": list(t.principles)}
            | {bearing.value: number for bearing, number in counted[t.id].items()}
            for t in theories
        ]
        terminal.print_json({"theories": rows, "links": len(links), "to look at again": waiting})
        return
    shown = [[t.name, *(str(counted[t.id][bearing]) for bearing in Bearing)] for t in theories]
    terminal.table(shown, ["theory", *(bearing.value for bearing in Bearing)])
    if waiting:
        terminal.say(f"{waiting} links to look at again: their passages are cut otherwise now")


@app.command("export")
def export(folder: Folder, file: Annotated[Path, typer.Argument(help="The new file (.toml).")]) -> None:
    """Write the theories as people left them, as a file that another study can begin with."""
    from flows import written
    from voices import realist
    from voices.cli.study import load
    from voices.store import open_store

    if file.exists():
        raise InputError(f"{file.name}: exists already; choose another name")
    study = load(folder)
    with open_store(study.database) as store:
        theories = store.theories(written.given_theories(study))
    file.write_text(realist.to_toml(theories), encoding="utf-8", newline="\n")
    terminal.say(f"Wrote {file}: {len(theories)} theories.")
