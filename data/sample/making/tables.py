"""Table sources: comments as written, closed answers drawn by a keyed hash so that every build draws the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from making.markup import Marked, parse

AGREEMENT = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
STAFF_QUESTIONS = (
    ("Q1", "continuity", "I am able to stay with a family from assessment to the end of our work with them", ""),
    ("Q2", "continuity", "Families here do not have to tell their story again and again", ""),
    ("Q3", "consistency", "When I am away, families are seen by somebody who knows them", ""),
    ("Q4", "consistency", "Families who ring the pod get an answer", ""),
    ("Q5", "collaboration", "Group supervision helps me to think with colleagues", ""),
    ("Q6", "collaboration", "Other agencies work with us and not alongside us", ""),
    ("Q7", "change_agent", "I do direct work that helps families to change", ""),
    ("Q8", "change_agent", "Recording and forms keep me from the families I work with", "yes"),
    ("Q9", "learning", "I have time to take up training", ""),
    ("Q10", "learning", "I learn from lead practitioners or from my pod", ""),
    ("Q11", "culture", "I feel trusted by managers and leaders", ""),
    ("Q12", "culture", "I can challenge a decision without fear of what follows", ""),
)
PARENT_STATEMENTS = (
    ("S1", "continuity", "I have had the same social worker for most of the time"),
    ("S2", "continuity", "I have not had to repeat my story"),
    ("S3", "consistency", "If I ring, somebody who knows us answers or rings back"),
    ("S4", "consistency", "Visits happen when they are supposed to"),
    ("S5", "collaboration", "School, health and social work pull in the same direction"),
    ("S6", "change_agent", "My social worker does what they say they will do"),
    ("S7", "change_agent", "I know what needs to change and who is doing what"),
    ("S8", "change_agent", "My social worker is honest with me, even when it is hard"),
    ("S9", "", "My children are better off for the help we have had"),
    ("S10", "", "I am treated with respect"),
)
FORM_QUESTIONS = (
    ("F1", "continuity", "My social worker knows me"),
    ("F2", "change_agent", "My social worker listens and does something about it"),
    ("F3", "consistency", "I can get hold of somebody when I need to"),
)
FACES = {"3": "\U0001f642", "2": "\U0001f610", "1": "\U0001f641"}
# Share of favourable answers aimed at, wave one then wave two; invented, shaped to rise unevenly.
STAFF_AIM = {
    "Q1": (0.62, 0.74), "Q2": (0.55, 0.68), "Q3": (0.50, 0.72), "Q4": (0.46, 0.70), "Q5": (0.70, 0.78),
    "Q6": (0.48, 0.55), "Q7": (0.58, 0.66), "Q8": (0.20, 0.28), "Q9": (0.38, 0.44), "Q10": (0.66, 0.78),
    "Q11": (0.36, 0.50), "Q12": (0.25, 0.36),
}  # fmt: skip
PARENT_AIM = {
    "S1": (0.35, 0.66), "S2": (0.34, 0.62), "S3": (0.38, 0.70), "S4": (0.45, 0.64), "S5": (0.40, 0.52),
    "S6": (0.48, 0.62), "S7": (0.55, 0.70), "S8": (0.70, 0.78), "S9": (0.50, 0.64), "S10": (0.66, 0.76),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One data row of a table source."""

    cells: tuple[str, ...]
    """Closed cells, as written in the source."""
    answers: tuple[Marked | None, ...]
    """Free-text answers, None where left empty."""


def _draw(*key: object) -> float:
    digest = hashlib.sha256("/".join(map(str, key)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


def closed(table: str, row: int, question: str, aim: float, lean: float) -> int:
    """An answer from 1 to 5: favourable with chance `aim`, moved by the respondent's own lean (0 to 1)."""
    chance = min(0.97, max(0.03, aim + (lean - 0.5) * 0.5))
    drawn = _draw(table, row, question)
    if drawn < chance:
        return 5 if drawn < chance * 0.35 else 4
    rest = (drawn - chance) / (1 - chance)
    return 3 if rest < 0.35 else 2 if rest < 0.78 else 1


def left_blank(table: str, row: int, question: str) -> str | None:
    """An empty cell or "N/A" for about one answer in twenty-five, else None."""
    drawn = _draw(table, row, question, "blank")
    return "" if drawn < 0.02 else "N/A" if drawn < 0.04 else None


def lean(table: str, row: int) -> float:
    """How favourably a respondent answers altogether, 0 to 1."""
    return _draw(table, row, "lean")


def read_rows(path: Path, answers: int) -> tuple[Row, ...]:
    """Read a `;;` table source whose last `answers` fields are free text; lines from `#` are comments."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split(";;")]
        words = tuple(parse(field) if field else None for field in fields[-answers:])
        rows.append(Row(tuple(fields[:-answers]), words))
    return tuple(rows)


def read_register(path: Path) -> tuple[Row, ...]:
    """Read the register source: a line of cells, then the summary, records parted by blank lines."""
    rows = []
    body = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for block in body.strip().split("\n\n"):
        head, summary = block.split("\n", 1)
        cells = tuple(field.strip() for field in head.split(";;"))
        rows.append(Row(cells, (parse(" ".join(summary.split("\n"))),)))
    return tuple(rows)


def staff_cells(wave: int, row: int) -> list[str | int]:
    """Twelve closed answers of a member of staff: words in wave one, numbers in wave two."""
    table = f"staff{wave}"
    cells: list[str | int] = []
    for name, _, _, turned in STAFF_QUESTIONS:
        blank = left_blank(table, row, name)
        value = closed(table, row, name, STAFF_AIM[name][wave - 1], lean(table, row))
        said = 6 - value if turned else value
        cells.append(blank if blank is not None else AGREEMENT[said - 1] if wave == 1 else said)
    return cells


def parent_cells(wave: int, row: int) -> list[str | int]:
    """Ten statements as a parent scored them on the telephone, 1 to 5."""
    table = f"parents{wave}"
    cells: list[str | int] = []
    for name, _, _ in PARENT_STATEMENTS:
        blank = left_blank(table, row, name)
        value = closed(table, row, name, PARENT_AIM[name][wave - 1], lean(table, row))
        cells.append(blank if blank is not None else value)
    return cells
