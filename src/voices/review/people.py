"""Who works on a study: roles, what each may do, and which documents are kept from whom; codes only, never names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from voices.errors import InputError


class Role(StrEnum):
    """What somebody does in a study."""

    VIEWER = "viewer"
    """Reads; decides nothing."""
    CODER = "coder"
    """Reads and decides."""
    ADJUDICATOR = "adjudicator"
    """Also settles what two people read differently."""
    LEAD = "lead"
    """Also looks after people, codebook, quotes and held passages."""


class Act(StrEnum):
    """What a form does, as far as roles go."""

    OWN = "own"
    """Only one's own settings and looking for things."""
    DECIDE = "decide"
    SETTLE = "settle"
    LEAD = "lead"


RIGHTS: Mapping[Role, frozenset[Act]] = {
    Role.VIEWER: frozenset({Act.OWN}),
    Role.CODER: frozenset({Act.OWN, Act.DECIDE}),
    Role.ADJUDICATOR: frozenset({Act.OWN, Act.DECIDE, Act.SETTLE}),
    Role.LEAD: frozenset(Act),
}

MEANS: Mapping[Role, str] = {
    Role.VIEWER: "reads, decides nothing",
    Role.CODER: "reads and decides",
    Role.ADJUDICATOR: "also settles what two people read differently",
    Role.LEAD: "also looks after people, codebook, rules, quotes and held passages",
}


@dataclass(frozen=True)
class Person:
    """One person by code."""

    code: str
    role: Role
    barred: tuple[str, ...] = ()
    """Ids of documents this person may not see: their own interview, their team's, their manager's; sorted."""


@dataclass(frozen=True)
class People:
    """Everybody who signs in on the coders' pages."""

    listed: tuple[Person, ...]

    def find(self, code: str) -> Person:
        """Return somebody; whoever is not listed may only read."""
        return next((one for one in self.listed if one.code == code), Person(code, Role.VIEWER))

    def may(self, code: str, act: Act) -> bool:
        """Return whether somebody's role allows an act."""
        return act in RIGHTS[self.find(code).role]

    def may_become(self, code: str, other: str) -> bool:
        """Return whether a browser signed in as one may go on as another: never with more rights than it has."""
        return RIGHTS[self.find(other).role] <= RIGHTS[self.find(code).role]

    def with_role(self, code: str, role: Role) -> People:
        """Return them with another role for one; raises InputError where nobody would be lead."""
        changed = self._with(replace(self.find(code), role=role))
        if not any(one.role is Role.LEAD for one in changed.listed):
            raise InputError("somebody has to be lead: give the role to another person first")
        return changed

    def with_barred(self, document: str, codes: Sequence[str]) -> People:
        """Return them with a document kept from exactly these people."""
        return People(
            tuple(
                replace(
                    one,
                    barred=tuple(sorted({*one.barred, document} if one.code in codes else {*one.barred} - {document})),
                )
                for one in self.listed
            )
        )

    def as_text(self) -> str:
        """Return what the store keeps."""
        return json.dumps({one.code: {"role": one.role.value, "barred": one.barred} for one in self.listed})

    def _with(self, person: Person) -> People:
        return People(tuple(person if one.code == person.code else one for one in self.listed))


def people(kept: str, coders: Sequence[str]) -> People:
    """Return the people of a study from what the store keeps; of those it does not know yet the first is lead."""
    known = json.loads(kept or "{}")
    led = any(known.get(code, {}).get("role") == Role.LEAD for code in coders)
    found = []
    for place, code in enumerate(coders):
        own = known.get(code, {})
        role = Role(own["role"]) if "role" in own else Role.LEAD if place == 0 and not led else Role.CODER
        found.append(Person(code, role, tuple(own.get("barred", ()))))
    return People(tuple(found))
