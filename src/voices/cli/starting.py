"""The way into a study: `voices init` and `voices check`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voices import typed
from voices.cli import terminal
from voices.errors import StudyError

if TYPE_CHECKING:
    from voices.cli.checking import Checked
    from voices.sources.proposal import Proposal


def init(
    folder: Annotated[Path, typer.Argument(help="Folder to make.")],
    from_folder: Annotated[
        Path | None, typer.Option("--from", help="Folder of files to look into and propose sources from.")
    ] = None,
) -> None:
    """Make a study: a commented study.toml and the folders it needs; with --from, filled in from your files."""
    from voices import study

    if from_folder is not None:
        raise typer.Exit(_init_from(folder, from_folder))
    template = (Path(__file__).parent.parent / "study_template.toml").read_text(encoding="utf-8")
    warnings = study.create(folder, template=template)
    terminal.say(f"Made {folder / study.MANIFEST}. Next:")
    terminal.say(f"  1. put your files in {(folder / '../originals').resolve()}, or name another folder in study.toml")
    terminal.say(f"  2. say in study.toml which files there are, then: voices check {folder}")
    terminal.say(f"  3. make the vault and its key: voices vault init {folder}")
    terminal.say(f"  4. voices run {folder}")
    for warning in warnings:
        terminal.note(f"Warning: {warning}")


def check(
    folder: Annotated[Path, typer.Argument(help="Folder of the study.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, counts only.")] = False,
    no_samples: Annotated[bool, typer.Option("--no-samples", help="Do not show first words on the terminal.")] = False,
) -> None:
    """Say what each file will be read as and what is wrong, before anything runs; nothing is stored."""
    raise typer.Exit(_check(folder, as_json=as_json, samples=not no_samples))


def _check(folder: Path, *, as_json: bool, samples: bool) -> int:
    from voices.cli.check_lines import as_figures, print_source, print_study
    from voices.cli.checking import examine
    from voices.cli.study import load

    loaded = load(folder)
    with terminal.progress() as show:
        checked = examine(loaded, lambda done, total: show("Reading the files", done, total))
    named = typed.naming(typed.everything(loaded), loaded.cleared)
    if named:
        checked = replace(checked, wrong=(*checked.wrong, typed.said(named)))
    if as_json:
        terminal.print_json(as_figures(loaded, checked))
        return int(checked.problems > 0)
    # People's words are for the eyes of whoever sits there, never for a file or another program.
    shown = samples and sys.stdout.isatty()
    for one in checked.sources:
        print_source(one, samples=shown)
    print_study(loaded, checked)
    return _verdict(checked)


def _verdict(checked: Checked) -> int:
    number = checked.problems
    terminal.say("Nothing is wrong." if not number else f"{number} thing{'s' * (number > 1)} to look at.")
    return int(number > 0)


def _init_from(folder: Path, originals: Path) -> int:
    from voices import study
    from voices.cli.check_lines import print_overview, problems
    from voices.cli.checking import examine
    from voices.cli.confirming import lay_people, say_what_to_confirm
    from voices.sources.proposal import propose
    from voices.sources.proposal.writing import written

    _refuse(folder, originals)
    with terminal.progress() as show:
        proposal = propose(originals, lambda done, total: show("Looking into the files", done, total))
    if not proposal.sources and not proposal.left_out:
        raise StudyError(f"{originals.name}: there are no files in this folder; nothing was made")
    people = lay_people(originals, proposal)
    warnings = study.create(folder, template=written(proposal, _as_named(folder, originals), people))
    checked = examine(study.load(folder))
    print_overview(checked)
    terminal.say()
    terminal.say(f"Made {folder / study.MANIFEST}. {_counted(proposal)}")
    say_what_to_confirm(proposal, people)
    terminal.say(f"Next: correct {study.MANIFEST}; voices check {folder} says everything about each source")
    for line in problems(checked):
        terminal.say(f"wrong: {line}")
    for warning in warnings:
        terminal.note(f"Warning: {warning}")
    return _verdict(checked)


def _counted(proposal: Proposal) -> str:
    taken = sum(len(source.files) for source in proposal.sources)
    aside = sum(not one.wanted for one in proposal.left_out)
    return (
        f"{taken} files in {len(proposal.sources)} sources, {aside} left out, "
        f"{len(proposal.left_out) - aside} that cannot be used as they are, {proposal.ignored} ignored."
    )


def _refuse(folder: Path, originals: Path) -> None:
    """Refuse what could not be a study before any file is read."""
    from voices import study

    if (folder / study.MANIFEST).exists():
        raise StudyError(f"{folder.name}: there is a study here already; nothing was changed")
    if not originals.is_dir():
        raise StudyError(f"{originals}: there is no such folder; give --from the folder of your files")
    inner, outer = folder.resolve(), originals.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        raise StudyError(
            f"{folder.name}: a study may not lie among its originals, nor they in it; choose another folder"
        )
    study.refuse_git_checkout(inner)


def _as_named(folder: Path, originals: Path) -> str:
    """Return the folder of originals as the study names it: from the study's own folder where both lie on one drive."""
    try:
        return Path(os.path.relpath(originals.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return originals.resolve().as_posix()
