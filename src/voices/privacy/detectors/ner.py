"""Two trained recognisers over windows of text: spaCy's entities and Rampart's token labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voices.model import Span
from voices.privacy.detectors.capitals import NEVER, PARTICLES
from voices.privacy.detectors.hits import NAMES, WORD, Hit, trim
from voices.privacy.lists import Lists, fold, frequency, words
from voices.privacy.models import Models, Rampart

WINDOW = 1800
"""Code points a spaCy window may hold; it ends at a line break where there is one, so that a turn stays whole."""
RAMPART_WINDOW = 480
"""Code points of a Rampart window: the length its publisher found it detects best in."""
RAMPART_OVERLAP = 64
_RAMPART_TOKENS = 500
"""Tokens a window may hold beside the two that frame it; the model takes 512."""
_RAMPART_BATCH = 8
"""Sequences read at once; more gain nothing on a processor."""
_RAMPART_FLOOR = 0.5
_KNOWN_PEOPLE = 2.4
"""Zipf frequency from which a people's or tongue's name is believed."""
_LONGEST_INITIALS = 2
"""Letters up to which a word is somebody's initials ("R.") sooner than a people's name."""
_PLAIN_LOWER = 3.0
"""Zipf frequency from which a lower-case word is no name to a recogniser alone."""
FURNITURE = words("form_words")
"""Words of forms and letters that recognisers take for names."""

_SPACY_LABELS: dict[str, tuple[str, float]] = {
    "PERSON": ("PERSON", 0.64),
    "GPE": ("LOCATION", 0.6),
    "LOC": ("LOCATION", 0.5),
    "FAC": ("LOCATION", 0.55),
    "ORG": ("ORGANISATION", 0.46),
}
_SPACY_KEEPS = frozenset({"NORP", "LANGUAGE"})
_RAMPART_LABELS: dict[str, tuple[str, float]] = {
    "GIVEN_NAME": ("PERSON", 0.72),
    "SURNAME": ("PERSON", 0.72),
    "BUILDING_NUMBER": ("ADDRESS", 0.4),
    "STREET_NAME": ("LOCATION", 0.6),
    "SECONDARY_ADDRESS": ("ADDRESS", 0.5),
    "CITY": ("LOCATION", 0.55),
    "PHONE": ("PHONE", 0.5),
    "EMAIL": ("EMAIL", 0.5),
}


def windows(text: str, limit: int = WINDOW) -> Iterator[tuple[int, int]]:
    """Yield stretches of at most `limit` code points that cover the text and end at line breaks or spaces."""
    start = 0
    while start < len(text):
        end = min(len(text), start + limit)
        if end < len(text):
            for mark in ("\n\n", "\n", ". ", " "):
                at = text.rfind(mark, start + limit // 2, end)
                if at > 0:
                    end = at + len(mark)
                    break
        yield start, end
        start = end


def spacy_hits(texts: Sequence[str], models: Models) -> list[tuple[list[Hit], list[Span]]]:
    """Return, per text, what spaCy takes for a name, and the peoples and tongues it saw, which stay."""
    stretches = [(i, start, text[start:end]) for i, text in enumerate(texts) for start, end in windows(text)]
    found: list[tuple[list[Hit], list[Span]]] = [([], []) for _ in texts]
    documents = models.nlp.pipe((p[2] for p in stretches), batch_size=64)
    for (i, offset, piece), document in zip(stretches, documents, strict=True):
        for entity in document.ents:
            if entity.label_ in _SPACY_KEEPS:
                if _is_people(entity.text, models.lists):
                    found[i][1].append(Span(entity.start_char + offset, entity.end_char + offset))
            elif entity.label_ in _SPACY_LABELS:
                label, score = _SPACY_LABELS[entity.label_]
                for start, end in _lines(piece, entity.start_char, entity.end_char):
                    for first, last in pieces(piece, start, end, label, models.lists):
                        found[i][0].append(
                            Hit(first + offset, last + offset, label, score, f"spaCy {entity.label_.lower()}")
                        )
    return found


def _is_people(word: str, lists: Lists) -> bool:
    """Say whether what spaCy takes for a people or tongue is a word English knows, not a rare first name."""
    long = any(len(w) > _LONGEST_INITIALS for w in WORD.findall(word))
    return long and not lists.is_first(word) and all(frequency(fold(w)) > _KNOWN_PEOPLE for w in word.split())


def pieces(text: str, start: int, end: int, label: str, lists: Lists) -> Iterator[tuple[int, int]]:
    """Yield the parts of a recogniser's span that look like names.

    Function words go from the edges, a person's name is cut at plain lower-case words inside it ("Joy for Róisín"
    is two people), and a part of lower-case plain words alone is dropped.
    """
    run: list[re.Match[str]] = []
    for word in WORD.finditer(text, start, end):
        breaks = (
            label == "PERSON"
            and word[0].islower()
            and fold(word[0]) not in PARTICLES
            and (lists.is_plain(word[0]) or fold(word[0]) in NEVER)
        )
        if breaks:
            yield from _piece(run, lists, end)
            run = []
        else:
            run.append(word)
    yield from _piece(run, lists, end)


def _piece(words: list[re.Match[str]], lists: Lists, limit: int) -> Iterator[tuple[int, int]]:
    while words and fold(words[0][0]) in NEVER and fold(words[0][0]) != "the":
        words = words[1:]
    while words and fold(words[-1][0]) in NEVER:
        words = words[:-1]
    if not words or all(_ordinary(w[0], lists) for w in words):
        return
    if len(words) == 1 and (
        fold(words[0][0]) in FURNITURE or (words[0][0].islower() and lists.is_word_name(words[0][0]))
    ):
        return
    stop = words[-1].end()
    yield words[0].start(), stop + 1 if words[-1].string[stop : stop + 1] == "." and stop < limit else stop


def _ordinary(word: str, lists: Lists) -> bool:
    folded = fold(word)
    return (
        word[0].islower()
        and not lists.is_first(word)
        and (frequency(folded) > _PLAIN_LOWER or folded in lists.words or lists.is_plain(word))
    )


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of an entity that runs over a line break; the arbiter joins what a wrapped line parts."""
    for m in re.finditer(r"[^\n]+", text[start:end]):
        first, last = trim(text, start + m.start(), start + m.end())
        if first < last and any(c.isalpha() for c in text[first:last]):
            yield first, last


