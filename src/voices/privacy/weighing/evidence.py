"""What is known about a stretch that detectors point at, as numbers: who saw it, how it looks, how common it is.

The arbiter's weights are learnt over these features (`training/arbiter.py`); a feature that has no weight counts for
nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from voices.privacy.detectors.capitals import PARTICLES, Style
from voices.privacy.detectors.cues import FORMAL
from voices.privacy.detectors.hits import NAMES, WORD, Hit
from voices.privacy.lists import Lists, fold, frequency, misspelt

FAMILIES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "listed first name and more",
            "listed first name",
            "listed first name in lower case",
            "listed first name in lower case with a cue",
            "listed first name in capitals",
            "first and family name in lower case",
            "listed family name",
        ),
        "list",
    ),
    **dict.fromkeys(
        (
            "initial and name",
            "run of unknown capitals",
            "unknown capital inside a sentence",
            "unknown capital that acts",
            "rare word that acts",
            "initials",
            "initial that acts",
            "initial with an age",
        ),
        "looks",
    ),
    **dict.fromkeys(
        (
            "caption tag",
            "speaker label",
            "speaker label with a time",
            "mail header",
            "salutation",
            "signature",
            "line of names",
            "line of initials",
            "line that ends a letter",
            "name the file states",
        ),
        "layout",
    ),
}
"""Which detector a rule belongs to, for the two kinds that are no word cue; spaCy's and Rampart's say it themselves."""
_CERTAIN = 0.995
_RARE = 2.0
_COMMON = 5.0


def family(rule: str) -> str:
    """Return which detector a rule belongs to: spaCy, Rampart, own tagger, list, looks, layout or cue."""
    for prefix in ("spaCy", "Rampart", "tagger"):
        if rule.startswith(prefix):
            return prefix
    return FAMILIES.get(rule, "cue")


def strength(hits: Sequence[Hit]) -> float:
    """Return the noisy-or of the rules' own scores; each rule counts once."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.rule] = max(best.get(hit.rule, 0.0), hit.score)
    doubt = 1.0
    for score in best.values():
        doubt *= 1.0 - score
    return 1.0 - doubt


def features(text: str, group: Sequence[Hit], others: Sequence[Hit], lists: Lists, manner: Style) -> dict[str, float]:
    """Return the features of one group of agreeing hits; `others` are hits of other labels on the same words."""
    start, end = min(h.start for h in group), max(h.end for h in group)
    label = group[0].label
    strong = min(strength(group), _CERTAIN)
    found = {"bias": 1.0, f"label {label}": 1.0, "strength": math.log(strong / (1 - strong))}
    families = {family(h.rule) for h in group}
    rules = {h.rule for h in group}
    found |= {f"rule {r}": 1.0 for r in rules}
    if label not in NAMES:
        found["rules"] = float(len(rules))
        return found
    found |= {f"by {f}": 1.0 for f in families}
    found["detectors"] = float(len(families))
    found |= {f"also {family(h.rule)}": 1.0 for h in others if family(h.rule) not in families}
    found |= {f"also {h.label}": 1.0 for h in others}
    return found | _looks(text, start, end, lists, manner)


def _looks(text: str, start: int, end: int, lists: Lists, manner: Style) -> dict[str, float]:
    words = [w[0] for w in WORD.finditer(text, start, end) if fold(w[0]) not in FORMAL | PARTICLES]
    if not words:
        return {"no words": 1.0}
    common = [frequency(fold(re.sub(r"['’]s\Z", "", w))) for w in words]
    listed = any(lists.is_first(w) for w in words)
    found = {
        "one word": float(len(words) == 1),
        "commonest word": _scaled(max(common)),
        "lower case": float(words[0].islower()),
        "all capitals": float(all(w.isupper() and len(w) > 1 for w in words)),
        "capital inside a sentence": float(words[0][0].isupper() and not _begins(text, start)),
        "first name listed": float(listed),
        "family name listed": float(any(lists.is_last(w) for w in words)),
        "plain words": float(all(lists.is_plain(w) for w in words)),
        "word name": float(len(words) == 1 and lists.is_word_name(words[0])),
        "writer uses no capitals": float(manner.no_capitals),
        "writer shouts": float(manner.shouting),
        "short": float(end - start <= 3),
        "misspelt word": float(len(words) == 1 and not listed and common[0] < _RARE and misspelt(fold(words[0]))),
    }
    found["lower case, no capitals"] = found["lower case"] * found["writer uses no capitals"]
    found["word name in lower case"] = found["word name"] * found["lower case"]
    return {name: value for name, value in found.items() if value}


def _scaled(zipf: float) -> float:
    return (min(max(zipf, 0.0), _COMMON) - _RARE) / 3


_BEGINS = re.compile(r"(?:\A|[.!?:…]['\"”’)\]]*\s+|\n\s*|[\"“‘(\[]\s*|\|\s)\Z")


def _begins(text: str, at: int) -> bool:
    return at == 0 or bool(_BEGINS.search(text, max(0, at - 12), at))
