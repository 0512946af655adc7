"""Who may read a key file on Windows, asked of `icacls` (part of Windows) without a shell.

Wide groups are looked up by their security identifiers, which are the same in every language of Windows.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from voices.errors import KeyMissing

WIDE = {
    "S-1-1-0": "Everyone",
    "S-1-5-7": "Anonymous",
    "S-1-5-11": "Authenticated Users",
    "S-1-5-32-545": "Users",
    "S-1-5-32-546": "Guests",
}
"""Groups that hold more than one account (Microsoft, well-known SIDs)."""

Run = Callable[[Sequence[str]], str]
"""Runs a command given as a list and returns what it printed; raises OSError where it cannot."""


def run_icacls(arguments: Sequence[str]) -> str:
    """Run `icacls` from the system folder and return what it printed."""
    program = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "icacls.exe"
    done = subprocess.run(  # noqa: S603  # absolute program, arguments as a list, no shell
        [str(program), *arguments], capture_output=True, text=True, errors="replace", timeout=20, check=False
    )
    if done.returncode != 0:
        raise OSError(f"icacls ended with {done.returncode}")
    return done.stdout


def refuse_wide(path: Path, run: Run = run_icacls) -> None:
    """Refuse a key file that a group such as Everyone or Users may read.

    Raises:
        KeyMissing: a wide group is in the file's access list, or the list cannot be read.
    """
    advice = f'run: icacls "{path.name}" /inheritance:r /grant:r "%USERNAME%:F"'
    for sid, name in WIDE.items():
        try:
            # `/findsid` prints the file's path for a match and a sentence without it for none, in any language.
            found = str(path).casefold() in run([str(path), "/findsid", f"*{sid}"]).casefold()
        except (OSError, subprocess.SubprocessError):
            raise KeyMissing(f"key file {path.name}: its access list cannot be checked; {advice}") from None
        if found:
            raise KeyMissing(f"key file {path.name}: the group {name} may read it; {advice}")


def restrict(path: Path, run: Run = run_icacls) -> None:
    """Take inherited rights off a new key file and leave it to the account that made it.

    Raises:
        KeyMissing: Windows refused; the new file is deleted again.
    """
    account = "\\".join(part for part in (os.environ.get("USERDOMAIN"), os.environ.get("USERNAME")) if part)
    try:
        run([str(path), "/inheritance:r", "/grant:r", f"{account}:F"])
    except (OSError, subprocess.SubprocessError):
        path.unlink(missing_ok=True)
        raise KeyMissing(f"key file {path.name}: Windows would not restrict it to your account") from None
