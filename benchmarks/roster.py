"""What a roster adds: `python -m benchmarks.roster GOLD.jsonl [--part dev]` masks with and without one.

The roster holds one full name, nothing else, of every person of the gold who stands in at least two texts and has a
full name in one of them: what a case system knows of the principal people.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import linking, scoring

if TYPE_CHECKING:
    from voices.privacy import Known


def principals(rows: Sequence[Mapping[str, object]]) -> tuple[Known, ...]:
    """Return one full name of everybody who stands in two texts or more."""
    from voices.privacy import Known
    from voices.privacy.detectors.names import parse

    texts: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    for m in linking.said(rows):
        texts[m.person].add(m.text)
        form = " ".join(m.form.split())
        if parse(form).full and form[:1].isupper():
            forms[m.person].add(form)
    longest = (max(forms[p], key=lambda f: (len(f), f)) for p in sorted(forms) if len(texts[p]) > 1)
    return tuple(Known((form,)) for form in longest)


def main() -> int:
    """Print the figures with and without the roster."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--part", choices=("dev", "held", "all"), default="dev")
    options = parser.parse_args()
    if not options.gold.is_file():
        print(f"{options.gold}: there is no such file; name a gold file {{id, text, spans}}", file=sys.stderr)
        return 2
    lines = options.gold.read_text(encoding="utf-8").splitlines()
    rows = linking.part([json.loads(line) for line in lines if line.strip()], options.part)
    from voices.model import Action
    from voices.privacy import detect_texts, load_models

    known, models, gold = principals(rows), load_models(), scoring.read(rows)
    people = [scoring.GoldText(t.id, t.text, tuple(s for s in t.spans if s.label == "PERSON"), t.stays) for t in gold]
    print(f"{options.part}: {len(gold)} texts, {len(known)} people on the roster")
    for name, roster in (("without a roster", ()), ("with it", known)):
        found = detect_texts([(t.id, t.text) for t in gold], models, roster)
        for what, actions in (("certain", {Action.MASK}), ("with doubts masked", {Action.MASK, Action.REVIEW})):
            spans = {i: [(m.start, m.end) for m in row if m.action in actions] for i, row in found.items()}
            whole, names = scoring.score(gold, spans), scoring.score(people, spans)
            print(f"\n{name}, {what}")
            for label, share in (
                ("people, all mentions", names.direct),
                ("mentions of people", names.by_label["PERSON"]),
                ("direct identifiers", whole.direct),
                ("token precision", whole.precision),
                ("must stay, touched", whole.stays_hit),
            ):
                print(f"  {label:<22} {share}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
