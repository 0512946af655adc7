"""Each stage alone, file in and file out: detect, pseudonymise, suggest, themes, quotes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voices.cli import lines, terminal
from voices.errors import InputError

if TYPE_CHECKING:
    from voices.codebook import Codebook
    from voices.coding import Labelled
    from voices.model import Trend
    from voices.privacy import Known

In = Annotated[Path, typer.Argument(help="JSONL to read.")]
Out = Annotated[Path, typer.Argument(help="File to write.")]
KeyFile = Annotated[Path | None, typer.Option(help="File with the vault's key.")]


def register(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    for verb in (detect, pseudonymise, suggest, themes, quotes):
        app.command(verb.__name__)(verb)


def detect(
    source: In,
    target: Out,
    roster: Annotated[
        Path | None,
        typer.Option(help="Known people: CSV person,role,names and more."),
    ] = None,
) -> None:
    """Find what may identify somebody in texts {id,text}; the whole file is one study."""
    from voices import privacy

    items = [(one["id"], one["text"]) for one in lines.read(source, "id", "text")]
    found = privacy.detect_texts(items, privacy.load_models(), _known(roster))
    lines.write(
        target,
        (
            {
                "id": id,
                "spans": [
                    {
                        "start": m.start,
                        "end": m.end,
                        "label": m.label,
                        "score": round(m.score, 4),
                        "action": m.action.value,
                        "entity": m.entity,
                    }
                    for m in found[id]
                ],
            }
            for id, _ in items
        ),
    )
    terminal.note(f"{len(items)} texts, {sum(len(m) for m in found.values())} spans: {target}")


def pseudonymise(
    source: In,
    target: Out,
    vault: Annotated[Path, typer.Option(help="Folder of the vault; made if there is none.")],
    key_file: KeyFile = None,
    roster: Annotated[
        Path | None,
        typer.Option(help="Known people: CSV person,role,names and more."),
    ] = None,
) -> None:
    """Put placeholders into texts {id,text}; who is who goes to the vault."""
    from voices.cli.lone_vault import pseudonymise_into

    items = [(one["id"], one["text"]) for one in lines.read(source, "id", "text")]
    texts = pseudonymise_into(vault, key_file, items, _known(roster))
    lines.write(target, ({"id": id, "text": texts[id]} for id, _ in items))
    terminal.note(f"{len(items)} texts: {target}")


def suggest(
    source: In,
    target: Out,
    codebook: Annotated[str, typer.Option(help="Name or path of a codebook, or none.")] = "six_principles",
    labelled: Annotated[Path | None, typer.Option(help="Texts {id,text,codes} people have coded.")] = None,
    larger: Annotated[str, typer.Option(metavar="MODEL", help="A larger model, as the setting larger_model.")] = "",
) -> None:
    """Suggest codes for texts {id,text}, with confidence, valence and evidence."""
    from voices import coding
    from voices.embeddings import load_embedder

    items = [(one["id"], one["text"]) for one in lines.read(source, "id", "text")]
    book = None if codebook == "none" else _codebook(codebook)
    learnt = _labelled(labelled) if labelled else []
    with terminal.progress() as show:
        embedder = coding.beside(load_embedder(), larger, Path(), [book] if book else (), show=show)
    found = coding.suggest_texts(items, embedder, book, learnt)
    lines.write(
        target,
        (
            {
                "id": one.id,
                "codes": [
                    {
                        "code": s.code,
                        "confidence": round(s.confidence, 4),
                        "valence": s.valence.value if s.valence else None,
                        "start": s.start,
                        "end": s.end,
                    }
                    for s in one.codes
                ],
                "ranked": [{"code": code, "confidence": round(sure, 4)} for code, sure in one.ranked],
            }
            for one in found
        ),
    )
    terminal.note(f"{len(items)} texts: {target}")


def themes(
    source: In,
    target: Out,
    seeds: Annotated[str, typer.Option(help="Name or path of a codebook whose codes seed the themes.")] = "",
    k: Annotated[int | None, typer.Option(help="How many themes; otherwise as many as the texts carry.")] = None,
) -> None:
    """Look for themes in texts {id,text,date?,role?,source?}."""
    from voices import themes as topic
    from voices.embeddings import load_embedder

    records = lines.read(source, "id", "text")
    passages = [_passage(one) for one in records]
    parts = [(one.id, topic.cut(one)) for one in passages]
    searched = [part for _, listed in parts for part in listed]
    vectors = load_embedder().embed([p.text for p in searched])
    found = topic.discover(searched, vectors, "all", seeds=_codebook(seeds) if seeds else None, k=k)
    found = topic.with_trends(topic.joined(found, parts), passages)
    lines.write_json(
        target,
        {
            "themes": [
                {
                    "id": t.id,
                    "name": t.name,
                    "keywords": list(t.keywords),
                    "size": t.size,
                    "stability": round(t.stability, 4),
                    "representative": list(t.representative),
                    "seed": t.seed,
                    "trend": _trend(t.trend),
                }
                for t in found.themes
            ],
            "assignments": [
                {"id": a.passage, "theme": a.theme, "strength": round(a.strength, 4)} for a in found.assignments
            ]
            + [{"id": id, "theme": None, "strength": 0.0} for id in found.set_aside],
            "set_aside": len(found.set_aside),
            "folded": found.folded,
            "note": found.note,
        },
    )
    terminal.note(
        f"{len(passages)} texts, {len(found.themes)} themes: {target}" + (f". {found.note}" if found.note else "")
    )


def quotes(
    source: In,
    target: Out,
    per_group: Annotated[int, typer.Option("--per-group", help="Quotes for each group.")],
) -> None:
    """Choose quotes from texts {id,text,group,speaker?,role?,valence?}."""
    from voices import quotes as choosing
    from voices.embeddings import load_embedder

    records = lines.read(source, "text", "group")
    for number, one in enumerate(records):
        one["id"] = str(one.get("id", number))
    candidates = [
        choosing.Candidate(
            one["id"],
            one["text"],
            str(one.get("speaker") or ""),
            str(one.get("role") or ""),
            group=one["group"],
            valence=str(one.get("valence") or ""),
        )
        for one in records
    ]
    embedder = load_embedder()
    chosen = choosing.pick_groups(candidates, embedder.embed([c.text for c in candidates]), per_group, embedder.embed)
    lines.write(
        target, ({"group": group, "quotes": [asdict(quote) for quote in picked]} for group, picked in chosen.items())
    )
    terminal.note(f"{len(candidates)} texts, {len(chosen)} groups: {target}")


def _known(roster: Path | None) -> tuple[Known, ...]:
    if roster is None:
        return ()
    from voices.privacy import Known
    from voices.vault import read_roster

    return tuple(Known(person.names, person.role, person.facts) for person in read_roster(roster))


def _codebook(name: str) -> Codebook:
    from voices import codebook

    return codebook.find(name, Path())


def _labelled(path: Path) -> list[Labelled]:
    from voices.coding import Labelled
    from voices.model import Valence

    found = []
    for number, one in lines.numbered(path, "text"):
        codes: list[tuple[str, Valence | None]] = []
        listed = one.get("codes")
        if not isinstance(listed, list):
            raise InputError(f"{path.name}, line {number}: “codes” should be a list; an empty one means read, none")
        for code in listed:
            try:
                if isinstance(code, str):
                    codes.append((code, None))
                else:
                    codes.append((str(code["code"]), Valence(code["valence"]) if code.get("valence") else None))
            except (KeyError, TypeError, ValueError):
                raise InputError(f"{path.name}, line {number}: a code is a text or {{code, valence}}") from None
        found.append(Labelled(str(one.get("id", number)), one["text"], tuple(codes)))
    return found


def _trend(found: Trend | None) -> dict[str, Any] | None:
    if found is None:
        return None
    numbers = {"per_month": found.per_month, "low": found.low, "high": found.high, "p": found.p}
    return {"direction": found.direction, **numbers}


def _passage(one: dict[str, Any]) -> Any:
    from voices.model import Kind, Passage

    text = one["text"]
    return Passage(
        id=one["id"],
        document=str(one.get("document") or one["id"]),
        turn=0,
        ordinal=0,
        start=0,
        end=len(text),
        text=text,
        hash="",
        participant=str(one.get("speaker") or ""),
        role=str(one.get("role") or ""),
        source=str(one.get("source") or ""),
        kind=Kind.COMPLAINT,
        period=str(one.get("date") or "")[:7],
    )
