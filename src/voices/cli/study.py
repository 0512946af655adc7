"""Verbs on a study folder: start, init, check, run, status, review, publish, demo, withdraw, backup and others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voices import typed
from voices.cli import terminal
from voices.cli.opening_pages import start
from voices.cli.starting import check, init
from voices.errors import InputError, StudyError

if TYPE_CHECKING:
    from flows.session import Session
    from voices.study import Study
    from voices.vault import Vault

Folder = Annotated[Path, typer.Argument(help="Folder of the study.")]
KeyFile = Annotated[Path | None, typer.Option(help="File with the vault's key.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def register(app: typer.Typer) -> None:
    """Add these verbs to the command line, in the order a newcomer meets them."""
    for name, verb in (
        ("demo", demo),
        ("start", start),
        ("init", init),
        ("check", check),
        ("run", run),
        ("status", status),
        ("review", review),
        ("publish", publish),
        ("withdraw", withdraw),
        ("backup", backup),
        ("restore", restore),
        ("migrate", migrate),
        ("doctor", doctor),
    ):
        app.command(name)(verb)


def run(folder: Folder, key_file: KeyFile = None) -> None:
    """Run everything up to the queues: pseudonymise, cut passages, suggest codes, look for themes."""
    from voices.cli.standing import say_outlook

    study = load(folder)
    code = run_flow(study, "study", key_file)
    say_outlook(study)
    terminal.say(f"Next: voices review {folder}")
    raise typer.Exit(code)


def status(folder: Folder, as_json: Json = False) -> None:
    """Say where the study stands: documents, passages, decisions, queues, what was skipped."""
    from voices.cli.standing import standing

    standing(load(folder), as_json=as_json)


def review(
    folder: Folder,
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open the coders' pages on this machine; needs no key."""
    from voices.cli.reviewing import serve

    loaded = load(folder)
    _refuse_until_run(loaded)
    serve(loaded, port, open_browser=not no_browser)


def publish(
    folder: Annotated[Path | None, typer.Argument(help="Folder of the study.")] = None,
    verify: Annotated[
        Path | None, typer.Option(help="A published file to prove: json, csv, xlsx, html or docx.")
    ] = None,
    study_folder: Annotated[Path | None, typer.Option("--study", help="With --verify: the study it came from.")] = None,
    quote: Annotated[
        str, typer.Option(help="Id of a printed quote, such as q3f9c21aa: say which passage and decision it is from.")
    ] = "",
    unseen: Annotated[
        bool, typer.Option("--unseen", help="Nobody was given the last publication: forget the figures it showed.")
    ] = False,
) -> None:
    """Write the quote bank and report to DIR/out, or prove that a published file is verbatim and released."""
    if verify is not None:
        from voices.cli.proving import verify_file

        raise typer.Exit(verify_file(verify, study_folder or folder))
    if folder is None:
        raise InputError("say which study: voices publish DIR")
    loaded = load(folder)
    if quote:
        from voices.cli.proving import trace

        trace(loaded, quote)
        return
    _refuse_until_run(loaded)
    if unseen:
        from flows.disclosed import forget_last
        from voices.store import open_store

        with open_store(loaded.database) as store:
            forget_last(store)
    code = run_flow(loaded, "publish", None, with_vault=False)
    for path in sorted(loaded.out.iterdir()):
        terminal.say(f"  {path}")
    raise typer.Exit(code)


def demo(
    folder: Annotated[Path, typer.Option("--dir", help="Where the sample study goes.")] = Path(".demo"),
    serve: Annotated[bool, typer.Option("--serve", help="Open the review page at the end.")] = False,
) -> None:
    """Run the sample study from its files to a published quote bank, with recorded decisions."""
    from voices.cli.demonstration import demonstrate

    demonstrate(folder, serve=serve)


