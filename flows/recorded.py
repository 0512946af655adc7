"""Recorded decisions of the sample study, found again in a fresh run by file, turn or row, and place in the turn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from flows.session import Session
from voices.errors import InputError
from voices.model import Coded, Decision, Entity, Masked, Passage, Slot, Valence, Verdict


@dataclass(frozen=True)
class Recorded:
    """One line of `coders.jsonl`."""

    file: str
    row: int | None
    turn: int
    """Index of the turn in the document as it is read."""
    start: int
    """First code point in the turn's raw words."""
    end: int
    coder: str
    verdict: Verdict
    codes: tuple[Coded, ...]
    quotable: bool
    memo: str = field(repr=False)
    blind: bool
    made_at: str


def read(path: Path) -> list[Recorded]:
    """Return the recorded decisions of a file, in the order they were made.

    Raises:
        InputError: a line cannot be read; the message names file and line.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            codes = tuple(Coded(c["code"], Valence(c["valence"]) if c.get("valence") else None) for c in data["codes"])
            found.append(
                Recorded(
                    data["file"],
                    data["row"],
                    data["turn"],
                    data["start"],
                    data["end"],
                    data["coder"],
                    Verdict(data["verdict"]),
                    codes,
                    data.get("quotable", False),
                    data.get("memo", ""),
                    data.get("blind", False),
                    data["made_at"],
                )
            )
        except (KeyError, TypeError, ValueError):
            raise InputError(
                f"{path.name}, line {number}: not a recorded decision; see data/sample/README.md"
            ) from None
    return sorted(found, key=lambda r: (r.made_at, r.file, r.row or 0, r.turn, r.start, r.coder))


def rule_identities(session: Session, path: Path) -> int:
    """Give the vault the custodian's recorded rulings that it does not hold yet; return how many were new.

    A ruling is about the placeholder found at its place. A release for that place alone is left out: the words
    stay masked, because releasing them everywhere could release a name elsewhere.
    """
    vault = session.keys
    known = {(r.kind, r.entity, r.form) for r in vault.rulings()}
    places, entities = documents(session), vault.entities()
    new = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        data = json.loads(line) if line.strip() else None
        document = places.get((data["file"], data["row"])) if data else None
        if data is None or document is None:
            continue
        slot = _slot_at(vault.masked(document), data["turn"], data["start"], data["end"])
        ruling = _ruling(data, slot, entities)
        if ruling is None or (ruling["kind"], ruling["entity"], ruling["form"]) in known:
            continue
        known.add((ruling["kind"], ruling["entity"], ruling["form"]))
        vault.rule(actor=data["by"], **ruling)
        new += 1
    return new


def _ruling(data: dict[str, Any], slot: Slot | None, entities: Sequence[Entity]) -> dict[str, str] | None:
    """Return what to tell the vault, or None where the ruling finds nothing to be about."""
    if data["ruling"] == "always":
        # About words the machine did not see as a name, so there is no placeholder at their place.
        return {"kind": "always", "entity": "", "other": "", "label": data["label"], "form": data["form"]}
    # Releasing words at one place would release them wherever they stand, so that waits for the custodian's own hand.
    only_here = data["scope"] == "here" and (data["ruling"] == "release" or not slot or not slot.entity)
    if slot is None or only_here or (data["ruling"] == "split" and not slot.entity):
        return None
    ruling = {"kind": data["ruling"], "entity": slot.entity, "other": "", "label": data["label"], "form": slot.original}
    if data["ruling"] != "merge":
        return ruling
    wanted = data["into"].casefold()
    others = [e.id for e in entities if e.label == slot.label and wanted in (f.casefold() for f in e.forms)]
    same = not slot.entity or not others or others[0] == slot.entity
    return None if same else {**ruling, "other": others[0], "form": ""}


def _slot_at(masked: Masked, turn: int, start: int, end: int) -> Slot | None:
    """Return the placeholder that covers most of a raw stretch of a turn."""
    if turn >= len(masked.document.turns):
        return None
    base = masked.document.turns[turn].start
    best: tuple[int, Slot] | None = None
    shift = 0
    for slot in sorted(masked.slots, key=lambda s: s.start):
        if slot.start < base:
            continue
        raw_start = slot.start - base - shift
        covered = min(end, raw_start + len(slot.original)) - max(start, raw_start)
        if covered > 0 and (best is None or covered > best[0]):
            best = (covered, slot)
        shift += (slot.end - slot.start) - len(slot.original)
    return best[1] if best else None


def decide(session: Session, recorded: Sequence[Recorded]) -> tuple[int, int]:
    """Store recorded decisions on the passages they fall on; return (stored, not placed).

    All of them in one transaction, and not again where the study holds decisions, so that a run that is killed
    and started again ends with the same decisions.
    """
    store = session.store
    placed, lost = _placed(session, recorded)
    groups = sorted(placed.items(), key=lambda item: (item[1][0][0].made_at, item[0]))
    drafts = [] if store.decisions() else [_merged(passage, listed) for (passage, _, _), listed in groups]
    store.decide_many(drafts)
    written = {(memo.passage, memo.coder, memo.text) for memo in store.memos()}
    for (passage, coder, _), listed in groups:
        for one, *_ in listed:
            if one.memo and (passage, coder, one.memo) not in written:
                store.add_memo(passage, coder, one.memo, cleared=True)
    return len(drafts), lost


Placed = dict[tuple[str, str, bool], list[tuple[Recorded, Passage, int, int]]]
"""By passage, coder and whether blind: what was recorded, and its stretch in the passage's text."""


