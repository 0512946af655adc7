"""What a run learnt that the pages and the next decisions need: thresholds, what they promise, up to which decision."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from voices.coding.calibration import PROMISES, Promise
from voices.coding.coder import Coder
from voices.model import Suggestion

SURE, LIKELY, GUESS = "sure", "likely", "a guess"
_WORDS = dict(zip(PROMISES, (SURE, LIKELY), strict=True))


@dataclass(frozen=True)
class Standard:
    """How suggestions of one code are held to account."""

    threshold: float
    """Confidence from which it is put forward."""
    promises: tuple[Promise, ...]
    """What can be promised, the highest share first."""
    codebook: str
    """Hash of its codebook, the first 12 characters."""
    spoken: bool
    """Measured on passages people decided; else on the codebook's exemplars, which are clearer."""
    group: int
    """Codes of one group are ranked against each other; groups in the order of a passage's suggestions."""


@dataclass(frozen=True)
class Learnt:
    """What a run learnt of all codes."""

    model: str
    """Fingerprint of the run's coders."""
    upto: int
    """Id of the last decision learnt from."""
    codes: dict[str, Standard]

    def to_json(self) -> str:
        """Return this as JSON."""
        return json.dumps(asdict(self), sort_keys=True)

    def promise(self, suggestion: Suggestion) -> Promise | None:
        """Return the highest promise that holds for a suggestion; by the run's confidence, on which it was measured."""
        confidence = suggestion.confidence if suggestion.settled is None else suggestion.settled
        return next((p for p in self._promises(suggestion.code) if confidence >= p.threshold), None)

    def mark(self, suggestion: Suggestion) -> str:
        """Return whether a suggestion is sure, likely or, where no promise holds, a guess."""
        promise = self.promise(suggestion)
        return GUESS if promise is None else _WORDS[promise.share]

    def why(self, suggestion: Suggestion) -> str:
        """Return what the mark promises, in one sentence."""
        promise = self.promise(suggestion)
        if promise is None:
            return "A guess: no share of such suggestions being right can be promised."
        share = round(10 * promise.share)
        of = "decided passages" if self.codes[suggestion.code].spoken else "exemplars, which are clearer than talk"
        return (
            f"{_WORDS[promise.share].capitalize()}: at least {share} in 10 such suggestions are right. On trial "
            f"{promise.right} of {promise.n} were ({of})."
        )

    def _promises(self, code: str) -> tuple[Promise, ...]:
        return self.codes[code].promises if code in self.codes else ()


def learnt(coders: Sequence[Coder], model: str, upto: int) -> Learnt:
    """Return what coders learnt; of a code in two codebooks the first counts."""
    codes: dict[str, Standard] = {}
    books = [book for coder in coders for book in coder.books]
    groups = [(book, group) for book in books for group in (*book.groups, *(group for _, group in book.children))]
    for number, (book, group) in enumerate(groups):
        promises = group.calibration.promises or ((),) * len(group.codes)
        for place, code in enumerate(group.codes):
            threshold = float(group.calibration.threshold[place])
            standard = Standard(threshold, promises[place], book.codebook.hash[:12], group.spoken, number)
            codes.setdefault(code, standard)
    return Learnt(model, upto, codes)


def from_json(text: str) -> Learnt | None:
    """Return what `Learnt.to_json` wrote; None for an empty text, as before the first run."""
    if not text:
        return None
    found = json.loads(text)
    codes = {
        code: Standard(**{**one, "promises": tuple(Promise(**p) for p in one["promises"])})
        for code, one in found["codes"].items()
    }
    return Learnt(found["model"], found["upto"], codes)
