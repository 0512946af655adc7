"""The vault's verbs that keep it whole: its log, its checks, another key, backup and recovery, refusals."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voices.cli import terminal
from voices.cli.opening import AsJson, By, Folder, KeyFile, Reason, ledger_of, opened, prompt, who
from voices.errors import InputError, VaultError

if TYPE_CHECKING:
    from voices.study import Study
    from voices.vault import Key, Replay


def register(app: typer.Typer) -> None:
    """Add these verbs to `voices vault`."""
    for verb in (log, verify, rotate, refuse, backup, recover, replay):
        app.command(verb.__name__)(verb)


def log(folder: Folder, key_file: KeyFile = None, as_json: AsJson = False) -> None:
    """Print who did what with identities, and why."""
    with opened(folder, key_file) as (_, vault):
        entries = vault.log()
    if as_json:
        terminal.print_json({"entries": [asdict(entry) for entry in entries]})
        return
    for e in entries:
        terminal.say("\t".join((str(e.n), e.at, e.actor, e.action, " ".join(e.subject), e.reason)))


def verify(
    folder: Folder,
    noted: Annotated[str, typer.Option("--noted", help="A seal you noted earlier; the log has to contain it.")] = "",
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Check that nobody changed the log or a row of the vault, and finish what an erasure left over."""
    with opened(folder, key_file) as (_, vault):
        state = vault.verify(noted)
        problems = vault.inspect()
        clean = vault.tidy()
        vault.keep_ledger()
    if as_json:
        terminal.print_json(asdict(state) | {"clean": clean, "problems": problems})
    else:
        _say_state(state.intact, f"{state.entries} lines, last seal {state.head[:16]}", state.problem, problems, clean)
    if not (state.intact and clean) or problems:
        raise typer.Exit(1)


def rotate(
    folder: Folder,
    new_key_file: Annotated[
        Path | None, typer.Option("--new-key-file", help="The other key; made where there is none.")
    ] = None,
    new_passphrase: Annotated[
        bool, typer.Option("--new-passphrase", help="Type a passphrase instead of a key file.")
    ] = False,
    key_file: KeyFile = None,
    by: By = "",
) -> None:
    """Give the vault another key; the old one opens nothing after."""
    if (new_key_file is None) != new_passphrase:
        raise InputError("say which key shall open the vault from now on: --new-key-file FILE or --new-passphrase")
    key = new_typed() if new_key_file is None else None
    try:
        with opened(folder, key_file) as (_, vault):
            done = vault.rotate(key or _read_or_create(new_key_file), who(by))
    except VaultError:
        if new_key_file is not None and new_key_file.exists() and _opens(folder, new_key_file):
            terminal.say(f"This was done before: the vault opens with --key-file {new_key_file}")
            return
        raise
    if new_key_file is not None:
        terminal.say(f"{done} keys wrapped anew. From now on: --key-file {new_key_file}")
    else:
        terminal.say(f"{done} keys wrapped anew. From now on the vault asks for the new passphrase.")
    terminal.say("Backups from before still open with the old key: destroy them when they are no longer needed.")


def refuse(
    folder: Folder,
    pseudonym: Annotated[str, typer.Argument(metavar="PSEUDONYM", help="“person 214” or a participant's code.")],
    ground: Annotated[str, typer.Option("--ground", help="Article of UK GDPR, for example 17(3)(d).")],
    reason: Reason = "",
    key_file: KeyFile = None,
    by: By = "",
) -> None:
    """Record that a request to erase was refused, and on which ground; nothing is erased."""
    from voices.vault import GROUNDS

    ground = ground.casefold().replace(" ", "").removeprefix("article").removeprefix("art.")
    with opened(folder, key_file) as (_, vault):
        vault.refuse(pseudonym, ground, who(by), reason)
    terminal.say(f"Recorded: not erased, Article {ground} ({GROUNDS[ground]}).")
    terminal.say("Tell the person within a month: the reason, that they can complain to the ICO, and go to court.")


