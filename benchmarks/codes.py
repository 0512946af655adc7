"""How often the coder's first suggestion is the coder's first code, beside simpler rankers that know the same codebook.

`python -m benchmarks.codes` reads the sample's gold, which the sample's authors wrote and coded;
`--data FOLDER` reads `passages_dev.jsonl` and `report_quotes.jsonl` of a folder. Every ranker sees the shipped codebook
and its exemplars alone; the model tuned on them learnt from `passages_dev.jsonl` too, and what it says of those
passages comes from one that had not seen them. `--larger MODEL` measures `voices` a second time, with a larger sentence
model beside the small one. `--labelled N` says what N of the passages, coded by a person and learnt from, bring for the
rest of them: three draws, counts added up.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.scoring import Share

if TYPE_CHECKING:
    from voices.codebook import Codebook
    from voices.coding import Labelled
    from voices.embeddings import Embedder

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample" / "gold" / "codes.jsonl"
RESULTS = Path(__file__).resolve().parent / "results" / "codes.json"
BOOK = "six_principles"
DRAWS = 3


@dataclass(frozen=True)
class Coded:
    """A passage with the codes a person gave it."""

    id: str
    text: str
    codes: tuple[str, ...]
    """Main codes, primary first; empty where none applies."""
    accept: frozenset[str]
    """Codes a fair reader would take as right."""
    valence: str
    """Of the primary code; empty where none was given."""
    given: tuple[tuple[str, str], ...] = ()
    """Each code with its valence, empty where none was given."""

    def labelled(self) -> Labelled:
        """Return the passage as something to learn from."""
        from voices.coding import Labelled
        from voices.model import Valence

        return Labelled(self.id, self.text, tuple((code, Valence(mood) if mood else None) for code, mood in self.given))


@dataclass(frozen=True)
class Ranked:
    """What a ranker makes of one passage."""

    codes: tuple[str, ...]
    """Main codes, best first."""
    valences: dict[str, str]
    """By code, where the ranker says."""
    forward: frozenset[str] = frozenset()
    """Codes put forward, where the ranker has a threshold."""
    sure: frozenset[str] = frozenset()
    """Codes called sure, where the ranker promises something."""
    likely: frozenset[str] = frozenset()
    """Codes called sure or likely."""


Ranker = Callable[[Sequence[str], "Codebook", "Embedder"], list[Ranked]]


def main_codes(book: Codebook) -> tuple[str, ...]:
    """Return the ids of the six principles."""
    from voices.codebook import CodeKind

    return tuple(code.id for code in book.top() if code.kind is CodeKind.PRINCIPLE)


def read(path: Path, main: Sequence[str]) -> list[Coded]:
    """Return the passages of a file that are about the main codes, or about none; others are left out."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        given = row.get("codes", [{"code": row["primary"], "valence": row.get("valence")}] if "primary" in row else [])
        codes = [c["code"].split("/")[0] for c in given]
        if any(c not in main for c in codes):
            continue
        unique = tuple(dict.fromkeys(codes))
        accept = frozenset(row.get("accept", unique))
        moods = tuple((c["code"], c.get("valence") or "") for c in given)
        found.append(Coded(row["id"], row["text"], unique, accept, moods[0][1] if moods else "", moods))
    return found


def shipped(texts: Sequence[str], book: Codebook, embedder: Embedder) -> list[Ranked]:
    """Rank with the coder of `voices`, fitted on the codebook alone."""
    return suggested(texts, book, embedder)[0]


