"""People known by a full name: which full names are one person's, and who may be meant by a part of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from voices.privacy.linking.alike import CUT, heard, is_cut, neighbourhood, same_family, same_given, squeezed
from voices.privacy.lists import Lists, nicknames

Full = tuple[str, str]
"""(given, family), folded."""


@dataclass(eq=False)
class Person:
    """Somebody told apart from everybody else by name."""

    id: str
    names: set[Full] = field(default_factory=set, repr=False)
    """Full names; a given name may be an initial or empty where no full name is known."""
    genders: set[str] = field(default_factory=set)
    """m or w, from titles."""
    documents: set[str] = field(default_factory=set)
    """Where they stand under a name that is theirs alone."""

    def fits(self, gender: str) -> bool:
        """Say whether a title of this gender can be theirs."""
        return not gender or not self.genders or gender in self.genders

    def otherwise_called(self, word: str) -> bool:
        """Say whether their own short form is another: a William called Bill is not Will."""
        given = {g for g, _ in self.names}
        return any(g != word and g in nicknames(long) and len(g) < len(long) for g in given for long in given)


def grouped(names: Iterable[Full], fixed: Mapping[Full, str], lists: Lists) -> tuple[list[set[Full]], set[Full]]:
    """Return full names in groups of one person each, and those that could be either of two people's.

    `fixed` gives the person known beforehand behind a name: two of them are never joined.
    """
    every = sorted(set(names))
    near: dict[Full, set[Full]] = {name: set() for name in every}
    index = _index(every)
    for name in every:
        for other in _near(name, index):
            apart = name in fixed and other in fixed and fixed[name] != fixed[other]
            if other != name and not apart and _same(name, other, lists):
                near[name].add(other)
                near[other].add(name)
    torn = {
        name
        for name, others in near.items()
        if len({fixed[o] for o in others if o in fixed} | ({fixed[name]} if name in fixed else set())) > 1
        or any(b not in near[a] for a in others for b in others if a < b)
    }
    groups = [group for group in _connected(every, near, torn) if group]
    alone = {name for name in torn if name in fixed}
    whole = {n: number for number, group in enumerate(groups) for n in group}
    unsure = set()
    for name in sorted(torn - alone):
        around = {whole[o] for o in near[name] if o in whole}
        if len(around) == 1 and not any(o in alone for o in near[name]):
            groups[next(iter(around))].add(name)
        else:
            unsure.add(name)
    return [*groups, *({name} for name in sorted(alone)), *({name} for name in sorted(unsure))], unsure


def _same(a: Full, b: Full, lists: Lists) -> bool:
    return same_given(a[0], b[0], lists) and same_family(a[1], b[1], lists)


def _keys(given: str) -> set[str]:
    found = {given, *nicknames(given), *heard(given)}
    return found | {"~" + short for short in neighbourhood(given)}


def _index(names: Iterable[Full]) -> dict[tuple[str, str], list[Full]]:
    index: dict[tuple[str, str], list[Full]] = defaultdict(list)
    for name in names:
        for key in _keys(name[0]):
            index[key, name[1][:1]].append(name)
    return index


def _near(name: Full, index: Mapping[tuple[str, str], list[Full]]) -> Iterator[Full]:
    for key in _keys(name[0]):
        yield from index.get((key, name[1][:1]), ())


def _connected(names: Iterable[Full], near: Mapping[Full, set[Full]], left: set[Full]) -> Iterator[set[Full]]:
    seen = set(left)
    for name in names:
        if name in seen:
            continue
        group, waiting = set(), [name]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                group.add(one)
                waiting += near[one] - seen
        yield group


class Register:
    """People by every part of their names, for looking up who a part may mean."""

    def __init__(self, lists: Lists) -> None:
        """Begin empty."""
        self._lists = lists
        self._given: dict[str, set[Person]] = defaultdict(set)
        self._family: dict[str, set[Person]] = defaultdict(set)
        self._family_start: dict[str, set[Person]] = defaultdict(set)
        self._start: dict[str, set[Person]] = defaultdict(set)
        self._initials: dict[str, set[Person]] = defaultdict(set)
        self._letters: dict[str, set[Person]] = defaultdict(set)
        self._asked: dict[tuple[str, str], frozenset[Person]] = {}
        """Answers given since somebody was last added: a study asks for one first name in every document."""

    def add(self, person: Person) -> None:
        """Put a person under all parts of their names."""
        self._asked.clear()
        for given, family in person.names:
            parts = family.split()
            if len(given) > 1:
                for key in _keys(given):
                    self._given[key].add(person)
                self._start[given[:CUT]].add(person)
            for key in _starts(family):
                self._family_start[key].add(person)
            for word in {family.replace(" ", ""), *parts}:
                for short in neighbourhood(word):
                    self._family[short].add(person)
            self._letters[(given or family)[:1]].add(person)
            if given and parts:
                first = given[0]
                for letters in {first + parts[0][0], first + parts[-1][0], first + "".join(p[0] for p in parts)}:
                    self._initials[letters].add(person)

    def by_given(self, given: str, lists: Lists) -> set[Person]:
        """Return everybody whose first name this is or is short for."""
        return self._once("given", given, lambda: self._by_given(given, lists))

    def _by_given(self, given: str, lists: Lists) -> set[Person]:
        found = set().union(*(self._given.get(key, set()) for key in _keys(given)))
        return {p for p in found if any(same_given(g, given, lists) for g, _ in p.names if len(g) > 1)}

    def by_family(self, family: str, lists: Lists | None = None) -> set[Person]:
        """Return everybody with this family name or half of it; with `lists` also where it is cut short or misspelt."""
        if lists is None:
            near = self._family.get(family.replace(" ", ""), ())
            return self._once("family", family, lambda: {p for p in near if any(_bears(f, family) for _, f in p.names)})
        return self._once("like", family, lambda: self._like(family, lists))

    def _like(self, family: str, lists: Lists) -> set[Person]:
        word = family.replace(" ", "")
        found = set().union(*(self._family.get(short, set()) for short in neighbourhood(word)))
        if len(family.rsplit(maxsplit=1)[-1]) <= CUT:
            near = set().union(*(self._family_start.get(key, set()) for key in _asked_starts(family)))
            found |= {p for p in near if any(f[:1] == word[:1] for _, f in p.names)}
        return {p for p in found if any(_alike(f, family, lists) for _, f in p.names)}

    def by_start(self, start: str) -> set[Person]:
        """Return everybody whose first name this may be cut short."""
        near = self._start.get(start[:CUT], ())
        return self._once(
            "start", start, lambda: {p for p in near if any(is_cut(start, g, self._lists) for g, _ in p.names)}
        )

    def _once(self, how: str, word: str, find: Callable[[], set[Person]]) -> set[Person]:
        if (how, word) not in self._asked:
            self._asked[how, word] = frozenset(find())
        return set(self._asked[how, word])

    def by_initials(self, letters: str) -> set[Person]:
        """Return everybody with these initials; one letter is that of the first name."""
        return set((self._letters if len(letters) == 1 else self._initials).get(letters, ()))


def _starts(family: str) -> set[str]:
    """Return the keys under which a family name is found by one cut short, and by a longer one where it is short."""
    parts = family.split() or [family]
    forms = {parts[0], parts[-1], family.replace(" ", "")}
    forms |= {squeezed(form) for form in forms}
    return {form[:size] for form in forms for size in range(1, CUT + 1)} | {f"={f}" for f in forms if len(f) <= CUT}


def _asked_starts(family: str) -> set[str]:
    """Return the keys under which whoever a short family name may mean is found."""
    forms = {family.split(maxsplit=1)[0], squeezed(family.replace(" ", ""))}
    return {form[:CUT] for form in forms} | {f"={form[:size]}" for form in forms for size in range(1, CUT + 1)}


def _bears(known: str, asked: str) -> bool:
    return known.replace(" ", "") == asked.replace(" ", "") or asked in known.split()


def _alike(known: str, asked: str, lists: Lists) -> bool:
    return (
        same_family(known, asked, lists)
        or asked in known.split()
        or same_family(known.rsplit(maxsplit=1)[-1], asked, lists)
    )
