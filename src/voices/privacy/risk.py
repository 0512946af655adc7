"""How much risk is left in pseudonymised text: a sample to read, what it proves, and combinations that few share.

Pure functions. Nothing here says that no risk is left: what a sample does not show, it only bounds.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from voices.model import Document

SAMPLE = 300
"""Sentences read by default: if none of them leaks, at most 1.0 in 100 do (95 %), and a person reads them in a day."""

FEWER_THAN = 5
"""People who must share a combination. Rationale: the usual small-cell limit in official statistics."""

LENGTHS = (12, 30)
"""Words at which a sentence is counted as middling, and as long: short answers and long turns fail differently."""

AUDIT_KEY = "audit"
"""Under this key the study keeps which sentences were drawn and what a reader found, as JSON."""

MOST_TOGETHER = 3
"""Attributes combined at most; more would single out nearly everybody and tell the reader nothing."""


@dataclass(frozen=True)
class Sentence:
    """One sentence as coders see it."""

    id: str
    """Document and first code point, "3f9c21aa07de4b10:512"."""
    text: str
    source: str
    kind: str

    @property
    def stratum(self) -> tuple[str, str, str]:
        """Source, kind and length, by which the sample is spread."""
        return self.source, self.kind, length(self.text)


@dataclass(frozen=True)
class Bound:
    """What a read sample says about all sentences."""

    leaks: int
    read: int
    upper: float
    """Upper end of the exact one-sided 95 % interval, 0 to 1."""

    @property
    def words(self) -> str:
        """Say it in one plain sentence."""
        most = f"{_up(self.upper * 100):.1f} %"
        what = "none leaked" if not self.leaks else f"{self.leaks} leaked"
        return (
            f"Of {self.read} sentences that a person read, {what}: with 95 % confidence at most {most} of all "
            f"sentences still hold something that identifies somebody."
        )


_MANY_VALUES = 8
"""Values from which an attribute is listed as a whole where most of them are rare."""


@dataclass(frozen=True)
class Combination:
    """Values that few people share."""

    values: tuple[tuple[str, str], ...]
    """(attribute, value), for example (("role", "pod manager"), ("wave", "2"))."""
    people: int
    of: str
    """What was counted: "population" where study.toml declares it, else "participants"."""


def length(text: str) -> str:
    """Return the class of length of a sentence: short, middling or long.

    >>> length("Yes.")
    'short'
    """
    words = len(text.split())
    return "short" if words < LENGTHS[0] else "middling" if words < LENGTHS[1] else "long"


def draw(sentences: Iterable[Sentence], number: int = SAMPLE, seed: int = 0) -> tuple[Sentence, ...]:
    """Return a sample in the proportion of the strata, in random order; the same seed draws the same.

    Sentences stand stratum by stratum, each stratum in random order, and every so-many-th is taken from a random start
    (systematic sampling): all have the same chance, so that the plain share of leaks estimates the share in all.
    """
    strata: dict[tuple[str, str, str], list[Sentence]] = defaultdict(list)
    for sentence in sorted(sentences, key=lambda one: one.id):
        strata[sentence.stratum].append(sentence)
    dice = random.Random(seed)  # noqa: S311  # a sample that can be drawn again, no secret
    row = [one for stratum in sorted(strata) for one in dice.sample(strata[stratum], len(strata[stratum]))]
    number = min(number, len(row))
    if not number:
        return ()
    step = len(row) / number
    start = dice.random() * step
    drawn = [row[min(int(start + place * step), len(row) - 1)] for place in range(number)]
    dice.shuffle(drawn)
    return tuple(drawn)


def bound(leaks: int, read: int) -> Bound:
    """Return the exact upper bound on the share of leaking sentences (Clopper and Pearson 1934, one-sided 95 %).

    Raises:
        ValueError: nothing was read, or more leaked than was read.
    """
    from scipy.stats import beta

    if not 0 <= leaks <= read or read == 0:
        raise ValueError("a bound needs at least one sentence that was read")
    upper = 1.0 if leaks == read else float(beta.ppf(0.95, leaks + 1, read - leaks))
    return Bound(leaks, read, upper)


def rare(
    people: Iterable[Mapping[str, str]],
    population: Mapping[str, int] | None = None,
    fewer_than: int = FEWER_THAN,
) -> tuple[Combination, ...]:
    """Return the smallest combinations that fewer than `fewer_than` people share, the rarest first.

    `people` are attributes of distinct participants. A role with a declared head count is counted by it, alone and in
    a wave; what else goes with it is known of participants only. A combination is left out where a part of it is rare.
    An attribute of many values most of which are rare, such as a number of days, stands there once.
    """
    people = list(people)
    scattered = _scattered(people, fewer_than)
    heads = {role.casefold(): count for role, count in (population or {}).items()}
    counts: Counter[tuple[tuple[str, str], ...]] = Counter()
    for person in people:
        held = sorted((name, value) for name, value in person.items() if value and name not in scattered)
        for size in range(1, MOST_TOGETHER + 1):
            counts.update(combinations(held, size))
    found: dict[tuple[tuple[str, str], ...], Combination] = {}
    for values, count in sorted(counts.items(), key=lambda item: (len(item[0]), item[0])):
        named = dict(values)
        declared = heads.get(named.get("role", "").casefold()) if set(named) <= {"role", "wave"} else None
        number, of = (count, "participants") if declared is None else (declared, "population")
        parts = (part for size in range(1, len(values)) for part in combinations(values, size))
        if number < fewer_than and not any(part in found for part in parts):
            found[values] = Combination(values, number, of)
    each = [Combination(((name, f"any of {n} values"),), 1, "participants") for name, n in scattered.items()]
    return tuple(sorted([*found.values(), *each], key=lambda one: (one.people, len(one.values), one.values)))


def _scattered(people: Sequence[Mapping[str, str]], fewer_than: int) -> dict[str, int]:
    """Return the attributes most of whose many values few people share, with how many values there are."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for person in people:
        for name, value in person.items():
            if value and name not in {"role", "wave"}:
                counts[name][value] += 1
    return {
        name: len(values)
        for name, values in counts.items()
        if len(values) >= _MANY_VALUES and 2 * sum(n < fewer_than for n in values.values()) > len(values)
    }


