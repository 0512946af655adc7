"""What the reader of one family of files is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from voices.model import ClosedQuestion, RawDocument, Skipped, SourceSpec
from voices.sources.tables.columns import Column
from voices.sources.words import of

STAGE = "read"


@dataclass(frozen=True)
class Inside:
    """A file inside another one: a member of an archive, an attachment of a mail."""

    name: str = field(repr=False)
    """As the outer file writes it, with forward slashes; may carry a person's name."""
    open: Callable[[], bytes] = field(repr=False)
    """Returns its bytes. Raises UnreadableFile where it may not or cannot be opened."""


@dataclass(frozen=True)
class Read:
    """What one reader made of one file."""

    documents: tuple[RawDocument, ...] = field(repr=False)
    shape: str
    skipped: tuple[Skipped, ...] = ()
    columns: tuple[Column, ...] = field(default=(), repr=False)
    warnings: tuple[str, ...] = ()
    inside: tuple[Inside, ...] = field(default=(), repr=False)


Reader = Callable[[bytes, str, SourceSpec, Sequence[ClosedQuestion]], Read]
"""Takes the bytes, the path below the folder of originals, the source and its closed questions."""


def sentence(text: str) -> str:
    """Return a text as one sentence: a capital first, a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")


def talk(made: tuple[RawDocument, tuple[str, ...]], shape: str) -> Read:
    """Return a transcript's document and warnings with how many speakers it has."""
    document, warnings = made
    speakers = len({turn.speaker.casefold() for turn in document.turns if turn.speaker})
    said = f"{shape}, {of(speakers, 'speaker') if speakers else 'speakers not named'}"
    return Read(with_words(document), said, warnings=warnings)


def with_words(document: RawDocument) -> tuple[RawDocument, ...]:
    """Return the document, or nothing where it holds no words."""
    return (document,) if document.text else ()
