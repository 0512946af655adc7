"""What somebody corrected about a source, from a form to entries of study.toml."""

from __future__ import annotations

from dataclasses import dataclass, field

from voices.errors import InputError
from voices.model import Kind, SourceSpec
from voices.office.editing import Value
from voices.office.looking import MANY, USES, Looked, look
from voices.sources.roles import INTERVIEWER, normalise_role
from voices.study import Study
from voices.web import Posted

ASKS = "asks"
"""What a form sends for somebody who asks."""
LONGEST = 120
"""Characters of a source's name or a role: both stand in reports."""


@dataclass(frozen=True)
class Corrected:
    """A source as somebody wants it."""

    entries: tuple[tuple[str, Value], ...]
    """Entries of the source in study.toml."""
    named: tuple[tuple[tuple[str, str], str], ...] = field(default=(), repr=False)
    """((file, label), role) of people whose label is their name: for the list beside the originals."""
    typed: tuple[str, ...] = field(default=(), repr=False)
    """What was typed and stands in the study."""


def corrected(study: Study, spec: SourceSpec, form: Posted) -> Corrected:
    """Return what a form says of a source.

    Raises InputError where an answer is not one of those offered.
    """
    looked = look(study, spec)
    entries: dict[str, Value] = {}
    name = form.text("name")[:LONGEST]
    if not name:
        raise InputError("a source needs a name: reports print it")
    if any(other.name == name for other in study.sources if other.name != spec.name):
        raise InputError("another source has this name")
    entries["name"] = name
    entries["kind"] = _one_of(form.text("kind"), [kind.value for kind in Kind])
    entries["wave"] = _wave(form.text("wave"))
    role = form.text("role")[:LONGEST]
    entries["role"] = normalise_role(role) if role else ""
    entries["date"] = form.text("date")
    entries["keep_until"] = form.text("keep_until")
    entries["quoting"] = {"yes": True, "no": False}.get(form.text("quoting"))
    for entry in ("author", "year"):
        if entry in form.fields:
            entries[entry] = form.text(entry)[:LONGEST]
    roles, named, asking = _voices(spec, looked, form, listed=bool(study.participants))
    entries["roles"], entries["interviewers"] = roles, asking
    if looked.headings:
        entries["columns"] = _columns(spec, looked, form)
    typed = (name, role, *roles.values(), *(given for _, given in named))
    return Corrected(tuple(entries.items()), tuple(named), typed)


def _voices(
    spec: SourceSpec, looked: Looked, form: Posted, *, listed: bool
) -> tuple[dict[str, str], list[tuple[tuple[str, str], str]], list[str]]:
    """Return roles by label, roles of people known by name, and the labels of those who ask."""
    roles, named, asking = dict(spec.roles), list[tuple[tuple[str, str], str]](), list(spec.interviewers)
    answers = form.texts("voice")
    for number, answer in zip(form.texts("voice number"), answers, strict=False):
        if not number.isdecimal() or int(number) >= len(looked.voices):
            raise InputError("the files have changed meanwhile: load the page again")
        voice, wanted = looked.voices[int(number)], answer.strip()[:LONGEST]
        if wanted == ASKS or normalise_role(wanted) == INTERVIEWER:
            if not voice.asks and voice.label not in asking:
                asking.append(voice.label)
                roles.pop(voice.label, None)
            continue
        if voice.label in asking:
            asking.remove(voice.label)
        if not wanted or normalise_role(wanted) == voice.role:
            continue
        # Where there is a list of participants it has the last word on roles, also of a code such as P3.
        if voice.named or listed:
            named.append(((voice.file, voice.label), normalise_role(wanted)))
        else:
            roles[voice.label] = normalise_role(wanted)
    return roles, named, asking


def _columns(spec: SourceSpec, looked: Looked, form: Posted) -> dict[str, Value]:
    uses = [entry for entry, _ in USES]
    chosen: dict[str, list[str]] = {}
    here = {heading.name for heading in looked.headings}
    for number, answer in zip(form.texts("column number"), form.texts("column"), strict=False):
        if not number.isdecimal() or int(number) >= len(looked.headings):
            raise InputError("the files have changed meanwhile: load the page again")
        use = _one_of(answer, uses)
        if use:
            chosen.setdefault(use, []).append(looked.headings[int(number)].name)
    columns: dict[str, Value] = {}
    for entry in uses[1:]:
        before = getattr(spec.columns, entry)
        elsewhere = [one for one in ((before,) if isinstance(before, str) else before) if one and one not in here]
        names = [*elsewhere, *chosen.get(entry, [])]
        if entry not in MANY and len(names) > 1:
            raise InputError(f"two columns are given as “{dict(USES)[entry]}”: only one can be")
        if names:
            columns[entry] = names if entry in MANY else names[0]
    return columns


def _one_of(answer: str, offered: list[str]) -> str:
    if answer not in offered:
        raise InputError("an answer is not one of those offered: load the page again")
    return answer


def _wave(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 100):
        raise InputError("a wave is a whole number from 1, or empty")
    return int(text)
