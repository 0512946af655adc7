"""What learning from coded comments brings, beside the recipe of pxtextmining on the same rows.

`python -m benchmarks.coding FILE` reads JSONL of `id`, `text`, `codes` (and `groups` for the broader codes). A fifth of
the rows is held back; nothing is learnt from it. Printed and, with `--save`, written to results/coding.json: F1 by
number of examples (with none, from the codes' names alone), calibration error with a reliability plot, texts nobody
had to read and decisions nobody had to make, speed and memory.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.reading import Machine, Rows, f1, own_coder, simulate
from benchmarks.speed import peak_megabytes

if TYPE_CHECKING:
    from voices.embeddings import Embedder

RESULTS = Path(__file__).resolve().parent / "results" / "coding.json"
SHOTS = (0, 8, 32, 128)
BINS = 10


def read(path: Path, key: str) -> Rows:
    """Return texts with their codes under `key`; rows without a text are left out."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    kept = [one for one in found if one["text"].strip()]
    return Rows(tuple(one["text"] for one in kept), tuple(tuple(dict.fromkeys(one.get(key, ()))) for one in kept))


def few(rows: Rows, shots: int, seed: int) -> Rows:
    """Return up to `shots` texts per code, drawn by the seed."""
    order = np.random.default_rng(seed).permutation(len(rows))
    taken: dict[int, None] = {}
    for code in rows.codes():
        own = [int(i) for i in order if code in rows.given[i]][:shots]
        taken.update(dict.fromkeys(own))
    return rows.pick(sorted(taken))


def recipe(learn: Rows, held: Rows, codes: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores and what pxtextmining's support vector machine gives: the best code where none applies."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import SVC

    words = TfidfVectorizer(sublinear_tf=True)
    seen, asked = words.fit_transform(learn.texts), words.transform(held.texts)
    truth = learn.truth(codes)
    score = np.full((len(held), len(codes)), -9.0)
    for place in range(len(codes)):
        if 0 < truth[:, place].sum() < len(truth):
            machine = SVC(C=15, class_weight="balanced", max_iter=1000)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)  # the recipe stops early on purpose
                score[:, place] = machine.fit(seen, truth[:, place]).decision_function(asked)
    given = score > 0
    bare = ~given.any(axis=1)
    given[bare, score[bare].argmax(axis=1)] = True
    return score, given


def calibration(confidence: np.ndarray, truth: np.ndarray) -> dict[str, Any]:
    """Return the expected calibration error over cells, and the points of the reliability plot."""
    flat, right = confidence.ravel(), truth.ravel()
    where = np.minimum((flat * BINS).astype(int), BINS - 1)
    points, error = [], 0.0
    for number in range(BINS):
        own = where == number
        if own.any():
            said, was = float(flat[own].mean()), float(right[own].mean())
            points.append({"said": said, "was": was, "n": int(own.sum())})
            error += float(own.mean()) * abs(said - was)
    return {"error": error, "points": points}


def learn_and_score(learn: Rows, held: Rows, codes: Sequence[str], embedder: Embedder, peer: bool) -> dict[str, Any]:
    """Return micro- and macro-F1 on the held texts, calibration and seconds; the peer's F1 on the same rows."""
    began = time.process_time()
    machine = learn.fit(embedder)
    fitted = time.process_time() - began
    confidence, put = machine.see(held, codes, embedder)
    truth = held.truth(codes)
    micro, macro = f1(put, truth)
    found: dict[str, Any] = {"texts": len(learn), "micro": micro, "macro": macro, "fit cpu seconds": fitted}
    found["calibration"] = calibration(confidence, truth)
    if peer:
        found["recipe micro"], found["recipe macro"] = f1(recipe(learn, held, codes)[1], truth)
    return found


def from_names(held: Rows, codes: Sequence[str], embedder: Embedder) -> dict[str, Any]:
    """Return F1 on the held texts where nothing but the names of the codes is known."""
    from voices.codebook import Code, Codebook, CodeKind
    from voices.coding import fit

    named = tuple(Code(id=c, name=c, colour="#505A5F", definition="", kind=CodeKind.THEME) for c in codes)
    machine = Machine(fit([Codebook("names", "Names", "1", named)], (), embedder))
    confidence, put = machine.see(held, codes, embedder)
    truth = held.truth(codes)
    micro, macro = f1(put, truth)
    return {"texts": 0, "micro": micro, "macro": macro, "calibration": calibration(confidence, truth)}


