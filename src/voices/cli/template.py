"""Verbs that write empty files for people to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voices.cli import terminal
from voices.errors import InputError

app = typer.Typer(no_args_is_help=True, help="Write empty files to fill in.")


@app.callback()
def templates() -> None:
    """Write empty files to fill in."""


@app.command()
def forms(
    file: Annotated[Path, typer.Argument(help="Workbook to write, .xlsx.")],
    questions: Annotated[Path | None, typer.Option(help="The closed questions of the form (CSV).")] = None,
) -> None:
    """Write a workbook in which children's paper forms are typed up, one row a form."""
    from voices.sources import read_questions
    from voices.sources.tables.forms_template import forms_template

    if file.suffix.casefold() != ".xlsx":
        raise InputError(f"{file.name}: give the workbook a name that ends in .xlsx")
    if file.exists():
        raise InputError(f"{file.name}: there is a file of this name; nothing was changed")
    content = forms_template(read_questions(questions) if questions else ())
    file.write_bytes(content)
    terminal.say(f"Made {file}. Type one form into each row; its second sheet says how.")
