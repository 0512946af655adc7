"""How much of what identifies people is masked, beside other maskers on the same texts.

`python -m benchmarks.pseudonyms [GOLD.jsonl]` takes the sample's gold, or a file {id, text, spans, keep}; with
`--data FOLDER` it takes `gold.jsonl` of a folder, or every set in it; `--presidio` measures Presidio too.
The gold's authors wrote the texts as well: the figures say how the maskers compare, not how a council's own papers
will fare; a read-through of a sample measures that.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import peers, scoring
from benchmarks.scoring import GoldText, Score
from training import gold

if TYPE_CHECKING:
    from voices.model import Mention
    from voices.privacy import Models

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample" / "gold" / "spans.jsonl"
RESULTS = Path(__file__).resolve().parent / "results" / "pseudonyms.json"
Spans = peers.Spans


@lru_cache(maxsize=1)
def first_look(texts: tuple[GoldText, ...], models: Models) -> tuple[Mapping[str, tuple[Mention, ...]], float]:
    """Return what `voices detect` gives for the texts, read as one study, and the processor seconds it took."""
    from voices.privacy import detect_texts

    began = time.process_time()
    found = detect_texts([(t.id, t.text) for t in texts], models)
    return found, time.process_time() - began


def ours(texts: Sequence[GoldText], models: Models) -> tuple[Spans, float]:
    """Return what `voices` masks: detectors, names known in the whole study, second scan."""
    found, seconds = ours_first(texts, models)
    rows, _ = first_look(tuple(texts), models)
    began = time.process_time()
    for t in texts:
        found[t.id] += second_look(t.text, rows[t.id], models)
    return found, seconds + time.process_time() - began


def second_look(text: str, mentions: Sequence[Mention], models: Models) -> Iterator[tuple[int, int]]:
    """Yield what the second scan finds in a text masked as `voices detect` says, as stretches of the raw text.

    The ending of a plural that stands behind a placeholder tells nobody anything and is not counted as left.
    """
    from voices.model import Action
    from voices.privacy import place, second_scan

    first = place(text, [m for m in mentions if m.action is not Action.KEEP], {})
    for m in second_scan(first.text, models):
        before = [i for i, slot in enumerate(first.slots) if slot.end <= m.start]
        shift = first.ends[before[-1]] - first.slots[before[-1]].end if before else 0
        yield m.start + shift, m.end + shift


def ours_first(texts: Sequence[GoldText], models: Models) -> tuple[Spans, float]:
    """Return what the first look masks, doubts too: what `voices detect` gives as mask and review."""
    from voices.model import Action

    found, seconds = first_look(tuple(texts), models)
    return {i: [(m.start, m.end) for m in row if m.action is not Action.KEEP] for i, row in found.items()}, seconds


def ours_certain(texts: Sequence[GoldText], models: Models) -> tuple[Spans, float]:
    """Return what `voices` masks without asking: what waits for the custodian is taken as released, the worst case."""
    from voices.model import Action

    found, seconds = first_look(tuple(texts), models)
    return {i: [(m.start, m.end) for m in row if m.action is Action.MASK] for i, row in found.items()}, seconds


def without_second_opinion(texts: Sequence[GoldText], models: Models) -> tuple[Spans, float]:
    """Return what `voices` masks without asking where the small neural model is left out."""
    return ours_certain(texts, replace(models, rampart=None))


Masker = Callable[[Sequence[GoldText], "Models"], tuple[Spans, float]]


def timed(masker: Callable[[Sequence[GoldText], Models], Spans]) -> Masker:
    """Return the masker with the processor seconds it took."""

    def run(texts: Sequence[GoldText], models: Models) -> tuple[Spans, float]:
        began = time.process_time()
        found = masker(texts, models)
        return found, time.process_time() - began

    return run


OURS: tuple[tuple[str, Masker], ...] = (
    ("voices", ours),
    ("voices, first look", ours_first),
    ("voices, all doubts released", ours_certain),
    ("voices, no second opinion, all doubts released", without_second_opinion),
)
PEERS: tuple[tuple[str, Masker], ...] = (
    ("spaCy alone", timed(peers.spacy_alone)),
    ("Rampart alone", timed(peers.rampart_alone)),
    ("spaCy and Rampart", timed(peers.spacy_and_rampart)),
)
PRESIDIO: tuple[tuple[str, Masker], ...] = (
    ("Presidio", lambda texts, _: peers.presidio(texts, "plain")),
    ("Presidio, British recognisers", lambda texts, _: peers.presidio(texts, "uk")),
)


@dataclass(frozen=True)
class Row:
    """One masker on one gold set."""

    score: Score
    words_a_second: float
    """Of one processor core, models loaded."""


def main() -> int:
    """Measure every masker and print one table a gold set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--data", type=Path, help="a folder with gold.jsonl, or one that holds several sets")
    parser.add_argument("--presidio", action="store_true", help="install Presidio in .venv-peers and measure it too")
    parser.add_argument("--only", help="of several sets, the one of this name")
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/pseudonyms.json and .md")
    options = parser.parse_args()
    if options.presidio:
        peers.install()
    sets = (
        gold_sets(options.data)
        if options.data
        else {"sample" if options.gold == SAMPLE else options.gold.stem: options.gold}
    )
    if not sets or not all(path.is_file() for path in sets.values()):
        print(
            f"{options.data or options.gold}: no gold here; name a gold file or a folder that holds gold.jsonl",
            file=sys.stderr,
        )
        return 2
    maskers = (*OURS, *PEERS, *(PRESIDIO if options.presidio else ()))
    for name, texts in parts(sets).items():
        if options.only in (None, name):
            rows = measure(texts, maskers)
            show(name, texts, rows)
            if options.save:
                save(name, texts, rows)
    return 0


