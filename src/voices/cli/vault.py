"""The verbs of the vault: identities, the custodian's desk, the log, another key, erasure."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voices.cli import guarding, terminal
from voices.cli.opening import AsJson, By, Folder, KeyFile, Reason, ledger_of, opened, prompt, who
from voices.errors import InputError

if TYPE_CHECKING:
    from voices.vault import Key, Vault

app = typer.Typer(no_args_is_help=True, help="Real identities: who may know them, and what was done with them.")
guarding.register(app)


@app.command()
def init(
    folder: Folder,
    key_file: KeyFile = None,
    passphrase: Annotated[bool, typer.Option("--passphrase", help="Type a passphrase instead of a key file.")] = False,
    migrate: Annotated[bool, typer.Option("--migrate", help="Bring a server's tables up to date.")] = False,
) -> None:
    """Make the vault of a study, and a key if there is none."""
    from voices import study as studies
    from voices import vault as vaults

    study = studies.load(folder)
    if migrate:
        with vaults.open_vault(study.vault, vaults.load_key(key_file, os.environ, prompt()), migrate=True):
            terminal.say("The vault's tables are up to date.")
        return
    key = guarding.new_typed() if passphrase else _key_or_new(key_file)
    with vaults.create_vault(study.vault, key, study.id, actor=who(""), ledger=ledger_of(study)):
        where = study.vault if isinstance(study.vault, Path) else "the server that settings name"
        terminal.say(f"Vault made: {where}")
    terminal.say("Without this key nobody can find out who is who again. Keep a copy of it in a safe place of its own.")


@app.command()
def roster(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: person,role,names")],
    key_file: KeyFile = None,
    by: By = "",
) -> None:
    """Add people who are known to work or take part, so that their names are found."""
    from voices.vault import read_roster

    people = read_roster(file)
    with opened(folder, key_file) as (_, vault):
        done = vault.add_roster(people, who(by))
    left = len(people) - done
    terminal.say(
        f"{done} people on the roster." + (f" {left} left out: they were erased from this study." if left else "")
    )


@app.command()
def desk(
    folder: Folder,
    key_file: KeyFile = None,
    by: By = "",
    port: Annotated[int, typer.Option("--port", help="Port on 127.0.0.1; a free one otherwise.")] = 0,
    idle: Annotated[float, typer.Option("--idle-minutes", help="Stop by itself after this long unused.")] = 30,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> None:
    """Serve the custodian's pages on this computer until Ctrl+C."""
    from voices.cli.desk_side import beside
    from voices.vault.desk import serve_desk

    def announce(address: str) -> None:
        terminal.say(address)  # flushes, so that a waiting script sees it
        if not no_browser:
            import webbrowser

            webbrowser.open(address)

    with opened(folder, key_file) as (study, vault), beside(study, vault) as side:
        serve_desk(vault, who(by), announce, port, idle, side)


