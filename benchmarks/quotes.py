"""How many of the points people made the chosen quotes carry, beside simpler ways to choose.

`python -m benchmarks.quotes --data FOLDER` reads public key-point files (ArgKP 2021: arguments and labels as csv).
Each topic and stance is a group, its arguments are the candidates, and the points that people matched to them are the
truth. Nothing is learnt; the weights of our selection were chosen on these groups, so our row flatters us here.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RESULTS = Path(__file__).resolve().parent / "results" / "quotes.json"
Vectors = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """One topic and stance."""

    name: str
    ids: tuple[str, ...]
    texts: tuple[str, ...] = field(repr=False)
    points: tuple[frozenset[str], ...]
    """Points that people found in each text, in the order of the texts."""


Chooser = Callable[[Group, Vectors, int], Sequence[int]]


def read(folder: Path) -> list[Group]:
    """Return the groups of the key-point files in a folder, training and development parts alike."""
    groups: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
    for arguments in sorted(folder.glob("arguments_*.csv")):
        points: dict[str, set[str]] = {}
        for row in _rows(arguments.with_name(arguments.name.replace("arguments", "labels"))):
            if row["label"] == "1":
                points.setdefault(row["arg_id"], set()).add(row["key_point_id"])
        for row in _rows(arguments):
            found = frozenset(points.get(row["arg_id"], ()))
            groups.setdefault(f"{row['topic']} ({row['stance']})", []).append((row["arg_id"], row["argument"], found))
    return [
        Group(name, tuple(i for i, _, _ in rows), tuple(t for _, t, _ in rows), tuple(p for _, _, p in rows))
        for name, rows in sorted(groups.items())
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def ours(group: Group, vectors: Vectors, k: int) -> Sequence[int]:
    """Choose as `voices quotes` does."""
    from voices.quotes import Candidate, pick

    candidates = [Candidate(id, text) for id, text in zip(group.ids, group.texts, strict=True)]
    place = {id: i for i, id in enumerate(group.ids)}
    return [place[one.id] for one in pick(candidates, vectors.astype(np.float32), k)]


def by_chance(group: Group, _: Vectors, k: int) -> Sequence[int]:
    """Choose at random, with a seed of the group's own."""
    seed = sum(map(ord, group.name))
    return [int(i) for i in np.random.default_rng(seed).choice(len(group.ids), k, replace=False)]


def centroid(_: Group, vectors: Vectors, k: int) -> Sequence[int]:
    """Choose what is closest to the mean, which is what topic models call representative."""
    return [int(i) for i in np.argsort(-(vectors @ vectors.mean(axis=0)), kind="stable")[:k]]


def facility_location(_: Group, vectors: Vectors, k: int) -> Sequence[int]:
    """Choose greedily what brings all candidates closest to a chosen one."""
    near = np.clip(vectors @ vectors.T, 0.0, 1.0)
    covered, chosen = np.zeros(len(near)), []
    for _step in range(k):
        gain = np.maximum(near - covered[:, None], 0.0).sum(axis=0)
        gain[chosen] = -1.0
        chosen.append(int(gain.argmax()))
        covered = np.maximum(covered, near[:, chosen[-1]])
    return chosen


def marginal_relevance(_: Group, vectors: Vectors, k: int) -> Sequence[int]:
    """Choose by likeness to the mean less half the likeness to what is chosen."""
    relevance, near, chosen = vectors @ vectors.mean(axis=0), vectors @ vectors.T, list[int]()
    while len(chosen) < k:
        score = 0.5 * relevance - (0.5 * near[:, chosen].max(axis=1) if chosen else 0.0)
        score[chosen] = -np.inf
        chosen.append(int(score.argmax()))
    return chosen


CHOOSERS: dict[str, Chooser] = {
    "voices": ours,
    "facility location": facility_location,
    "marginal relevance .5": marginal_relevance,
    "closest to the mean": centroid,
    "at random": by_chance,
}


def score(group: Group, chosen: Sequence[int]) -> tuple[float, float, float]:
    """Return the share of points carried, the same weighted by how often they were made, and the share on a point."""
    uses: dict[str, int] = {}
    for points in group.points:
        for point in points:
            uses[point] = uses.get(point, 0) + 1
    carried = set[str]().union(*(group.points[i] for i in chosen))
    on_point = sum(bool(group.points[i]) for i in chosen) / len(chosen)
    return len(carried) / len(uses), sum(uses[p] for p in carried) / sum(uses.values()), on_point


def interval(values: NDArray[np.float64], draws: int = 2000) -> tuple[float, float]:
    """Return the 95 per cent interval of the mean, resampling groups."""
    rng = np.random.default_rng(0)
    means = rng.choice(values, (draws, len(values))).mean(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def main() -> int:
    """Print the figures and write them down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the key-point files")
    parser.add_argument("--per-group", type=int, default=5)
    options = parser.parse_args()
    from voices.embeddings import load_embedder

    groups = [g for g in read(options.data) if any(g.points) and len(g.ids) >= options.per_group]
    if not groups:
        print(f"{options.data}: no key-point files here", file=sys.stderr)
        return 2
    embedder = load_embedder()
    vectors = [np.asarray(embedder.embed(list(g.texts)), dtype=np.float64) for g in groups]
    rows = []
    print(f"{len(groups)} groups, {options.per_group} quotes each (share of points, weighted by use, on a point)")
    for name, choose in CHOOSERS.items():
        found = [score(g, choose(g, v, options.per_group)) for g, v in zip(groups, vectors, strict=True)]
        columns = np.array(found).T
        parts = [(float(c.mean()), *interval(c)) for c in columns]
        rows.append({"chooser": name, "n": len(groups), "coverage": parts[0], "weighted": parts[1], "on": parts[2]})
        print(f"{name:<22}" + "  ".join(f"{m:.3f} [{low:.3f}, {high:.3f}]" for m, low, high in parts))
    RESULTS.write_text(json.dumps({"per_group": options.per_group, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
