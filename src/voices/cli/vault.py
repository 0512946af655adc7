"""The verbs of the vault: identities, the custodian's desk, the log, another key, erasure."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voices.cli import terminal
from voices.errors import InputError, VaultError

if TYPE_CHECKING:
    from voices.study import Study
    from voices.vault import Erasure, Key, Vault

app = typer.Typer(no_args_is_help=True, help="Real identities: who may know them, and what was done with them.")

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study folder.")]
KeyFile = Annotated[Path | None, typer.Option("--key-file", help="File with the vault's key.")]
By = Annotated[str, typer.Option("--by", help="Who asks, for the log; your account's name otherwise.")]
Reason = Annotated[str, typer.Option("--reason", help="Number of the request or referral; goes into the log.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


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
        with vaults.open_vault(study.vault, vaults.load_key(key_file, os.environ, _prompt()), migrate=True):
            terminal.say("The vault's tables are up to date.")
        return
    key = _new_passphrase() if passphrase else _key_or_new(key_file)
    with vaults.create_vault(study.vault, key, study.id, actor=_who("")):
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
        done = vault.add_roster(people, _who(by))
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
    from voices.vault.desk import serve_desk

    def announce(address: str) -> None:
        terminal.say(address)  # flushes, so that a waiting script sees it
        if not no_browser:
            import webbrowser

            webbrowser.open(address)

    with opened(folder, key_file) as (_, vault):
        serve_desk(vault, _who(by), announce, port, idle)


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
            _print_people(vault, asked, _who(by), reason, as_json)
            return
        found = vault.lookup(asked, _who(by), reason)
    if as_json:
        terminal.print_json(asdict(found))
        return
    terminal.say(f"{found.pseudonym}: {', '.join(found.names) or 'erased'}")
    if found.roles:
        terminal.say(f"On the roster as: {', '.join(found.roles)}")
    if found.documents:
        terminal.say(f"Documents: {' '.join(found.documents)}")


@app.command()
def log(folder: Folder, key_file: KeyFile = None, as_json: AsJson = False) -> None:
    """Print who did what with identities, and why."""
    with opened(folder, key_file) as (_, vault):
        entries = vault.log()
    if as_json:
        terminal.print_json({"entries": [asdict(entry) for entry in entries]})
        return
    for e in entries:
        terminal.say("\t".join((str(e.n), e.at, e.actor, e.action, " ".join(e.subject), e.reason)))


@app.command()
def verify(folder: Folder, key_file: KeyFile = None, as_json: AsJson = False) -> None:
    """Check that nobody changed the log, and finish what an erasure left over."""
    with opened(folder, key_file) as (_, vault):
        state = vault.verify()
        clean = vault.tidy()
    if as_json:
        terminal.print_json(asdict(state) | {"clean": clean})
    elif state.intact:
        terminal.say(f"The log is intact: {state.entries} lines, last seal {state.head[:16]}.")
    else:
        terminal.say(f"The log is NOT intact: {state.problem}. Keep the file as it is and tell your governance lead.")
    if not clean and not as_json:
        terminal.say("Another process has the vault open; traces of what was deleted may linger until it ends.")
    if not (state.intact and clean):
        raise typer.Exit(1)


@app.command()
def rotate(
    folder: Folder,
    new_key_file: Annotated[Path, typer.Option("--new-key-file", help="The other key; made where there is none.")],
    key_file: KeyFile = None,
    by: By = "",
) -> None:
    """Give the vault another key; the old one opens nothing after."""
    from voices.vault import create_key, read_key

    with opened(folder, key_file) as (_, vault):
        key = read_key(new_key_file) if new_key_file.exists() else create_key(new_key_file)
        done = vault.rotate(key, _who(by))
    terminal.say(f"{done} keys wrapped anew. From now on: --key-file {new_key_file}")
    terminal.say("Backups from before still open with the old key: destroy them when they are no longer needed.")


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
    with opened(folder, key_file) as (study, vault):
        found = vault.lookup(pseudonym, _who(by), reason)
        if not found.entity:
            raise InputError("a participant leaves with `voices withdraw`; this erases who a text speaks of")
        if not yes and not typer.confirm(f"Erase [{found.pseudonym}] from {len(found.documents)} documents for good?"):
            raise typer.Exit(2)
        done = _erase_everywhere(study, vault, found.entity, _who(by), reason)
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
        text = vault.raw_text(document, _who(by), reason)
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    terminal.say(f"Written: {out}. Delete it when you are done.")


@contextmanager
def opened(folder: Path, key_file: Path | None) -> Iterator[tuple[Study, Vault]]:
    """Yield a study and its opened vault."""
    from voices import study as studies
    from voices.cli.study import open_study_vault

    study = studies.load(folder)
    with open_study_vault(study, key_file) as vault:
        yield study, vault


def _prompt() -> Callable[[str], str] | None:
    return getpass.getpass if sys.stdin.isatty() and sys.stderr.isatty() else None


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


def _new_passphrase() -> Key:
    from voices.vault import passphrase_key

    ask = _prompt()
    if ask is None:
        raise InputError("a passphrase is typed on a terminal; use --key-file FILE here")
    first = passphrase_key(ask("New passphrase: "))
    if passphrase_key(ask("Once more: ")) != first:
        raise InputError("the two passphrases differ; nothing was made")
    return first


def _who(by: str) -> str:
    if by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise VaultError("say who you are with --by: everything here is logged with a name") from None


def _print_people(vault: Vault, name: str, actor: str, reason: str, as_json: bool) -> None:
    from voices import placeholders

    found = [(placeholders.write(e.label, e.number).strip("[]"), e.forms) for e in vault.find(name, actor, reason)]
    if as_json:
        terminal.print_json({"found": [{"pseudonym": p, "names": f} for p, f in found]})
        return
    lines = [f"{pseudonym}: {', '.join(forms)}" for pseudonym, forms in found]
    terminal.say("\n".join(lines) or "Nobody of this name is in the vault.")


def _erase_everywhere(study: Study, vault: Vault, entity: str, actor: str, reason: str) -> Erasure:
    """Erase in the vault and bring the study along, where it has been run before."""
    if isinstance(study.database, Path) and not study.database.exists():
        return vault.erase(entity, actor, reason)
    import flows
    from flows.session import home

    flows.prepare(home(study))
    from flows.erase import erase as erase_flow
    from flows.running import run

    wanted = {"entity": entity, "actor": actor, "reason": reason}
    with terminal.progress() as show:
        session = run(study, erase_flow, vault, show, before=lambda s: s.notes.update(wanted))
    done: Erasure = session.notes["erasure"]
    return done