def plot(results: dict[str, Any], path: Path) -> None:
    """Draw how often codes were right against the confidence in them, for each number of examples."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="#b1b4b6", linewidth=1)
    for name, one in sorted(results.items()):
        if "calibration" in one:
            points = one["calibration"]["points"]
            label = f"{name} (error {one['calibration']['error']:.3f})"
            axes.plot([p["said"] for p in points], [p["was"] for p in points], marker="o", markersize=3, label=label)
    axes.set(xlabel="confidence", ylabel="share that carried the code", xlim=(0, 1), ylim=(0, 1))
    axes.legend(fontsize=7)
    figure.savefig(path, dpi=120, bbox_inches="tight")
    pyplot.close(figure)


def load(rows: Rows, count: int) -> dict[str, float]:
    """Suggest codes of the six principles for `count` passages, the codebook learnt first; return speed and memory."""
    from voices import codebook
    from voices.coding import suggest_texts
    from voices.embeddings import load_embedder

    texts = [(str(i), f"{rows.texts[i % len(rows)]} {i}") for i in range(count)]
    began, busy = time.perf_counter(), time.process_time()
    suggest_texts(texts, load_embedder(), codebook.find("six_principles"))
    wall, cpu = time.perf_counter() - began, time.process_time() - busy
    rates = {"a second": count / wall, "a processor second": count / cpu}
    return {"passages": count, **rates, "peak MB": peak_megabytes()}


def load_apart(file: Path, count: int) -> dict[str, float]:
    """Return what `load` does in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.coding", str(file), "--load", str(count), "--load-here"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="JSONL of id, text, codes and, if there are any, groups")
    parser.add_argument("--shots", type=int, nargs="*", default=list(SHOTS))
    parser.add_argument("--no-all", dest="all", action="store_false", help="leave out learning from all the rest")
    parser.add_argument("--pool", type=int, default=1000, help="texts to read in the simulation of reading; 0 for none")
    parser.add_argument("--load", type=int, default=10_000, help="passages to suggest codes for; 0 for none")
    parser.add_argument("--load-here", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/coding.json")
    options = parser.parse_args()
    if not options.file.is_file():
        print(f"{options.file}: there is no such file", file=sys.stderr)
        return 2
    if options.load_here:
        print(json.dumps(load(read(options.file, "codes"), options.load)))
        return 0
    from voices.embeddings import load_embedder

    embedder, results = load_embedder(), json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}

    def keep(what: str, value: dict[str, Any]) -> None:
        results[what] = value
        shown = {k: v for k, v in value.items() if k not in ("calibration", "curve")}
        print(what, {k: round(v, 3) if isinstance(v, float) else v for k, v in shown.items()})
        if "calibration" in value:
            print(f"  calibration error {value['calibration']['error']:.3f}")
        sys.stdout.flush()
        if options.save:
            RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    for key in ("codes", "groups"):
        rows = read(options.file, key)
        if not rows.codes():
            continue
        held, rest = rows.split(5, seed=7)
        codes = rows.codes()
        if key == "codes":
            if 0 in options.shots:
                keep(f"{key}: 0 a code", from_names(held, codes, embedder))
            for shots in (n for n in options.shots if n):
                keep(f"{key}: {shots} a code", learn_and_score(few(rest, shots, 0), held, codes, embedder, peer=True))
        if options.all:
            keep(f"{key}: all", learn_and_score(rest, held, codes, embedder, peer=True))
    if options.pool:
        broad = read(options.file, "groups") if read(options.file, "groups").codes() else read(options.file, "codes")
        pool = broad.split(5, 7)[1].first(options.pool)
        for way, at_random, coder in (
            ("own order", False, own_coder(embedder)),
            ("random order", True, own_coder(embedder)),
            ("random order, recipe of pxtextmining", True, recipe),
        ):
            keep(f"reading, {way}", simulate(pool, coder, at_random))
    if options.load:
        keep("load", load_apart(options.file, options.load))
    if options.save:
        plot(results, RESULTS.with_suffix(".png"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
