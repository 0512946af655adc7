"""Theories on the command line: what bears on each, and the file of their words as people left them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voices.cli import terminal
from voices.errors import InputError

if TYPE_CHECKING:
    from voices.study import Study

app = typer.Typer(help="Theories: what people linked to each, and their words as a file.")
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study folder.")]


@app.command("list")
def listed(
    folder: Folder,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Say what supports, refines and refutes each theory, in numbers."""
    from voices.cli.study import load
    from voices.model.realist import Bearing

    found = counted(load(folder))
    if as_json:
        terminal.print_json(found)
        return
    shown = [[one["name"], *(str(one[bearing.value]) for bearing in Bearing)] for one in found["theories"]]
    terminal.table(shown, ["theory", *(bearing.value for bearing in Bearing)])
    if found["to look at again"]:
        terminal.say(f"{found['to look at again']} links to look at again: their passages are cut otherwise now")


def counted(study: Study) -> dict[str, Any]:
    """Return the study's theories, each with how many links support, refine and refute it."""
    from flows import written
    from voices.model.realist import Bearing
    from voices.store import open_store

    with open_store(study.database) as store:
        theories = store.theories(written.given_theories(study))
        links = store.links()
    rows = [
        {"id": t.id, "name": t.name, "sentence": t.sentence(), "principles": list(t.principles)}
        | {b.value: sum(link.theory == t.id and link.bearing is b for link in links) for b in Bearing}
        for t in theories
    ]
    return {"theories": rows, "links": len(links), "to look at again": sum(bool(link.lost) for link in links)}


@app.command("export")
def export(folder: Folder, file: Annotated[Path, typer.Argument(help="The new file (.toml).")]) -> None:
    """Write the theories as people left them, as a file that another study can begin with."""
    from voices.cli.study import load

    if file.exists():
        raise InputError(f"{file.name}: exists already; choose another name")
    text, number = as_file(load(folder))
    file.write_text(text, encoding="utf-8", newline="\n")
    terminal.say(f"Wrote {file}: {number} theories.")


def as_file(study: Study) -> tuple[str, int]:
    """Return the theories as people left them, as the text of a `theories.toml`, and how many there are."""
    from flows import written
    from voices import realist
    from voices.store import open_store

    with open_store(study.database) as store:
        theories = store.theories(written.given_theories(study))
    return realist.to_toml(theories), len(theories)
