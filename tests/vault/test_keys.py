"""Where the key comes from, and who may read it."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from voices.errors import KeyMissing
from voices.vault import create_key, load_key
from voices.vault.keys import MINIMUM_PASSPHRASE, passphrase_key, read_key, usual_place
from voices.vault.windows import WIDE, refuse_wide, restrict

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")


def test_a_key_round_trips_and_says_nothing(tmp_path: Path) -> None:
    made = create_key(tmp_path / "deep" / "vault.key")
    read = load_key(tmp_path / "deep" / "vault.key", {})
    assert made == read
    assert len(read.secret) == 32
    assert read.secret.hex() not in repr(read)
    assert str(read.secret) not in repr(read)


def test_two_keys_differ(tmp_path: Path) -> None:
    assert create_key(tmp_path / "a").secret != create_key(tmp_path / "b").secret


@posix
def test_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        create_key(tmp_path / "keys" / "vault.key")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "keys" / "vault.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_key_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    create_key(tmp_path / "vault.key")
    (tmp_path / "vault.key").chmod(mode)
    with pytest.raises(KeyMissing, match="chmod 600") as caught:
        read_key(tmp_path / "vault.key")
    assert caught.value.exit_code == 3


def test_order_of_places(tmp_path: Path) -> None:
    given, named = create_key(tmp_path / "given"), create_key(tmp_path / "named")
    usual = create_key(tmp_path / "voices" / "vault.key")
    home = {"XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path), "APPDATA": str(tmp_path)}
    both = home | {"VOICES_KEY_FILE": str(tmp_path / "named")}
    assert load_key(tmp_path / "given", both) == given
    assert load_key(None, both) == named
    if os.name == "posix" and os.uname().sysname != "Darwin":
        assert load_key(None, home) == usual
    asked = load_key(None, {}, lambda _: "correct horse battery")
    assert asked.secret == b""
    assert "horse" not in repr(asked)


def test_no_key_at_all() -> None:
    with pytest.raises(KeyMissing, match="VOICES_KEY_FILE"):
        load_key(None, {})


def test_a_named_key_that_is_missing_is_not_replaced_by_a_prompt(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match="gone"):
        load_key(tmp_path / "gone", {}, lambda _: "correct horse battery")


@pytest.mark.parametrize(
    "content", ["", "hello\n", "# voices vault key, version 1\nAAAA\n", "# voices vault key, version 1\n!!!\n"]
)
def test_what_is_not_a_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "vault.key"
    path.touch(mode=0o600)
    path.write_text(content)
    with pytest.raises(KeyMissing, match=r"vault\.key"):
        read_key(path)


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    create_key(tmp_path / "vault.key")
    before = (tmp_path / "vault.key").read_bytes()
    with pytest.raises(KeyMissing, match="there already"):
        create_key(tmp_path / "vault.key")
    assert (tmp_path / "vault.key").read_bytes() == before


def test_passphrase_length_at_the_boundary() -> None:
    assert passphrase_key("x" * MINIMUM_PASSPHRASE).passphrase
    with pytest.raises(KeyMissing):
        passphrase_key("x" * (MINIMUM_PASSPHRASE - 1))


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {"HOME": "/home/a"}, "/home/a/.config/voices/vault.key"),
        ("linux", {"HOME": "/home/a", "XDG_CONFIG_HOME": "/cfg"}, "/cfg/voices/vault.key"),
        ("linux", {"HOME": "/home/a", "XDG_CONFIG_HOME": "relative"}, "/home/a/.config/voices/vault.key"),
        ("darwin", {"HOME": "/Users/a"}, "/Users/a/Library/Application Support/voices/vault.key"),
        ("win32", {"APPDATA": "/roaming"}, "/roaming/voices/vault.key"),
        ("linux", {}, None),
        ("win32", {}, None),
    ],
)
def test_usual_place(platform: str, environ: dict[str, str], expected: str | None) -> None:
    assert usual_place(environ, platform) == (Path(expected) if expected else None)


def test_windows_refuses_a_wide_group_by_its_identifier(tmp_path: Path) -> None:
    path = tmp_path / "vault.key"

    def found_everyone(arguments: Sequence[str]) -> str:
        return f"SID trouvé : {path}." if arguments[-1] == "*S-1-1-0" else "Aucun fichier"

    with pytest.raises(KeyMissing, match="Everyone"):
        refuse_wide(path, found_everyone)
    asked: list[str] = []
    refuse_wide(path, lambda arguments: asked.append(arguments[-1]) or "nothing found")
    assert asked == [f"*{sid}" for sid in WIDE]


def test_windows_that_cannot_be_asked_refuses(tmp_path: Path) -> None:
    def broken(_: Sequence[str]) -> str:
        raise subprocess.TimeoutExpired("icacls", 20)

    (tmp_path / "vault.key").touch()
    with pytest.raises(KeyMissing, match="icacls"):
        refuse_wide(tmp_path / "vault.key", broken)
    with pytest.raises(KeyMissing):
        restrict(tmp_path / "vault.key", broken)
    assert not (tmp_path / "vault.key").exists()
