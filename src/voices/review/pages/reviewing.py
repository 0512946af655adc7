"""What the coders' pages work with, and the facts they show in more than one place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, HTTPException

from voices import quotes
from voices.codebook import Code, Codebook
from voices.model import Coded, Decision, Mention, QuoteBank, Valence, stability_word
from voices.model.realist import Theory
from voices.quotes import Desk
from voices.review.agreeing import agreement_words
from voices.review.background import Learner
from voices.review.choice import Letters, further, letters
from voices.review.drafting import ByWords, Drafts
from voices.review.exemplars import Shown, ready
from voices.review.meter import Meter
from voices.review.people import RIGHTS, Act, People, people
from voices.review.sight import Sight, reads_blind
from voices.review.wording import day, moment, score_words, surety_words, wave_word
from voices.store import PROPOSED, Proposed, Store
from voices.web import Posted, Session, signed_in

_PROPOSED_COLOUR = "#3D494B"
"""Proposed codes are all of one quiet colour, readable with white lettering."""
PEOPLE_KEY = "people"
"""Under this key the store keeps roles and barred documents by coder."""

Scan = Callable[[str], Sequence[Mention]]
"""Looks for people in what somebody typed; returns half-open code points into it."""

SIGN_OF_VALENCE = {Valence.POSITIVE: "+", Valence.NEGATIVE: "−", Valence.MIXED: "±", Valence.NEUTRAL: "○"}
"""The sign beside a code, always with the word for it."""


@dataclass(frozen=True)
class Reviewing:
    """One study as the coders' pages see it: its store, its codebooks and what the study set."""

    store: Store = field(repr=False)
    codebooks: list[Codebook] = field(repr=False)
    coders: tuple[str, ...]
    scan: Scan = field(repr=False)
    blind_share: float
    lease_minutes: int
    study: str
    """Title of the study."""
    codes: dict[str, Code] = field(repr=False)
    """By id, in the order of the codebooks; proposed codes come after them."""
    letters: Letters = field(repr=False)
    shown: dict[str, Shown] = field(repr=False)
    """Exemplars by code id."""
    theories: tuple[Theory, ...] = field(default=(), repr=False)
    """As the study's files have them; people's changes are in the store."""
    learner: Learner | None = field(default=None, repr=False)
    """Refreshes suggestions after some decisions; None where nothing is to be learnt."""
    releasing: Callable[[], Desk] | None = field(default=None, repr=False)
    """Says what may be printed and how it is attributed; None where the study declares no head counts."""

    keep: Callable[[Codebook, Codebook], None] | None = field(default=None, repr=False)
    """Stores another version of a codebook in place of one; None where the study's files cannot be changed."""

    drafting: Callable[[], QuoteBank] | None = field(default=None, repr=False)
    """Fills the quote bank as it would be printed now; None where it is filled without vectors."""

    meters: dict[str, Meter] = field(default_factory=dict, repr=False)
    """The meter of the queue, once it is asked for."""
    banks: dict[str, Drafts[QuoteBank]] = field(default_factory=dict, repr=False)
    """The bank that is being worked on, once it is asked for."""
    desks: dict[str, Drafts[Desk]] = field(default_factory=dict, repr=False)
    """What lets words be printed, once it is asked for."""

    def counts(self) -> Mapping[str, int]:
        """Return passages by state, for the meter of the coding screen."""
        return self.meter().counts()

    def meter(self) -> Meter:
        """Return what counts for every page."""
        return self.meters.setdefault("study", Meter(self.store))

    def release(self) -> Desk:
        """Return what lets chosen words be printed, by the rules of every quote."""
        if self.releasing is not None:
            return self.releasing()
        store, withheld = self.store, self.store.quote_choices().withheld()
        held = store.standing(item.passage for item in store.queue("held"))
        looked = quotes.Looked(store.passages)
        return quotes.desk_over(looked, store.unlisted(), held, store.participants(), withheld=withheld)

    def desk_for_quotes(self, withheld: Iterable[str]) -> Desk:
        """Return what lets words be printed, read anew after a run; what is held or withheld is up to date."""
        known = self.desks.setdefault("desk", Drafts(self.release, self.store.material_state)).now()
        held = frozenset(item.passage for item in self.store.queue("held"))
        return replace(known, held=held, withheld=frozenset(withheld))

    def drafts(self) -> Drafts[QuoteBank]:
        """Return the quote bank that is being worked on."""
        return self.banks.setdefault(
            "bank", Drafts(self.drafting or ByWords(self.store, self.codebooks).bank, self.store.bank_state)
        )

    def name(self, code: str) -> str:
        """Return a code's name, or its id where the codebook no longer has it."""
        return self.codes[code].name if code in self.codes else code

    def children(self, code: str) -> tuple[Code, ...]:
        """Return the codes that lie in a code."""
        return tuple(child for child in self.codes.values() if child.parent == code)

    def put_codebook(self, before: Codebook, after: Codebook) -> None:
        """Let the pages work with another version of a codebook from now on."""
        self.codebooks[self.codebooks.index(before)] = after
        exemplars = ready(after.exemplars)
        for code in after.codes:
            self.codes[code.id] = code
            self.shown[code.id] = exemplars
        for gone in set(before.ids()) - set(after.ids()):
            self.codes.pop(gone, None)
        self.letters.update(letters([code for code in self.codes.values() if not code.id.startswith(f"{PROPOSED}-")]))
        for code in self.proposed():
            self.letters.pop(code.id, None)
            self.letters[code.id] = further(self.letters, code.name)

    def take_in(self, one: Proposed) -> None:
        """Let a proposed code be used on the pages from now on; the lead takes it into a codebook or not."""
        if one.id not in self.codes:
            self.codes[one.id] = Code(
                one.id, one.name, _PROPOSED_COLOUR, one.definition or "Proposed, not yet defined."
            )
            self.shown[one.id] = ready(())
            self.letters[one.id] = further(self.letters, one.name)

    @property
    def list_of_codes(self) -> str:
        """A fingerprint of what the list of codes on the coding screen shows."""
        shown = [(code.id, code.name, code.parent, code.colour, self.letters[code.id]) for code in self.codes.values()]
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]

    def proposed(self) -> tuple[Code, ...]:
        """Return the proposed codes that can be used."""
        return tuple(code for id, code in self.codes.items() if id.startswith(f"{PROPOSED}-"))

    def people(self) -> People:
        """Return who works on the study, as of now."""
        return people(self.store.get(PEOPLE_KEY), self.coders)

    def may(self, who: str, act: Act) -> bool:
        """Return whether somebody's role allows an act."""
        return self.people().may(who, act)

    def must(self, act: Act) -> Callable[..., None]:
        """Return a dependency that refuses whoever's role does not allow an act."""

        def checked(session: Annotated[Session, Depends(signed_in)]) -> None:
            if not self.may(session.who, act):
                raise HTTPException(403, "Your role in this study does not include this. Ask the lead of the study.")

        return checked

    def sight(self, who: str) -> Sight:
        """Return the study as somebody may see it."""
        barred = self.people().find(who).barred
        share, coders = self.blind_share, len(self.coders)
        return Sight(self.store, who, barred, reads_blind(share, coders), blinds=coders > 1 and share > 0)

    def keys_on(self, who: str) -> bool:
        """Return whether this coder uses single keys (WCAG 2.1.4: they can be switched off)."""
        return self.store.get(f"keys {who}", "on") == "on"

    def told(self, session: Session) -> dict[str, Any]:
        """Return what every page is told."""
        held, (concerns, first) = self.still_held(), self.meter().concerns()
        return {
            "reviewing": self,
            "keys_on": self.keys_on(session.who),
            "held": len(held),
            "held_days": age_in_days(min(held)) if held else 0,
            "concerns": concerns,
            "concern_days": age_in_days(first) if concerns else 0,
            "rights": RIGHTS[self.people().find(session.who).role],
        }

    def agreement(self) -> str:
        """Return how far people agree on what two read blind, in words; empty where nobody has read twice."""
        return agreement_words(self.store.blind())

    def still_held(self) -> list[str]:
        """Return since when each passage is held whose hold nobody has ended."""
        held = self.store.queue("held")
        over = {(one.passage, one.since) for one in self.store.held_ended()} if held else set()
        return [item.since for item in held if (item.passage, item.since) not in over]

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
    theories: Iterable[Theory] = (),
    learner: Learner | None = None,
    releasing: Callable[[], Desk] | None = None,
    keep: Callable[[Codebook, Codebook], None] | None = None,
    drafting: Callable[[], QuoteBank] | None = None,
) -> Reviewing:
    """Return the study as the pages see it; of two codes with the same id the first codebook's counts."""
    listed = list(codebooks)
    codes: dict[str, Code] = {}
    shown: dict[str, Shown] = {}
    for book in listed:
        exemplars = ready(book.exemplars)
        for code in book.codes:
            codes.setdefault(code.id, code)
            shown.setdefault(code.id, exemplars)
    keys = letters(tuple(codes.values()))
    given = tuple(theories)
    seen = (store, listed, tuple(coders), scan, blind_share, lease_minutes, study, codes, keys, shown, given)
    desk = Reviewing(*seen, learner, releasing, keep, drafting)
    for one in store.proposed():
        if not one.outcome:
            desk.take_in(one)
    return desk


def back_to(path: str, form: Posted) -> str:
    """Return the sheet of a list that a form was sent from."""
    sheet = form.number("sheet") or 1
    return path if sheet == 1 else f"{path}?sheet={sheet}"


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
        "score": score_words,
        "surety": surety_words,
        "stability": stability_word,
        "wave": wave_word,
        "css": css_class,
        "sign": lambda valence: SIGN_OF_VALENCE.get(valence, ""),
        "when": moment,
        "day": day,
        "first_up": lambda text: text[:1].upper() + text[1:],
        "days": age_in_days,
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
