"""What people did with themes, played over what the machine found: pure, so that it can be played again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace

from voices.model import Theme, ThemeAct, ThemeAssignment, Themes

REPRESENTATIVE = 5
"""Passages that stand for a theme a person made."""


def edited(found: Themes, acts: Iterable[ThemeAct], dropped: bool = False) -> Themes:
    """Return the themes after the acts of people, in order; themes they dropped only with `dropped`.

    An act on a theme or passage that is not there any more changes nothing. Playing the acts twice changes nothing
    either, since the next search starts from the edited themes.
    """
    themes = {one.id: one for one in found.themes}
    assigned = list(found.assignments)
    gone: set[str] = set()
    for act in acts:
        if act.theme not in themes and act.act != "move":
            continue
        if act.act in ("drop", "confirm", "reopen"):
            gone = gone | {act.theme} if act.act == "drop" else gone - {act.theme}
            themes[act.theme] = replace(themes[act.theme], confirmed=act.act == "confirm")
        if act.name and act.act in ("confirm", "rename"):
            themes[act.theme] = replace(themes[act.theme], name=act.name)
        if act.act == "merge" and act.target in themes and act.target != act.theme:
            assigned = _sent(assigned, act.theme, act.target, None)
            del themes[act.theme]
        elif act.act == "split":
            new = split_id(found.scope, act)
            origin = themes[act.theme]
            if new not in themes:
                shown = act.passages[:REPRESENTATIVE]
                themes[new] = replace(
                    origin,
                    id=new,
                    name=act.name or origin.name,
                    seed=None,
                    trend=None,
                    confirmed=False,
                    representative=shown,
                )
            assigned = _sent(assigned, act.theme, new, set(act.passages))
        elif act.act == "move" and (act.target in themes or not act.target):
            assigned = _sent(assigned, act.theme, act.target or None, set(act.passages))
    kept = {id: one for id, one in themes.items() if dropped or id not in gone}
    members: dict[str, set[str]] = {}
    for one in assigned:
        members.setdefault(one.theme or "", set()).add(one.passage)
    counted = tuple(_counted(one, members.get(one.id, set())) for one in kept.values())
    left = tuple(one for one in assigned if one.theme is None or one.theme in kept)
    return replace(found, themes=counted, assignments=left)


def named(acts: Iterable[ThemeAct]) -> frozenset[str]:
    """Return the passages that acts put elsewhere one by one; all others only ever follow their theme."""
    return frozenset(id for act in acts if act.act in ("split", "move") for id in act.passages)


def sources(found: Themes, acts: Iterable[ThemeAct]) -> dict[str, tuple[str, ...]]:
    """Return, for each theme that is left, the found ones whose passages lie in it unless an act names them.

    A passage in several of them counts as the first has it.
    """
    held: dict[str, tuple[str, ...]] = {one.id: (one.id,) for one in found.themes}
    for act in acts:
        if act.theme not in held:
            continue
        if act.act == "merge" and act.target in held and act.target != act.theme:
            held[act.target] += held.pop(act.theme)
        elif act.act == "split":
            held.setdefault(split_id(found.scope, act), ())
    return held


def split_id(scope: str, act: ThemeAct) -> str:
    """Return the id of the theme a split makes: of the theme it came from and the passages it took."""
    made_of = "\x1f".join((scope, "split", act.theme, *sorted(act.passages)))
    return hashlib.sha256(made_of.encode()).hexdigest()[:12]


def version(confirmed: Iterable[tuple[Theme, Collection[str]]]) -> str:
    """Return a fingerprint of the confirmed themes, each with the passages in it; the same set gives the same."""
    ordered = sorted(confirmed, key=lambda one: (one[0].scope, one[0].id))
    parts = ["\x1f".join((theme.scope, theme.id, theme.name, *sorted(held))) for theme, held in ordered]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8] if parts else ""


def _sent(
    assigned: list[ThemeAssignment], origin: str, target: str | None, passages: set[str] | None
) -> list[ThemeAssignment]:
    """Return the assignments with those of a theme (or of these passages in it) in another, each passage once."""
    inside = {one.passage for one in assigned if one.theme == target and target is not None}
    out = []
    for one in assigned:
        if (one.theme or "") != origin or (passages is not None and one.passage not in passages):
            out.append(one)
        elif one.passage not in inside:
            out.append(replace(one, theme=target))
    return out


def _counted(theme: Theme, held: set[str]) -> Theme:
    shown = tuple(id for id in theme.representative if id in held) or tuple(sorted(held))[:REPRESENTATIVE]
    return replace(theme, size=len(held), representative=shown) if held else replace(theme, size=0)
