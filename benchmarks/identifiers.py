"""How many made identifiers of each kind are found, and how many near misses are left.

`python -m benchmarks.identifiers` makes 200 of each kind and as many near misses, in sentences as written and as said.
Sentences and rules have one author: the figures show that a rule does what it says, not what people will write.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.made_identifiers import KINDS, Kind, named, sentences
from benchmarks.scoring import Share

if TYPE_CHECKING:
    from voices.privacy import Models

COUNT = 200
"""Identifiers of each kind, and near misses."""
RESULTS = Path(__file__).resolve().parent / "results" / "identifiers.json"


@dataclass(frozen=True)
class Found:
    """What was found of one kind."""

    kind: str
    recall: Share
    """Of the identifiers, those masked whole and without asking, under their label."""
    masked: Share
    """Of the identifiers, those masked whole in any way: another label, or until the custodian decides."""
    precision: Share
    """Of what was masked under the label, that which is one."""


def measure(kind: Kind, models: Models, seed: int, count: int = COUNT) -> Found:
    """Return what `voices detect` finds of one kind."""
    from voices.model import Action
    from voices.privacy import detect

    made = list(sentences(kind, count, seed))
    sure = whole = false = 0
    for (text, start, end, is_one), mentions in zip(made, detect([text for text, *_ in made], models), strict=True):
        near = [m for m in mentions if m.start < end and start < m.end and m.action is not Action.KEEP]
        right = [m for m in near if m.label == kind.label and m.action is Action.MASK]
        covered = {i for m in near for i in range(m.start, m.end)}
        if is_one:
            sure += any(m.start <= start and m.end >= end for m in right)
            whole += all(i in covered for i in range(start, end) if text[i].isalnum())
        else:
            false += bool(right)
    return Found(named(kind), Share(sure, count), Share(whole, count), Share(sure, sure + false))


def table(rows: Sequence[Found]) -> Iterator[str]:
    """Yield the figures as a table in Markdown; every share with its 95 per cent interval."""
    yield "| kind | recall | masked in any way | precision |"
    yield "|---|---|---|---|"
    for row in rows:
        yield f"| {row.kind} | {row.recall} | {row.masked} | {row.precision} |"
    every = [
        Share(sum(s.k for s in shares), sum(s.n for s in shares))
        for shares in zip(*((r.recall, r.masked, r.precision) for r in rows), strict=True)
    ]
    yield f"| all | {' | '.join(map(str, every))} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every kind and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=31, help="what is drawn; rules were written against 7 and 2026")
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/identifiers.json and .md")
    options = parser.parse_args(arguments)
    from voices.privacy import load_models

    models = load_models()
    rows = [measure(kind, models, options.seed) for kind in KINDS]
    lines = [f"{COUNT} made identifiers of each kind and as many near misses, seed {options.seed}.", "", *table(rows)]
    print("\n".join(lines))
    if options.save:
        RESULTS.parent.mkdir(exist_ok=True)
        kept = {
            r.kind: {"recall": r.recall.as_json(), "masked": r.masked.as_json(), "precision": r.precision.as_json()}
            for r in rows
        }
        RESULTS.write_text(json.dumps({"seed": options.seed, "kinds": kept}, indent=1) + "\n", encoding="utf-8")
        RESULTS.with_suffix(".md").write_text("\n".join(["# Identifiers: figures", "", *lines, ""]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