def withdraw(
    folder: Folder,
    participant: Annotated[str, typer.Argument(help="Code of the participant, such as P107.")],
    reason: Annotated[
        str, typer.Option(callback=typed.reason, help="Why; kept in the vault's log, without names.")
    ] = "",
    key_file: KeyFile = None,
    by: Annotated[str, typer.Option("--by", help="Who asks, for the log; your account's name otherwise.")] = "",
) -> None:
    """Take a participant out: passages, vectors, memos, future exports, and what was learnt from them."""
    from voices.cli.leaving import withdraw_participant
    from voices.cli.opening import who

    raise typer.Exit(withdraw_participant(load(folder), participant, reason, key_file, who(by)))


def backup(folder: Folder, file: Annotated[Path, typer.Argument(help="File to write.")]) -> None:
    """Copy the study to one file, without vault and originals."""
    from voices.cli.backing_up import back_up

    back_up(load(folder), file)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that voices backup wrote.")],
    folder: Annotated[Path, typer.Argument(help="Folder to make.")],
    in_place: Annotated[
        Path | None,
        typer.Option("--replace", help="Put it in the study's place; that is first backed up to this new file."),
    ] = None,
) -> None:
    """Make a study folder from a backup, or put the backup in the place of the study that is there."""
    from voices.cli.backing_up import replace, restore_backup

    if in_place is not None:
        replace(file, folder, in_place)
    else:
        restore_backup(file, folder)


def migrate(folder: Folder) -> None:
    """Bring a study database on a server up to this version; one in the study folder does so by itself."""
    from voices.store import migrate as bring_up_to_date

    bring_up_to_date(load(folder).database)
    terminal.say("The study database is up to date.")


def doctor(as_json: Json = False) -> None:
    """Say what is installed, which models were found and their hashes, and what would go wrong."""
    from voices.cli.health import examine

    raise typer.Exit(examine(as_json=as_json))


def load(folder: Path) -> Study:
    """Return the study, or stop with a line that says what to do."""
    from voices import study
    from voices.cli.backing_up import mend

    mend(folder)
    if not folder.exists():
        raise StudyError(f"{folder}: there is no such folder")
    return study.load(folder)


def _refuse_until_run(study: Study) -> None:
    from voices.cli.restored import refuse_until_run
    from voices.store import open_store

    if isinstance(study.database, str) or study.database.exists():
        with open_store(study.database) as store:
            refuse_until_run(study, store)


def open_study_vault(study: Study, key_file: Path | None) -> Vault:
    """Open the study's vault with the key found in the usual order."""
    import os
    import sys

    from voices.cli.opening import ledger_of
    from voices.vault import load_key, open_vault

    ask = (lambda text: typer.prompt(text, hide_input=True)) if sys.stdin.isatty() else None
    key = load_key(key_file, os.environ, ask)
    return open_vault(study.vault, key, ledger=ledger_of(study), study=study.id)


def run_flow(study: Study, name: str, key_file: Path | None, *, with_vault: bool = True) -> int:
    """Run one flow with progress and a summary; return the exit code."""
    import importlib

    import flows
    from flows.session import home
    from voices.cli.noting import noted
    from voices.cli.restored import catch_up

    flows.prepare(home(study))
    vault = open_study_vault(study, key_file) if with_vault else None
    from flows import server

    server.begin()
    running = importlib.import_module("flows.running")
    flow = getattr(importlib.import_module(f"flows.{name}"), name)
    back: list[str] = []

    def first(session: Session) -> None:
        if vault is not None:
            again, gone = catch_up(study, session.store, vault, "voices run")
            back.extend([*(again.entities if again else ()), *(again.documents if again else ()), *gone])

    try:
        with terminal.progress() as show, noted(study.work, show) as both:
            session = running.run(study, flow, vault, both, before=first)
    finally:
        if vault is not None:
            vault.close()
    record, skipped = running.summary(session, name)
    if back:
        terminal.say(f"A backup had brought back {len(back)} people and documents that had left: they left again.")
    terminal.say(f"{study.title}: {record.outcome}")
    return terminal.summarise(record, skipped)
