"""Say what a codebook could do better, and what changed between two."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from voices.codebook import colours
from voices.codebook.nouns import Code, Codebook, Exemplar, top_level

ENOUGH_EXEMPLARS = 8
"""Exemplars a top-level code should have once there are any: below that the first suggestions are close to chance."""


def check(codebook: Codebook) -> tuple[str, ...]:
    """Return plain sentences on what an evaluator should mend; empty where all is well.

    A codebook that breaks the format does not load at all; this is about one that does. Exemplars are
    named by their number in the file, never by their words.
    """
    return (
        *itertools.chain.from_iterable(_of_code(code) for code in codebook.codes),
        *_alike(codebook),
        *_few(codebook),
        *_of_exemplars(codebook.exemplars),
    )


def diff(a: Codebook, b: Codebook) -> tuple[str, ...]:
    """Return plain sentences on what changed from codebook `a` to codebook `b`; empty where nothing did."""
    lines = [
        f"The {label} changed." if label == "description" else f'The {label} changed from "{old}" to "{new}".'
        for label, old, new in (
            ("name", a.name, b.name),
            ("title", a.title, b.title),
            ("version", a.version, b.version),
            ("description", a.description, b.description),
            ("language", a.language, b.language),
        )
        if old != new
    ]
    before, after = {code.id: code for code in a.codes}, {code.id: code for code in b.codes}
    lines += [f'Code "{code_id}" was removed.' for code_id in before if code_id not in after]
    lines += [f'Code "{code_id}" was added.' for code_id in after if code_id not in before]
    for code_id, code in before.items():
        if code_id in after:
            lines += _changes(code, after[code_id])
    old_ones, new_ones = Counter(a.exemplars), Counter(b.exemplars)
    gone, come = (old_ones - new_ones).total(), (new_ones - old_ones).total()
    if gone or come:
        lines.append(f"Exemplars: {come} added, {gone} removed.")
    return tuple(lines)


def _changes(old: Code, new: Code) -> Iterator[str]:
    for label, was, now in (("name", old.name, new.name), ("kind", old.kind, new.kind)):
        if was != now:
            yield f'Code "{old.id}": {label} changed from "{was}" to "{now}".'
    if old.definition != new.definition:
        yield f'Code "{old.id}": definition changed.'
    if (old.colour, old.lettering) != (new.colour, new.lettering):
        yield f'Code "{old.id}": colour changed from {old.colour} to {new.colour}.'
    for label, had, has in (
        ("include", set(old.include), set(new.include)),
        ("exclude", set(old.exclude), set(new.exclude)),
    ):
        if had != has:
            yield f'Code "{old.id}": {label} has {len(has - had)} added, {len(had - has)} removed.'


def _of_code(code: Code) -> Iterator[str]:
    if not code.definition:
        yield f'Code "{code.id}" has no definition; write one sentence that says what belongs.'
    ratio = colours.contrast(code.colour, code.lettering)
    if ratio < colours.MIN_CONTRAST:
        yield (
            f'Code "{code.id}": {code.lettering} text on {code.colour} has a contrast of {ratio:.1f} to 1; '
            f"choose a colour or lettering with at least {colours.MIN_CONTRAST} to 1."
        )
    if any(not item.text for item in code.exclude) or any(not item for item in code.include):
        yield f'Code "{code.id}" has an empty line under include or exclude; fill it in or delete it.'
    if any(item.instead == code.id for item in code.exclude):
        yield f'Code "{code.id}" sends what it excludes to itself; name another code under "instead".'


def _alike(codebook: Codebook) -> Iterator[str]:
    for kind, group in itertools.groupby(sorted(codebook.top(), key=lambda c: c.kind), key=lambda c: c.kind):
        codes = list(group)
        if len(codes) > colours.TOLD_APART_UP_TO:
            continue
        for one, other in itertools.combinations(codes, 2):
            if colours.difference(one.colour, other.colour) < colours.MIN_DIFFERENCE:
                yield (
                    f'Codes "{one.id}" and "{other.id}" (both {kind}) have colours that colour-blind readers '
                    "cannot tell apart; change one of them."
                )


def _few(codebook: Codebook) -> Iterator[str]:
    if not codebook.exemplars:
        return
    counts = Counter(code for item in codebook.exemplars for code in {top_level(c) for c, _ in item.codes})
    for code in codebook.top():
        if counts[code.id] < ENOUGH_EXEMPLARS:
            yield (
                f'Code "{code.id}" has {counts[code.id]} exemplars; write at least {ENOUGH_EXEMPLARS}, '
                "or its first suggestions will be guesses."
            )


def _of_exemplars(exemplars: tuple[Exemplar, ...]) -> Iterator[str]:
    first: dict[str, int] = {}
    for number, item in enumerate(exemplars, start=1):
        key = " ".join(item.text.casefold().split())
        if key in first:
            yield f"Exemplar {number} has the same text as exemplar {first[key]}; delete one of them."
        first.setdefault(key, number)
        codes = [code for code, _ in item.codes]
        if len(set(codes)) < len(codes):
            yield f"Exemplar {number} carries the same code twice; delete one of them."
        if item.near_miss_of and not item.reason:
            yield f"Exemplar {number} is a near miss without a reason; say why it is not the other code."
        if item.near_miss_of in codes:
            yield f"Exemplar {number} is coded as what it is said to be a near miss of; correct one of the two."
        orphans = {top_level(code) for code in codes if "/" in code} - set(codes)
        if orphans:
            yield f"Exemplar {number} carries a child code without its parent; add the parent."
