"""Themes on the command line: what the machine offers, and what people make of it, as on the review page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voices import typed
from voices.cli import terminal
from voices.cli.coders import check_allowed, known, opened, people_of
from voices.errors import InputError
from voices.model.themes import stability_word

if TYPE_CHECKING:
    from voices.model import Theme, Themes
    from voices.store import Store

app = typer.Typer(help="Themes: what the machine offers, and what people make of it.")
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study folder.")]
Asked = Annotated[str, typer.Argument(metavar="THEME", help="Id or name of the theme, as “theme list” shows it.")]
By = Annotated[str, typer.Option("--by", help="Code of the coder who does this, such as C1.")]
Part = Annotated[str, typer.Option("--in", help="The part of the study it lies in, where two themes share a name.")]
Named = Annotated[str, typer.Option("--name", help="The name people will read. Name nobody.")]
Cleared = Annotated[bool, typer.Option("--names-nobody", help="You looked at the name again: it names nobody.")]
Passages = Annotated[
    list[str], typer.Option("--passage", help="Id of a passage, or how it begins; as often as needed.")
]
NONE = "none"
"""Stands for the passages of a part that are in no theme."""
SHOWN = 20


@app.command("list")
def listed(
    folder: Folder,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """List the themes by part of the study: candidates, confirmed and dropped ones."""
    with opened(folder) as (_, store):
        found, dropped, version = store.themes(dropped=True), store.dropped_themes(), store.confirmed_version()
    rows = [(some, one, _state(one, (some.scope, one.id) in dropped)) for some in found for one in some.themes]
    if as_json:
        told = [{**asdict(one), "trend": _trend(one), "state": state} for _, one, state in rows]
        terminal.print_json({"version": version, "themes": told})
        return
    from voices.review.theming import over_time

    shown = [
        [
            *(some.scope, one.id, one.name, f"{one.size:,}", f"{one.stability:.2f} {stability_word(one.stability)}"),
            *(over_time(one), state),
        ]
        for some, one, state in rows
    ]
    terminal.table(shown, ["part", "id", "theme", "passages", "stability", "over time", "state"])
    for some in found:
        if some.note:
            terminal.say(f"{some.scope}: {some.note}")
    terminal.say(f"Confirmed set: version {version}" if version else "No theme is confirmed yet.")


@app.command("show")
def show(
    folder: Folder,
    theme: Asked,
    by: By,
    part: Part = "",
    every: Annotated[bool, typer.Option("--all", help=f"All passages, not only the {SHOWN} most typical.")] = False,
) -> None:
    """Show a theme's passages with their ids, the most typical first, and what people did with it."""
    from voices.reporting.wording import plural
    from voices.review import theming
    from voices.review.sight import Sight
    from voices.review.wording import moment

    with opened(folder) as (study, store):
        people = people_of(study, store)
        some, one = _find(store, theme, part)
        id = one.id if one else ""
        sight = Sight(store, by, people.find(known(study, by)).barred, lambda _: False)
        out = {item.passage for item in store.queue("held")} | sight.hidden
        members = store.passages({a.passage for a in some.assignments if (a.theme or "") == id})
        seen = theming.listed(some, id, members, out)
        acts = [act for act in store.theme_acts(some.scope) if id and id in (act.theme, act.target)]
        state = _state(one, (some.scope, id) in store.dropped_themes()) if one else ""
    if one is not None:
        terminal.say(f"{one.name} ({some.scope}, {one.id}): {plural(one.size, 'passage')}.")
        terminal.say(f"State: {state}. Stability: {one.stability:.2f} {stability_word(one.stability)}.")
        if moves := theming.over_time(one):
            terminal.say(f"Over time: {moves}")
        terminal.say(f"Typical words: {', '.join(one.keywords)}")
        if one.phrases:
            terminal.say(f"In people’s words: {'; '.join(one.phrases)}")
    for passage, _ in seen if every else seen[:SHOWN]:
        who = ", ".join(word for word in (passage.role, passage.source, passage.period) if word)
        terminal.say(f"{passage.id}  ({who})")
        terminal.say(f"  {' '.join(passage.text.split())}")
    if len(seen) > SHOWN and not every:
        terminal.say(f"{plural(len(seen) - SHOWN, 'further passage')}: --all shows the rest.")
    names = {other.id: other.name for other in some.themes}
    for act in acts:
        terminal.say(f"{moment(act.made_at)}, {act.coder}: {theming.told(act, names)}")


@app.command("confirm")
def confirm(folder: Folder, theme: Asked, by: By, name: Named = "", part: Part = "", cleared: Cleared = False) -> None:
    """Confirm a theme, under another name where you give one; it is in the next report."""
    _rule(folder, theme, "confirm", by, _More(part, name, cleared=cleared))


@app.command("rename")
def rename(folder: Folder, theme: Asked, by: By, name: Named, part: Part = "", cleared: Cleared = False) -> None:
    """Give a theme another name."""
    _rule(folder, theme, "rename", by, _More(part, name, cleared=cleared))


@app.command("merge")
def merge(
    folder: Folder,
    theme: Asked,
    by: By,
    into: Annotated[str, typer.Option("--into", help="Id or name of the theme that takes all of it.")],
    part: Part = "",
) -> None:
    """Put all of a theme into another one of the same part."""
    _rule(folder, theme, "merge", by, _More(part, target=into))


@app.command("split")
def split(
    folder: Folder, theme: Asked, by: By, name: Named, passages: Passages, part: Part = "", cleared: Cleared = False
) -> None:
    """Make some passages of a theme a theme of their own."""
    _rule(folder, theme, "split", by, _More(part, name, passages=tuple(passages), cleared=cleared))