def flagged(texts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str, int], ...]:
    """Return (source, kind of specially protected information, passages that seem to speak of it).

    `texts` are (source, text) of each passage.
    """
    from voices.privacy.sensitive import KINDS, flag

    counts = Counter((source, kind) for source, text in texts for kind in flag(text))
    return tuple(
        (source, kind, counts[source, kind])
        for source in sorted({source for source, _ in counts})
        for kind in KINDS
        if counts[source, kind]
    )


def reading(marks: Sequence[str]) -> tuple[int, int]:
    """Return (leaks, sentences read) from the marks of a reader: yes, no, or empty for not read.

    Raises:
        ValueError: a mark is neither; its number counts from 1.
    """
    leaks = read = 0
    for number, mark in enumerate(marks, 1):
        said = mark.strip().casefold()
        if said in ("yes", "y", "x", "1", "true"):
            leaks, read = leaks + 1, read + 1
        elif said in ("no", "n", "0", "false"):
            read += 1
        elif said:
            raise ValueError(f"mark {number} should be yes or no")
    return leaks, read


def recorded(kept: str) -> Bound | None:
    """Return what the last audit found, from what the study keeps under `AUDIT_KEY`; None where nobody read one.

    For any report that wants the audit's sentence: `recorded(store.get(AUDIT_KEY, "{}"))`.
    """
    found = json.loads(kept or "{}").get("read")
    return bound(found["leaks"], found["read"]) if found else None


def sentences(documents: Iterable[Document]) -> list[Sentence]:
    """Return every sentence of documents as coders see them that holds a letter."""
    from voices import passages

    return [
        Sentence(f"{one.id}:{span.start}", one.text[span.start : span.end], one.source, str(one.kind))
        for one in documents
        for span in passages.sentences(one.text)
        if any(sign.isalpha() for sign in one.text[span.start : span.end])
    ]


def digest(everything: Iterable[Sentence]) -> str:
    """Return a fingerprint of all sentences, by which a sample of an earlier state is told."""
    sums = hashlib.sha256()
    for one in sorted(everything, key=lambda each: each.id):
        sums.update(f"{one.id}\0{one.text}\0".encode())
    return sums.hexdigest()


def stale(kept: str, everything: Iterable[Sentence]) -> bool:
    """Tell whether texts changed since the sample was drawn that the last audit read."""
    return recorded(kept) is not None and json.loads(kept)["drawn"]["texts"] != digest(everything)


def _up(percent: float) -> float:
    # Rounded up: a bound that is rounded down would promise more than was shown.
    return min(100.0, math.ceil(round(percent * 10, 6)) / 10)
