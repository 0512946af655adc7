"""Cells of the framework matrix and practice examples as nouns, over the chains they are stored in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voices.errors import StaleVersion
from voices.model.assembled import Cell, Cited, PracticeExample
from voices.store.writing import RIVAL, Draft, Writing, Written

_BETWEEN = "\x1f"
"""Parts case and code in a cell's key; no code or role holds it."""
RELEASED, REMOVED = "released", "removed"


class Assembling(Writing):
    """What people write from several voices."""

    def cells(self) -> tuple[Cell, ...]:
        """Return every cell with words in it, or with versions to settle, by case and code."""
        found = (_cell(one) for one in self.written("cell"))
        return tuple(cell for cell in found if cell.text or cell.rivals)

    def put_cell(
        self, case: str, code: str, text: str, quotes: Sequence[Cited], coder: str, version: int | None
    ) -> bool:
        """Store a cell's words; return False where somebody changed it meanwhile, and both are kept to be settled."""
        draft = cell_draft(case, code, text, quotes, coder, version)
        try:
            self.write(draft)
        except StaleVersion:
            here = next((one for one in self.written("cell") if one.key == draft.key), None)
            if here is not None and any((who, words.get("text")) == (coder, text) for _, who, words in here.rivals):
                return False  # brought in twice: kept already
            tip = self.tips("cell")[draft.key]
            self.write(replace(draft, act=RIVAL, supersedes=tip))
            return False
        return True

    def examples(self) -> tuple[PracticeExample, ...]:
        """Return the practice examples that stand, by title."""
        found = [_example(one) for one in self.written("example") if one.act != REMOVED]
        return tuple(sorted(found, key=lambda one: (one.title, one.id)))

    def example(self, id: str) -> PracticeExample | None:
        """Return one practice example that stands."""
        return next((one for one in self.examples() if one.id == id), None)

    def put_example(self, example: PracticeExample, coder: str, version: int | None, *, released: bool = False) -> None:
        """Store a practice example as it is now; whatever was released before has to be released again.

        Raises StaleVersion where somebody changed it meanwhile.
        """
        self.write(example_draft(example, coder, version, released=released))

    def remove_example(self, example: PracticeExample, coder: str) -> None:
        """Take a practice example off; its versions stay."""
        self.write(Draft("example", example.id, REMOVED, {}, {}, (), coder, example.version))


def cell_draft(
    case: str, code: str, text: str, quotes: Sequence[Cited], coder: str, version: int | None = None, made_at: str = ""
) -> Draft:
    """Return a cell as a row to write."""
    facts = {"case": case, "code": code}
    anchors = tuple(("quote", q.passage, q.start, q.end) for q in quotes)
    key = f"{case}{_BETWEEN}{code}"
    return Draft("cell", key, "written", facts, {"text": text}, anchors, coder, version, made_at)


def example_draft(
    example: PracticeExample, coder: str, version: int | None = None, *, released: bool = False, made_at: str = ""
) -> Draft:
    """Return a practice example as a row to write."""
    facts = {"principles": sorted(example.principles), "composite": example.composite, "by": example.by or coder}
    words = {"title": example.title, "narrative": example.narrative, "consent": example.consent}
    anchors = tuple(("quote", q.passage, q.start, q.end) for q in example.quotes)
    act = RELEASED if released else "written"
    return Draft("example", example.id, act, facts, words, anchors, coder, version, made_at)


def _cell(one: Written) -> Cell:
    return Cell(
        one.facts["case"],
        one.facts["code"],
        one.words.get("text", ""),
        tuple(Cited(passage, start, end) for _, passage, start, end in one.anchors),
        one.coder,
        one.made_at,
        one.tip,
        tuple((row, coder, words.get("text", "")) for row, coder, words in one.rivals),
    )


def _example(one: Written) -> PracticeExample:
    return PracticeExample(
        one.key,
        one.tip,
        one.words.get("title", ""),
        one.words.get("narrative", ""),
        tuple(one.facts.get("principles", ())),
        bool(one.facts.get("composite")),
        one.words.get("consent", ""),
        tuple(Cited(passage, start, end) for _, passage, start, end in one.anchors),
        str(one.facts.get("by", one.coder)),
        one.made_at,
        one.coder if one.act == RELEASED and one.words else "",
        one.lost,
    )
