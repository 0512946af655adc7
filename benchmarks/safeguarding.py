"""How much the safeguarding mark misses and how often it is wrong: `python -m benchmarks.safeguarding [--save]`.

Reads the held passages of data/safeguarding: their author had seen neither other passages nor cues, and nothing was
made on them. `--texts FILE` marks other texts (JSONL with `text`) and prints what share is marked and how long a text
takes.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voices.coding.safeguarding import watch
from voices.coding.stopping import exact_interval
from voices.embeddings import load_embedder

ROOT = Path(__file__).resolve().parents[1]
HELD = ROOT / "data" / "safeguarding" / "held.jsonl"
RESULTS = Path(__file__).resolve().parent / "results" / "safeguarding.json"


def share(hits: int, count: int) -> dict[str, float]:
    """Return a share with its exact 95 % interval (Clopper and Pearson 1934)."""
    low, high = exact_interval(hits, count, 0.95)
    return {"share": round(hits / count, 3), "low": round(low, 3), "high": round(high, 3), "hits": hits, "n": count}


def measure() -> dict[str, Any]:
    """Return recall and false flags on the held passages, in all and by kind."""
    rows = [json.loads(line) for line in HELD.read_text(encoding="utf-8").splitlines()]
    marks = watch().marks([row["text"] for row in rows], load_embedder())

    def of(name: str, value: object) -> dict[str, float]:
        some = [mark for row, mark in zip(rows, marks, strict=True) if row[name] == value]
        return share(sum(some), len(some))

    kinds = {needs: sorted({row["kind"] for row in rows if row["needs_lead"] is needs}) for needs in (True, False)}
    return {
        "recall": of("needs_lead", True) | {"by kind": {kind: of("kind", kind) for kind in kinds[True]}},
        "false flags": of("needs_lead", False) | {"by kind": {kind: of("kind", kind) for kind in kinds[False]}},
    }


def others(path: Path) -> dict[str, float]:
    """Return what share of other texts is marked, and milliseconds for each."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    embedder, model = load_embedder(), watch()
    embedder.embed(texts)  # a run has these vectors already
    begun = time.process_time()
    marks = model.marks(texts, embedder)
    spent = 1000 * (time.process_time() - begun) / len(texts)
    return share(sum(marks), len(texts)) | {"milliseconds of processor time": round(spent, 2)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="other texts to mark")
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    found: dict[str, Any] = {"version": watch().version}
    found |= others(options.texts) if options.texts else measure()
    print(json.dumps(found, indent=1))
    if options.save and not options.texts:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
