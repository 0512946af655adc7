"""Letters with several issues each: which of them are found, `python -m benchmarks.letters [--held] [--save]`.

Four sets of letters in data/letters. Thirty are put together from `paragraphs.jsonl`, by the authors of the rules: an
opening, two to four issues in a paragraph each, paragraphs about something else between them, a closing. Those of
`apart.jsonl` and `further.jsonl` are whole letters of 200 to 1,500 words by two authors who had seen neither rules nor
exemplars; they were read again and again, and what stands around an issue is learnt from them (`training/letters.py`),
so their figures flatter. Those of `held.jsonl`, by another such author, are read with `--held` only, to report and
not to choose.

A theme found counts as the issue that most of its different passages come from; a seeded theme is its code, where the
letters' issues have that name. Beside it stand BERTopic's defaults and k-means with ten groups on the same passages,
with the same vectors, scored the same way.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import voices  # noqa: F401 - sets the threads of numpy before it is loaded
from benchmarks import themes as peers
from benchmarks.beds import Bed
from training.letters import DATA, Letter, put_together, read, whole
from voices import codebook
from voices.model import Passage, ThemeAssignment, Themes

import numpy as np  # isort: skip

HERE = Path(__file__).resolve().parent
LETTERS = 30
ISSUES = (2, 3, 4)
SETS = {"put together by us": "", "by an author apart": "apart", "by a further author": "further"}
HELD = {"held, by another author": "held"}
Parts = Sequence[tuple[str, Sequence[Passage]]]


def letters(seed: int = 0) -> tuple[Letter, ...]:
    """Return the letters put together, the same for the same seed."""
    rows = [json.loads(line) for line in (DATA / "paragraphs.jsonl").read_text("utf-8").splitlines()]
    random = np.random.default_rng(seed)
    kinds = {kind: [row["text"] for row in rows if row["kind"] == kind] for kind in ("opening", "other", "closing")}
    left: dict[str, list[str]] = {}
    for row in rows:
        if row["issue"]:
            left.setdefault(row["issue"], []).append(row["text"])
    for texts in left.values():
        random.shuffle(texts)
    found = []
    for number in range(LETTERS):
        order = sorted(left, key=lambda issue: (-len(left[issue]), random.random()))
        body = [(left[issue].pop(), issue) for issue in order[: ISSUES[number % len(ISSUES)]]]
        body += [(str(text), "") for text in random.choice(kinds["other"], int(random.integers(2, 5)), replace=False)]
        random.shuffle(body)
        parts = [(str(random.choice(kinds["opening"])), ""), *body, (str(random.choice(kinds["closing"])), "")]
        found.append(put_together([{"text": text, "issue": issue} for text, issue in parts]))
    return tuple(found)


def main() -> int:
    """Find the issues of the letters, with and without the complaints codebook, and beside two peers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", action="store_true", help="read the letters kept apart as well")
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/letters.json")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    rows = []
    for of, name in (SETS | (HELD if options.held else {})).items():
        written = read(name) if name else letters()
        for method in ("voices", "voices, seeded", "bertopic", "k-means"):
            rows.append({"set": of, "method": method, **_measured(written, method)})
            print("  ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    if options.save:
        path = HERE / "results" / "letters.json"
        before = [] if options.held or not path.is_file() else json.loads(path.read_text("utf-8"))
        rows += [row for row in before if row["set"] in HELD]
        path.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def _measured(written: tuple[Letter, ...], method: str) -> dict[str, object]:
    from voices.embeddings import load_embedder
    from voices.themes import cut, discover, joined

    by_id = {f"l{number:02d}": letter for number, letter in enumerate(written)}
    parts = [(id, cut(whole(letter, id))) for id, letter in by_id.items()]
    flat = [part for _, listed in parts for part in listed]
    models = load_embedder()
    vectors = models.embed([part.text for part in flat])
    book = codebook.find("complaints") if "seeded" in method else None
    if method.startswith("voices"):
        found = discover(flat, vectors, "all", seeds=book, embedder=models)
    else:
        found = _grouped(flat, vectors, peers.METHODS[method])
    issues = Counter(issue for letter in written for issue in letter.issues())
    placed = {part.id: (by_id[id], part) for id, listed in parts for part in listed}
    said = _said(joined(found, parts), _means(found, frozenset(issues), placed), by_id)
    words = sorted(len(letter.text.split()) for letter in written)
    row: dict[str, object] = {"letters": len(written), "words": f"{words[0]}-{words[-1]}"}
    row |= {"issues": issues.total(), "themes": len({one.theme for one in found.assignments} - {None})}
    of = {"": frozenset(issues), " that recur": frozenset(one for one in issues if issues[one] > 1)}
    if book is not None:
        of[" of the codebook"] = frozenset(issues) & {code.id for code in book.top()}
    for name, some in of.items():
        row |= _shares(name, said, by_id, some) if some else {}
    return row


def _grouped(flat: Sequence[Passage], vectors: np.ndarray, method: Callable[..., np.ndarray]) -> Themes:
    """Return the groups of another method as themes without names."""
    labels = method(Bed(tuple(part.text for part in flat), (None,) * len(flat)), vectors, 0)
    groups = [str(label) if label >= 0 else None for label in labels]
    return Themes("all", (), tuple(ThemeAssignment(part.id, one, 1.0) for part, one in zip(flat, groups, strict=True)))


def _said(found: Themes, means: dict[str, str], by_id: dict[str, Letter]) -> dict[str, set[str]]:
    """Return the issues that the themes of each letter stand for."""
    said: dict[str, set[str]] = {id: set() for id in by_id}
    for one in found.assignments:
        if one.theme is not None and means.get(one.theme):
            said[one.passage].add(means[one.theme])
    return said


def _means(found: Themes, known: frozenset[str], placed: dict[str, tuple[Letter, Passage]]) -> dict[str, str]:
    """Return the issue each theme stands for, nothing where most of it is about something else."""
    seeded = {one.id: one.seed for one in found.themes if one.seed in known}
    counted: dict[str, Counter[str]] = {}
    read_: set[tuple[str, str]] = set()
    for one in found.assignments:
        letter, part = placed[one.passage]
        if one.theme is not None and (one.theme, part.text) not in read_:
            read_.add((one.theme, part.text))
            counted.setdefault(one.theme, Counter())[letter.issue_at(part.start, part.end)] += 1
    return {theme: issues.most_common(1)[0][0] for theme, issues in counted.items()} | seeded


def _shares(
    name: str, said: dict[str, set[str]], by_id: dict[str, Letter], of: frozenset[str]
) -> dict[str, list[float]]:
    """Return the share of these issues found and of what was found that is right."""
    hits = sum(len(said[id] & letter.issues() & of) for id, letter in by_id.items())
    there = sum(len(letter.issues() & of) for letter in by_id.values())
    called = sum(len(issues & of) for issues in said.values())
    return {f"found{name}": _share(hits, there), f"right{name}": _share(hits, called)}


def _share(part: int, whole: int) -> list[float]:
    """Return a share with its 95 per cent interval (Wilson 1927)."""
    if not whole:
        return []
    share, z = part / whole, 1.959964
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * np.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return [round(float(one), 3) for one in (share, middle - half, middle + half)]


if __name__ == "__main__":
    sys.exit(main())
