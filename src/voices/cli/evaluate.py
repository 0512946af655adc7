"""The stages against the user's own gold: what they find, what they miss, with intervals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voices.cli import lines, terminal
from voices.errors import InputError

if TYPE_CHECKING:
    from voices.privacy.weighing.scoring import Score

app = typer.Typer(no_args_is_help=True, help="Try a stage on texts that you have marked yourself.")

Gold = Annotated[Path, typer.Argument(metavar="GOLD", help="JSONL of your own texts with their marks.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]

MEASURES = (
    ("direct", "people and other direct identifiers, every mention masked"),
    ("quasi", "places, organisations, dates and ages, every mention masked"),
    ("recall", "words that have to be masked, masked"),
    ("precision", "masked words that had to be"),
    ("stays_hit", "phrases that have to stay, touched"),
)


@app.callback()
def evaluate() -> None:
    """Keep the name of each stage a word of its own, however few there are."""


@app.command()
def pseudonyms(
    gold: Gold,
    roster: Annotated[Path | None, typer.Option("--roster", help="Known people: CSV person,role,names.")] = None,
    as_json: AsJson = False,
) -> None:
    """Count what is masked of your own texts {id,text,spans:[{start,end,label,entity?}]}."""
    from voices import privacy
    from voices.cli.exchange import _known
    from voices.model import Action
    from voices.privacy.weighing import scoring

    records = lines.read(gold, "id", "text")
    for number, one in enumerate(records, 1):
        _check(one, f"{gold.name}, text {number}")
    texts = scoring.read(records)
    found = privacy.detect_texts([(t.id, t.text) for t in texts], privacy.load_models(), _known(roster))
    masked = {id: [(m.start, m.end) for m in row if m.action is not Action.KEEP] for id, row in found.items()}
    certain = {id: [(m.start, m.end) for m in row if m.action is Action.MASK] for id, row in found.items()}
    both = {"doubts masked": scoring.score(texts, masked), "doubts released": scoring.score(texts, certain)}
    if as_json:
        terminal.print_json({"texts": len(texts), **{name: _figures(score) for name, score in both.items()}})
        return
    for name, score in both.items():
        terminal.say(f"{name}, {len(texts)} texts: share, 95 % interval, n")
        for field, words in MEASURES:
            terminal.say(f"  {getattr(score, field)!s:<34} {words}")
        for label, share in score.by_label.items():
            terminal.say(f"  {share!s:<34} mentions: {label}")


def _check(one: dict[str, Any], where: str) -> None:
    if not isinstance(one.get("spans"), list):
        raise InputError(f"{where}: “spans” should be a list; an empty one means that nothing has to be masked")
    for kind in ("spans", "keep", "negatives"):
        for span in one.get(kind) or ():
            inside = isinstance(span, dict) and all(isinstance(span.get(end), int) for end in ("start", "end"))
            if not inside or not 0 <= span["start"] < span["end"] <= len(one["text"]):
                raise InputError(f"{where}: a span needs a start and an end inside the text, counted in code points")
            if kind == "spans" and not isinstance(span.get("label"), str):
                raise InputError(f"{where}: a span needs a label, for example PERSON")


def _figures(score: Score) -> dict[str, Any]:
    return {
        **{field: getattr(score, field).as_json() for field, _ in MEASURES},
        "by_label": {label: share.as_json() for label, share in score.by_label.items()},
    }