def backup(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="New file, outside the study folder.")],
    key_file: KeyFile = None,
    by: By = "",
) -> None:
    """Copy the vault to one file, sealed as it is; it opens with the key of today."""
    if file.resolve().is_relative_to(folder.resolve()):
        raise InputError("a vault's backup may not lie in the study folder: choose another place")
    with opened(folder, key_file) as (study, vault):
        vault.back_up(file, who(by))
    terminal.say(f"Written: {file}. Keep it apart from the key and from {ledger_of(study).name}.")


def recover(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `voices vault backup` wrote.")],
    ledger: Annotated[
        Path | None, typer.Option("--ledger", help="The list of erasures; erasures.jsonl of the study otherwise.")
    ] = None,
    key_file: KeyFile = None,
    by: By = "",
) -> None:
    """Bring the vault back from a backup, and erase again whoever was erased since."""
    from voices import study as studies
    from voices.vault import load_key, recover_vault

    study = studies.load(folder)
    if not isinstance(study.vault, Path):
        raise InputError("this vault is on a server: restore its dump there, then run `voices vault replay`")
    listed = ledger or ledger_of(study)
    done = recover_vault(file, study.vault, load_key(key_file, os.environ, prompt()), ledger=listed, actor=who(by))
    terminal.say(f"The vault is back: {study.vault}")
    if done is None:
        terminal.say(f"There is no list of erasures ({listed.name}): whoever was erased after this backup is back.")
        raise typer.Exit(1)
    _replayed(study, done, key_file, who(by))


def replay(
    folder: Folder,
    ledger: Annotated[
        Path | None, typer.Option("--ledger", help="The list of erasures; erasures.jsonl of the study otherwise.")
    ] = None,
    key_file: KeyFile = None,
    by: By = "",
) -> None:
    """Erase again whoever was erased before, after a study or a server's vault was restored from a backup."""
    with opened(folder, key_file) as (study, vault):
        listed = ledger or ledger_of(study)
        if not listed.is_file():
            terminal.say("Nobody was erased from this study: there is no list of erasures.")
            return
        done = vault.replay(listed, who(by))
    _replayed(study, done, key_file, who(by))


def new_typed() -> Key:
    """Return the key of a passphrase typed twice.

    Raises:
        InputError: nobody sits at a terminal, or the two differ.
    """
    from voices.vault import passphrase_key

    ask = prompt()
    if ask is None:
        raise InputError("a passphrase is typed on a terminal; use a key file here")
    first = passphrase_key(ask("New passphrase: "))
    if passphrase_key(ask("Once more: ")) != first:
        raise InputError("the two passphrases differ; nothing was changed")
    return first


def _replayed(study: Study, done: Replay, key_file: Path | None, actor: str) -> None:
    back: list[str] = []
    if not isinstance(study.database, Path) or study.database.exists():
        from voices.cli.leaving import take_out_again
        from voices.cli.restored import RESTORED_KEY
        from voices.cli.study import open_study_vault
        from voices.store import open_store

        with open_store(study.database) as store, open_study_vault(study, key_file) as vault:
            back = take_out_again(store, vault, done.codes, actor)
            store.set(RESTORED_KEY, "")
    terminal.say(
        f"Erased again: {len(done.entities)} people, places and bodies, {len(done.documents)} documents, "
        f"{len(back)} participants."
    )
    terminal.say(f"Run the study so that it follows: voices run {study.folder}")


def _say_state(intact: bool, state: str, problem: str, problems: Sequence[str], clean: bool) -> None:
    if intact:
        terminal.say(f"The log is intact: {state}.")
    else:
        terminal.say(f"The log is NOT intact: {problem}. Keep the file as it is and tell your governance lead.")
    if problems:
        terminal.say(f"The vault is NOT intact: {'; '.join(problems[:5])}. Fetch a backup: `voices vault recover`.")
    else:
        terminal.say("Every row carries its seal.")
    if not clean:
        terminal.say("Another process has the vault open; traces of what was deleted may linger until it ends.")


def _read_or_create(path: Path | None) -> Key:
    from voices.vault import create_key, read_key

    if path is None:
        raise InputError("say which key file")
    return read_key(path) if path.exists() else create_key(path)


def _opens(folder: Path, key_file: Path) -> bool:
    try:
        with opened(folder, key_file):
            return True
    except VaultError:
        return False
