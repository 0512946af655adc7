"""Learns the weights of the arbiter: `python -m training.arbiter FOLDER [--save]`.

FOLDER is that of `training.tagger`. What the tagger says about a text it has learnt from is no evidence, so it is
learnt anew for each fold of documents and only asked about the others. Prints how well the probabilities hold by
document, out of fold, and on sets nothing was learnt from; and what `voices detect` reaches on the part worked on under
weights that were learnt without the document at hand.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

import voices  # noqa: F401  (sets the number of threads before numpy comes)
from benchmarks.scoring import GoldText, Score, score
from training import crossfitting, gold
from training import tagger as tagging
from voices.privacy import Models, detecting, load_models
from voices.privacy.detectors import ner, tagger
from voices.privacy.detectors.hits import Hit, outside
from voices.privacy.weighing.arbiter import MASK_FROM, REVIEW_FROM, Weights, candidates

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "src" / "voices" / "privacy" / "weights" / "arbiter.json"
FOLDS = 5
FEWEST = 6
STRENGTH = 0.3
"""Inverse of the regularisation; chosen by cross-validation on the part worked on."""
_TWEETS = frozenset({"PERSON", "LOCATION"})
"""What the tweets tell about: their bodies are public ones, which stay here."""
_TEMPLATED = frozenset({"PERSON", "LOCATION", "ORGANISATION", "ADDRESS", "PHONE", "EMAIL"})


@dataclass(frozen=True)
class Example:
    """One candidate with whether it had to be masked."""

    document: str
    features: Mapping[str, float]
    due: bool
    weight: float


def examples(
    texts: Sequence[GoldText],
    models: Models,
    weight: float,
    tagger_for: Callable[[str], tagger.Tagger],
    labels: frozenset[str] = frozenset(),
) -> list[Example]:
    """Return every candidate the detectors find in texts whose gold is known."""
    found: list[Example] = []
    words = [t.text for t in texts]
    opinions = ner.rampart_hits(words, models.rampart, models.lists) if models.rampart else [[] for _ in texts]
    for text, (names, peoples), opinion in zip(texts, ner.spacy_hits(words, models), opinions, strict=True):
        hits: list[Hit] = [*names, *detecting.by_shape(text.text, models)]
        hits += tagger.find(text.text, models.lists, tagger_for(text.id))
        hits += opinion
        all_hits, stays = detecting.laid_out(text.text, hits, peoples, models)
        due = {i for s in text.spans for i in range(s.start, s.end)}
        public = {i for s in text.spans if labels and s.label not in labels for i in range(s.start, s.end)}
        for c in candidates(text.text, all_hits, stays, models.lists):
            left = {i for a, b in outside(c.start, c.end, c.stays) for i in range(a, b) if text.text[i].isalnum()}
            if left and not (labels and (c.label not in labels or left & public)):
                found.append(Example(text.id, c.features, 2 * len(left & due) >= len(left), weight))
    return found


def learn(found: Sequence[Example]) -> Weights:
    """Return weights by logistic regression; rare features are left out."""
    often = Counter(name for e in found for name in e.features)
    names = sorted(n for n, k in often.items() if k >= FEWEST)
    index = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(found), len(names)))
    for i, e in enumerate(found):
        for name, value in e.features.items():
            if name in index:
                matrix[i, index[name]] = value
    model = LogisticRegression(C=STRENGTH, max_iter=3000, fit_intercept=False)
    model.fit(matrix, [e.due for e in found], sample_weight=[e.weight for e in found])
    return Weights({n: round(float(w), 4) for n, w in zip(names, model.coef_[0], strict=True)})


def table(weights: Callable[[Example], Weights], found: Sequence[Example]) -> str:
    """Return, by stretch of probability, how many candidates had to be masked."""
    bins = (0.0, REVIEW_FROM, 0.3, MASK_FROM, 0.7, 0.9, 0.97, 1.01)
    sure = [(weights(e).probability(e.features), e.due) for e in found]
    parts = []
    for low, high in pairwise(bins):
        inside = [due for p, due in sure if low <= p < high]
        parts.append(f"{low:.2f}-{min(high, 1):.2f}: {sum(inside)}/{len(inside)}")
    return "  ".join(parts)


def line(s: Score) -> str:
    """Return a score on one line."""
    return f"direct {s.direct}  quasi {s.quasi}  precision {s.precision}  must stay, touched {s.stays_hit}"


def fold(document: str) -> int:
    """Return the fold of a document."""
    return gold.number(document) // 4 % FOLDS


def main() -> None:
    """Learn, say how it holds, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args()
    models = load_models()
    words = tagging.corpus(options.folder, models)
    taggers = [
        tagger.Tagger(tagging.learn([row for document, row in words if fold(document) != f])) for f in range(FOLDS)
    ]

    def unseen(document: str) -> tagger.Tagger:
        return taggers[fold(document)]

    def shipped(_: str) -> tagger.Tagger:
        return tagger.load_tagger()

    worked, _ = gold.parted(gold.read(options.folder / "uk_dev" / "gold.jsonl"))
    sample = gold.read(tagging.SAMPLE)
    tweets, other_tweets = gold.halved(gold.read(options.folder / "btc_uk_AB.jsonl"))
    templated, other_templated = gold.halved(gold.read(options.folder / "presidio_synth_v2.jsonl"))
    ours = [*worked, *sample]
    main_set = examples(ours, models, 1.0, unseen)
    lowered = examples([tagging.lowered(t) for t in ours], models, 0.5, unseen)
    extra = examples(tweets, models, 0.15, unseen, _TWEETS) + examples(templated, models, 0.3, unseen, _TEMPLATED)
    by_fold = [learn([e for e in (*main_set, *lowered) if fold(e.document) != f] + extra) for f in range(FOLDS)]
    weights = learn([*main_set, *lowered, *extra])
    print("out of fold    ", table(lambda e: by_fold[fold(e.document)], main_set))
    print("  in lower case", table(lambda e: by_fold[fold(e.document)], lowered))
    apart = crossfitting.found(worked, models, taggers, by_fold, fold)
    for what, doubts in (("masked without asking", False), ("doubts masked too", True)):
        print(f"worked on, cross-fitted, {what}:", line(score(worked, crossfitting.spans(apart, doubts))))
    for name, texts, labels in (
        ("uksw", gold.read(options.folder / "uksw.jsonl"), frozenset[str]()),
        ("tweets", other_tweets, _TWEETS),
        ("templated", other_templated, _TEMPLATED),
    ):
        print(f"{name:<15}", table(lambda _: weights, examples(texts, models, 1.0, shipped, labels)))
    if options.save:
        WEIGHTS.write_text(json.dumps({"weights": weights.weight}, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