@app.command()
def lookup(
    folder: Folder,
    asked: Annotated[str, typer.Argument(metavar="PSEUDONYM", help="“person 214”, P107, or with --name a name.")],
    reason: Reason = "",
    key_file: KeyFile = None,
    by: By = "",
    name: Annotated[bool, typer.Option("--name", help="Find out which pseudonyms a name has.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell who stands behind a pseudonym; every look-up is logged."""
    with opened(folder, key_file) as (_, vault):
        if name:
            _print_people(vault, asked, who(by), reason, as_json)
            return
        found = vault.lookup(asked, who(by), reason)
    if as_json:
        terminal.print_json(asdict(found))
        return
    terminal.say(f"{found.pseudonym}: {', '.join(found.names) or 'erased'}")
    if found.roles:
        terminal.say(f"On the roster as: {', '.join(found.roles)}")
    if found.documents:
        terminal.say(f"Documents: {' '.join(found.documents)}")


@app.command()
def references(
    folder: Folder,
    theme: Annotated[str, typer.Argument(metavar="THEME", help="Name or id of a theme, as the review page shows it.")],
    reason: Reason = "",
    key_file: KeyFile = None,
    by: By = "",
    out: Annotated[Path | None, typer.Option("--out", help="New .csv or .xlsx, outside the study folder.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the complaints behind a theme by file and row, to read the cases; every look-up is logged."""
    from voices.cli import case_list
    from voices.cli.desk_side import documents_of_theme

    if out is not None:
        case_list.refuse(out, folder)
    with opened(folder, key_file) as (study, vault):
        documents = documents_of_theme(study, theme)
        found = vault.references(documents, who(by), reason)
        if out is not None:
            case_list.write(out, study, found, theme)
    rows = [{"document": one.document, "source": one.source, "file": one.file, "row": one.row} for one in found]
    if as_json:
        terminal.print_json({"theme": theme, "references": rows})
        return
    if out is not None:
        terminal.say(f"Written: {out}, {len(found)} cases. Delete it when you are done.")
    for one in found if out is None else ():
        terminal.say(f"{one.source}\t{one.file}" + (f", row {one.row}" if one.row else ""))
    if len(found) < len(documents):
        terminal.note(f"{len(documents) - len(found)} of {len(documents)} are not in the vault any more.")


@app.command()
def erase(
    folder: Folder,
    pseudonym: Annotated[str, typer.Argument(metavar="PSEUDONYM", help="“person 214”, as it stands in texts.")],
    reason: Reason = "",
    key_file: KeyFile = None,
    by: By = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Erase one person, place or body for good: [removed] stands where the name stood."""
    from voices.cli.desk_side import erase_everywhere

    with opened(folder, key_file) as (study, vault):
        found = vault.lookup(pseudonym, who(by), reason)
        if not found.entity:
            raise InputError("a participant leaves with `voices withdraw`; this erases who a text speaks of")
        if not yes and not typer.confirm(f"Erase [{found.pseudonym}] from {len(found.documents)} documents for good?"):
            raise typer.Exit(2)
        done = erase_everywhere(study, vault, found.entity, who(by), reason)
    terminal.say(f"Erased from {len(done.documents)} documents; passages and suggestions are up to date.")
    for entry in done.originals:
        terminal.say(
            f"Still holds the name, delete or edit it: {entry.file}" + (f", row {entry.row}" if entry.row else "")
        )
    terminal.say("Backups made before still hold the name until they are destroyed.")
    if not done.clean:
        terminal.say("Another process has the vault open: end it, then run `voices vault verify`.")
        raise typer.Exit(1)


@app.command()
def restore(
    folder: Folder,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Id of the document.")],
    out: Annotated[Path, typer.Option("--out", help="New file for the raw text, outside the study folder.")],
    reason: Reason = "",
    key_file: KeyFile = None,
    by: By = "",
) -> None:
    """Write the raw text of one document to a file only you can read; logged."""
    if out.resolve().is_relative_to(folder.resolve()):
        raise InputError("raw text may not lie in the study folder: choose another place with --out")
    if out.exists():
        raise InputError(f"{out.name}: there already; nothing was written")
    with opened(folder, key_file) as (_, vault):
        text = vault.raw_text(document, who(by), reason)
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    terminal.say(f"Written: {out}. Delete it when you are done.")


def _key_or_new(key_file: Path | None) -> Key:
    from voices import vault as vaults
    from voices.vault.keys import ENVIRONMENT

    named = key_file or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)
    path = named or vaults.usual_place(os.environ)
    if path is None:
        raise InputError("say where the key file shall lie: --key-file FILE")
    if path.exists():
        terminal.say(f"Key: {path}")
        return vaults.read_key(path)
    terminal.say(f"New key: {path}")
    return vaults.create_key(path)


def _print_people(vault: Vault, name: str, actor: str, reason: str, as_json: bool) -> None:
    from voices import placeholders

    known = vault.find(name, actor, reason)
    found = [(placeholders.write(e.label, e.number, e.kind).strip("[]"), e.forms) for e in known]
    if as_json:
        terminal.print_json({"found": [{"pseudonym": p, "names": f} for p, f in found]})
        return
    lines = [f"{pseudonym}: {', '.join(forms)}" for pseudonym, forms in found]
    terminal.say("\n".join(lines) or "Nobody of this name is in the vault.")
