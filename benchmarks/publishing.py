"""How long publishing takes, and how much memory: a study of 20,000 decided passages, written to every format.

    .venv/bin/python -m benchmarks.publishing            # prints and saves benchmarks/results/publishing.json

The passages are the shipped exemplars with words of their own added, so that no two are alike; 2,000 people said them
in five sources and two waves. Their vectors lie in the cache and what study.toml says has been looked at for names, as
`voices run` leaves them. Timed is `voices publish` as a user types it, from start to end of the process.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from voices.model import Coded, Decision, Document, Kind, Participant, Passage, Verdict

if TYPE_CHECKING:
    from voices.codebook import Exemplar
    from voices.embeddings import VectorCache

PASSAGES, PEOPLE = 20_000, 2_000
SECONDS, GIGABYTES = 60, 1.5
SOURCES = (("staff survey", "survey", 1, "social worker"), ("staff survey again", "survey", 2, "social worker"),
           ("parents", "interview", 1, "parent"), ("parents again", "interview", 2, "parent"),
           ("forms", "form", 2, "young person"))  # fmt: skip
RESULT = Path(__file__).with_name("results") / "publishing.json"


def make(folder: Path, passages: int) -> Path:
    """Make a study with so many decided passages, as a run and its coders leave it."""
    from flows import typed_texts
    from voices import codebook, study, typed
    from voices.store import open_store

    lines = ["[study]", 'id = "0011223344556677"', 'title = "A large study"', f'originals = "{folder / "none"}"']
    for name, kind, wave, role in SOURCES:
        head = ["", "[[sources]]", f'name = "{name}"', f'files = ["{name}/*.txt"]', f'kind = "{kind}"']
        lines += [*head, f"wave = {wave}", f'role = "{role}"', "quoting = true"]
    (folder / "study").mkdir(parents=True)
    (folder / "study" / "study.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    loaded = study.load(folder / "study")
    rng = random.Random(5)
    exemplars = [one for one in codebook.find("six_principles", folder).exemplars if one.codes]
    said = [_said(number, rng, exemplars) for number in range(passages)]
    with open_store(loaded.database, create=True) as store:
        documents: dict[str, list[Passage]] = {}
        for passage, _ in said:
            documents.setdefault(passage.document, []).append(passage)
        people = {(p.participant, p.source): Participant(p.participant, p.role, p.source, p.wave, quoting=True)
                  for p, _ in said}  # fmt: skip
        store.put_documents(((_document(own), "hash") for own in documents.values()), people.values(), "benchmark")
        store.put_passages(((id, "hash", own) for id, own in documents.items()), "benchmark")
        store.decide_many(decision for _, decision in said)
        _vectors(store.vector_cache(), [passage.text for passage, _ in said])
        entries = typed.everything(loaded)
        if typed.naming(entries):
            raise SystemExit("the study of this benchmark may name somebody: change what its study.toml says")
        store.set(typed_texts.SEEN, typed.digest(entries, loaded.cleared))
    return loaded.folder


def _said(number: int, rng: random.Random, exemplars: Sequence[Exemplar]) -> tuple[Passage, Decision]:
    """Return one passage with what a coder decided on it."""
    person = rng.randrange(PEOPLE)
    source, kind, wave, role = SOURCES[person % len(SOURCES)]
    one, other = rng.choice(exemplars), rng.choice(exemplars)
    text = f"{one.text} That was visit {number}, and {other.text[:1].lower()}{other.text[1:]}"
    id = hashlib.sha256(str(number).encode()).hexdigest()[:16]
    passage = Passage(
        id, f"D{person}", number, 0, 0, len(text), text, id, f"P{person}", role, source, Kind(kind), wave, quoting=True
    )
    codes = tuple(Coded(code, valence) for code, valence in one.codes)
    return passage, Decision(0, id, "C1", Verdict.CODED, codes, "2026-03-02T10:00:00Z", quotable=number % 11 == 0)


def _document(own: Sequence[Passage]) -> Document:
    first = own[0]
    return Document(first.document, first.source, first.kind, "", (), first.wave, quoting=True,
                    participant=first.participant)  # fmt: skip


def _vectors(cache: VectorCache, texts: Sequence[str]) -> None:
    """Keep a vector for every text: near others with the same first words, as meaning would have it."""
    import numpy as np

    from voices.embeddings import cache_key, load_embedder, neutral

    embedder = load_embedder()
    rows = np.random.default_rng(5).normal(size=(len(texts), embedder.dimensions)).astype("<f4")
    middles: dict[str, int] = {}
    for place, text in enumerate(texts):
        rows[place] += 2 * rows[middles.setdefault(text[:25], place)]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    names = [cache_key(text=neutral(text), model=embedder.model) for text in texts]
    cache.put({name: row.astype("<f4").tobytes() for name, row in zip(names, rows, strict=True)})


def measure(passages: int) -> dict[str, object]:
    """Publish once in a process of its own; return seconds, gigabytes and the size of what was written."""
    with tempfile.TemporaryDirectory() as place:
        folder = make(Path(place), passages)
        command = [sys.executable, "-m", "voices", "publish", str(folder)]
        started = time.perf_counter()
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=dict(os.environ, HOME=place))
        seconds = time.perf_counter() - started
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        written = sum(path.stat().st_size for path in (folder / "out").iterdir())
        return {
            "passages": passages,
            "people": PEOPLE,
            "seconds": round(seconds, 1),
            "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
            "peak_gigabytes": round(used.ru_maxrss / 1024**2, 2),
            "written_megabytes": round(written / 1e6, 1),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
            "load_at_start": round(os.getloadavg()[0], 1),
            "target": {"seconds": SECONDS, "gigabytes": GIGABYTES},
        }


def main() -> int:
    """Measure and save; the code is 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    options = parser.parse_args()
    figure = measure(options.passages)
    print(json.dumps(figure, indent=1))
    if options.passages == PASSAGES:
        RESULT.write_text(json.dumps(figure, indent=1) + "\n", encoding="utf-8")
    met = float(str(figure["seconds"])) <= SECONDS and float(str(figure["peak_gigabytes"])) <= GIGABYTES
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
