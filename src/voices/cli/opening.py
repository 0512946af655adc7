"""What the vault's verbs share: their options, who asks, and how a vault is opened."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voices import typed
from voices.errors import VaultError

if TYPE_CHECKING:
    from voices.study import Study
    from voices.vault import Vault

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study folder.")]
KeyFile = Annotated[Path | None, typer.Option("--key-file", help="File with the vault's key.")]
By = Annotated[str, typer.Option("--by", help="Who asks, for the log; your account's name otherwise.")]
Reason = Annotated[
    str,
    typer.Option(
        "--reason", callback=typed.reason, help="Number of the request or referral, no name; goes into the log."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@contextmanager
def opened(folder: Path, key_file: Path | None) -> Iterator[tuple[Study, Vault]]:
    """Yield a study and its opened vault."""
    from voices import study as studies
    from voices.cli.study import open_study_vault

    study = studies.load(folder)
    with open_study_vault(study, key_file) as vault:
        yield study, vault


def ledger_of(study: Study) -> Path:
    """Return where the list of erasures lies: in the study folder, apart from the vault."""
    from voices.vault.ledger import FILE

    return study.folder / FILE


def prompt() -> Callable[[str], str] | None:
    """Return how to ask for a passphrase; None where nobody sits at a terminal."""
    return getpass.getpass if sys.stdin.isatty() and sys.stderr.isatty() else None


def who(by: str) -> str:
    """Return who the log shall name.

    Raises:
        VaultError: nobody is given and the account has no name.
    """
    if by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise VaultError("say who you are with --by: everything here is logged with a name") from None
