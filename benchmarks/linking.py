"""How well the mentions of one person are drawn together, beside plain rules for the same mentions.

`python -m benchmarks.linking [GOLD.jsonl]` takes the sample's gold, or a file {id, text, spans:[{…, entity}]} read as
one study; `--part dev` or `--part held` takes six or four tenths of its texts, the same for everybody. Mentions are
the gold's own, so that only linking is measured; `--detected` takes those `voices` finds, and what it misses counts
as nobody's. B-cubed after Bagga and Baldwin 1998, over mentions; intervals by bootstrap over people.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voices.privacy import Linked, Models

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample" / "gold" / "spans.jsonl"
RESULTS = Path(__file__).resolve().parent / "results" / "linking.json"
KEY = b"benchmark" * 4
DRAWS = 1000
"""Bootstrap samples."""
DEV_SHARE = 0.6
"""Share of texts rules may be tuned on: the first by the SHA-256 of their id."""


@dataclass(frozen=True)
class Said:
    """One mention of a person in the gold."""

    text: str
    """Id of its text."""
    start: int
    end: int
    person: str
    """The gold's entity."""
    form: str = field(repr=False)


ASKED = "? "
"""Stands before a cluster that waits for the custodian."""

Study = tuple[tuple[str, str], ...]
"""(id, text) pairs."""
Clusters = Mapping[Said, str]
"""Which cluster each mention was put into."""


@dataclass(frozen=True)
class Figure:
    """A share with the bounds of its 95 per cent interval."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.n}"


def part(rows: Sequence[Mapping[str, object]], which: str) -> list[Mapping[str, object]]:
    """Return the texts of one part: dev, held or all."""
    ordered = sorted(rows, key=lambda row: sha256(str(row["id"]).encode()).hexdigest())
    cut = round(DEV_SHARE * len(ordered))
    return {"dev": ordered[:cut], "held": ordered[cut:], "all": ordered}[which]


def said(rows: Sequence[Mapping[str, object]]) -> list[Said]:
    """Return the mentions of people that carry an entity."""
    return [
        Said(str(row["id"]), int(s["start"]), int(s["end"]), str(s["entity"]), str(row["text"])[s["start"] : s["end"]])
        for row in rows
        for s in row["spans"]  # type: ignore[attr-defined]
        if s["label"] == "PERSON" and s.get("entity")
    ]


def exact_string(_study: Study, mentions: Sequence[Said], _models: Models) -> dict[Said, str]:
    """Put together what is written alike, whatever the case."""
    return {m: " ".join(m.form.casefold().split()) for m in mentions}


def first_name_only(_study: Study, mentions: Sequence[Said], _models: Models) -> dict[Said, str]:
    """Put together what shares the first word that is no title."""
    from voices.privacy.detectors.names import parse

    found = {}
    for m in mentions:
        name = parse(m.form)
        found[m] = name.given or name.bare or name.family or name.initials
    return found


def ours(study: Study, mentions: Sequence[Said], models: Models) -> dict[Said, str]:
    """Link the gold's own mentions as `voices` does."""
    from voices.model import Action, Mention
    from voices.privacy import Detected, link

    by_text: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        by_text[m.text].append(Mention(m.start, m.end, "PERSON", 0.97, Action.MASK, ("gold",)))
    detected = [Detected(i, text, tuple(sorted(by_text[i], key=lambda m: m.start))) for i, text in study]
    return _matched(mentions, link(detected, KEY, lists=models.lists))


def ours_detected(study: Study, mentions: Sequence[Said], models: Models) -> dict[Said, str]:
    """Detect and link as `voices` does; a mention it misses is a person of its own."""
    from voices.privacy import link_texts

    return _matched(mentions, link_texts(study, models, KEY))


def _matched(mentions: Sequence[Said], linked: Linked) -> dict[Said, str]:
    found = {i: [(x.start, x.end, x.entity) for x in row if x.entity] for i, row in linked.mentions.items()}
    clusters = {}
    for m in mentions:
        over = [(min(m.end, b) - max(m.start, a), e) for a, b, e in found[m.text] if a < m.end and m.start < b]
        entity = max(over)[1] if over else f"missed {m.text} {m.start}"
        clusters[m] = f"{ASKED}{entity}" if entity in linked.ambiguous else entity
    return clusters


LINKERS: tuple[tuple[str, Callable[[Study, Sequence[Said], Models], dict[Said, str]]], ...] = (
    ("voices", ours),
    ("exact string", exact_string),
    ("first name only", first_name_only),
)