@app.command("move")
def move(
    folder: Folder,
    theme: Asked,
    by: By,
    passages: Passages,
    into: Annotated[str, typer.Option("--into", help="Id or name of the other theme; none for no theme.")],
    part: Part = "",
) -> None:
    """Move passages to another theme of the same part, or to none; THEME is none for those that are in none yet."""
    _rule(folder, theme, "move", by, _More(part, target=into, passages=tuple(passages)))


@app.command("drop")
def drop(folder: Folder, theme: Asked, by: By, part: Part = "") -> None:
    """Drop a theme: it is offered no more."""
    _rule(folder, theme, "drop", by, _More(part))


@app.command("reopen")
def reopen(folder: Folder, theme: Asked, by: By, part: Part = "") -> None:
    """Make a dropped or confirmed theme a candidate again."""
    _rule(folder, theme, "reopen", by, _More(part))


@app.command("code")
def code(
    folder: Folder,
    theme: Asked,
    by: By,
    book: Annotated[str, typer.Option("--codebook", help="Codebook it goes to; NAME:CODE puts it under a code.")],
    meaning: Annotated[str, typer.Option("--meaning", help="What it means, for those who code. Name nobody.")],
    name: Named = "",
    part: Part = "",
    cleared: Cleared = False,
) -> None:
    """Make a confirmed theme a code; its passages are coded by nobody yet, suggestions follow with the next run."""
    from voices import codebook
    from voices.cli.keeping import keep
    from voices.review import theming
    from voices.review.people import Act

    with opened(folder) as (study, store):
        check_allowed(study, store, by, Act.LEAD)
        _, one = _find(store, theme, part)
        if one is None:
            raise InputError(f"{NONE} is no theme")
        called = (name or one.plain_name)[: theming.LONGEST_NAME]
        if not cleared and any(typed.scan_all([called, meaning])):
            raise InputError(
                "--name or --meaning may name somebody, so nothing was stored: change it, or add --names-nobody"
            )
        books = [codebook.find(use.name, study.folder) for use in study.codebooks]
        before, edited = theming.as_code(books, one, book, called, meaning)
        keep(study, before, edited.codebook)
    terminal.say(f"{edited.codebook.name} is at version {edited.codebook.version} now: {edited.what}.")
    terminal.say("Suggestions for it follow with the next run; open review pages have to be started again.")


@dataclass(frozen=True)
class _More:
    """What an act needs beside its theme."""

    part: str
    name: str = ""
    target: str = ""
    passages: tuple[str, ...] = ()
    cleared: bool = False


def _rule(folder: Path, asked: str, act: str, by: str, more: _More) -> None:
    """Store one act of somebody who may, under the rules of the review page; say what stands now."""
    from voices.review import theming
    from voices.review.people import Act
    from voices.review.theming import Lack, Wish

    flags = {
        Lack.NAME: "a theme needs a name: give it with --name",
        Lack.PLACEHOLDER: "nothing was stored: the name has a placeholder in square brackets, which stands for "
        "somebody or something; write it without",
        Lack.PASSAGES: "say which passages with --passage",
        Lack.CLEARANCE: "nothing was stored: the name may name somebody; change it, or add --names-nobody",
    }
    with opened(folder) as (study, store):
        check_allowed(study, store, by, Act.DECIDE)
        some, one = _find(store, asked, more.part)
        target = _find(store, more.target, some.scope)[1] if more.target else None
        id, name = (one.id, more.name or (one.plain_name if act == "confirm" else "")) if one else ("", more.name)
        passages = tuple(_passage(some, id, begun) for begun in more.passages)
        wish = Wish(some.scope, id, act, name, target.id if target else "", passages, cleared=more.cleared)
        lack = theming.rule(store, typed.scan, wish, by)
        if lack is not None:
            raise InputError(flags[lack])
        made, version = store.theme_acts(some.scope)[-1], store.confirmed_version()
        names = {other.id: other.name for other in some.themes}
    terminal.say(f"{one.name if one else 'No theme'} ({some.scope}): {theming.told(made, names)}.")
    if version:
        terminal.say(f"Confirmed set: version {version}")


def _find(store: Store, asked: str, part: str) -> tuple[Themes, Theme | None]:
    """Return a theme with the themes of its part; None for the passages that are in no theme."""
    from voices.review import theming

    found = store.themes(part or None, dropped=True)
    if part and not found:
        raise InputError(f"--in: no part of this study has themes under this id; known are {_parts(store)}")
    if asked == NONE:
        if not part:
            raise InputError(f"say with --in which part of the study is meant: {_parts(store)}")
        return found[0], None
    return theming.find(found, asked)


def _parts(store: Store) -> str:
    return ", ".join(some.scope for some in store.themes()) or "none"


def _passage(some: Themes, theme: str, begun: str) -> str:
    held = {one.passage for one in some.assignments if (one.theme or "") == theme and one.passage.startswith(begun)}
    if len(held) != 1:
        raise InputError(f"{len(held)} passages of this theme begin so: copy the id from “voices theme show”")
    return held.pop()


def _trend(theme: Theme) -> dict[str, object] | None:
    """Return a theme's trend for JSON, None where no change is told: outside the complaints."""
    from voices.review.theming import over_time

    return asdict(theme.trend) if theme.trend and over_time(theme) else None


def _state(theme: Theme, dropped: bool) -> str:
    return "dropped" if dropped else "confirmed" if theme.confirmed else "candidate"
