"""Letters with several issues each: which of them are found, `python -m benchmarks.letters [--save]`.

Thirty letters of 200 words and more are put together from `data/letters.jsonl`: an opening, two to four issues in a
paragraph each, paragraphs about something else between them, a closing. Every issue's paragraph stands in one letter
only. They were written before anything was measured on them, by the authors of the rules; one of these, `SURE`, was
chosen on them. Beside them stand whole letters of `data/letters_apart.jsonl`, of 200 to 1,500 words, by an author who
had seen neither rules nor codebook and chose the issues.
A theme found counts as the issue that most of its different passages come from; a seeded theme is its code, where the
letters' issues have that name.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import voices  # noqa: F401 - sets the threads of numpy before it is loaded
from voices import codebook
from voices.model import Kind, Passage, Themes

import numpy as np  # isort: skip

HERE = Path(__file__).resolve().parent
LETTERS = 30
ISSUES = (2, 3, 4)


@dataclass(frozen=True)
class Letter:
    """One letter and what it is about."""

    text: str = field(repr=False)
    spans: tuple[tuple[int, int, str], ...]
    """(start, end, issue) of the paragraphs that are about something; half-open code points."""

    def issues(self) -> set[str]:
        """Return what the letter is about."""
        return {issue for _, _, issue in self.spans}

    def issue_at(self, start: int, end: int) -> str:
        """Return the issue most of a stretch is about, or nothing."""
        inside = Counter({issue: min(end, b) - max(start, a) for a, b, issue in self.spans})
        issue, most = inside.most_common(1)[0]
        return issue if most > (end - start) / 2 else ""


def letters(seed: int = 0) -> tuple[Letter, ...]:
    """Return the letters, the same for the same seed."""
    rows = [json.loads(line) for line in (HERE / "data" / "letters.jsonl").read_text("utf-8").splitlines()]
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
        found.append(_put_together(parts))
    return tuple(found)


def apart() -> tuple[Letter, ...]:
    """Return the letters of the author apart."""
    rows = [json.loads(line) for line in (HERE / "data" / "letters_apart.jsonl").read_text("utf-8").splitlines()]
    return tuple(_put_together([(part["text"], part["issue"]) for part in row["parts"]]) for row in rows)


def main() -> int:
    """Find the issues of the letters, with and without the complaints codebook."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/letters.json")
    options = parser.parse_args()
    sets = {"put together by us": letters(), "by an author apart": apart()}
    rows = [{"set": of, **_measured(some, name)} for of, some in sets.items() for name in ("", "complaints")]
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))
    if options.save:
        (HERE / "results" / "letters.json").write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def _put_together(parts: list[tuple[str, str]]) -> Letter:
    text, spans = "", []
    for said, issue in parts:
        text += "\n\n" if text else ""
        if issue:
            spans.append((len(text), len(text) + len(said), issue))
        text += said
    return Letter(text, tuple(spans))


def _measured(written: tuple[Letter, ...], seeds: str) -> dict[str, object]:
    from voices.embeddings import load_embedder
    from voices.themes import cut, discover, joined

    book = codebook.find(seeds) if seeds else None
    by_id = {f"l{number:02d}": letter for number, letter in enumerate(written)}
    parts = [(id, cut(_passage(id, letter.text))) for id, letter in by_id.items()]
    flat = [part for _, listed in parts for part in listed]
    models = load_embedder()
    found = discover(flat, models.embed([part.text for part in flat]), "all", seeds=book, embedder=models)
    issues = frozenset(issue for letter in written for issue in letter.issues())
    means = _means(found, issues, {part.id: (by_id[id], part) for id, listed in parts for part in listed})
    said: dict[str, set[str]] = {id: set() for id in by_id}
    for one in joined(found, parts).assignments:
        if one.theme is not None and means.get(one.theme):
            said[one.passage].add(means[one.theme])
    hits = sum(len(said[id] & letter.issues()) for id, letter in by_id.items())
    words = sorted(len(letter.text.split()) for letter in written)
    row: dict[str, object] = {"seeds": seeds or "none", "letters": len(written), "words": f"{words[0]}-{words[-1]}"}
    row |= {"issues": sum(len(letter.issues()) for letter in written), "themes": len(found.themes)}
    row["found"] = _share(hits, sum(len(letter.issues()) for letter in written))
    row["right"] = _share(hits, sum(len(issues) for issues in said.values()))
    if book is not None and (codes := {code.id for code in book.top()} & issues):
        own = sum(len(said[id] & letter.issues() & codes) for id, letter in by_id.items())
        row["found of the codebook's"] = _share(own, sum(len(one.issues() & codes) for one in written))
        row["right of the codebook's"] = _share(own, sum(len(issues & codes) for issues in said.values()))
    return row


def _means(found: Themes, known: frozenset[str], placed: dict[str, tuple[Letter, Passage]]) -> dict[str, str]:
    """Return the issue each theme stands for, nothing where most of it is about something else."""
    seeded = {one.id: one.seed for one in found.themes if one.seed in known}
    counted: dict[str, Counter[str]] = {}
    read: set[tuple[str, str]] = set()
    for one in found.assignments:
        letter, part = placed[one.passage]
        if one.theme is not None and (one.theme, part.text) not in read:
            read.add((one.theme, part.text))
            start = letter.text.find(part.text)
            issue = letter.issue_at(start, start + len(part.text)) if start >= 0 else ""
            counted.setdefault(one.theme, Counter())[issue] += 1
    return {theme: issues.most_common(1)[0][0] for theme, issues in counted.items()} | seeded


def _share(part: int, whole: int) -> list[float]:
    """Return a share with its 95 per cent interval (Wilson 1927)."""
    if not whole:
        return []
    share, z = part / whole, 1.959964
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * np.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return [round(float(one), 3) for one in (share, middle - half, middle + half)]


def _passage(id: str, text: str) -> Passage:
    return Passage(id, id, 0, 0, 0, len(text), text, "", "", "", "letters", Kind.COMPLAINT)


if __name__ == "__main__":
    sys.exit(main())
