"""The chapters of a quote bank: which passages belong to each code, child code and confirmed theme."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from voices.codebook import Codebook, CodeKind
from voices.model import Coded, CodedPassage, Decision, Kind, Passage, Span, Theme, Themes, Valence, Verdict
from voices.model.triangulation import Lean
from voices.quotes.counting import READ, sources_asked
from voices.quotes.keeping import Kept
from voices.quotes.leaning import leans

THEMES = "themes"
"""Stands for the codebook of a theme that was found in the text."""


@dataclass(frozen=True)
class Member:
    """One passage of a chapter."""

    item: CodedPassage
    valence: Valence | None
    evidence: Span | None
    """What the coder marked, in code points of the passage."""


@dataclass(frozen=True)
class Chapter:
    """A code, a child code or a theme with the passages a person put there."""

    id: str
    name: str
    parent: str
    definition: str
    colour: str
    codebook: str
    members: tuple[Member, ...]
    """Sorted by passage id; held passages are not among them."""
    asked: frozenset[str]
    """Sources where it could have come up."""
    turned: bool
    """True where the chapter names a problem most people report, so that those who report it support it."""


def of_codebooks(
    coded: Sequence[CodedPassage],
    codebooks: Iterable[Codebook],
    kinds: Mapping[str, Sequence[Kind]],
    kept: Kept | None = None,
) -> tuple[Chapter, ...]:
    """Return a chapter per code that somebody applied, and per top-level code in any case, in codebook order."""
    chapters, spoken, known = [], _by_code(coded), kept or Kept()
    for book in codebooks:
        asked = sources_asked(coded, {code.id for code in book.top()}, kinds.get(book.name, ()))
        for code in book.codes:
            own = tuple(spoken.get(code.id, ()))
            members, negative = known.of(("members", book.name, code.id), own, partial(_members, own, code.id))
            if code.parent and not members:
                continue
            turned = code.kind is CodeKind.THEME and negative
            chapters.append(
                Chapter(
                    code.id, code.name, code.parent, code.definition, code.colour, book.name, members, asked, turned
                )
            )
    return tuple(chapters)


def of_themes(coded: Sequence[CodedPassage], themes: Iterable[Themes], kept: Kept | None = None) -> tuple[Chapter, ...]:
    """Return a chapter per theme a person confirmed, made of the passages a person has read."""
    by_id = {item.passage.id: item for item in coded if item.decision.verdict in READ}
    chapters, known = [], kept or Kept()
    for found in sorted(themes, key=lambda t: t.scope):
        confirmed = sorted((t for t in found.themes if t.confirmed), key=lambda t: (-t.size, t.id))
        held: dict[str, set[str]] = {theme.id: set() for theme in confirmed}
        for one in found.assignments if confirmed else ():
            if one.theme in held and one.passage in by_id:
                held[one.theme].add(one.passage)
        asked = frozenset(by_id[a.passage].passage.source for a in found.assignments if a.passage in by_id)
        for theme in confirmed:
            own = tuple(by_id[id] for id in sorted(held[theme.id]))
            made = partial(_theme_members, own, theme, found.scope)
            members, turned = known.of(("theme", found.scope, theme.id), (own, theme.seed), made)
            definition = f"Words that mark it: {', '.join(theme.keywords)}." if theme.keywords else ""
            chapters.append(Chapter(theme.id, theme.name, "", definition, "#505A5F", THEMES, members, asked, turned))
    return tuple(chapters)


def supports(valence: Valence | None, turned: bool) -> bool:
    """Return whether a passage supports its chapter; `MIXED` can be printed on either side.

    In a chapter on a principle, positive and neutral passages support and negative ones dissent. In one that names
    a problem (`turned`), those who report it support it, and those who found the opposite dissent.
    """
    return valence is not Valence.POSITIVE if turned else valence is not Valence.NEGATIVE


def across(
    decided: Iterable[tuple[Passage, Decision]],
    codebooks: Iterable[Codebook],
    kinds: Mapping[str, Sequence[Kind]],
    principles: Collection[str],
) -> dict[str, tuple[Lean, ...]]:
    """Return which way the sources speak on every principle somebody spoke of, in codebook order."""
    coded = [CodedPassage(passage, decision) for passage, decision in decided]
    return {
        chapter.id: leans([(m.item.passage, m.valence) for m in chapter.members], chapter.asked)
        for chapter in of_codebooks(coded, codebooks, kinds)
        if chapter.id in principles and chapter.members
    }


def _by_code(coded: Iterable[CodedPassage]) -> dict[str, list[CodedPassage]]:
    """Return the passages that carry each code or one below it."""
    found: dict[str, list[CodedPassage]] = {}
    for item in coded:
        if item.decision.verdict is Verdict.CODED:
            for code in {above for one in item.decision.codes for above in _with_parents(one.code)}:
                found.setdefault(code, []).append(item)
    return found


@lru_cache(maxsize=4096)
def _with_parents(code: str) -> tuple[str, ...]:
    path = code.split("/")
    return tuple("/".join(path[:depth]) for depth in range(1, len(path) + 1))


def _members(spoken: Iterable[CodedPassage], code_id: str) -> tuple[tuple[Member, ...], bool]:
    """Return what is in the chapter of a code, and whether most of it is negative."""
    found = []
    for item in spoken:
        own = [c for c in item.decision.codes if c.code == code_id]
        below = [c for c in item.decision.codes if c.code.startswith(f"{code_id}/")]
        found.append(Member(item, _valence(own or below), _evidence([*own, *below])))
    return tuple(sorted(found, key=lambda m: m.item.passage.id)), _mostly_negative(found)


def _theme_members(items: Iterable[CodedPassage], theme: Theme, scope: str) -> tuple[tuple[Member, ...], bool]:
    members = tuple(_theme_member(item, theme, scope) for item in items)
    return members, _mostly_negative(members)


def _theme_member(item: CodedPassage, theme: Theme, scope: str) -> Member:
    inside = [c for c in item.decision.codes if c.code.split("/", 1)[0] == scope or c.code == theme.seed]
    return Member(item, _valence(inside or item.decision.codes), _evidence(inside))


def _valence(codes: Sequence[Coded]) -> Valence | None:
    """Return the one valence of several, mixed where they differ, None where none was given."""
    found = {c.valence for c in codes if c.valence is not None}
    if len(found - {Valence.NEUTRAL}) > 1:
        return Valence.MIXED
    return next(iter(found - {Valence.NEUTRAL}), Valence.NEUTRAL if found else None)


def _evidence(codes: Sequence[Coded]) -> Span | None:
    marked = sorted((c.start, c.end) for c in codes if c.start is not None and c.end is not None)
    return Span(*marked[0]) if marked else None


def _mostly_negative(members: Sequence[Member]) -> bool:
    valences = [m.valence for m in members]
    return valences.count(Valence.NEGATIVE) > valences.count(Valence.POSITIVE)
