"""A study from an older backup beside a vault that knows who left since: catching up takes them out, once."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from voices.cli import restored
from voices.errors import StudyError
from voices.model import Participant
from voices.vault import create_vault

from .beside import Beside
from .people import DOCUMENTS, ENTITIES, KEY, REASON, STUDY


def test_whoever_left_since_the_backup_leaves_again_and_nothing_is_shown_before(tmp_path: Path) -> None:
    listed = tmp_path / "erasures.jsonl"
    study: Any = SimpleNamespace(folder=tmp_path)
    with create_vault(tmp_path / "v", KEY, STUDY, ledger=listed) as vault:
        vault.put_entities(ENTITIES)
        vault.put_masked([(m, "h") for m in DOCUMENTS])
        vault.remove_documents(["d1"], "custodian", REASON, ["P107"])
        beside = Beside(tmp_path, vault)  # as it was before: P107 speaks in it
        store = beside.store
        store.put_documents([(DOCUMENTS[0].document, "h")], [Participant("P107", "parent", "survey", 2)], "v")
        store.set(restored.RESTORED_KEY, "yes")
        with pytest.raises(StudyError, match="voices run"):
            restored.refuse_until_run(study, store)
        before = len(vault.log())
        _, back = restored.catch_up(study, store, vault, "voices run")
        assert back == ["P107"]
        assert store.passages() == ()
        restored.refuse_until_run(study, store)
        after = len(vault.log())
        assert after > before
        assert restored.catch_up(study, store, vault, "voices run")[1] == []
        assert len(vault.log()) == after  # nothing owed: no line
        store.close()
