"""Codes ranked against each other, learnt and calibrated together: principles, outcomes, the children of one code."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voices.coding import ahead
from voices.coding.calibration import Calibration, calibrate
from voices.coding.classifier import Scorer, Seen, fit_scorer
from voices.coding.examples import Example, Origin
from voices.coding.logistic import Floats

FOLDS = 5
FOLDS_OF_MANY = 3
"""With many texts fewer folds measure as well and take half the time."""
MANY = 800
ENOUGH_DECIDED = 150
"""Decided passages from which on curves rest on them alone: exemplars are clearer than what people say."""
CAUTION = 0.03
"""What is added to thresholds measured on exemplars alone, so that passages without a code stay without."""
FEWEST_TEXTS = 10
"""Texts under which nothing is measured at all."""


@dataclass(frozen=True)
class CodeGroup:
    """What was learnt about codes that are ranked against each other."""

    scorer: Scorer
    calibration: Calibration
    measured_on: int
    """Texts the calibration rests on; 0 where a fixed curve stands in."""
    spoken: bool = False
    """Whether those are passages people decided, and no exemplars."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in the order of the columns."""
        return self.scorer.codes

    def confidence(self, seen: Seen) -> Floats:
        """Return calibrated probabilities, shape (texts, codes)."""
        return self.calibration.probability(self.scorer.score(seen))


def fit_group(
    codes: Sequence[str],
    examples: Sequence[Example],
    seen: Seen,
    seed: int = 0,
    told: Sequence[str] = (),
    learnt: str = "",
) -> CodeGroup:
    """Learn codes from examples as seen, and calibrate on folds held out; `told` as in `fit_scorer`.

    `learnt` is the fingerprint of a codebook without decisions, whose scores may be known from before; empty else.
    """
    if seen.space is None or len(seen.space[0].place) != len(seen):
        seen = seen.spanned()
    scorer = fit_scorer(codes, examples, seen, told=told)
    rows, scores = _held_out(codes, examples, seen, seed, scorer, told, learnt)
    decided = [place for place, row in enumerate(rows) if examples[row].origin is Origin.DECIDED]
    spoken = len(decided) >= ENOUGH_DECIDED
    if spoken:
        rows, scores = [rows[place] for place in decided], scores[decided]
    calibration = calibrate(scores, truth(codes, [examples[row] for row in rows]))
    if calibration.measured and not decided:
        calibration = replace(calibration, threshold=calibration.threshold + CAUTION)
    if seen.space is not None:
        scorer = scorer.widened(seen.space)
    return CodeGroup(scorer, calibration, len(rows) if calibration.measured else 0, spoken)


def _held_out(
    codes: Sequence[str],
    examples: Sequence[Example],
    seen: Seen,
    seed: int,
    scorer: Scorer,
    told: Sequence[str],
    learnt: str,
) -> tuple[list[int], Floats]:
    if not learnt:
        return out_of_fold(codes, examples, seen, seed, scorer, told)
    key = ahead.key_of(learnt, codes)
    if (known := ahead.recalled(key)) is None:
        ahead.remember(key, out_of_fold(codes, examples, seen, seed, scorer, told)[1])
        known = ahead.recalled(key)
    rows = _texts(examples)
    return (rows, known) if known is not None and len(known) == len(rows) else ([], np.zeros((0, len(codes))))


def _texts(examples: Sequence[Example]) -> list[int]:
    rows = [i for i, one in enumerate(examples) if one.origin in (Origin.EXEMPLAR, Origin.DECIDED)]
    return rows if len(rows) >= FEWEST_TEXTS else []


def out_of_fold(
    codes: Sequence[str], examples: Sequence[Example], seen: Seen, seed: int, whole: Scorer, told: Sequence[str] = ()
) -> tuple[list[int], Floats]:
    """Return rows of texts and their scores by models that saw neither them nor others of their group.

    `whole` was learnt from all of them; the fits set out from it and go until they have settled without the fold.
    """
    rows = _texts(examples)
    if not rows:
        return [], np.zeros((0, len(codes)))
    count = FOLDS if len(rows) <= MANY else FOLDS_OF_MANY
    fold = folds(codes, examples, count, seed)
    scores = np.zeros((len(examples), len(codes)))
    for number in range(count):
        held = [i for i in range(len(examples)) if fold[i] == number]
        learnt = [i for i in range(len(examples)) if fold[i] != number]
        if held:
            fitted = fit_scorer(codes, [examples[i] for i in learnt], seen.rows(learnt), whole, told)
            scores[held] = fitted.score(seen.rows(held))
    return rows, scores[rows]


def folds(codes: Sequence[str], examples: Sequence[Example], count: int, seed: int) -> NDArray[np.int64]:
    """Return a fold per example, -1 for lines of the codebook; groups stay together, codes are spread evenly.

    Groups are told apart by their ids but shuffled by their first text: ids hang on a study's key, so the same texts
    and decisions in another study would else be learnt from in other folds.
    """
    first: dict[str, tuple[str, str]] = {}
    for one in examples:
        if one.origin is not Origin.LINE:
            first.setdefault(_group(one), (next((code for code in one.codes if code in codes), ""), one.text))

    def shuffled(group: str) -> tuple[str, str]:
        code, text = first[group]
        return code, hashlib.sha256(f"{seed}\x1f{text}".encode()).hexdigest()

    number = {group: place % count for place, group in enumerate(sorted(first, key=shuffled))}
    return np.array([-1 if one.origin is Origin.LINE else number[_group(one)] for one in examples], dtype=np.int64)


def truth(codes: Sequence[str], examples: Sequence[Example]) -> Floats:
    """Return which codes the examples carry, 0 or 1, shape (examples, codes)."""
    rows = [[float(code in one.codes) for code in codes] for one in examples]
    return np.array(rows).reshape(len(examples), len(codes))


def _group(one: Example) -> str:
    return one.group or one.text
