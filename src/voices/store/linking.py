"""Theories and realist links as nouns, over the chains they are stored in."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from voices.errors import InputError
from voices.model.realist import Anchor, Bearing, Element, Link, LinkAct, Theory
from voices.store.writing import Draft, Words, Writing, Written

ORDER = tuple(Element)
"""Elements in the order links are read: for whom, context, resource, reasoning, outcome."""
REMOVED = "removed"


class Linking(Writing):
    """Theories as people reworded them, and links of people's words to them."""

    def theories(self, given: Iterable[Theory], dropped: bool = False) -> tuple[Theory, ...]:
        """Return the theories of the study's files as people left them, then those written here; by file, then name."""
        here = {one.key: one for one in self.written("theory")}
        tips = self.tips("theory")
        found = []
        for theory in given:
            own = here.pop(theory.id, None)
            found.append(_theory(own) if own is not None else _at(theory, tips.get(theory.id)))
        found += sorted((_theory(one) for one in here.values()), key=lambda theory: (theory.name, theory.id))
        return tuple(theory for theory in found if dropped or not theory.dropped)

    def write_theory(self, theory: Theory, coder: str, version: int | None) -> int:
        """Store a theory's new words, or that it is dropped; `version` is the row its writer saw."""
        facts = {"principles": sorted(theory.principles), "dropped": theory.dropped}
        words = {"name": theory.name, "if": theory.if_, "then": theory.then, "because": theory.because}
        return self.write(Draft("theory", theory.id, "changed", facts, words, (), coder, version))

    def theory_versions(self, theory: str) -> tuple[Theory, ...]:
        """Return every wording of a theory that was stored here, oldest first."""
        return tuple(_theory(one) for one in self.versions("theory", theory) if one.words)

    def links(self, theory: str | None = None) -> tuple[Link, ...]:
        """Return the links that stand, by theory and time."""
        found = [_link(one) for one in self.written("link") if one.act != REMOVED and one.facts.get("theory")]
        kept = (one for one in found if theory in (None, one.theory))
        return tuple(sorted(kept, key=lambda link: (link.theory, link.made_at, link.id)))

    def link(self, id: str) -> Link | None:
        """Return one link that stands."""
        return next((one for one in self.links() if one.id == id), None)

    def put_link(
        self,
        theory: str,
        bearing: Bearing,
        anchors: Sequence[Anchor],
        note: str,
        coder: str,
        *,
        id: str = "",
        version: int | None = None,
    ) -> str:
        """Make a link, or change the one of this id as seen in `version`; return its id.

        Raises InputError where no words are anchored, StaleVersion where somebody changed it meanwhile.
        """
        if not anchors:
            raise InputError("a link needs words: choose at least one stretch of a passage")
        key = id or secrets.token_hex(4)
        act = "changed" if id else "made"
        self.write(link_draft(key, act, theory, bearing, anchors, note, coder, version))
        return key

    def remove_link(self, link: Link, coder: str) -> None:
        """Take a link off; its history stays, and undoing brings it back."""
        self.write(link_draft(link.id, REMOVED, link.theory, link.bearing, (), "", coder, link.version))

    def undo_link(self, coder: str, theory: str) -> bool:
        """Take back what this coder did last with a link of a theory; return False where there is nothing."""
        chains = [one for one in self.written("link") if one.facts.get("theory") == theory and one.coder == coder]
        if not chains:
            return False
        last = max(chains, key=lambda one: one.id)
        self.undo_written("link", last.key, coder, last.tip)
        return True

    def link_history(self, id: str) -> tuple[LinkAct, ...]:
        """Return what was done with a link, in order."""
        return tuple(
            LinkAct(one.id, one.act, str(one.facts.get("bearing", "")), one.coder, one.made_at)
            for one in self.versions("link", id)
        )


def link_draft(
    id: str,
    act: str,
    theory: str,
    bearing: Bearing,
    anchors: Sequence[Anchor],
    note: str,
    coder: str,
    version: int | None = None,
    made_at: str = "",
) -> Draft:
    """Return a link as a row to write, its anchors in the order they are read."""
    facts = {"theory": theory, "bearing": bearing.value}
    return Draft("link", id, act, facts, {"note": note} if note else {}, _words(anchors), coder, version, made_at)


def _words(anchors: Sequence[Anchor]) -> tuple[Words, ...]:
    ordered = sorted(anchors, key=lambda a: (ORDER.index(a.element), a.passage, a.start))
    return tuple((a.element.value, a.passage, a.start, a.end) for a in ordered)


def _link(one: Written) -> Link:
    return Link(
        one.key,
        one.tip,
        one.facts["theory"],
        Bearing(one.facts["bearing"]),
        tuple(Anchor(Element(element), passage, start, end) for element, passage, start, end in one.anchors),
        one.words.get("note", ""),
        one.coder,
        one.made_at,
        one.lost,
    )


def _theory(one: Written) -> Theory:
    words = one.words
    return Theory(
        one.key,
        words.get("name", one.key),
        words.get("if", ""),
        words.get("then", ""),
        words.get("because", ""),
        tuple(one.facts.get("principles", ())),
        one.tip or one.id,
        one.coder,
        one.made_at,
        bool(one.facts.get("dropped")),
    )


def _at(theory: Theory, tip: int | None) -> Theory:
    """Return a theory of the file as the version to follow: undone edits leave rows behind."""
    return replace(theory, version=tip) if tip is not None else theory
