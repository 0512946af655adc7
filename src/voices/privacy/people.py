"""Clusters of names: full names first, then what points to exactly one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from voices.model import Entity, Mention
from voices.privacy.lists import Lists, fold, nicknames
from voices.privacy.names import PersonName, parse, same_family, same_given
from voices.privacy.numbering import entity_id


def place_form(surface: str) -> str:
    """Return the form under which a place or body is known: folded, without an article before it."""
    folded = " ".join(fold(surface).split())
    return folded[4:] if folded.startswith("the ") else folded


class Clusters:
    """The people of a study while they are being told apart; filled, settled, then asked."""

    def __init__(self, key: bytes, known: Sequence[Entity], lists: Lists) -> None:
        self._key = key
        self._lists = lists
        self._full: dict[tuple[str, str], str] = {}
        """(given, family) -> entity id."""
        self._genders: dict[str, set[str]] = defaultdict(set)
        self._documents: dict[str, set[str]] = defaultdict(set)
        """Entity id -> documents in which its full name stands."""
        self._bare: dict[str, str] = {}
        """Single known forms -> entity id, from `known` alone."""
        self._fixed: dict[str, tuple[str, str]] = {}
        self._seen: list[tuple[str, PersonName]] = []
        self._known_other: dict[tuple[str, str], str] = {}
        for entity in sorted(known, key=lambda e: e.id):
            self._learn_known(entity)

    def _learn_known(self, entity: Entity) -> None:
        for form in entity.forms:
            if entity.label != "PERSON":
                self._known_other.setdefault((entity.label, place_form(form)), entity.id)
                continue
            name = parse(form)
            if name.full:
                self._full.setdefault((name.given, name.family), entity.id)
                self._genders[entity.id].add(name.gender)
            else:
                self._bare.setdefault(_single(name), entity.id)

    def learn(self, documents: Iterable[tuple[str, str, Iterable[Mention]]]) -> None:
        """Take in the person mentions of (document id, text, mentions)."""
        for document, text, mentions in documents:
            for m in mentions:
                if m.label == "PERSON":
                    self._seen.append((document, parse(text[m.start : m.end])))

    def learn_names(self, names: Iterable[str]) -> None:
        """Take in names that are known without standing in a text."""
        for name in names:
            if name.strip():
                self._seen.append(("", parse(name)))

    def settle(self) -> None:
        """Draw full names together: same family name, and first names that are short for each other."""
        fulls = sorted({(n.given, n.family) for _, n in self._seen if n.full})
        for given, family in fulls:
            if (given, family) in self._full:
                continue
            others = {
                i for (g, f), i in self._full.items() if same_family(f, family) and len(f) > 1 and same_given(g, given)
            }
            rivals = {
                g for g, f in (*fulls, *self._full) if same_family(f, family) and g != given and same_given(g, given)
            }
            agreeing = all(same_given(a, b) for a in rivals for b in rivals)
            if len(others) == 1 and agreeing:
                self._full[(given, family)] = next(iter(others))
                continue
            earlier = self._bare.get(given, "")
            if earlier and earlier not in self._full.values() and sum(g == given for g, _ in fulls) == 1:
                self._full[(given, family)] = earlier
                continue
            defining = min([given, *(rivals if agreeing else ())])
            self._full[(given, family)] = entity_id(self._key, "PERSON", f"{defining} {family}")
        for document, name in self._seen:
            if name.full:
                identity = self._full[(name.given, name.family)]
                self._documents[identity].add(document)
                self._genders[identity].add(name.gender)

    def resolve(self, label: str, surface: str, document: str) -> tuple[str, bool]:
        """Return the entity id of a mention and whether it could mean two people."""
        if label != "PERSON":
            form = place_form(surface)
            return self._known_other.get((label, form)) or entity_id(self._key, label, form), False
        name = parse(surface)
        candidates = {self._full[(name.given, name.family)]} if name.full else self._candidates(name)
        titled = {c for c in candidates if name.gender and name.gender in self._genders[c]}
        if len(candidates) > 1 and len(titled) == 1:
            candidates = titled
        here = {c for c in candidates if document in self._documents[c]}
        if len(candidates) > 1 and len(here) == 1:
            candidates = here
        if len(candidates) == 1:
            return next(iter(candidates)), False
        if candidates:
            return entity_id(self._key, "PERSON", "?" + _single(name)), True
        form = self._bare_group(name.bare) if name.bare and name.bare not in self._bare else _single(name)
        return self._bare.get(form) or entity_id(self._key, "PERSON", form), False

    def _candidates(self, name: PersonName) -> set[str]:
        found: set[str] = set()
        for (given, family), identity in self._full.items():
            if name.initials:
                parts = family.split()
                if name.initials in {
                    given[0] + parts[0][0],
                    given[0] + parts[-1][0],
                    given[0] + "".join(p[0] for p in parts),
                }:
                    found.add(identity)
            elif name.bare:
                if same_given(given, name.bare) or same_family(family, name.bare) or name.bare in family.split():
                    found.add(identity)
            elif same_family(family, name.family) or name.family in {given, family, family.split()[-1]}:
                fits = not name.given or same_given(given, name.given)
                genders = self._genders[identity] - {""}
                if fits and not (name.gender and genders and name.gender not in genders):
                    found.add(identity)
        exact = {i for (g, _), i in self._full.items() if name.bare and g == name.bare}
        return (
            exact if exact and len(found) > 1 and len(exact) == 1 and not self._by_nickname(name.bare, exact) else found
        )

    def _by_nickname(self, bare: str, exact: set[str]) -> set[str]:
        """Return those for whom a bare name is a short form: they may be meant as well as its exact bearer."""
        return {i for (g, _), i in self._full.items() if g != bare and i not in exact and same_given(g, bare)}

    def _bare_group(self, bare: str) -> str:
        """Return the form that stands for a bare first name that no full name explains.

        Two bare names of the study that are short for each other and for no third are one person's (Tomek, Tomasz).
        """
        partners = self._partners(bare)
        if len(partners) == 1:
            (other,) = partners
            if self._partners(other) == {bare}:
                return min(bare, other)
        return bare

    def _partners(self, bare: str) -> set[str]:
        bares = {n.bare for _, n in self._seen if n.bare}
        givens = {g for g, _ in self._full}
        return {b for b in bares if b != bare and b in nicknames(bare) and b not in givens}


def _single(name: PersonName) -> str:
    if name.bare:
        return name.bare
    if name.initials:
        return f"initials {name.initials}"
    return " ".join(part for part in (name.title if name.gender else "", name.given, name.family) if part)
