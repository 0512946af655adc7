"""What the coders' pages work with, and the facts they show in more than one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from voices.codebook import Code, Codebook
from voices.model import Coded, Decision, Mention, Valence
from voices.review.choice import Letters, letters
from voices.review.exemplars import Shown, ready
from voices.review.wording import confidence_word, stability_word, wave_word
from voices.store import Store
from voices.web import Session

Scan = Callable[[str], Sequence[Mention]]
"""Looks for people in what somebody typed; returns half-open code points into it."""

SIGN_OF_VALENCE = {Valence.POSITIVE: "+", Valence.NEGATIVE: "−", Valence.MIXED: "±", Valence.NEUTRAL: "○"}
"""The sign beside a code, always with the word for it."""


@dataclass(frozen=True)
class Reviewing:
    """One study as the coders' pages see it: its store, its codebooks and what the study set."""

    store: Store = field(repr=False)
    codebooks: tuple[Codebook, ...] = field(repr=False)
    coders: tuple[str, ...]
    scan: Scan = field(repr=False)
    blind_share: float
    lease_minutes: int
    study: str
    """Title of the study."""
    codes: Mapping[str, Code] = field(repr=False)
    """By id, in the order of the codebooks."""
    letters: Letters = field(repr=False)
    shown: Mapping[str, Shown] = field(repr=False)
    """Exemplars by code id."""

    def name(self, code: str) -> str:
        """Return a code's name, or its id where the codebook no longer has it."""
        return self.codes[code].name if code in self.codes else code

    def children(self, code: str) -> tuple[Code, ...]:
        """Return the codes that lie in a code."""
        return tuple(child for child in self.codes.values() if child.parent == code)

    def keys_on(self, who: str) -> bool:
        """Return whether this coder uses single keys (WCAG 2.1.4: they can be switched off)."""
        return self.store.get(f"keys {who}", "on") == "on"

    def told(self, session: Session) -> dict[str, Any]:
        """Return what every page is told."""
        held = self.store.held()
        return {
            "reviewing": self,
            "keys_on": self.keys_on(session.who),
            "held": held.items,
            "held_days": age_in_days(held.oldest) if held.items else 0,
        }

    def leave(self, session: Session) -> None:
        """Put back what somebody had in hand."""
        self.store.release(session.who)


def reviewing(
    store: Store,
    codebooks: Iterable[Codebook],
    coders: Sequence[str],
    scan: Scan,
    blind_share: float,
    lease_minutes: int,
    study: str,
) -> Reviewing:
    """Return the study as the pages see it; of two codes with the same id the first codebook's counts."""
    listed = tuple(codebooks)
    codes: dict[str, Code] = {}
    shown: dict[str, Shown] = {}
    for book in listed:
        exemplars = ready(book.exemplars)
        for code in book.codes:
            codes.setdefault(code.id, code)
            shown.setdefault(code.id, exemplars)
    keys = letters(tuple(codes.values()))
    return Reviewing(store, listed, tuple(coders), scan, blind_share, lease_minutes, study, codes, keys, shown)


def age_in_days(since: str) -> int:
    """Return whole days from a time of the store until now."""
    return max(0, (datetime.now(UTC) - datetime.fromisoformat(since)).days)


def css_class(code: str) -> str:
    """Return the style class that carries a code's colour."""
    return "code-" + "".join(letter if letter.isalnum() else "-" for letter in code)


def style_sheet(codes: Iterable[Code]) -> str:
    """Return the rules that give each code its colour: the pages allow no style inside the text."""
    rules = []
    for code in codes:
        own = css_class(code.id)
        rules.append(f".{own}{{--code:{code.colour};--lettering:{code.lettering}}}")
    return "\n".join(rules)


def filters() -> dict[str, Callable[..., Any]]:
    """Return what templates call on model types."""
    return {
        "confidence": confidence_word,
        "stability": stability_word,
        "wave": wave_word,
        "css": css_class,
        "sign": lambda valence: SIGN_OF_VALENCE.get(valence, ""),
        "when": lambda text: text[:16].replace("T", " "),
        "first_up": lambda text: text[:1].upper() + text[1:],
        "verdict": verdict_words,
        "plural": lambda n, one, many=None: f"{n:,} {one if n == 1 else many or one + 's'}",
        "by_code": lambda codes: {c.code: c for c in codes},
    }


def verdict_words(decision: Decision) -> str:
    """Return what a decision did, in words."""
    words = {
        "coded": "Coded",
        "no code": "None of the codes applies",
        "skipped": "Skipped",
        "held": "Held for safeguarding",
        "undone": "Taken back",
    }
    return words[decision.verdict.value]


def same_codes(chosen: Sequence[Coded], suggested: Sequence[Coded]) -> bool:
    """Return whether two choices carry the same codes and valences."""
    return {(c.code, c.valence) for c in chosen} == {(c.code, c.valence) for c in suggested}
