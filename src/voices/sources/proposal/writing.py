"""Write a proposal as the text of study.toml, every guess marked with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields

from voices.model import ColumnMap, Kind
from voices.sources.proposal.nouns import Guess, LeftOut, Proposal, Proposed
from voices.sources.proposal.patterns import has_name, shown
from voices.sources.words import one_line

_WIDE = 46
"""Column at which comments begin where a line is short enough."""

HEAD = """\
# A study, proposed by looking into the files. Lines that begin with # are notes and may be deleted.
# Lines that say "guess" should be looked at; then: voices check.
# Words of file names that could be a person's name are written as *.

[study]
id = "@ID@"                    # made once, at random; never change it
title = "Evaluation of our practice model"
council = ""                   # printed on the report

# The folder with the files as people gave them to you.
"""

TAIL = """
# Codebooks, by the name of a shipped one or a path below this folder. kinds
# limits a codebook to some kinds of source.

[[codebooks]]
name = "six_principles"

[[codebooks]]
name = "complaints"
kinds = ["complaint"]


# Dated events that charts mark, such as the start of the model.
# [[events]]
# date = 2023-04-01
# name = "The model began"


# How many people there are of each role. A quote is attributed so that it
# could come from at least disclosure_k (5) of them. Without these numbers the
# people who took part are counted, and attribution is coarser than it need be.
[population]
"""

SETTINGS = """

[settings]
# coders = ["C1", "C2"]        # codes of those who review
# blind_share = 0.15           # passages shown without the machine's suggestion
# disclosure_k = 5
# case_patterns = ["HM-[0-9]{6}"]       # your council's own case numbers
# protected_terms = ["One Story"]       # words that are never masked
"""


QUOTING = "# quoting = true  # write this only if these people agreed"
"""Nobody is quoted until somebody says that they agreed."""


def written(proposal: Proposal, originals: str, participants: str = "") -> str:
    """Return the text of study.toml; `@ID@` stands for the study's id.

    `originals` is the folder as the study names it, `participants` a list of people below it, or empty.
    """
    lines = [HEAD + f"originals = {quoted(originals)}"]
    lines += [
        "",
        "# Until when the originals may be kept; a source may have a date of its own.",
        '# keep_until = "2027-03-31"',
    ]
    if proposal.indicators and has_name(proposal.indicators):
        lines += [
            "",
            f"# Figures: rename {shown(proposal.indicators)} without a name in it, then write",
            '# indicators = "…"',
        ]
    elif proposal.indicators:
        lines += ["", "# Figures from elsewhere.", f"indicators = {quoted(proposal.indicators)}"]
    if participants:
        lines += ["", "# Who is behind the labels that are names. Fill it in there; names never stand here."]
        lines += [f"participants = {quoted(participants)}"]
    lines += _left_out(proposal.left_out)
    for source in proposal.sources:
        lines += ["", *_source(source)]
    roles = sorted({source.spec.role for source in proposal.sources} - {""})
    counts = [f"# {quoted(role)} = 100" for role in roles or ["social worker", "parent"]]
    return "\n".join(lines) + "\n\n" + TAIL + "\n".join(counts) + SETTINGS


def quoted(text: str) -> str:
    """Return a text as a TOML basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _left_out(files: Sequence[LeftOut]) -> list[str]:
    aside = [one for one in files if not one.wanted]
    wanted = [one for one in files if one.wanted]
    lines: list[str] = []
    if wanted:
        lines += ["", "# These seem to belong to the study, but cannot be read as they are:"]
        lines += [f"#   {one.pattern}: {one_line(one.reason)}" for one in wanted]
    if aside:
        lines += [
            "",
            "# Files that are in no source on purpose. Delete a line and `voices check` reminds you of the file.",
        ]
        lines += ["left_out = [", *(f"  {quoted(one.pattern)},  # {one_line(one.reason)}" for one in aside), "]"]
    return lines


def _source(source: Proposed) -> list[str]:
    spec = source.spec
    why = {guess.entry: guess for guess in source.guesses}
    lines = ["[[sources]]", f"name = {quoted(spec.name)}", *_listed("files", spec.files)]
    lines.append(_line(f"kind = {quoted(spec.kind)}", why.pop("kind", None)))
    if spec.wave:
        lines.append(_line(f"wave = {spec.wave}", why.pop("wave", None)))
    if spec.role:
        lines.append(_line(f"role = {quoted(spec.role)}", why.pop("role", None)))
    if spec.date:
        lines.append(_line(f"date = {quoted(spec.date)}", why.pop("date", None)))
    if spec.year:
        lines.append(f"year = {quoted(spec.year)}")
    if spec.questions:
        lines.append(_line(f"questions = {quoted(spec.questions)}", why.pop("questions", None)))
    by_content = why.pop("columns", None)
    if spec.kind is not Kind.EVIDENCE and not spec.columns.quoting:
        lines.append(QUOTING)
    lines += [f"# {_EXAMPLES.get(entry, entry)}  # {guess.because}" for entry, guess in why.items()]
    return [*lines, *_columns(spec.columns, source.known, by_content)]


_EXAMPLES = {
    "wave": "wave = 1",
    "role": 'role = "social worker"',
    "interviewers": 'interviewers = ["I"]',
    "questions": 'questions = "questions.csv"',
    "author": 'author = "Author and Other"',
}
"""A line to write for an entry that is not there."""


def _columns(columns: ColumnMap, known: Iterable[tuple[str, str]], by_content: Guess | None) -> list[str]:
    lines = []
    for entry in fields(ColumnMap):
        value = getattr(columns, entry.name)
        if isinstance(value, tuple) and value:
            lines += _listed(entry.name, value)
        elif value:
            lines.append(f"{entry.name} = {quoted(value)}")
    rest = [heading for heading, meaning in known if meaning == "not read"]
    if lines:
        guessed = [f"# guess: {by_content.because}"] if by_content else []
        lines = ["[sources.columns]", *guessed, *lines]
    if rest:
        lines.append(
            f"# {len(rest)} more are not read: `voices check` names them; attributes = [...] keeps closed values"
        )
    return lines


def _listed(name: str, values: Sequence[str]) -> list[str]:
    whole = f"{name} = [{', '.join(map(quoted, values))}]"
    if len(whole) <= 110:
        return [whole]
    return [f"{name} = [", *(f"  {quoted(value)}," for value in values), "]"]


def _line(text: str, guess: Guess | None) -> str:
    return f"{text.ljust(_WIDE - 16)} # guess: {guess.because}" if guess else text