def scores(clusters: Clusters) -> dict[str, Figure]:
    """Return B-cubed precision, recall and F1, false-merge rate and split rate.

    False merges: clusters of two mentions or more that hold more than one person. Splits: people of two mentions or
    more who have more than one cluster, whether or not the custodian is asked. Left to the custodian: mentions that
    could mean two people; they are masked under a pseudonym of their own.
    """
    people: dict[str, list[Said]] = defaultdict(list)
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for m, cluster in clusters.items():
        people[m.person].append(m)
        held[cluster][m.person] += 1
    spread = {person: Counter(clusters[m] for m in row) for person, row in people.items()}
    sums = {
        person: (
            sum(held[clusters[m]][person] / held[clusters[m]].total() for m in row),
            sum(spread[person][clusters[m]] / len(row) for m in row),
            len(row),
        )
        for person, row in people.items()
    }
    merged = [len(row) > 1 for row in held.values() if row.total() > 1]
    split = [len(row) > 1 for person, row in spread.items() if len(people[person]) > 1]
    draws = random.Random(0)
    names = sorted(sums)
    samples = [_b_cubed([sums[draws.choice(names)] for _ in names]) for _ in range(DRAWS)]
    whole = _b_cubed(list(sums.values()))
    n = sum(count for _, _, count in sums.values())
    figures = {
        name: Figure(whole[i], *_bounds([one[i] for one in samples]), n)
        for i, name in enumerate(("B-cubed precision", "B-cubed recall", "B-cubed F1"))
    }
    asked = [cluster.startswith(ASKED) for cluster in clusters.values()]
    return {
        **figures,
        "false merges": _share(merged, draws),
        "splits": _share(split, draws),
        "left to the custodian": _share(asked, draws),
    }


def _b_cubed(rows: Sequence[tuple[float, float, int]]) -> tuple[float, float, float]:
    n = sum(count for _, _, count in rows)
    precision, recall = sum(p for p, _, _ in rows) / n, sum(r for _, r, _ in rows) / n
    return precision, recall, 2 * precision * recall / (precision + recall)


def _share(row: Sequence[bool], draws: random.Random) -> Figure:
    if not row:
        return Figure(0.0, 0.0, 1.0, 0)
    samples = [sum(draws.choice(row) for _ in row) / len(row) for _ in range(DRAWS)]
    return Figure(sum(row) / len(row), *_bounds(samples), len(row))


def _bounds(samples: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(samples)
    return ordered[int(0.025 * len(ordered))], ordered[int(0.975 * len(ordered)) - 1]


def explain(clusters: Clusters) -> None:
    """Print who is split and which clusters hold several people; shows the gold's words."""
    people: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for m, cluster in clusters.items():
        people[m.person][cluster, " ".join(m.form.split())] += 1
    for person, row in sorted(people.items()):
        by_cluster: dict[str, list[str]] = defaultdict(list)
        for (cluster, form), count in sorted(row.items()):
            by_cluster[cluster].append(f"{form} x{count}")
        if len(by_cluster) > 1:
            print(f"split  {person}: " + " | ".join(", ".join(forms) for forms in by_cluster.values()))
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for m, cluster in clusters.items():
        held[cluster][m.person].append(f"{' '.join(m.form.split())} ({m.text})")
    for row in held.values():
        if len(row) > 1:
            print("merged " + " | ".join(f"{p}: {', '.join(sorted(set(f)))}" for p, f in sorted(row.items())))


def main() -> int:
    """Measure every linker on one gold file and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--part", choices=("dev", "held", "all"), default="all")
    parser.add_argument("--detected", action="store_true", help="link what is detected, not the gold's mentions")
    parser.add_argument("--explain", action="store_true", help="print splits and merges with their words")
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/linking.json")
    options = parser.parse_args()
    if not options.gold.is_file():
        print(f"{options.gold}: there is no such file; name a gold file {{id, text, spans}}", file=sys.stderr)
        return 2
    lines = options.gold.read_text(encoding="utf-8").splitlines()
    rows = part([json.loads(line) for line in lines if line.strip()], options.part)
    from voices.privacy import load_models

    models = load_models()
    study = tuple((str(row["id"]), str(row["text"])) for row in rows)
    mentions = said(rows)
    name = f"{'sample' if options.gold == SAMPLE else options.gold.resolve().parent.name}, {options.part}"
    name += ", as detected" if options.detected else ""
    print(f"{name}: {len(rows)} texts, {len(mentions)} mentions of {len({m.person for m in mentions})} people")
    results: dict[str, dict[str, Figure]] = {}
    for linker, function in LINKERS:
        found = ours_detected(study, mentions, models) if options.detected and function is ours else None
        clusters = found if found is not None else function(study, mentions, models)
        results[linker] = scores(clusters)
        print(f"\n{linker}")
        for what, figure in results[linker].items():
            print(f"  {what:<22} {figure}")
        if options.explain and function is ours:
            explain(clusters)
    if options.save:
        save(name, results)
    return 0


def save(name: str, results: Mapping[str, Mapping[str, Figure]]) -> None:
    """Write the figures of one gold set, beside those of others."""
    RESULTS.parent.mkdir(exist_ok=True)
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    kept[name] = {
        linker: {
            what: {"value": round(f.value, 4), "low": round(f.low, 4), "high": round(f.high, 4), "n": f.n}
            for what, f in row.items()
        }
        for linker, row in results.items()
    }
    RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
