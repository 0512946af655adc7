"""Another key: everything stays as it was, and the old key opens nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from voices.errors import VaultError
from voices.vault import Key, Vault, create_vault, open_vault, passphrase_key
from voices.vault.crypto import new_key

from .people import DOCUMENTS, ENTITIES, KEY, REASON, STUDY


def keys_of(vault: Vault) -> tuple[bytes, ...]:
    return vault.ids_key(), vault.passage_key(), vault.pseudonym_key()


def test_rotation_keeps_everything_and_shuts_the_old_key_out(vault: Vault, folder: Path) -> None:
    before, codes = keys_of(vault), vault.participant_codes([("P", "a"), ("P", "b")])
    other = Key(secret=new_key())
    assert vault.rotate(other) > 6
    assert vault.masked("d1") == DOCUMENTS[0]
    vault.close()
    with pytest.raises(VaultError, match="does not open"):
        open_vault(folder, KEY)
    with open_vault(folder, other) as again:
        assert keys_of(again) == before
        assert [again.masked(m.document.id) for m in DOCUMENTS] == list(DOCUMENTS)
        assert {e.id: e for e in again.entities()} == {e.id: e for e in ENTITIES}
        assert again.participant_codes([("P", "b"), ("P", "a")]) == codes
        assert again.log()[-1].action == "rotated"
        assert again.verify().intact
        again.lookup("person 214", "custodian", REASON)


def test_same_key_and_study_give_the_same_ids_elsewhere(vault: Vault, tmp_path: Path) -> None:
    with create_vault(tmp_path / "twin", KEY, STUDY) as twin:
        assert keys_of(twin) == keys_of(vault)
    with create_vault(tmp_path / "other-study", KEY, "another study") as other:
        assert not set(keys_of(other)) & set(keys_of(vault))
    assert len(set(keys_of(vault))) == 3


def test_a_passphrase_opens_what_it_made(tmp_path: Path) -> None:
    typed = passphrase_key("three quiet words in a row")
    with create_vault(tmp_path / "v", typed, STUDY) as vault:
        vault.put_entities(ENTITIES)
    with open_vault(tmp_path / "v", passphrase_key("three quiet words in a row ")) as again:
        assert len(again.entities()) == 3
    with pytest.raises(VaultError, match="does not open"):
        open_vault(tmp_path / "v", passphrase_key("three quiet words in a rows"))


def test_a_failed_rotation_changes_nothing(vault: Vault, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from voices.vault import vault as module

    def fails(*_: object, **__: object) -> None:
        raise VaultError("power cut")

    monkeypatch.setattr(module.journal, "append", fails)
    with pytest.raises(VaultError, match="power cut"):
        vault.rotate(Key(secret=new_key()))
    vault.close()
    with open_vault(folder, KEY) as again:
        assert again.masked("d1") == DOCUMENTS[0]
