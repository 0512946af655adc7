"""How much of what identifies people is masked, beside plain recognisers on the same texts.

`python -m benchmarks.pseudonyms [GOLD.jsonl]` takes the sample's gold, or a file {id, text, spans, keep}; with
`--data FOLDER` it takes `gold.jsonl` of a folder. The gold's authors wrote the texts as well: the figures say how the
maskers compare, not how a council's own papers will fare; a read-through of a sample measures that.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import scoring
from benchmarks.scoring import GoldText, Score

if TYPE_CHECKING:
    from voices.privacy import Models

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample" / "gold" / "spans.jsonl"
RESULTS = Path(__file__).resolve().parent / "results" / "pseudonyms.json"
PLAIN = frozenset({"PERSON", "GPE", "LOC", "FAC", "ORG", "DATE"})
"""spaCy labels that fall under the masking policy; without its rules nothing tells a day from a weekday."""

Spans = dict[str, list[tuple[int, int]]]


def ours(texts: Sequence[GoldText], models: Models) -> Spans:
    """Return what `voices` masks: detectors, names known in the whole study, second scan."""
    from voices.privacy import pseudonymise_texts

    _, slots = pseudonymise_texts([(t.id, t.text) for t in texts], models, b"benchmark" * 4)
    found: Spans = {}
    for identity, row in slots.items():
        shift, spans = 0, []
        for slot in sorted(row, key=lambda s: s.start):
            start = slot.start + shift
            spans.append((start, start + len(slot.original)))
            shift += len(slot.original) - (slot.end - slot.start)
        found[identity] = spans
    return found


def ours_certain(texts: Sequence[GoldText], models: Models) -> Spans:
    """Return what `voices` masks without asking: what waits for the custodian is taken as released, the worst case."""
    from voices.model import Action
    from voices.privacy import detect_texts

    found = detect_texts([(t.id, t.text) for t in texts], models)
    return {i: [(m.start, m.end) for m in row if m.action is Action.MASK] for i, row in found.items()}


def spacy_alone(texts: Sequence[GoldText], models: Models) -> Spans:
    """Return the entities of the same spaCy model with nothing around it."""
    documents = models.nlp.pipe((t.text for t in texts), batch_size=32)
    return {
        t.id: [(e.start_char, e.end_char) for e in d.ents if e.label_ in PLAIN]
        for t, d in zip(texts, documents, strict=True)
    }


def spacy_and_rampart(texts: Sequence[GoldText], models: Models) -> Spans:
    """Return the union of spaCy's entities and Rampart's names, streets, towns, telephones and e-mails."""
    from voices.privacy.ner import rampart_hits

    found = spacy_alone(texts, models)
    if models.rampart is not None:
        for t in texts:
            found[t.id] += [(h.start, h.end) for h in rampart_hits(t.text, models.rampart, models.lists)]
    return found


MASKERS: tuple[tuple[str, Callable[[Sequence[GoldText], Models], Spans]], ...] = (
    ("voices", ours),
    ("voices, all doubts released", ours_certain),
    ("spaCy alone", spacy_alone),
    ("spaCy and Rampart", spacy_and_rampart),
)


def main() -> int:
    """Measure every masker on one gold file and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--data", type=Path, help="a folder with gold.jsonl")
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/pseudonyms.json")
    options = parser.parse_args()
    path = options.data / "gold.jsonl" if options.data else options.gold
    if not path.is_file():
        print(f"{path}: there is no such file; name a gold file or a folder that holds gold.jsonl", file=sys.stderr)
        return 2
    gold = scoring.read([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()])
    scores = measure(gold)
    name = "sample" if path == SAMPLE else path.resolve().parent.name if options.data else path.stem
    print(f"{name}: {len(gold)} texts, {sum(len(t.spans) for t in gold)} spans, {sum(len(t.stays) for t in gold)} stay")
    for masker, row in scores.items():
        show(masker, row)
    if options.save:
        save(name, len(gold), scores)
    return 0


def measure(gold: Sequence[GoldText]) -> dict[str, Score]:
    """Return every masker's score on the same texts."""
    from voices.privacy import load_models

    models = load_models()
    return {name: scoring.score(gold, masker(gold, models)) for name, masker in MASKERS}


def show(name: str, row: Score) -> None:
    """Print one masker's figures."""
    print(f"\n{name}")
    for what, share in (
        ("direct entities (ER_di)", row.direct),
        ("quasi entities (ER_qi)", row.quasi),
        ("token precision", row.precision),
        ("token recall", row.recall),
        ("must stay, touched", row.stays_hit),
    ):
        print(f"  {what:<24} {share}")
    for label, share in row.by_label.items():
        print(f"    {label:<22} {share}")


def save(name: str, texts: int, scores: dict[str, Score]) -> None:
    """Write the figures of one gold set, beside those of others."""
    RESULTS.parent.mkdir(exist_ok=True)
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    results[name] = {
        "texts": texts,
        "maskers": {
            masker: {
                "ER_di": row.direct.as_json(),
                "ER_qi": row.quasi.as_json(),
                "token_precision": row.precision.as_json(),
                "token_recall": row.recall.as_json(),
                "must_stay_touched": row.stays_hit.as_json(),
                "recall_by_label": {label: share.as_json() for label, share in row.by_label.items()},
            }
            for masker, row in scores.items()
        },
    }
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
