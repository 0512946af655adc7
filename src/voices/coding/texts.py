"""Suggestions for plain texts with an id, as files give them: the heart of `voices suggest`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voices.codebook import Code, Codebook, CodeKind
from voices.coding.coder import fit
from voices.coding.examples import Labelled
from voices.embeddings import Embedder
from voices.errors import InputError
from voices.model import Kind, Passage, Suggestion

AT_ONCE = 1000
"""Texts looked at together: more take memory and no less time."""


@dataclass(frozen=True)
class TextCodes:
    """What is suggested for one text."""

    id: str
    codes: tuple[Suggestion, ...]
    """Put forward, top-level codes and children, best first; offsets into the text as given."""
    ranked: tuple[tuple[str, float], ...]
    """Every top-level code with its confidence: main codes best first, then those beside them."""


def suggest_texts(
    texts: Sequence[tuple[str, str]],
    embedder: Embedder,
    codebook: Codebook | None = None,
    labelled: Sequence[Labelled] = (),
    seed: int = 0,
) -> tuple[TextCodes, ...]:
    """Return suggestions for (id, text) pairs, in the order given.

    Without a codebook the codes are those of the labelled texts, as opaque ids; valence is then None unless the
    labels carry it.

    Raises:
        InputError: there is neither a codebook nor a labelled text with a code.

    """
    book = codebook if codebook is not None else bare(labelled)
    coder = fit([book], (), embedder, seed, labelled=labelled)
    passages = [_as_passage(str(place), text) for place, (_, text) in enumerate(texts)]
    found: dict[str, tuple[Suggestion, ...]] = {}
    for start in range(0, len(passages), AT_ONCE):
        found |= coder.suggest(passages[start : start + AT_ONCE])
    out = []
    top = {code.id for code in book.top()}
    for passage, (id_, _) in zip(passages, texts, strict=True):
        own = found[passage.id]
        forward = sorted((one for one in own if one.put_forward), key=lambda one: (-one.confidence, one.code))
        ranked = tuple((one.code, one.confidence) for one in own if one.code in top)
        out.append(TextCodes(id_, tuple(forward), ranked))
    return tuple(out)


def bare(labelled: Sequence[Labelled]) -> Codebook:
    """Return a codebook of the codes of labelled texts, as opaque ids without a definition.

    Raises:
        InputError: no text has a code.

    """
    ids = sorted({code for one in labelled for code, _ in one.codes})
    if not ids:
        raise InputError("there is nothing to learn from: name a codebook, or a labelled file with at least one code")
    codes = tuple(Code(id=id_, name="", colour="#505A5F", definition="", kind=CodeKind.THEME) for id_ in ids)
    return Codebook(name="labelled", title="Codes of the labelled file", version="1", codes=codes)


def _as_passage(id_: str, text: str) -> Passage:
    return Passage(
        id=id_,
        document=id_,
        turn=0,
        ordinal=0,
        start=0,
        end=len(text),
        text=text,
        hash="",
        participant="",
        role="",
        source="",
        kind=Kind.SURVEY,
    )
