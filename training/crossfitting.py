"""Scores texts by weights that were learnt without them: each document under those of the other folds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from unittest.mock import patch

from benchmarks.scoring import GoldText
from voices.model import Action, Mention
from voices.privacy import Models, detect_texts, detecting, files
from voices.privacy.detectors import tagger
from voices.privacy.weighing import arbiter

Found = Mapping[str, tuple[Mention, ...]]


def found(
    texts: Sequence[GoldText],
    models: Models,
    taggers: Sequence[tagger.Tagger],
    weights: Sequence[arbiter.Weights],
    fold: Callable[[str], int],
) -> Found:
    """Return what `voices detect` finds in the texts, read as one study, each under weights not learnt from it."""
    folds = {t.text: fold(t.id) for t in texts}

    def apart(every: Sequence[str], models: Models, _: Sequence[Sequence[str]] = ()) -> list[tuple[Mention, ...]]:
        rows: dict[int, tuple[Mention, ...]] = {}
        for f in sorted(set(folds.values())):
            places = [i for i, text in enumerate(every) if folds[text] == f]
            with (
                patch.object(tagger, "load_tagger", return_value=taggers[f]),
                patch.object(arbiter, "load_weights", return_value=weights[f]),
            ):
                seen = detecting.detect([every[i] for i in places], models)
            rows.update(zip(places, seen, strict=True))
        return [rows[i] for i in range(len(every))]

    with patch.object(files, "detect", apart):
        return detect_texts([(t.id, t.text) for t in texts], models)


def spans(rows: Found, doubts: bool) -> dict[str, list[tuple[int, int]]]:
    """Return the stretches masked without asking, and those in doubt if `doubts`."""
    wanted = {Action.MASK, Action.REVIEW} if doubts else {Action.MASK}
    return {i: [(m.start, m.end) for m in row if m.action in wanted] for i, row in rows.items()}
