"""Complaints that may be in the study twice, as a row and as a letter: what was found, and what you say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voices.cli import terminal
from voices.cli.coders import check_allowed, known, opened, people_of
from voices.errors import InputError
from voices.model.pairs import LikelyPair, PairRuling, pair_id

if TYPE_CHECKING:
    from voices.model import Document, Passage
    from voices.store import Store
    from voices.study import Study

app = typer.Typer(help="Complaints that may be in the study twice: as a row of the register and as a letter.")
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study folder.")]
Asked = Annotated[str, typer.Argument(metavar="PAIR", help="Id of the pair, as “complaint list” shows it.")]
By = Annotated[str, typer.Option("--by", help="Code of the coder who does this, such as C1.")]
OPEN, WAITS = "not looked at", "counted so after the next run"


@dataclass(frozen=True)
class Pair:
    """A row and a letter that may be one complaint, with what was said of them."""

    likely: LikelyPair
    row: Document
    letter: Document
    ruling: PairRuling | None

    @property
    def id(self) -> str:
        """By what people name it."""
        return pair_id(self.row.id, self.letter.id)

    @property
    def signs(self) -> tuple[str, ...]:
        """What speaks for it; nothing where the last run did not offer it."""
        near = f"nearness {self.likely.nearness:.2f}"
        return (near, *self.likely.signs) if self.likely.signs else ()

    @property
    def state(self) -> str:
        """What stands, in words."""
        joined = self.row.case == self.letter.case != ""
        if self.ruling is None:
            return f"taken back; {WAITS}" if joined else OPEN
        said = f"{'same' if self.ruling.same else 'different'}, says {self.ruling.by}"
        return said if self.ruling.same == joined else f"{said}; {WAITS}"


@app.command("list")
def listed(
    folder: Folder,
    every: Annotated[bool, typer.Option("--all", help="Also those you have looked at.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """List rows and letters that may be the same complaint, without a word of either."""
    with opened(folder) as (_, store):
        found = pairs(store)
    shown = found if every else offered(found)
    if as_json:
        terminal.print_json({"pairs": [as_record(one) for one in shown]})
        return
    if not shown:
        terminal.say("No letter may be a complaint of the register, as far as was found and not looked at yet.")
        return
    head = ["pair", "letter", "month", "row", "month", "team", "what speaks for it", "state"]
    terminal.table([_line(one) for one in shown], head)
    terminal.say("Nothing is joined until you say so: “voices complaint show” prints a pair, “same” or “different”.")


@app.command("show")
def show(folder: Folder, pair: Asked, by: By) -> None:
    """Print the pseudonymised words of a pair's row and letter, and what was said of it."""
    from voices.review.wording import moment

    with opened(folder) as (study, store):
        one = _find(store, pair)
        said = _words(study, store, one, (known(study, by),))
        history = store.pair_history(one.row.id, one.letter.id)
    for name, document, (words, left) in zip(("Row", "Letter"), (one.row, one.letter), said, strict=True):
        terminal.say(f"{name}, {document.source}, {document.period or 'no month'}:")
        for text in words:
            terminal.say(f"  {text}")
        if left:
            terminal.say(f"  {left} passages are held or kept from you.")
    terminal.say("; ".join((*one.signs, f"state: {one.state}.")))
    for done in history:
        terminal.say(f"{moment(done.made_at)}, {done.coder}: {done.act}")


@app.command("same")
def same(folder: Folder, pair: Asked, by: By) -> None:
    """Say that a row and a letter are the same complaint: it is counted once after the next run."""
    _say(folder, pair, "same", by)


@app.command("different")
def different(folder: Folder, pair: Asked, by: By) -> None:
    """Say that a row and a letter are two complaints: the pair is not offered again."""
    _say(folder, pair, "different", by)


@app.command("undo")
def undo(folder: Folder, pair: Asked, by: By) -> None:
    """Take back what you said last of a pair."""
    _say(folder, pair, "undo", by)


def _say(folder: Path, pair: str, said: str, by: str) -> None:
    from voices.cli.study import load

    again = put(load(folder), pair, said, by)
    terminal.say(f"{again.id}: {again.state}.")


