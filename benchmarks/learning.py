"""How long suggestions take to follow decisions: the refresh the review pages make after every twenty of them.

`python -m benchmarks.learning` fills a study with the sample's coded passages, over and over up to `--passages`, lets
people decide some of them, most as suggested, and measures one refresh: reading the store, learning, writing every
suggestion, the order of the queue and the outlook. `--save` writes results/learning.json.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.codes import BOOK, SAMPLE
from benchmarks.speed import peak_megabytes

if TYPE_CHECKING:
    from voices.model import Passage
    from voices.store import Store

RESULTS = Path(__file__).resolve().parent / "results" / "learning.json"
DIFFERENT = 7
"""Every so many decisions differ from the suggestion."""
PER_DOCUMENT = 20


def texts() -> list[str]:
    """Return the texts of the sample's coded passages."""
    return [json.loads(line)["text"] for line in SAMPLE.read_text(encoding="utf-8").splitlines()]


def fill(store: Store, count: int) -> None:
    """Put passages with their suggestions and vectors into a store; equal texts share both."""
    from voices import codebook, coding
    from voices.embeddings import cache_key, load_embedder
    from voices.model import Document, Kind, Passage
    from voices.store import LEARNT_KEY

    said, embedder = texts(), load_embedder()
    blank = Passage("", "", 0, 0, 0, 0, "", "", "", "", "talk", Kind.INTERVIEW)
    kinds = [replace(blank, id=f"k{i}", document=f"k{i}", end=len(t), text=t) for i, t in enumerate(said)]
    coder = coding.fit([codebook.find(BOOK)], (), embedder)
    found, vectors = coder.suggest(kinds), embedder.embed(said)
    passages: dict[str, list[Passage]] = {}
    for number in range(count):
        document, of = f"d{number // PER_DOCUMENT:05d}", number % len(said)
        one = replace(kinds[of], id=f"p{number:06d}", document=document, turn=number % PER_DOCUMENT, hash=f"h{number}")
        passages.setdefault(document, []).append(one)
    documents = [Document(id, "talk", Kind.INTERVIEW, "", ()) for id in passages]
    store.put_documents([(one, "in") for one in documents], [], "v")
    store.put_passages([(id, "in", own) for id, own in passages.items()], "v")
    flat = [one for own in passages.values() for one in own]
    rows = [(one, found[kinds[n % len(said)].id]) for n, one in enumerate(flat)]
    store.put_suggestions([(p.id, p.hash, [replace(s, passage=p.id) for s in own]) for p, own in rows], "v")
    packed = [row.astype("<f4").tobytes() for row in vectors]
    store.vector_cache().put({cache_key(key=p.hash): packed[n % len(said)] for n, p in enumerate(flat)})
    store.set(LEARNT_KEY, coding.learnt([coder], coder.fingerprint, 0).to_json())


def decide(store: Store, count: int) -> None:
    """Decide passages from the first of the queue on, every fifth otherwise than suggested."""
    from voices.model import Coded, Decision, Verdict

    suggestions, drafts = store.suggestions(), []
    for number, item in enumerate(store.queue("open")[:count]):
        ranked = suggestions[item.passage]
        codes = [s.code for s in ranked if s.put_forward and "/" not in s.code]
        if number % DIFFERENT == 0:
            codes = [ranked[1].code]
        verdict = Verdict.CODED if codes else Verdict.NO_CODE
        drafts.append(Decision(0, item.passage, "C1", verdict, tuple(map(Coded, codes)), f"2026-01-01T{number:06d}"))
    store.decide_many(drafts)


def measure(passages: int, decisions: int) -> dict[str, Any]:
    """Return seconds of one refresh, on the wall and of the processor, and peak memory."""
    from voices.review.learning import kept_outlook, put_in_order, refresh
    from voices.store import open_store

    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "study.db", create=True) as store:
        fill(store, passages)
        put_in_order(store, store.passages(), store.suggestions(), {}, 0)
        decide(store, decisions)
        wall, cpu = time.perf_counter(), time.process_time()
        found = refresh(store)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        outlook = kept_outlook(store)
        return {
            "passages": found.passages,
            "decisions": found.decisions,
            "with another suggestion": found.moved,
            "seconds": round(wall, 2),
            "processor seconds": round(cpu, 2),
            "peak MB": round(peak_megabytes()),
            "outlook": outlook.sentence() if outlook else "",
        }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=5000)
    parser.add_argument("--decisions", type=int, nargs="*", default=[20, 200, 600])
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/learning.json")
    options = parser.parse_args()
    found = []
    for count in options.decisions:
        found.append(measure(options.passages, count))
        print(found[-1])
        sys.stdout.flush()
    if options.save:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
