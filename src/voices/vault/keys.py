"""The vault's key: where it is looked for, who may read its file, how it is made.

Order: the path given (`--key-file`), `VOICES_KEY_FILE`, the user's configuration folder, a passphrase typed on a
terminal. The key is never taken from an environment variable itself, which other processes and crash reports see.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voices.errors import KeyMissing
from voices.vault import windows
from voices.vault.crypto import KEY_BYTES, new_key, stretch

HEADER = "# voices vault key, version 1: whoever can read this file can open the vault"
ENVIRONMENT = "VOICES_KEY_FILE"
MINIMUM_PASSPHRASE = 14
"""Code points; a passphrase is typed, so it has to be long rather than full of signs (NCSC: three random words)."""

_MODE_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LIMIT = 4096


@dataclass(frozen=True)
class Key:
    """What opens a vault: 32 random bytes from a file, or a passphrase that is stretched with the vault's salt."""

    secret: bytes = field(default=b"", repr=False)
    """32 bytes; empty where a passphrase was typed."""
    passphrase: str = field(default="", repr=False)
    origin: str = ""
    """Where it came from, for messages: "key file" or "passphrase"."""

    def master(self, salt: bytes) -> bytes:
        """Return the 32 bytes from which a vault's keys are derived."""
        return self.secret or stretch(self.passphrase, salt)


def load_key(
    path: Path | None = None,
    environ: Mapping[str, str] | None = None,
    prompt: Callable[[str], str] | None = None,
) -> Key:
    """Return the key from the first place that names one; `prompt` is None where nobody can be asked.

    Raises:
        KeyMissing: no key is found, or its file is missing, malformed, or readable by others.
    """
    environ = os.environ if environ is None else environ
    named = path or (Path(environ[ENVIRONMENT]) if environ.get(ENVIRONMENT) else None)
    if named is not None:
        return read_key(named)
    usual = usual_place(environ)
    if usual is not None and usual.exists():
        return read_key(usual)
    if prompt is not None:
        return passphrase_key(prompt("Passphrase of the vault: "))
    raise KeyMissing(
        f"no key for the vault: give --key-file FILE or set {ENVIRONMENT}; "
        "`voices vault init` makes a key the first time"
    )


def passphrase_key(passphrase: str) -> Key:
    """Return the key a typed passphrase stands for.

    Raises:
        KeyMissing: it is too short to protect anybody.
    """
    if len(passphrase.strip()) < MINIMUM_PASSPHRASE:
        raise KeyMissing(f"a passphrase needs at least {MINIMUM_PASSPHRASE} characters; three or four words do well")
    return Key(passphrase=passphrase.strip(), origin="passphrase")


def read_key(path: Path) -> Key:
    """Return the key in a file that only its owner can read.

    Raises:
        KeyMissing: the file is missing, is not a key, or others may read it; says what to do.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise KeyMissing(f"key file {path.name}: cannot be opened ({error.strerror}); check the path") from None
    with os.fdopen(handle, "rb") as file:
        _refuse_open_to_others(path, os.fstat(file.fileno()))
        content = file.read(_LIMIT)
    lines = content.decode("ascii", errors="replace").split("\n")
    if len(lines) < 2 or not lines[0].startswith("# voices vault key, version 1"):
        raise KeyMissing(f"key file {path.name}: not a key of voices (its first line is not the usual one)")
    try:
        secret = base64.urlsafe_b64decode(lines[1].strip())
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise KeyMissing(f"key file {path.name}: damaged; fetch it again from where you keep a copy")
    return Key(secret=secret, origin="key file")


def create_key(path: Path) -> Key:
    """Write a new random key to a new file that only its owner can read, and return it.

    Raises:
        KeyMissing: there is a file already, or the folder cannot be written to.
    """
    secret = new_key()
    text = f"{HEADER}\n{base64.urlsafe_b64encode(secret).decode()}\n"
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except FileExistsError:
        raise KeyMissing(f"key file {path.name}: there already; nothing was changed, choose another path") from None
    except OSError as error:
        raise KeyMissing(f"key file {path.name}: cannot be written ({error.strerror})") from None
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if sys.platform == "win32":
        windows.restrict(path)
    return Key(secret=secret, origin="key file")


def usual_place(environ: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """Return where a user's key lies by default on this platform; None where the environment names no home."""
    if platform == "win32":
        base = environ.get("APPDATA", "")
        return Path(base) / "voices" / "vault.key" if base else None
    home = environ.get("HOME", "")
    if platform == "darwin":
        return Path(home) / "Library" / "Application Support" / "voices" / "vault.key" if home else None
    base = environ.get("XDG_CONFIG_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base) / "voices" / "vault.key"
    return Path(home) / ".config" / "voices" / "vault.key" if home else None


def _refuse_open_to_others(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise KeyMissing(f"key file {path.name}: not a file")
    if sys.platform == "win32":
        windows.refuse_wide(path)
    elif status.st_mode & _MODE_OTHERS:
        raise KeyMissing(f"key file {path.name}: others on this machine may read it; run `chmod 600` on it first")