def suggested(
    texts: Sequence[str], book: Codebook, embedder: Embedder, labelled: Sequence[Coded] = ()
) -> tuple[list[Ranked], float]:
    """Return what the coder of `voices` makes of the texts, and how many it read in a second of the processor."""
    from voices.coding import fit
    from voices.coding.standards import LIKELY, SURE, learnt
    from voices.model import Kind, Passage

    main = main_codes(book)
    passages = [
        Passage(f"{i:05d}", f"{i:05d}", 0, 0, 0, len(t), t, "", "", "", "", Kind.SURVEY) for i, t in enumerate(texts)
    ]
    coder = fit([book], (), embedder, labelled=[one.labelled() for one in labelled])
    began = time.process_time()
    found = coder.suggest(passages)
    rate, promised = len(texts) / (time.process_time() - began), learnt([coder], coder.fingerprint, 0)
    ranked = []
    for passage in passages:
        own = [s for s in found[passage.id] if s.code in main]
        moods = {s.code: str(s.valence.value) for s in own if s.valence is not None}
        forward = frozenset(s.code for s in own if s.put_forward)
        sure = frozenset(s.code for s in own if promised.mark(s) == SURE)
        likely = sure | {s.code for s in own if promised.mark(s) == LIKELY}
        ranked.append(Ranked(tuple(s.code for s in own), moods, forward, sure, likely))
    return ranked, rate


def by_definition(texts: Sequence[str], book: Codebook, embedder: Embedder) -> list[Ranked]:
    """Rank by cosine between a passage and each code's name and definition, same embeddings."""
    main = main_codes(book)
    by_id = {code.id: code for code in book.top()}
    definitions = embedder.embed([f"{by_id[c].name}. {by_id[c].definition}" for c in main])
    likeness = embedder.embed(list(texts)) @ definitions.T
    return [Ranked(tuple(main[i] for i in row.argsort(kind="stable")[::-1]), {}) for row in likeness]


