"""What the sample's coders made of the candidate themes, done again on the themes a fresh run finds.

Recorded is which passages a coder left in a theme and what they called it. It becomes what they would have done on the
review page: passages moved in and out of the candidate that holds most of them, then confirmed under the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.linked import Finder, Line
from flows.session import Session
from voices.model import ThemeAct, Themes
from voices.store import editing


def put(session: Session, lines: Sequence[Line], finder: Finder) -> int:
    """Store the acts behind the recorded themes, where the study holds none yet; return how many are confirmed."""
    played: list[tuple[str, ThemeAct]] = []
    there = {some.scope: some for some in session.store.themes()}
    for line in lines:
        found = there.get(line.said["scope"])
        wanted = {passage.id for _, passage, _, _ in finder.find(line.places)}
        theme = _nearest(found, wanted) if found is not None else ""
        if found is not None and theme:
            acts = tuple(_acts(found, theme, wanted, line))
            there[found.scope] = editing.edited(found, acts)
            played += ((found.scope, act) for act in acts)
    return sum(act.act == "confirm" for _, act in played) if session.store.replay_themes(played) else 0


def _nearest(found: Themes, wanted: set[str]) -> str:
    """Return the candidate that holds most of these passages, the smallest of equals; nothing where none holds any."""
    held = {one.id: {a.passage for a in found.assignments if a.theme == one.id} for one in found.themes}
    free = [one for one in found.themes if not one.confirmed and held[one.id] & wanted]
    best = min(free, key=lambda one: (-len(held[one.id] & wanted), one.size), default=None)
    return best.id if best else ""


def _acts(found: Themes, theme: str, wanted: set[str], line: Line) -> Iterator[ThemeAct]:
    """Yield the moves that leave exactly these passages in a theme, and its confirmation."""
    coder, moment = line.said["coder"], line.said["made_at"]
    inside = {one.passage for one in found.assignments if one.theme == theme}
    out, missing = tuple(sorted(inside - wanted)), wanted - inside
    if out:
        yield ThemeAct(theme, "move", coder, moment, passages=out)
    where: dict[str, str] = {}
    for one in found.assignments:
        if one.passage in missing:
            where.setdefault(one.passage, one.theme or "")
    for origin in sorted(set(where.values())):
        own = tuple(sorted(passage for passage, at in where.items() if at == origin))
        yield ThemeAct(origin, "move", coder, moment, target=theme, passages=own)
    yield ThemeAct(theme, "confirm", coder, moment, name=line.said["name"])
