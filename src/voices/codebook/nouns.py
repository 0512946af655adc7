"""What a codebook is made of, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from voices.model import Valence


class CodeKind(StrEnum):
    """What a code is about, which decides with which others it is ranked."""

    PRINCIPLE = "principle"
    """A mechanism the evaluation asks about."""
    THEME = "theme"
    """A subject of a codebook that has no principles, such as complaints; what a code is where nothing is said."""
    OUTCOME = "outcome"
    """A result for families or staff, wanted or not."""
    CONDITION = "condition"
    """A state on the way from mechanism to outcome."""
    CONTEXT = "context"
    """What was there before, and around."""


MAIN_KINDS = frozenset({CodeKind.PRINCIPLE, CodeKind.THEME})
"""The kinds a ranked list is made over; the others are suggested apart."""


@dataclass(frozen=True)
class Exclusion:
    """Something a reader might put under a code that does not belong there."""

    text: str
    instead: str = ""
    """Id of the code it belongs to; empty where it belongs to none."""


@dataclass(frozen=True)
class Code:
    """One code of a codebook."""

    id: str
    """Unique in the codebook; a child is `parent/child`."""
    name: str
    """As pages and reports print it."""
    colour: str
    """Background, `#RRGGBB`."""
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    parent: str = ""
    """Id of the code it lies in; empty at the top."""
    kind: CodeKind = CodeKind.THEME
    """A child has its parent's kind."""
    lettering: str = "white"
    """Colour of text on `colour`: white or black."""


@dataclass(frozen=True)
class Exemplar:
    """A sentence that shows a code, or that shows what is not one."""

    text: str = field(repr=False)
    codes: tuple[tuple[str, Valence | None], ...]
    """(code id, valence), the primary code first and child codes last; empty where no code applies."""
    role: str = ""
    """Who could have said it: "parent", "social worker"."""
    near_miss_of: str = ""
    """Id of the code this is easily mistaken for; empty for a plain exemplar."""
    reason: str = field(default="", repr=False)
    """Why it is coded as it is and not as the near miss."""


@dataclass(frozen=True)
class Codebook:
    """Codes with their exemplars, and the fingerprint of both."""

    name: str
    """Short id, as commands name it."""
    title: str
    version: str
    codes: tuple[Code, ...]
    """In the order of the file, parents before their children."""
    exemplars: tuple[Exemplar, ...] = ()
    hash: str = ""
    """SHA-256 of the canonical form, hex; computed where it is left empty."""
    description: str = ""
    language: str = "en-GB"

    def __post_init__(self) -> None:
        """Fill in the fingerprint."""
        if not self.hash:
            object.__setattr__(self, "hash", fingerprint(self))

    def code(self, code_id: str) -> Code | None:
        """Return the code of that id, or None."""
        return next((code for code in self.codes if code.id == code_id), None)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all codes in order."""
        return tuple(code.id for code in self.codes)

    def top(self) -> tuple[Code, ...]:
        """Return the codes that lie in no other, of every kind."""
        return tuple(code for code in self.codes if not code.parent)

    def main(self) -> tuple[Code, ...]:
        """Return the top codes a ranked list is made over: principles or themes."""
        return tuple(code for code in self.top() if code.kind in MAIN_KINDS)

    def beside(self) -> tuple[Code, ...]:
        """Return the top codes suggested apart: outcomes, conditions and context."""
        return tuple(code for code in self.top() if code.kind not in MAIN_KINDS)

    def children(self, code_id: str) -> tuple[Code, ...]:
        """Return the codes that lie directly in a code."""
        return tuple(code for code in self.codes if code.parent == code_id)


def top_level(code_id: str) -> str:
    """Return the top-level id of a code id: `continuity` of `continuity/story_told_once`."""
    return code_id.split("/", 1)[0]


def slug(name: str) -> str:
    """Return a name as an id: lower case, words joined by underscores, letters of any script kept."""
    folded = unicodedata.normalize("NFC", name).casefold().replace("&", " and ")
    return re.sub(r"[^\w]+", "_", folded).strip("_")


def fingerprint(codebook: Codebook) -> str:
    """Return the SHA-256 of a codebook's canonical form, whatever the order of its keys, codes and exemplars."""
    codes = [
        {
            "id": code.id,
            "name": code.name,
            "colour": code.colour.upper(),
            "lettering": code.lettering,
            "definition": code.definition,
            "include": list(code.include),
            "exclude": [[item.text, item.instead] for item in code.exclude],
            "parent": code.parent,
            "kind": code.kind.value,
        }
        for code in sorted(codebook.codes, key=lambda code: code.id)
    ]
    head = {
        "name": codebook.name,
        "title": codebook.title,
        "version": codebook.version,
        "description": codebook.description,
        "language": codebook.language,
    }
    exemplars = sorted(_canonical(exemplar_record(exemplar)) for exemplar in codebook.exemplars)
    whole = _canonical({"codebook": head, "codes": codes, "exemplars": exemplars})
    return hashlib.sha256(whole.encode("utf-8")).hexdigest()


def exemplar_record(exemplar: Exemplar) -> dict[str, object]:
    """Return an exemplar as the JSON object its file holds."""
    return {
        "text": exemplar.text,
        "codes": [
            {"code": code, "valence": valence.value if valence is not None else None}
            for code, valence in exemplar.codes
        ],
        "role": exemplar.role,
        "near_miss_of": exemplar.near_miss_of,
        "reason": exemplar.reason,
    }


def _canonical(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
