"""Who is meant by a name: full names first, then titles with surnames, then what points to exactly one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from voices.model import Entity, Mention
from voices.privacy.detectors.names import PersonName, is_light, parse, place_form, single
from voices.privacy.linking.alike import by_ear, is_cut, slipped
from voices.privacy.linking.anchors import Full, Person, Register, grouped
from voices.privacy.linking.bare import Partners
from voices.privacy.linking.rulings import split_id
from voices.privacy.lists import Lists, nicknames
from voices.privacy.masking.numbering import entity_id

Answer = tuple[str, bool]
"""Entity id, and whether the name could mean two people."""


class Clusters:
    """The people of a study while they are being told apart; filled, settled, then asked."""

    def __init__(self, key: bytes, known: Sequence[Entity], lists: Lists) -> None:
        """Take what the vault knows: those people keep their ids."""
        self._key = key
        self._lists = lists
        self._fixed: dict[Full, str] = {}
        """Full name -> id of the person known beforehand."""
        self._single: dict[str, str] = {}
        """Known form without a full name -> entity id."""
        self._known_other: dict[tuple[str, str], str] = {}
        self._listed: dict[Full, Sequence[str]] = {}
        self._shared: set[Full] = set()
        """Names that two people of a roster bear."""
        self._genders: dict[Full, set[str]] = defaultdict(set)
        self._seen: set[tuple[str, PersonName]] = set()
        self._register = Register(lists)
        self._by_name: dict[Full, Person] = {}
        self._unsure: set[Full] = set()
        self._light: dict[PersonName, Answer] = {}
        self._bares: set[str] = set()
        self._partners = Partners((), lists)
        self._local: dict[str, list[PersonName]] = defaultdict(list)
        self._answers: dict[tuple[str, PersonName], Answer] = {}
        for entity in sorted(known, key=lambda e: e.id):
            for form in entity.forms:
                self._learn_known(entity, form)

    def _learn_known(self, entity: Entity, form: str) -> None:
        if entity.label != "PERSON":
            self._known_other.setdefault((entity.label, place_form(form)), entity.id)
            return
        name = parse(form)
        if name.full:
            self._fixed.setdefault((name.given, name.family), entity.id)
            self._genders[name.given, name.family].add(name.gender)
        elif entity.id == entity_id(self._key, "PERSON", single(name)):
            self._single[single(name)] = entity.id  # before somebody who bears the form too
        elif entity.id != split_id(self._key, "PERSON", form):  # whoever a split made is met by the ruling alone
            self._single.setdefault(single(name), entity.id)

    def learn(self, documents: Iterable[tuple[str, str, Iterable[Mention]]]) -> None:
        """Take in the person mentions of (document id, text, mentions)."""
        for document, text, mentions in documents:
            self._seen |= {(document, parse(text[m.start : m.end])) for m in mentions if m.label == "PERSON"}

    def learn_person(self, names: Sequence[str]) -> None:
        """Take in somebody of a roster: all these names are theirs, whatever they look like."""
        parsed = [parse(name) for name in names]
        families = sorted({n.family for n in parsed if n.full})
        fulls = {(n.given, n.family) for n in parsed if n.full}
        fulls |= {(n.bare, family) for n in parsed if n.bare for family in families}
        if not fulls:
            return
        known = {self._fixed[full] for full in fulls if full in self._fixed}
        identity = min(known) if known else entity_id(self._key, "PERSON", min(f"{g} {f}" for g, f in fulls))
        for full in sorted(fulls):
            if self._fixed.setdefault(full, identity) != identity or self._listed.setdefault(full, names) != names:
                self._shared.add(full)

    def learn_names(self, names: Iterable[str]) -> None:
        """Take in names that are known without standing in a text."""
        self._seen |= {("", parse(name)) for name in names if name.strip()}

    def settle(self) -> None:
        """Tell people apart by full name, then by what else carries a family name."""
        seen = sorted(self._seen, key=lambda item: (item[0], str(item[1])))
        fulls = {(n.given, n.family) for _, n in seen if n.full}
        for _, name in seen:
            if name.full:
                self._genders[name.given, name.family].add(name.gender)
        self._bares = {n.bare for _, n in seen if n.bare}
        self._partners = Partners(self._bares, self._lists)
        groups, self._unsure = grouped({*fulls, *self._fixed}, self._fixed, self._lists)
        self._unsure |= self._shared
        for group in groups:
            self._found(group, fulls)
        for document, name in seen:
            if name.full:
                self._by_name[name.given, name.family].documents.add(document)
        for name in sorted({n for _, n in seen if is_light(n)}, key=lambda n: (not n.given, not n.title, str(n))):
            self._light[name] = self._enlist(name)
        for _round in range(2):  # a title that one document explains says in another who is meant
            for document, name in seen:
                if is_light(name):
                    self._mark(document, name)

    def _found(self, group: set[Full], fulls: set[Full]) -> None:
        known = {self._fixed[name] for name in group if name in self._fixed}
        given = {g for g, _ in group}
        before = {self._single[g] for g in given if g in self._single} - set(self._fixed.values())
        if known:
            identity = min(known)
        elif len(before) == 1 and len({name for name in fulls if name[0] in given} - group) == 0:
            identity = next(iter(before))
        else:
            identity = entity_id(self._key, "PERSON", min(f"{g} {f}" for g, f in group))
        genders = {x for name in group for x in self._genders[name]} - {""}
        person = Person(identity, set(group), genders)
        for name in group:
            self._by_name[name] = person
        if not group & self._unsure:
            self._register.add(person)

    def _enlist(self, name: PersonName) -> Answer:
        """Return who a title or initial with a surname means, making a person where nobody of that name is known."""
        candidates = self._with_family(name)
        if len(candidates) == 1:
            return next(iter(candidates)).id, False
        if candidates:
            return entity_id(self._key, "PERSON", "?" + single(name)), True
        identity = self._single.get(single(name)) or entity_id(self._key, "PERSON", single(name))
        person = Person(identity, {(name.given, name.family)}, {name.gender} - {""})
        self._register.add(person)
        return identity, False

    def _mark(self, document: str, name: PersonName) -> None:
        """Note who stands in a document under a title, so that a first name there can mean them."""
        candidates = self._narrowed(self._with_family(name), document)
        if len(candidates) == 1:
            person = next(iter(candidates))
            person.documents.add(document)
            person.genders |= {name.gender} - {""}

    def resolve(self, label: str, surface: str, document: str, *, family: bool = False) -> Answer:
        """Return the entity id of a mention and whether it could mean two people; `family` says it means a family."""
        if label != "PERSON":
            form = place_form(surface)
            return self._known_other.get((label, form)) or entity_id(self._key, label, form), False
        name = parse(surface)
        if family and name.bare:
            return entity_id(self._key, "PERSON", f"family {self._singular(name.bare)}"), False
        if (document, name) not in self._answers:
            self._answers[document, name] = self._who(name, document)
        return self._answers[document, name]

    def _who(self, name: PersonName, document: str) -> Answer:
        if name.full:
            full = (name.given, name.family)
            return self._by_name[full].id, full in self._unsure
        if name.initials:
            return self._by_letters(name, document)
        if name.bare:
            return self._by_word(name, document)
        if len(name.family) < 2:
            return self._by_first_letter(name, document)
        candidates = self._narrowed(self._with_family(name), document)
        if len(candidates) == 1:
            return next(iter(candidates)).id, False
        return self._light.get(name) or self._own(name)

    def _with_family(self, name: PersonName) -> set[Person]:
        found = self._register.by_family(name.family, self._lists)
        if name.title and not name.given:
            # "Miss Grace", "Mrs Siân": a title before a first name
            found |= self._register.by_given(name.family, self._lists)
        titled = {p for p in found if name.gender and name.gender in p.genders}
        found = titled or {p for p in found if p.fits(name.gender)}
        if not name.given:
            return found
        return {p for p in found if any(g[:1] == name.given[:1] for g, _ in p.names if g)}

    def _by_first_letter(self, name: PersonName, document: str) -> Answer:
        """Resolve "Emeka O." by the first name, "Mrs S." by whoever of the document has that letter."""
        if len(name.given) > 1:
            found = {
                p
                for p in self._register.by_given(name.given, self._lists)
                if any(f.startswith(name.family) for _, f in p.names)
            }
            found = self._narrowed(found, document)
            if len(found) == 1:
                return next(iter(found)).id, False
            return self._unresolved(single(name)) if found else self._by_word(PersonName(bare=name.given), document)
        return self._letter_means(name.family, name.gender, document)

    def _by_letters(self, name: PersonName, document: str) -> Answer:
        if len(name.initials) == 1:
            return self._letter_means(name.initials, "", document)
        found = self._narrowed(self._register.by_initials(name.initials), document)
        if len(found) == 1:
            return next(iter(found)).id, False
        form = f"initials {name.initials} {document}"
        return self._single.get(form) or entity_id(self._key, "PERSON", form), len(found) > 1

    def _letter_means(self, letter: str, gender: str, document: str) -> Answer:
        """Return whom a letter alone means: the one person of the document whose name begins so."""
        found = {
            self._who(other, document)
            for other in self._of(document)
            if (other.given or other.bare or other.family).startswith(letter)
            and not (gender and other.gender and gender != other.gender)
        }
        sure = {identity for identity, doubtful in found if not doubtful}
        if len(sure) == 1:
            return next(iter(sure)), False
        return entity_id(self._key, "PERSON", f"letter {letter} {document}"), len(sure) > 1

    def _of(self, document: str) -> list[PersonName]:
        """Return the names of more than a letter in a document."""
        if not self._local:
            for where, name in self._seen:
                if max(len(name.given), len(name.bare), len(name.family)) > 1:
                    self._local[where].append(name)
        return self._local[document]

    def _by_word(self, name: PersonName, document: str) -> Answer:
        """Resolve a single word: a first name, a family name, a nickname, a possessive without apostrophe."""
        word = self._stem(name.bare)
        alike = self._register.by_given(word, self._lists)
        named = {p for p in alike if any(g == word for g, _ in p.names)} | self._register.by_family(word)
        called = {p for p in alike - named if not p.otherwise_called(word)}
        cut = {p for p in self._register.by_start(word) if document in p.documents} - called - named
        for group in (_here(named, document), _here(called, document), cut):
            if len(group) == 1:
                return next(iter(group)).id, False
            if group:
                return self._unresolved(word)
        everywhere = named | {p for p in called if any(self._also_elsewhere(word, g) for g, _ in p.names)}
        if len(everywhere) == 1:
            return next(iter(everywhere)).id, False
        if everywhere:
            return self._unresolved(word)
        form = word if word in self._single else self._bare_group(word, document)
        return self._single.get(form) or entity_id(self._key, "PERSON", form), False

    def _also_elsewhere(self, word: str, given: str) -> bool:
        """Say whether a word means a first name in documents without the full name: shorter, or no name itself."""
        if word in nicknames(given):
            return len(word) < len(given)
        return not self._lists.is_first(word) and (by_ear(word, given) or slipped(word, given))

    def _narrowed(self, people: set[Person], document: str) -> set[Person]:
        here = {p for p in people if document in p.documents}
        return here if len(people) > 1 and len(here) == 1 else people

    def _unresolved(self, form: str) -> Answer:
        return entity_id(self._key, "PERSON", f"?{form}"), True

    def _own(self, name: PersonName) -> Answer:
        form = single(name)
        return self._single.get(form) or entity_id(self._key, "PERSON", form), False

    def _singular(self, bare: str) -> str:
        """Return a family's name without the s or es of its plural."""
        known = (s for s in (bare, bare[:-1], bare[:-2]) if self._register.by_family(s.replace("-", " ")))
        return next(known, bare.removesuffix("s"))

    def _stem(self, bare: str) -> str:
        """Return a name without the s of a possessive or plural, where the name alone is known."""
        stem = bare[:-1]
        if bare.endswith("s") and len(stem) > 2 and not self._lists.is_first(bare):
            known = stem in self._bares or bool(self._register.by_given(stem, self._lists))
            if known or self._register.by_family(stem):
                return stem
        return bare

    def _bare_group(self, bare: str, document: str) -> str:
        """Return the form that stands for a bare first name that no full name explains.

        Two bare names of the study that are one name's forms and no third one's are one person's (Tomek, Tomasz); a
        name cut short is the one that begins so in the same document (Nas, Nasreen).
        """
        partners = self._partners.of(bare)
        if len(partners) == 1:
            (other,) = partners
            if self._partners.of(other) == {bare}:
                return min(bare, other)
        longer = {n.bare for n in self._of(document) if is_cut(bare, n.bare, self._lists)}
        return next(iter(longer)) if len(longer) == 1 and not partners else bare


def _here(people: set[Person], document: str) -> set[Person]:
    return {p for p in people if document in p.documents}
