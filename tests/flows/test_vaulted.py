"""Finished documents are masked again from what the vault holds, and new finds in them are counted."""

from __future__ import annotations

from flows.identify import Read
from flows.vaulted import mask_again, new_finds
from voices.model import Action, Entity, Kind, Masked, Mention, RawDocument, RawTurn
from voices.privacy import Writing, load_models, mask, restore

TEXT = "Ilinca came.\nThen kostadin rang."
ILINCA, KOSTADIN = (Entity(x * 16, "PERSON", n, (f,)) for x, n, f in (("a", 214, "Ilinca"), ("b", 530, "Kostadin")))
FIRST = Mention(0, 6, "PERSON", 0.97, Action.MASK, (), ILINCA.id)
LATER = Mention(18, 26, "PERSON", 0.9, Action.MASK, (), KOSTADIN.id)


def finished() -> Masked:
    turns = (RawTurn(0, 12), RawTurn(13, len(TEXT)))
    raw = RawDocument("panel", "f.txt", None, Kind.INTERVIEW, TEXT, turns)
    known = load_models()
    return mask(raw, "d", (FIRST, LATER), (ILINCA, KOSTADIN), ("P101", "P102"), "", known)


def test_a_document_without_its_original_is_masked_again() -> None:
    before = finished()
    raw = RawDocument("panel", "", None, Kind.INTERVIEW, TEXT, (RawTurn(0, 12), RawTurn(13, len(TEXT))))
    renumbered = Entity(KOSTADIN.id, "PERSON", 99, KOSTADIN.forms, "father")
    read = Read("d", "h", raw, before)
    done = mask_again(read, (FIRST, LATER), (ILINCA, renumbered), load_models(), (), Writing())
    assert done.document.text == "[person 214] came.\nThen [father 99] rang."
    assert [t.participant for t in done.document.turns] == ["P101", "P102"]
    assert done.document.text[done.document.turns[1].start :] == "Then [father 99] rang."
    assert restore(done.document.text, done.slots) == TEXT


def test_only_what_was_not_masked_before_is_a_new_find() -> None:
    before = finished()
    assert new_finds(before, TEXT, (FIRST, LATER)) == 0
    assert new_finds(before, TEXT, (FIRST, LATER, Mention(27, 31, "PERSON", 0.9, Action.MASK))) == 1
    assert new_finds(before, TEXT + " More.", (Mention(27, 31, "PERSON", 0.9, Action.MASK),)) == 0