def rampart_windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield overlapping stretches that begin and end between words: half a word reads like a rare name."""
    step = RAMPART_WINDOW - RAMPART_OVERLAP
    for at in range(0, max(1, len(text) - RAMPART_OVERLAP), step):
        start, end = at, min(len(text), at + RAMPART_WINDOW)
        while start > 0 and at - start < RAMPART_OVERLAP and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and end - at < step + 2 * RAMPART_OVERLAP and not text[end].isspace():
            end += 1
        yield start, end


def rampart_hits(
    texts: Sequence[str], rampart: Rampart, lists: Lists, near: Sequence[Sequence[Span] | None] | None = None
) -> list[list[Hit]]:
    """Return, per text, what Rampart takes for a name, street or town.

    `near` gives, per text, the stretches to look at: only windows that touch one are read; None reads all of it.
    """
    asked: list[tuple[int, int, str]] = []
    for i, text in enumerate(texts):
        only = near[i] if near else None
        for start, end in rampart_windows(text):
            wanted = only is None or any(s.start < end and start < s.end for s in only)
            if wanted and any(c.isalpha() for c in text[start:end]):
                asked.append((i, start, text[start:end]))
    found: list[list[Hit]] = [[] for _ in texts]
    for (i, start, chunk), pieces_read in zip(asked, _labelled([chunk for _, _, chunk in asked], rampart), strict=True):
        for labels, scores, offsets in pieces_read:
            found[i] += [
                Hit(h.start + start, h.end + start, h.label, h.score, h.rule)
                for h in _spans(chunk, labels, scores, offsets, lists)
            ]
    return [_merged(hits) for hits in found]


Labelled = tuple[list[str], list[float], list[tuple[int, int]]]
"""Label, probability and offsets of each token of one stretch."""


def _labelled(chunks: Sequence[str], rampart: Rampart) -> list[list[Labelled]]:
    """Return what Rampart says about every token of each chunk; a chunk with too many tokens is read in parts.

    Sequences of like length are read together, each chunk once however often it stands there.
    """
    distinct = list(dict.fromkeys(chunks))
    parts: list[tuple[int, list[int], list[tuple[int, int]]]] = []
    for i, encoding in enumerate(rampart.tokenizer.encode_batch(distinct, add_special_tokens=False)):
        for at in range(0, len(encoding.ids), _RAMPART_TOKENS):
            end = at + _RAMPART_TOKENS
            parts.append((i, [rampart.begin, *encoding.ids[at:end], rampart.end], encoding.offsets[at:end]))
    by_length = sorted(range(len(parts)), key=lambda p: len(parts[p][1]))
    read: dict[int, Labelled] = {}
    for first in range(0, len(by_length), _RAMPART_BATCH):
        batch = by_length[first : first + _RAMPART_BATCH]
        for p, (labels, scores) in zip(batch, _run([parts[p][1] for p in batch], rampart), strict=True):
            read[p] = (labels, scores, parts[p][2])
    of_chunk: dict[str, list[Labelled]] = {chunk: [] for chunk in distinct}
    for p, (i, _, _) in enumerate(parts):
        of_chunk[distinct[i]].append(read[p])
    return [of_chunk[chunk] for chunk in chunks]


def _run(sequences: Sequence[Sequence[int]], rampart: Rampart) -> Iterator[tuple[list[str], list[float]]]:
    """Yield label and probability of each token but the two that frame a sequence."""
    import numpy as np

    longest = max(map(len, sequences))
    ids = np.zeros((len(sequences), longest), dtype=np.int64)
    there = np.zeros_like(ids)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = sequence
        there[row, : len(sequence)] = 1
    feed = {"input_ids": ids, "attention_mask": there, "token_type_ids": np.zeros_like(ids)}
    logits = rampart.session.run(None, {name: feed[name] for name in rampart.inputs})[0]
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities = raised / raised.sum(axis=-1, keepdims=True)
    for row, sequence in enumerate(sequences):
        inner = probabilities[row, 1 : len(sequence) - 1]
        yield [rampart.labels[int(b)] for b in inner.argmax(axis=-1)], [float(p) for p in inner.max(axis=-1)]


def _spans(
    chunk: str, labels: Sequence[str], scores: Sequence[float], offsets: Sequence[tuple[int, int]], lists: Lists
) -> Iterator[Hit]:
    """Join neighbouring pieces of one label, and widen them to whole words: half a masked name is a leak."""
    open_hit: tuple[int, int, str] | None = None
    for label, score, (start, end) in zip(labels, scores, offsets, strict=True):
        kind = label[2:] if label != "O" and score >= _RAMPART_FLOOR else ""
        if open_hit and kind == open_hit[2] and not chunk[open_hit[1] : start].strip():
            open_hit = (open_hit[0], end, kind)
            continue
        if open_hit:
            yield from _hit(chunk, *open_hit, lists)
        open_hit = (start, end, kind) if kind in _RAMPART_LABELS else None
    if open_hit:
        yield from _hit(chunk, *open_hit, lists)


def _hit(chunk: str, start: int, end: int, kind: str, lists: Lists) -> Iterator[Hit]:
    while start > 0 and (chunk[start - 1].isalnum()) and chunk[start].isalnum():
        start -= 1
    while end < len(chunk) and chunk[end].isalnum() and chunk[end - 1].isalnum():
        end += 1
    start, end = trim(chunk, start, end)
    if kind == "BUILDING_NUMBER" and not _BEFORE_STREET.match(chunk, end):
        return
    if kind == "EMAIL" and _ONLY_DOTS.fullmatch(chunk, start, end):
        return
    label, score = _RAMPART_LABELS[kind]
    parts = pieces(chunk, start, end, label, lists) if label in NAMES else iter([(start, end)])
    for first, last in parts:
        if first < last:
            yield Hit(first, last, label, score, f"Rampart {kind.lower().replace('_', ' ')}")


_ONLY_DOTS = re.compile(r"(?:\W|\b(?:dot|at|point)\b)*", re.I)
_BEFORE_STREET = re.compile(r"[a-z]?,?[ ]+[^\W\d_]{3,}")


def _merged(hits: Sequence[Hit]) -> list[Hit]:
    """Join what two overlapping windows saw of one name."""
    merged: dict[tuple[str, str], list[Hit]] = {}
    for hit in sorted(hits, key=lambda h: (h.start, h.end)):
        row = merged.setdefault((hit.label, hit.rule), [])
        last = row.pop() if row and hit.start < row[-1].end else hit
        row.append(Hit(last.start, max(last.end, hit.end), hit.label, hit.score, hit.rule))
    return sorted((h for row in merged.values() for h in row), key=lambda h: (h.start, h.end))