def gold_sets(folder: Path) -> dict[str, Path]:
    """Return the gold files of a folder by name: its own `gold.jsonl`, or every set in it."""
    if (folder / "gold.jsonl").is_file():
        return {folder.name: folder / "gold.jsonl"}
    found = {path.parent.name: path for path in sorted(folder.glob("*/gold.jsonl"))}
    return found | {path.stem: path for path in sorted(folder.glob("*.jsonl"))}


def parts(sets: Mapping[str, Path]) -> dict[str, list[GoldText]]:
    """Return the texts of each set; uk_dev, on which the rules were tuned, as its two parts."""
    found: dict[str, list[GoldText]] = {}
    for name, path in sets.items():
        texts = gold.read(path)
        if name == "uk_dev":
            found["uk_dev, worked on"], found["uk_dev, held back"] = gold.parted(texts)
        else:
            found[name] = texts
    return found


def measure(texts: Sequence[GoldText], maskers: Sequence[tuple[str, Masker]]) -> dict[str, Row]:
    """Return every masker's score and speed on the same texts."""
    from voices.privacy import load_models

    models = load_models()
    words = sum(len(t.text.split()) for t in texts)
    rows = {}
    for name, masker in maskers:
        found, seconds = masker(texts, models)
        rows[name] = Row(scoring.score(texts, found), words / max(seconds, 1e-6))
    return rows


def show(name: str, texts: Sequence[GoldText], rows: Mapping[str, Row]) -> None:
    """Print one table."""
    print("\n".join(table(name, texts, rows)), flush=True)


def table(name: str, texts: Sequence[GoldText], rows: Mapping[str, Row]) -> list[str]:
    """Return one table in Markdown; every share with its 95 per cent interval."""
    lines = [
        f"## {name}",
        "",
        f"{len(texts)} texts, {sum(len(t.spans) for t in texts)} spans. {CAVEATS.get(name, '')}".rstrip(),
        "",
        "| masker | direct | quasi | precision | recall | must stay, touched | words a second |",
        "|---|---|---|---|---|---|---|",
    ]
    for masker, row in rows.items():
        s = row.score
        shares = " | ".join(str(x) for x in (s.direct, s.quasi, s.precision, s.recall, s.stays_hit))
        lines.append(f"| {masker} | {shares} | {row.words_a_second:.0f} |")
    return [*lines, ""]


CAVEATS: Mapping[str, str] = {
    "sample": "Written by the authors of the program: shows that nothing broke.",
    "uk_dev, worked on": "The rules were tuned and the weights learnt on these texts.",
    "uk_dev, held back": "Nothing was learnt from these texts, but they were read and scored in earlier rounds.",
    "uksw": "Fifty sentences; misses in it were looked at while the rules were written.",
    "btc_uk_AB": "Tweets with names, places and bodies alone marked, public ones too; half of them were learnt from.",
    "presidio_synth_v2": "Templated and mostly American; half of the texts were learnt from.",
    "tab_dev21": "Court judgments; nothing was learnt from them. Public bodies are marked, which stay here.",
}


def save(name: str, texts: Sequence[GoldText], rows: Mapping[str, Row]) -> None:
    """Write the figures of one gold set, beside those of others, as JSON and as a table."""
    RESULTS.parent.mkdir(exist_ok=True)
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    results = {k: v for k, v in results.items() if "table" in v}
    results[name] = {
        "texts": len(texts),
        "table": table(name, texts, rows),
        "maskers": {
            masker: {
                "ER_di": row.score.direct.as_json(),
                "ER_qi": row.score.quasi.as_json(),
                "token_precision": row.score.precision.as_json(),
                "token_recall": row.score.recall.as_json(),
                "must_stay_touched": row.score.stays_hit.as_json(),
                "words_a_second": round(row.words_a_second),
                "recall_by_label": {label: share.as_json() for label, share in row.score.by_label.items()},
            }
            for masker, row in rows.items()
        },
    }
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    lines = [line for key in sorted(results) for line in results[key]["table"]]
    RESULTS.with_suffix(".md").write_text("\n".join(["# Names: figures", "", *lines]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
