"""Learn `coding/weights/safeguarding.json` anew: `python -m training.safeguarding [--save]`.

Learns from the exemplars and the development passages of data/safeguarding, with ordinary talk (a sample of the
exemplars of the six principles) at little weight. The threshold is set by what people can bear: how many passages of
ordinary talk are marked for nothing. The held passages are never read here (`benchmarks/safeguarding.py` reads them).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voices.coding.cues import CUES, TOGETHER, hints
from voices.coding.logistic import Floats, Linear, fit
from voices.coding.safeguarding import MARGIN, READ_WHOLE, SCALE, TOGETHER_READ, TOO_SHORT, WEIGHTS, cue_names, parts
from voices.embeddings import DIMENSIONS, MODEL, load_embedder, neutral

DATA = Path(__file__).resolve().parents[1] / "data" / "safeguarding"
FOLDS = 10
STRENGTH = 0.2
"""Of 0.2, 0.5, 1 and 2 it told the development passages of an author apart from near misses best."""
BURDEN = 0.15
"""Share of ordinary talk that is marked for nothing: with more, people would stop looking at marks."""
ORDINARY = 0.2
"""What a text of ordinary talk weighs beside a written exemplar."""


@dataclass(frozen=True)
class Lesson:
    """Texts, and parts of those that need no lead, each with what is known of it."""

    features: Floats
    truth: Floats
    weights: Floats
    owners: np.ndarray
    """Place of the text each row is of; whole texts come first, in order."""
    texts: tuple[str, ...]
    written: int
    """How many of the texts, at their beginning, were written for this; the last `development` of them to tune on."""
    development: int


def read(name: str) -> list[dict[str, str | bool]]:
    """Return the passages of one file of data/safeguarding."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def lesson() -> Lesson:
    """Return what is learnt from, as the model reads it."""
    texts, truth, written, development = known()
    owners, inner = parts(texts)
    rows, of = [*texts, *inner], np.array([*range(len(texts)), *owners])
    vectors = load_embedder().embed(rows).astype(np.float64)
    shown = np.array([hints(neutral(text)) for text in rows])
    features = SCALE * np.hstack([vectors, shown])
    weights = np.where(of < written, 1.0, ORDINARY)
    return Lesson(features, np.array(truth)[of], weights, of, tuple(texts), written, development)


def known() -> tuple[list[str], list[float], int, int]:
    """Return texts, whether each needs the lead, how many were written for this, and the last of these to tune on."""
    exemplars, development = read("exemplars"), read("development")
    written = [*exemplars, *development]
    ordinary = [str(one["text"]) for one in read("ordinary")]
    texts = [str(one["text"]) for one in written] + ordinary
    truth = [float(bool(one["needs_lead"])) for one in written] + [0.0] * len(ordinary)
    return texts, truth, len(written), len(development)


def version(texts: Sequence[str], truth: Sequence[float]) -> str:
    """Return the fingerprint of everything the weights rest on."""
    cues = "\n".join(f"{name} {pattern}" for name, pattern in CUES.items())
    ways = f"{STRENGTH} {ORDINARY} {SCALE} {MARGIN} {READ_WHOLE} {TOGETHER_READ} {TOO_SHORT} {TOGETHER}"
    parts_of = [MODEL, ways, cues, *(f"{text} {needs}" for text, needs in zip(texts, truth, strict=True))]
    return hashlib.sha256("\n".join(parts_of).encode()).hexdigest()[:12]


def learn(from_: Lesson, use: np.ndarray) -> Linear:
    """Fit the model on some rows; parts of texts that need the lead are left out, as nobody said which part it is."""
    whole = np.arange(len(from_.owners)) < len(from_.texts)
    rows = use & (whole | (from_.truth == 0))
    return fit(from_.features[rows], from_.truth[rows, None], from_.weights[rows, None], STRENGTH)


def out_of_fold(from_: Lesson) -> Floats:
    """Return the log odds of each text, of its strongest part, by a model that had not seen the text."""
    fold_of = np.random.default_rng(1).permutation(len(from_.texts)) % FOLDS
    fold = fold_of[from_.owners]
    scores = np.full(len(from_.texts), -np.inf)
    for number in range(FOLDS):
        rows = fold == number
        model = learn(from_, ~rows)
        found = (from_.features[rows] @ model.coef + model.intercept)[:, 0]
        np.maximum.at(scores, from_.owners[rows], found - np.where(np.flatnonzero(rows) < len(fold_of), 0.0, MARGIN))
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, print what cross-validation says, and write the weights where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    all_ = lesson()
    scores, truth = out_of_fold(all_), all_.truth[: len(all_.texts)]
    own = slice(all_.written - all_.development, all_.written)
    threshold = float(np.quantile(scores[all_.written :], 1.0 - BURDEN))
    print(f"threshold {threshold:.3f}")
    for said, of, value in (
        ("development passages that need the lead marked", own, 1.0),
        ("near misses of the development passages marked", own, 0.0),
        ("exemplars that need the lead marked", slice(0, own.start), 1.0),
        ("near misses among the exemplars marked", slice(0, own.start), 0.0),
        ("ordinary talk marked", slice(all_.written, None), 0.0),
    ):
        some = scores[of][truth[of] == value]
        print(f"{said}: {(some >= threshold).mean():.3f} of {len(some)}")
    if options.save:
        _save(learn(all_, np.ones(len(all_.owners), dtype=bool)), threshold, all_)
    return 0


def _save(model: Linear, threshold: float, from_: Lesson) -> None:
    coef, cues = model.coef[:, 0], cue_names()
    kept = {
        "version": version(from_.texts, from_.truth[: len(from_.texts)].tolist()),
        "threshold": round(threshold, 3),
        "intercept": round(float(model.intercept[0]), 5),
        "cues": {name: round(float(w), 4) for name, w in zip(cues, coef[DIMENSIONS:], strict=True)},
        "vector": [round(float(w), 4) for w in coef[:DIMENSIONS]],
    }
    WEIGHTS.parent.mkdir(exist_ok=True)
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in kept.items()]
    WEIGHTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
