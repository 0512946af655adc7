"""Invented people and documents for the vault's tests."""

from __future__ import annotations

from pathlib import Path

from voices.model import Document, Entity, Kind, Masked, Slot, Turn
from voices.placeholders import write
from voices.vault import Key

KEY = Key(secret=bytes(range(32)), origin="key file")
STUDY = "5f0c2a9b41d7e638"
REASON = "subject access request 4471"

MARGUERITE = Entity("e-1001", "PERSON", 214, ("Marguerite", "Marguerite Okonjo-Vale", "Mrs Okonjo-Vale"))
TOBIAS = Entity("e-1002", "PERSON", 530, ("Tobias", "Tobias Quillfeather"))
SCHOOL = Entity("e-1003", "ORGANISATION", 31, ("Larkrise Primary",))
ENTITIES = (MARGUERITE, TOBIAS, SCHOOL)


def masked_of(
    id_: str, parts: list[str | tuple[Entity | str, str] | tuple[Entity | str, str, bool]], question: str = ""
) -> Masked:
    """Build a masked document from plain words and (entity or label, original[, doubtful])."""
    text, slots = "", []
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        who, original, doubtful = (*part, False)[:3]
        label, number, entity = (who.label, who.number, who.id) if isinstance(who, Entity) else (who, None, "")
        placeholder = write(label, number)
        slots.append(
            Slot(len(text), len(text) + len(placeholder), label, entity, original, bool(doubtful), ("given name",))
        )
        text += placeholder
    turn = Turn(0, len(text), "P107", "parent", question)
    return Masked(
        Document(id_, "survey", Kind.SURVEY, text, (turn,), 2, "2024-05", (("team", "North"),), True, "P107"),
        tuple(slots),
    )


def raw_of(masked: Masked) -> str:
    """Put the originals back, independently of the code under test."""
    text = masked.document.text
    for slot in reversed(masked.slots):
        text = text[: slot.start] + slot.original + text[slot.end :]
    return text


DOCUMENTS = (
    masked_of(
        "d1",
        [
            (MARGUERITE, "Marguerite"),
            " rang ",
            (TOBIAS, "Tobias Quillfeather"),
            " on ",
            ("PHONE", "07700 900123"),
            ". Good.",
        ],
    ),
    masked_of(
        "d2",
        ["At ", (SCHOOL, "Larkrise Primary", True), " they met ", (MARGUERITE, "Mrs Okonjo-Vale"), ".\n"],
        "What did [person 214] do?",
    ),
    masked_of("d3", ["Nobody named here 👩‍👧, only ", (TOBIAS, "Tobias"), " and ", ("DATE", "3 May 2019", True), "."]),
)


def everything_in(folder: Path) -> bytes:
    """Return every byte of every file of a vault, write-ahead log included."""
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