def put(study: Study, asked: str, said: str, by: str) -> Pair:
    """Store what a coder says of a pair: same, different, or undo of their last word; return it as it stands then."""
    from voices.review.people import Act
    from voices.store import open_store

    if said not in ("same", "different", "undo"):
        raise InputError("say whether they are the same complaint or two")
    with open_store(study.database) as store:
        check_allowed(study, store, by, Act.DECIDE)
        one = _find(store, asked)
        if said == "undo":
            store.undo_pair(one.row.id, one.letter.id, by)
        else:
            store.rule_pair(one.row.id, one.letter.id, by, same=said == "same")
        return _find(store, asked)


def told(study: Study) -> tuple[tuple[Pair, tuple[tuple[tuple[str, ...], int], ...], bool], ...]:
    """Return every pair with the words of row and letter, as `_words` has them, and whether it waits for somebody.

    Passages kept from any coder are left out: whoever reads this is not signed in as one.
    """
    from voices.store import open_store

    with open_store(study.database) as store:
        found = pairs(store)
        waiting = {one.id for one in offered(found)}
        return tuple((one, _words(study, store, one, study.settings.coders), one.id in waiting) for one in found)


def _words(
    study: Study, store: Store, one: Pair, coders: Iterable[str]
) -> tuple[tuple[tuple[str, ...], int], tuple[tuple[str, ...], int]]:
    """Return the pseudonymised words of a row and of a letter, and how many passages are held or kept from a coder."""
    from voices.review.sight import Sight

    people = people_of(study, store)
    out = {item.passage for item in store.queue("held")}
    for coder in coders:
        out |= Sight(store, coder, people.find(coder).barred, lambda _: False).hidden
    row, letter = (store.passages_of(document.id) for document in (one.row, one.letter))
    return _open(row, out), _open(letter, out)


def _open(passages: Sequence[Passage], out: Collection[str]) -> tuple[tuple[str, ...], int]:
    words = tuple(" ".join(one.text.split()) for one in passages if one.id not in out)
    return words, len(passages) - len(words)


def pairs(store: Store) -> tuple[Pair, ...]:
    """Return every pair that was found or ruled on and whose documents are there, by letter and nearness."""
    likely = {(one.row, one.letter): one for one in store.likely_pairs()}
    rulings = {(one.row, one.letter): one for one in store.pair_rulings()}
    wanted = dict.fromkeys((*likely, *store.pairs_looked_at()))
    documents = {one.id: one for one in store.documents({id for key in wanted for id in key})}
    found = [
        Pair(likely.get(key, LikelyPair(*key, 0.0, ())), documents[key[0]], documents[key[1]], rulings.get(key))
        for key in wanted
        if key[0] in documents and key[1] in documents
    ]
    return tuple(sorted(found, key=lambda one: (one.letter.id, -one.likely.nearness, one.row.id)))


def offered(found: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """Return those of which nobody said anything, without those of letters that have their row."""
    from voices.sources.pairing import still_open

    said = ((one.row.id, one.letter.id, one.ruling.same) for one in found if one.ruling is not None)
    left = {(one.row, one.letter) for one in still_open((one.likely for one in found), said)}
    return tuple(one for one in found if (one.row.id, one.letter.id) in left)


def as_record(one: Pair) -> dict[str, Any]:
    """Return a pair for JSON: ids, months and signs, nobody's words."""
    ruling = asdict(one.ruling) if one.ruling else None
    return {"id": one.id, **asdict(one.likely), "state": one.state, "ruling": ruling}


def _line(one: Pair) -> list[str]:
    team = dict(one.row.attributes).get("team", "")
    signs = "; ".join(one.signs) or "–"
    return [one.id, one.letter.source, one.letter.period, one.row.source, one.row.period, team, signs, one.state]


def _find(store: Store, asked: str) -> Pair:
    found = [one for one in pairs(store) if one.id.startswith(asked)]
    if len(found) != 1 or not asked:
        raise InputError(f"{len(found)} pairs begin so: copy the id from “voices complaint list --all”")
    return found[0]