def by_words(texts: Sequence[str], book: Codebook, _embedder: Embedder) -> list[Ranked]:
    """Rank with a logistic regression on TF-IDF words and pairs of words of the same exemplars."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    main = main_codes(book)
    firsts = [(e.text, next((c.split("/")[0] for c, _ in e.codes), "")) for e in book.exemplars]
    known = [(text, code) for text, code in firsts if code in main]
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(C=10, max_iter=2000, random_state=0)
    )
    model.fit([text for text, _ in known], [code for _, code in known])
    order = model.predict_proba(list(texts)).argsort(axis=1, kind="stable")[:, ::-1]
    return [Ranked(tuple(str(model.classes_[i]) for i in row), {}) for row in order]


PEERS: tuple[tuple[str, Ranker], ...] = (
    ("cosine to definitions", by_definition),
    ("TF-IDF regression", by_words),
)


def figures(gold: Sequence[Coded], ranked: Sequence[Ranked]) -> dict[str, Share | float]:
    """Return first, in first two, accepted and, where the ranker has them, valence and what is put forward."""
    pairs = [(g, r) for g, r in zip(gold, ranked, strict=True) if g.codes]
    found: dict[str, Share | float] = {
        "primary code first": Share(sum(r.codes[0] == g.codes[0] for g, r in pairs), len(pairs)),
        "primary in first two": Share(sum(g.codes[0] in r.codes[:2] for g, r in pairs), len(pairs)),
        "first is acceptable": Share(sum(r.codes[0] in g.accept for g, r in pairs), len(pairs)),
    }
    if any(r.valences for r in ranked):
        right = [(g, r) for g, r in pairs if g.valence and r.codes[0] == g.codes[0]]
        found["valence, code right"] = Share(sum(r.valences.get(g.codes[0]) == g.valence for g, r in right), len(right))
        common = Counter(g.valence for g, _ in right).most_common(1)
        found["valence, always commonest"] = Share(common[0][1] if common else 0, len(right))
        empty = [r for g, r in zip(gold, ranked, strict=True) if not g.codes]
        if empty:
            found["no code, none put forward"] = Share(sum(not r.forward for r in empty), len(empty))
        put = [(c in g.codes) for g, r in zip(gold, ranked, strict=True) for c in r.forward]
        wanted = [(c in r.forward) for g, r in pairs for c in g.codes]
        found["put forward and right"] = Share(sum(put), len(put))
        found["codes put forward"] = Share(sum(wanted), len(wanted))
        both = 2 * sum(put) / max(len(put) + len(wanted), 1)
        found["micro-F1"] = both
        for what, marked in (("called sure, right", "sure"), ("sure or likely, right", "likely")):
            called = [(c in g.codes) for g, r in zip(gold, ranked, strict=True) for c in getattr(r, marked)]
            found[what] = Share(sum(called), len(called))
    return found


def learning(gold: Sequence[Coded], count: int, book: Codebook, embedder: Embedder) -> dict[str, Share | float]:
    """Return how the rest of the passages are coded without and with `count` of them learnt from."""
    import numpy as np

    counted: Counter[str] = Counter()
    for draw in range(DRAWS):
        order = [int(i) for i in np.random.default_rng(draw).permutation(len(gold))]
        known, rest = [gold[i] for i in order[:count]], [gold[i] for i in order[count:]]
        for when, learnt_from in (("without", ()), ("with", known)):
            ranked, _ = suggested([g.text for g in rest], book, embedder, learnt_from)
            for g, r in zip(rest, ranked, strict=True):
                counted[f"{when} n"] += bool(g.codes)
                counted[f"{when} first"] += bool(g.codes) and r.codes[0] == g.codes[0]
                counted[f"{when} right"] += len(set(g.codes) & r.forward)
                counted[f"{when} cells"] += len(set(g.codes)) + len(r.forward)
    found: dict[str, Share | float] = {}
    for when in ("without", "with"):
        found[f"primary code first, {when}"] = Share(counted[f"{when} first"], counted[f"{when} n"])
        found[f"micro-F1, {when}"] = 2 * counted[f"{when} right"] / counted[f"{when} cells"]
    gain = counted["with first"] / counted["with n"] - counted["without first"] / counted["without n"]
    found["gain in points, first"] = 100 * gain
    found["gain in points, micro-F1"] = 100 * (float(found["micro-F1, with"]) - float(found["micro-F1, without"]))  # type: ignore[arg-type]
    return found


def own_ways(larger: str, book: Codebook, embedder: Embedder) -> list[tuple[str, Embedder]]:
    """Return the coder of `voices` by name: with the small model, and with a larger one beside it if named."""
    from voices.coding import beside

    if not larger:
        return [("voices", embedder)]
    return [("voices", embedder), ("voices, larger model", beside(embedder, larger, Path(), [book]))]


def show(ranker: str, found: dict[str, Share | float]) -> dict[str, Any]:
    """Print the figures of one ranker and return them as JSON."""
    print(f"\n  {ranker}")
    for what, value in found.items():
        print(f"    {what:<28} {f'{value:.3f}' if isinstance(value, float) else value}")
    return {what: value if isinstance(value, float) else value.as_json() for what, value in found.items()}


def main() -> int:
    """Measure every ranker on the same passages and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder with passages_dev.jsonl and report_quotes.jsonl")
    parser.add_argument("--larger", default="", help="a larger model beside the small one, as the setting larger_model")
    parser.add_argument("--labelled", type=int, default=0, help="passages to learn from; the rest is measured")
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/codes.json")
    options = parser.parse_args()
    names = ("passages_dev.jsonl", "report_quotes.jsonl")
    paths = [options.data / name for name in names] if options.data else [SAMPLE]
    if missing := [p for p in paths if not p.is_file()]:
        print(f"{missing[0]}: there is no such file", file=sys.stderr)
        return 2
    from voices import codebook
    from voices.embeddings import load_embedder

    book, embedder = codebook.find(BOOK), load_embedder()
    results = {}
    for path in paths:
        gold = read(path, main_codes(book))
        name = path.stem if options.data else "sample (written and coded by its authors)"
        print(f"{name}: {len(gold)} passages, {sum(not g.codes for g in gold)} with no code")
        results[name] = {}
        texts = [g.text for g in gold]
        for coder, own in own_ways(options.larger, book, embedder):
            ranked, rate = suggested(texts, book, own)
            results[name][coder] = show(coder, {**figures(gold, ranked), "passages a second": rate})
            if options.labelled and len(gold) > 2 * options.labelled:
                what = f"{coder}, {options.labelled} labelled"
                results[name][what] = show(what, learning(gold, options.labelled, book, own))
            if options.save:
                keep(results)
        for peer, rank in PEERS:
            results[name][peer] = show(peer, figures(gold, rank(texts, book, embedder)))
            if options.save:
                keep(results)
        print()
    return 0


def keep(results: dict[str, Any]) -> None:
    """Write what is measured so far beside what was before."""
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    RESULTS.write_text(json.dumps({**before, **results}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
