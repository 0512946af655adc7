"""Recorded cells of the framework matrix, practice examples and themes, from the words they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from making.links import place
from making.pieces import Clock, Sample

Block = tuple[list[str], list[str], list[str]]
"""(parts of the heading, words of the quotes, other lines)."""


def cells(lines: Iterable[str], samples: Sequence[Sample]) -> list[dict[str, object]]:
    """Return a line a cell: group, principle, coder, text and where its quotes stand."""
    clocks = {"C1": Clock(26), "C2": Clock(27)}
    return [
        {
            "group": group,
            "code": code,
            "coder": coder,
            "made_at": clocks[coder].tick(f"{group}{code}"),
            "text": " ".join(" ".join(rest).split()),
            "quotes": [place(words, samples) for words in quotes],
        }
        for (group, code, coder), quotes, rest in _blocks(lines)
    ]


def examples(lines: Iterable[str], samples: Sequence[Sample]) -> list[dict[str, object]]:
    """Return a line an example: title, writer, lead, principles, composite, consent, narrative and its quotes."""
    clock = Clock(28)
    made: list[dict[str, object]] = []
    for (title, writer, lead), quotes, rest in _blocks(lines):
        named = dict(line.split(": ", 1) for line in rest[:3])
        narrative = "\n".join(rest[3:]).strip()
        made.append(
            {
                "title": title,
                "by": writer,
                "made_at": clock.tick(title),
                "lead": lead,
                "released_at": clock.tick(f"{title}{lead}"),
                "principles": named["principles"].split(", "),
                "composite": named["composite"] == "yes",
                "consent": named["consent"],
                "narrative": narrative,
                "quotes": [place(words, samples) for words in quotes],
            }
        )
    return made


def themes(lines: Iterable[str], samples: Sequence[Sample]) -> list[dict[str, object]]:
    """Return a line a confirmed theme: scope, name, coder and where the words of its passages stand."""
    clocks = {"C1": Clock(31), "C2": Clock(31)}
    return [
        {
            "scope": scope,
            "name": name,
            "coder": coder,
            "made_at": clocks[coder].tick(f"{scope}{name}"),
            "quotes": [place(words, samples) for words in quotes],
        }
        for (scope, name, coder), quotes, _ in _blocks(lines)
    ]


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    found: list[Block] = []
    for line in lines:
        if line.startswith("== "):
            found.append((line.removeprefix("== ").split(" | "), [], []))
        elif found and line.startswith("> "):
            found[-1][1].append(line.removeprefix("> "))
        elif found and (line.strip() or found[-1][2]):
            found[-1][2].append(line)
    yield from found
