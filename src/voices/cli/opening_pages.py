"""The verb that opens the study pages: for whoever makes and runs a study without the command line."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voices import typed

if TYPE_CHECKING:
    from voices.cli.checking import Checked
    from voices.office import Tools
    from voices.study import Study

IDLE_MINUTES = 240
"""As the coders' pages: longer than a lunch and a meeting, shorter than a night."""


def start(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder in which studies lie; “Voices studies” in your home folder otherwise.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open the study pages: make a study, add files, run, publish, download."""
    from voices import study as studies
    from voices import web
    from voices.office import make_office

    root = (folder or Path.home() / "Voices studies").resolve()
    if (root / studies.MANIFEST).is_file():
        root = root.parent
    template = (Path(__file__).parent.parent / "study_template.toml").read_text(encoding="utf-8")
    app = make_office(root, make_tools(), template)

    def announce(url: str) -> None:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        if not no_browser:
            webbrowser.open(url)

    try:
        web.serve(app, port, announce, IDLE_MINUTES)
    finally:
        app.state.office.children.end()


def make_tools() -> Tools:
    """Return what the study pages show in a browser: the doings of the other verbs."""
    from voices.cli import across, agreeing, assurance, backing_up, complaints, figures, health, theories
    from voices.cli.noted import noted
    from voices.cli.standing import close_notice, collect
    from voices.office import Tools

    return Tools(
        examine=_examined,
        lay_people=_laid,
        standing=collect,
        close_notice=close_notice,
        naming=_naming,
        noted=noted,
        look=backing_up.look,
        agreement=agreeing.told,
        across=across.standing,
        settle=across.put,
        pairs=complaints.told,
        say_pair=complaints.put,
        theories=theories.counted,
        theories_file=theories.as_file,
        risk=assurance.remaining,
        bring_codebook=figures.brought,
        computer=health.looked,
    )


def _examined(study: Study) -> Checked:
    from dataclasses import replace

    from voices.cli.checking import examine

    checked = examine(study)
    named = typed.naming(typed.everything(study), study.cleared)
    return replace(checked, wrong=(*checked.wrong, typed.said(named))) if named else checked


def _laid(originals: Path, proposal: object) -> str:
    from voices.cli.confirming import lay_people

    return lay_people(originals, proposal)  # type: ignore[arg-type]


def _naming(texts: Sequence[str]) -> tuple[str, ...]:
    return typed.naming([typed.Entry(text, text) for text in texts])