def _placed(session: Session, recorded: Sequence[Recorded]) -> tuple[Placed, int]:
    """Return where recorded decisions fall, and how many fall on no passage."""
    placed: Placed = {}
    lost = 0
    by_file = documents(session)
    passages: dict[str, tuple[Passage, ...]] = {}
    for one in recorded:
        document = by_file.get((one.file, one.row))
        found = None
        if document is not None:
            passages.setdefault(document, session.store.passages_of(document))
            found = place(session.keys.masked(document), one, passages[document])
        if found is None:
            lost += 1
        else:
            placed.setdefault((found[0].id, one.coder, one.blind), []).append((one, *found))
    return placed, lost


def documents(session: Session) -> dict[tuple[str, int | None], str]:
    """Return the id of every document by file and row."""
    return {(entry.file, entry.row): entry.document for entry in session.keys.sources()}


class Stretch(Protocol):
    """A recorded stretch of a turn's raw words."""

    @property
    def turn(self) -> int:
        """Index of the turn in the document."""

    @property
    def start(self) -> int:
        """First code point in the turn's raw words."""

    @property
    def end(self) -> int:
        """One past the last."""


def place(masked: Masked, one: Stretch, passages: Iterable[Passage]) -> tuple[Passage, int, int] | None:
    """Return the passage a recorded stretch falls on most, and the stretch in that passage's text."""
    if one.turn >= len(masked.document.turns):
        return None
    turn = masked.document.turns[one.turn]
    start, end = (_masked_offset(masked, turn.start, raw) for raw in (one.start, one.end))
    best: tuple[int, Passage, int, int] | None = None
    for passage in passages:
        if passage.turn != one.turn:
            continue
        low, high = max(start, passage.start), min(end, passage.end)
        if high > low and (best is None or high - low > best[0]):
            best = (high - low, passage, low - passage.start, high - passage.start)
    return best[1:] if best else None


def _masked_offset(masked: Masked, turn_start: int, raw: int) -> int:
    """Return where a raw offset in a turn lies in the masked text; inside a name, where its placeholder begins."""
    shift = 0
    for slot in sorted(masked.slots, key=lambda s: s.start):
        if slot.start < turn_start:
            continue
        raw_start = slot.start - turn_start - shift
        if raw <= raw_start:
            break
        if raw < raw_start + len(slot.original):
            return slot.start
        shift += (slot.end - slot.start) - len(slot.original)
    return turn_start + raw + shift


def _merged(passage: str, listed: Sequence[tuple[Recorded, Passage, int, int]]) -> Decision:
    """Return one decision of several by one coder on one passage: every code once, the first that named it."""
    codes: dict[str, Coded] = {}
    for one, found, start, end in listed:
        whole = start == 0 and end == len(found.text)
        for code in one.codes:
            span = (None, None) if whole else (start, end)
            codes.setdefault(code.code, Coded(code.code, code.valence, *span))
    first = listed[0][0]
    verdict = next(
        (v for v in (Verdict.HELD, Verdict.CODED, Verdict.NO_CODE) if any(o.verdict is v for o, *_ in listed)),
        first.verdict,
    )
    return Decision(
        0,
        passage,
        first.coder,
        verdict,
        tuple(codes.values()) if verdict is Verdict.CODED else (),
        max(o.made_at for o, *_ in listed),
        None,
        any(o.quotable for o, *_ in listed),
        not any(o.blind for o, *_ in listed),
    )
