"""Learn `themes/weights/letters.json` anew: `python -m training.letters [--save]`.

Learns what stands around the issues of a letter from whole letters of data/letters (not the held ones, which only
`benchmarks/letters.py` reads) and from the complaints codebook's exemplars, among them stretches of letters that are
about no complaint. What is printed is out of fold, by letters.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from voices import codebook
from voices.codebook import Exemplar
from voices.coding.logistic import Floats, Linear, fit
from voices.embeddings import load_embedder
from voices.model import Kind, Passage
from voices.themes import cut
from voices.themes import field as knowledge
from voices.themes.around import PLACES, WEIGHTS, standing

DATA = Path(__file__).resolve().parents[1] / "data" / "letters"
WHOLE = ("apart", "further")
AROUND = "around a complaint"
"""How the reason of an exemplar begins that is about no complaint."""
FOLDS = 10
LONG = 30
"""Words from which on an exemplar is like a passage of a letter; shorter ones, in 0, 20, 30 and 40, misled it."""
STRENGTH = 1.0
"""Of 0.3, 1 and 3 letters of an author kept from it were told apart best; little hangs on it."""
SCALE = 3.0
"""What vectors are multiplied by, so that one penalty suits them and what is told of the place."""
KEPT = 0.95
"""Share of the issues' passages the floor keeps, out of fold."""


@dataclass(frozen=True)
class Letter:
    """One letter and what it is about."""

    text: str = field(repr=False)
    spans: tuple[tuple[int, int, str], ...]
    """(start, end, issue) of the stretches that are about something; half-open code points."""

    def issues(self) -> set[str]:
        """Return what the letter is about."""
        return {issue for _, _, issue in self.spans}

    def issue_at(self, start: int, end: int) -> str:
        """Return the issue most of a stretch is about, or nothing."""
        inside: Counter[str] = Counter()
        for a, b, issue in self.spans:
            inside[issue] += max(0, min(end, b) - max(start, a))
        issue, most = inside.most_common(1)[0] if inside else ("", 0)
        return issue if most > (end - start) / 2 else ""


def put_together(parts: Sequence[dict[str, object]]) -> Letter:
    """Return a letter of stretches {issue, text, joined?}; a joined one goes on in the paragraph before it."""
    text, spans = "", []
    for part in parts:
        text += "" if not text else " " if part.get("joined") else "\n\n"
        said, issue = str(part["text"]), str(part["issue"])
        if issue:
            spans.append((len(text), len(text) + len(said), issue))
        text += said
    return Letter(text, tuple(spans))


def read(name: str) -> tuple[Letter, ...]:
    """Return the whole letters of one file of data/letters."""
    rows = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(put_together(json.loads(row)["parts"]) for row in rows)


def stretches() -> tuple[Exemplar, ...]:
    """Return the long exemplars of complaints and of what stands around one; a plain one without a code is neither."""
    known = codebook.find("complaints").exemplars
    return tuple(one for one in known if (one.codes or one.reason) and len(one.text.split()) >= LONG)


def whole(letter: Letter, id: str) -> Passage:
    """Return a letter as one passage, as `voices themes` reads a text."""
    return Passage(id, id, 0, 0, 0, len(letter.text), letter.text, "", "", "", "letters", Kind.COMPLAINT)


def lesson() -> tuple[Floats, Floats, np.ndarray]:
    """Return features, truth (1 for an issue) and the letter of every passage."""
    texts, places, truth, owners = list[str](), list[Floats](), list[float](), list[int]()
    letters = [one for name in WHOLE for one in read(name)]
    for number, letter in enumerate(letters):
        parts = cut(whole(letter, f"{number}"))
        texts += [part.text for part in parts]
        places.append(standing([part.text for part in parts]))
        truth += [float(bool(letter.issue_at(part.start, part.end))) for part in parts]
        owners += [number] * len(parts)
    for number, one in enumerate(stretches(), len(letters)):
        texts.append(one.text)
        places.append(standing([one.text]))
        truth.append(float(not one.reason.startswith(AROUND)))
        owners.append(number)
    meaning = knowledge.meaning(texts, (), load_embedder())
    if meaning is None:
        raise SystemExit("There is no tuned model: run python -m training.tuning --save first.")
    return np.hstack([SCALE * meaning, np.vstack(places)]), np.array(truth), np.array(owners)


def version() -> str:
    """Return the fingerprint of everything the weights rest on."""
    said = [f"{STRENGTH} {SCALE} {KEPT} {LONG} {knowledge.tuned_name()}"]
    said += [(DATA / f"{name}.jsonl").read_text(encoding="utf-8") for name in WHOLE]
    said += [f"{one.text} {one.reason}" for one in stretches()]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, print what cross-validation says, and write the weights where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    features, truth, owners = lesson()
    ones = np.ones((len(truth), 1))
    fold = np.random.default_rng(1).permutation(owners.max() + 1)[owners] % FOLDS
    scores = np.zeros(len(truth))
    for number in range(FOLDS):
        rows = fold != number
        model = fit(features[rows], truth[rows, None], ones[rows], STRENGTH)
        scores[~rows] = (features[~rows] @ model.coef + model.intercept)[:, 0]
    inside = np.bincount(owners)[owners] > 1  # of letters, not of single stretches
    floor = float(np.quantile(scores[inside & (truth == 1)], 1.0 - KEPT))
    for said, value in (("passages of an issue", 1.0), ("passages around them", 0.0)):
        some = scores[inside & (truth == value)]
        print(f"{said} kept: {(some >= floor).mean():.3f} of {len(some)}")
    if options.save:
        _save(fit(features, truth[:, None], ones, STRENGTH), floor)
    return 0


def _save(model: Linear, floor: float) -> None:
    coef, intercept = model.coef[:, 0], float(model.intercept[0])
    kept = {
        "version": version(),
        "floor": round(floor, 3),
        "intercept": round(intercept, 5),
        "standing": [round(float(one), 4) for one in coef[-PLACES:]],
        "vector": [round(float(one) * SCALE, 4) for one in coef[:-PLACES]],
    }
    WEIGHTS.parent.mkdir(exist_ok=True)
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in kept.items()]
    WEIGHTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
