"""How much risk is left: a sample to read, its bound, a worksheet for intruders, and the impact assessment's text."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voices.cli import terminal
from voices.errors import InputError, VoicesError

if TYPE_CHECKING:
    from voices.privacy.risk import Bound
    from voices.store import Store
    from voices.study import Study

app = typer.Typer(no_args_is_help=True, help="How much risk is left in the texts, measured and in plain words.")

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the study.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Seed = Annotated[int, typer.Option("--seed", help="Of the draw; the same seed draws the same.")]

PLACE = "audit"
"""Folder below the study for what people fill in."""


@app.command()
def sample(
    folder: Folder,
    number: Annotated[int, typer.Option("--number", help="How many sentences to read.")] = 300,
    seed: Seed = 0,
    out: Annotated[Path | None, typer.Option("--out", help="New .xlsx; audit/sample.xlsx of the study else.")] = None,
) -> None:
    """Draw sentences for a person to read: does any of them still say who somebody is?"""
    from voices.cli import audit_sheet
    from voices.cli.study import load
    from voices.privacy import risk

    study = load(folder)
    if number < 1:
        raise InputError("--number should be at least 1")
    target = out or study.folder / PLACE / "sample.xlsx"
    if target.exists():
        raise InputError(f"{target.name}: there already; record its marks first, or give another place with --out")
    with _store(study) as store:
        everything = risk.sentences(store.documents())
        if not everything:
            raise InputError("there are no texts yet: voices run first")
        drawn = risk.draw(everything, number, seed)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        audit_sheet.write(target, drawn)
        kept = {"seed": seed, "ids": [one.id for one in drawn], "of": len(everything), "texts": risk.digest(everything)}
        store.set(risk.AUDIT_KEY, json.dumps({"drawn": kept, "read": None}, sort_keys=True))
        store.note_export("written", f"a worksheet of {len(drawn)} sentences to audit")
    strata = Counter(f"{one.source} ({one.kind})" for one in drawn)
    terminal.say(f"{len(drawn)} of {len(everything):,} sentences, seed {seed}: {target}")
    for name, count in sorted(strata.items()):
        terminal.say(f"  {count:>5}  {name}")
    terminal.next_step(
        "Let somebody read them and mark each yes or no. Then bring it back", f"voices audit record {folder} {target}"
    )


@app.command()
def record(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The sheet with its marks, .xlsx or .csv.")],
    as_json: Json = False,
) -> None:
    """Read the marks back and say what follows: at most so many in a hundred sentences leak."""
    from voices.cli import audit_sheet
    from voices.cli.study import load
    from voices.privacy import risk

    marks = audit_sheet.read(file)
    with _store(load(folder)) as store:
        kept = json.loads(store.get(risk.AUDIT_KEY, "{}"))
        drawn = kept.get("drawn")
        if not drawn or {mark.id for mark in marks} != set(drawn["ids"]):
            raise InputError(f"{file.name}: not the sample that was drawn last in this study")
        try:
            leaks, read = risk.reading([mark.leak for mark in marks])
            found = risk.bound(leaks, read)
        except ValueError as error:
            raise InputError(f"{file.name}: {error}") from None
        kinds = Counter(mark.what or "not said" for mark in marks if risk.reading([mark.leak])[0])
        kept["read"] = {"leaks": leaks, "read": read, "kinds": dict(sorted(kinds.items()))}
        store.set(risk.AUDIT_KEY, json.dumps(kept, sort_keys=True))
    if as_json:
        terminal.print_json({**asdict(found), "kinds": dict(sorted(kinds.items())), "words": found.words})
        return
    terminal.say(found.words)
    if kinds:
        terminal.say("What leaked: " + ", ".join(f"{what} {count}" for what, count in sorted(kinds.items())))
        terminal.say("Rule on each at the custodian's desk (Words), run again, and draw another sample.")
    if read < len(marks):
        terminal.say(f"{len(marks) - read} sentences were not marked; the bound counts those that were.")


@app.command(name="risk")
def left(folder: Folder, as_json: Json = False) -> None:
    """List combinations that few people share, and passages on what the law protects more."""
    from voices.cli.study import load

    found = remaining(load(folder))
    if as_json:
        terminal.print_json({name: found[name] for name in ("combinations", "flags")})
        return
    rows = [(", ".join(f"{n}: {v}" for n, v in c["values"]), str(c["people"]), c["of"]) for c in found["combinations"]]
    terminal.table(rows or [("none", "", "")], ("Fewer than five share", "People", "Counted among"))
    terminal.say()
    flags = [(s, k, str(n)) for s, k, n in found["flags"]]
    terminal.table(flags or [("none", "", "")], ("Source", "Speaks of", "Passages"))


def remaining(study: Study) -> dict[str, Any]:
    """Return what few people share, passages on what the law protects more, and what the last audit found."""
    with _store(study) as store:
        bound, stale = bound_of(store)
        return {
            "combinations": [asdict(one) for one in few(study, store)],
            "flags": flagged(store),
            "audit": bound.words if bound else "",
            "stale": stale,
        }


@app.command()
def intruder(
    folder: Folder,
    number: Annotated[int, typer.Option("--number", help="How many passages.")] = 20,
    seed: Seed = 0,
    out: Annotated[Path | None, typer.Option("--out", help="New .docx; audit/intruder.docx of the study else.")] = None,
) -> None:
    """Write a worksheet for people who try to find out who is meant: strangers, colleagues, family."""
    import random

    from voices.cli.study import load
    from voices.reporting import as_docx, dpia

    study = load(folder)
    with _store(study) as store:
        held = {item.passage for item in store.queue("held")}
        quotable = sorted((p for p in store.passages() if p.quoting and p.id not in held), key=lambda p: p.id)
        date = _date(store)
    telling = [p for p in quotable if len(p.text.split()) >= 12] or quotable  # a short answer gives nobody a hold
    dice = random.Random(seed)  # noqa: S311  # a draw that can be repeated, no secret
    drawn = dice.sample(telling, min(number, len(telling)))
    target = _new(out or study.folder / PLACE / "intruder.docx")
    target.write_bytes(as_docx.render(dpia.worksheet(study.title, study.council, date, drawn)))
    with _store(study) as store:
        store.note_export("written", f"a worksheet of {len(drawn)} passages for the intruder test")
    terminal.say(f"{len(drawn)} passages, seed {seed}: {target}")


def impact(
    folder: Folder,
    out: Annotated[Path | None, typer.Option("--out", help="New .docx; audit/dpia.docx of the study else.")] = None,
    key_file: Annotated[Path | None, typer.Option("--key-file", help="File with the vault's key.")] = None,
) -> None:
    """Write the text of a data protection impact assessment from the record, with fields to fill in."""
    from voices.cli.study import load, open_study_vault
    from voices.reporting import as_docx, dpia

    study = load(folder)
    in_doubt = second = None
    log = ""
    try:
        with open_study_vault(study, key_file) as vault:
            pending = vault.pending()
            in_doubt, second = len(pending), sum("second scan" in item.reasons for item in pending)
            state = vault.verify()
            log = f"The vault's log has {state.entries} lines and is {'intact' if state.intact else 'NOT intact'}."
    except VoicesError as error:
        terminal.note(f"Without the vault: {error}")
    with _store(study) as store:
        documents = Counter(document.source for document in store.documents())
        found, stale = bound_of(store)
        record = dpia.Record(
            title=study.title,
            council=study.council,
            date=_date(store),
            sources=tuple((s.name, str(s.kind), documents[s.name], s.keep_until) for s in study.sources),
            participants=len({person.code for person in store.participants()}),
            coders=len(study.settings.coders),
            audit=found.words if found else "",
            audit_stale=stale,
            second_scan=second,
            in_doubt=in_doubt,
            combinations=few(study, store),
            flags=flagged(store),
            log=log,
        )
    target = _new(out or study.folder / PLACE / "dpia.docx")
    target.write_bytes(as_docx.render(dpia.assessment(record)))
    terminal.say(
        f"Written: {target}. Fill in what stands in square brackets and let your data protection officer read it."
    )


def bound_of(store: Store) -> tuple[Bound | None, bool]:
    """Return what the last audit found, for any report that wants its sentence, and whether texts changed since."""
    from voices.privacy import risk

    kept = store.get(risk.AUDIT_KEY, "{}")
    return risk.recorded(kept), risk.stale(kept, risk.sentences(store.documents()))


def few(study: Study, store: Store) -> tuple[Any, ...]:
    """Return the combinations of role, wave and attributes that fewer than five people share."""
    from voices.privacy import risk

    people: dict[str, dict[str, str]] = {}
    for one in store.participants():
        held = people.setdefault(one.code, {})
        held |= {"role": one.role, "wave": str(one.wave or ""), **dict(one.attributes)}
    population: dict[str, int] = dict(study.population)
    return risk.rare(people.values(), population)


def flagged(store: Store) -> tuple[tuple[str, str, int], ...]:
    """Return (source, kind, passages) of what the law protects more."""
    from voices.privacy import risk

    return risk.flagged((passage.source, passage.text) for passage in store.passages())


def _store(study: Study) -> Store:
    from voices.store import open_store

    return open_store(study.database)


def _date(store: Store) -> str:
    dates = [decision.made_at[:10] for decision in store.decisions()] or [run.started_at[:10] for run in store.runs()]
    return max(dates, default="")


def _new(path: Path) -> Path:
    if path.exists():
        raise InputError(f"{path.name}: there already, perhaps filled in; give another place with --out")
    path.parent.mkdir(mode=0o700, exist_ok=True)
    return path
