"""Learns the weights of the tagger: `python -m training.tagger FOLDER [--save]`.

FOLDER holds gold sets {id, text, spans}: uk_dev/gold.jsonl (its part worked on), btc_uk_AB.jsonl (CC BY 4.0) and
presidio_synth_v2.jsonl (MIT), of each of the two the half that is learnt from. Beside them: the sample's gold and made
sentences. Every text is also read in lower case.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

import voices  # noqa: F401  (sets the number of threads before numpy comes)
from benchmarks.scoring import GoldSpan, GoldText
from training import gold, speech
from voices.privacy import Models, load_models
from voices.privacy.detectors.capitals import style
from voices.privacy.detectors.tagger import CLASSES, features, tokens
from voices.privacy.lists import FURTHER_LOCALES, LOCALES, Lists, _locale_names, frequency

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "src" / "voices" / "privacy" / "weights" / "tagger.json"
SAMPLE = ROOT / "data" / "sample" / "gold" / "spans.jsonl"
MADE = 7000
"""Made sentences."""
INVENTED = 0.35
"""Share of made names that no list holds: a tagger that trusts its lists alone finds nobody else."""
WORDS = 0.04
"""Share of made first names that are rare nouns of English, as Saffron and Clementine are."""
_NOUNS = (2.2, 3.4)
"""Zipf frequencies between which such a noun lies."""
FEWEST = 3
"""A feature met less often is left out."""
STRENGTH = 0.35
"""Inverse of the regularisation; chosen by cross-validation on the part worked on."""
SMALLEST = 0.04
"""Weights nearer to nothing are not shipped."""

Row = tuple[list[str], int, float]


def pools(draw: random.Random, lists: Lists) -> speech.Names:
    """Return names to fill gaps: Faker's by locale, word names, and invented ones."""
    first: list[str] = []
    last: list[str] = []
    for locale in (*LOCALES.split(), *FURTHER_LOCALES.split()):
        firsts, lasts = sorted(_locale_names(locale, "first_name")), sorted(_locale_names(locale, "last_name"))
        first += draw.sample(firsts, min(150, len(firsts)))
        last += draw.sample(lasts, min(150, len(lasts)))
    first, last = [n for n in first if " " not in n], [n for n in last if " " not in n]
    from voices.privacy.lists import WORD_NAMES

    first += [w for w in sorted(WORD_NAMES) for _ in range(8)]
    nouns = sorted(n for n in lists.words - lists.lively if n.isalpha() and _NOUNS[0] <= frequency(n) <= _NOUNS[1])
    first += draw.sample(nouns, round(len(first) * WORDS))
    towns = [a + b for a in _TOWN_HEADS for b in _TOWN_ENDS]
    share = round(len(first) * INVENTED)
    return speech.Names(
        [*first, *(invented(first, draw) for _ in range(share))],
        [*last, *(invented(last, draw) for _ in range(share))],
        [*towns, *(invented(towns, draw) for _ in range(len(towns) // 2))],
    )


_TOWN_HEADS = (
    "Kettle",
    "Har",
    "Brack",
    "Wether",
    "Ash",
    "Oak",
    "Cold",
    "Lang",
    "Thorn",
    "Mill",
    "Stan",
    "Hol",
    "Wal",
    "Brad",
    "Nor",
    "Sut",
    "Wes",
    "Ald",
    "Bex",
    "Pen",
    "Tre",
)
_TOWN_ENDS = (
    "ton",
    "ham",
    "ley",
    "ford",
    "wick",
    "bury",
    "field",
    "worth",
    "stead",
    "burn",
    "combe",
    "mouth",
    "minster",
    "by",
    "dale",
    "bridge",
)


def invented(names: Sequence[str], draw: random.Random) -> str:
    """Return a name made of the beginning of one and the end of another."""
    a, b = draw.choice(names), draw.choice(names)
    return a[: max(2, len(a) // 2)] + b[len(b) // 2 :]


def made(count: int, draw: random.Random, lists: Lists) -> list[GoldText]:
    """Return made sentences, several to a text, in the three manners people write."""
    names = pools(draw, lists)
    texts = []
    for i in range(count // 4):
        parts, spans, at = [], [], 0
        way = draw.choice(
            ["title", "title", "lower", "spoken", "spoken", "upper"] if i % 12 == 0 else ["title", "lower", "spoken"]
        )
        for _ in range(4):
            one = speech.fill(draw.choice(speech.TEMPLATES if draw.random() < 0.62 else speech.PLAIN), names, draw)
            one = speech.slips(one, draw) if i % 2 else one
            one = speech.spoken(one) if way == "spoken" else speech.cased(one, way)
            spans += [GoldSpan(at + a, at + b, label, "") for a, b, label in one.spans]
            parts.append(one.text)
            at += len(one.text) + 1
        texts.append(GoldText(f"made-{i}", " ".join(parts), tuple(spans), ()))
    return texts


def rows(text: GoldText, lists: Lists, weight: float, skip: frozenset[str] = frozenset()) -> Iterator[Row]:
    """Yield every word of a text as features, class and weight; words of labels in `skip` are passed over."""
    where = {i: s.label for s in text.spans for i in range(s.start, s.end)}
    words, manner = tokens(text.text), style(text.text)
    for i, token in enumerate(words):
        if not token[0][0].isalpha():
            continue
        label = where.get(token.start(), "O")
        if label in skip:
            continue
        kind = CLASSES.index(label) if label in CLASSES else -1
        if kind >= 0:
            yield features(words, i, text.text, lists, manner), kind, weight


def lowered(text: GoldText) -> GoldText:
    """Return the text in lower case where that keeps its length."""
    low = text.text.lower()
    return GoldText(text.id, low if len(low) == len(text.text) else text.text, text.spans, text.stays)


def corpus(folder: Path, models: Models, seed: int = 1) -> list[tuple[str, Row]]:
    """Return every word to learn from with its document's id."""
    draw = random.Random(seed)
    lists = models.lists
    worked, _ = gold.parted(gold.read(folder / "uk_dev" / "gold.jsonl"))
    sample = gold.read(SAMPLE)
    tweets, _ = gold.halved(gold.read(folder / "btc_uk_AB.jsonl"))
    synthetic, _ = gold.halved(gold.read(folder / "presidio_synth_v2.jsonl"))
    found: list[tuple[str, Row]] = []
    none: frozenset[str] = frozenset()
    for texts, weight, skip in (
        (worked, 1.0, none),
        (sample, 1.0, none),
        (tweets, 0.3, frozenset({"ORGANISATION", "HANDLE"})),
        (synthetic, 0.3, frozenset({"NRP", "TITLE", "ADDRESS"})),
        (made(MADE, draw, lists), 0.5, none),
    ):
        for text in texts:
            found += [(text.id, row) for row in rows(text, lists, weight, skip)]
            if not text.id.startswith("made"):
                found += [(text.id, row) for row in rows(lowered(text), lists, weight * 0.5, skip)]
    return found


def learn(found: Sequence[Row]) -> dict[str, list[float]]:
    """Return weights per feature and class, by multinomial logistic regression."""
    often = Counter(name for names, _, _ in found for name in names)
    index = {name: i for i, name in enumerate(sorted(n for n, k in often.items() if k >= FEWEST))}
    columns, starts = [], [0]
    for names, _, _ in found:
        columns += [index[n] for n in names if n in index]
        starts.append(len(columns))
    matrix = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(found), len(index)))
    model = LogisticRegression(C=STRENGTH, max_iter=400, fit_intercept=False, tol=1e-4)
    model.fit(matrix, [kind for _, kind, _ in found], sample_weight=[w for _, _, w in found])
    weights = {}
    for name, i in index.items():
        row = [round(float(w), 2) for w in model.coef_[:, i]]
        if max(map(abs, row)) >= SMALLEST:
            weights[name] = row
    return weights


def main() -> None:
    """Learn from everything that may be learnt from, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args()
    found = corpus(options.folder, load_models())
    weights = learn([row for _, row in found])
    print(f"{len(found)} words, {len(weights)} features")
    if options.save:
        WEIGHTS.parent.mkdir(exist_ok=True)
        WEIGHTS.write_text(
            json.dumps({"classes": CLASSES, "weights": weights}, ensure_ascii=False) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
