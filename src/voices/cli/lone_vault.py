"""A vault without a study around it, for texts that come and go as one file."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from voices.privacy import Known


def pseudonymise_into(
    folder: Path, key_file: Path | None, items: Sequence[tuple[str, str]], roster: Sequence[Known]
) -> dict[str, str]:
    """Return the texts with placeholders by id; names go to the vault in `folder`, which is made if there is none."""
    from voices import privacy, vault
    from voices.model import Document, Kind, Masked, Turn

    ask = (lambda text: typer.prompt(text, hide_input=True)) if sys.stdin.isatty() else None
    key = vault.load_key(key_file, os.environ, ask)
    there = (folder / "vault.db").exists()
    study = hashlib.sha256(folder.name.encode()).hexdigest()[:16]
    opened = vault.open_vault(folder, key) if there else vault.create_vault(folder, key, study)
    with opened:
        models = privacy.load_models()
        linked = privacy.link_texts(items, models, opened.pseudonym_key(), roster, known=opened.entities())
        opened.put_entities(linked.entities)
        known = {entity.id: entity for entity in linked.entities}
        texts, slots = {}, {}
        for id, text in items:
            first = privacy.place(text, linked.mentions[id], known)
            second = privacy.place(first.text, privacy.second_scan(first.text, models), {})
            texts[id], slots[id] = second.text, first.then(second)
        masked = [
            Masked(Document(id, "file", Kind.LETTER, texts[id], (Turn(0, len(texts[id]), ""),)), slots[id])
            for id, _ in items
        ]
        stored = opened.put_masked([(one, hashlib.sha256(one.document.text.encode()).hexdigest()) for one in masked])
    return {one.document.id: one.document.text for one in stored}
