"""Documents into codable units: one voice, one point.

A short answer is one passage whatever its length; a long turn is cut between sentences, never inside a
placeholder. Ids and hashes are keyed, so that they tell nobody anything about the words. Light: standard
library only.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from itertools import pairwise

from voices import placeholders
from voices.model import Document, Passage, Span

TARGET_LOW = 40
"""Words; shorter pieces of a long turn seldom carry a point and what it rests on."""
TARGET_HIGH = 90
"""Words; longer pieces tend to make two points, so that a code no longer says which."""
LONGEST = 120
"""Words; the most one passage may have. A turn up to this length stays whole."""

_TERMINATOR = re.compile(r"(?P<marks>[.!?…]+)(?P<closers>[\"'”’)\]]*)(?P<space>\s+)")
_BREAK = re.compile(r"[ \t]*\n[ \t]*(?:\n\s*|(?=(?:[-•*–]|\d{1,2}[.)])\s))")
_LINE_AFTER_STOP = re.compile(r"(?<=[.!?…:;])[ \t]*\n\s*")
_NEVER_ENDS = re.compile(
    r"(?:mr|mrs|ms|miss|dr|prof|rev|hon|st|e\.g|i\.e|cf|vs|approx|dept|ext|tel|fig|nr|mt|sgt|cllr)"
)
_ENDS_BEFORE_CAPITAL = re.compile(r"(?:etc|a\.m|p\.m|am|pm|co|ltd|inc|jr|sr)")
_BEFORE_NUMBER = re.compile(r"(?:nos?|pp?|para|vol|art|sec)")
_WORD_BEFORE = re.compile(r"[\w.]+$")
_WORD = re.compile(r"\S*\w\S*")
_CUE = re.compile(
    r"(?:but|however|the other thing|another thing|on the other hand|then again|also|what (?:i|we) (?:found|find)|"
    r"as for|in terms of|going back to|and another|the thing is|when it comes to)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[,;:–—]\s+")
_SPACE = re.compile(r"\s+")

_NOTHING = re.compile(
    r"(?:no,? )?(?:"
    r"(?:no|any)(?: further| other| additional| more)? comments?|n ?a|non?e?|nil|nope|not applicable|tbc|test|"
    r"(?:i have )?nothing(?: else| more| further| really| specific| in particular| at all)?(?: to (?:add|say))?|"
    r"nothing (?:comes|springs) to mind|(?:not|nothing) (?:that )?i can think of|(?:i )?cant think of anything|"
    r"(?:no|none|nothing) thank(?:s| you)|(?:see|as|same as) (?:above|before)|same again|ditto|"
    r"(?:i )?dont know|dk|dunno|not sure|unsure|unknown|no idea|no answer|did not answer|not really|"
    r"(?:prefer|rather) not(?: to)? say|pass|skip|(?:left )?blank|ye(?:s|ah|p)|yup|ok|okay|right|sure|exactly|"
    r"m+|mhm|m+ ?hm+|uh huh|u[mh]|er+m?|hm+|ah|oh|laugh(?:s|ter)|inaudible|pause|silence"
    r")?"
)
"""Whole answers, in lower case and without punctuation, that hold nothing to code."""


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text, left to right.

    Half-open code points into `text`; together they hold every character that is not white space, and none overlap.
    A sentence may begin in lower case, as children and hurried people write; ellipses end one only before a capital.
    """
    cuts = sorted({0, len(text), *_paragraph_cuts(text), *_stop_cuts(text)})
    spans = []
    for start, end in pairwise(cuts):
        inner = _trim(text, start, end)
        if inner is not None:
            spans.append(inner)
    return tuple(spans)


def split(document: Document, key: bytes) -> tuple[Passage, ...]:
    """Return the passages of a document, in order; interviewers' turns give none.

    Offsets are half-open code points into `Document.text`. `key` makes ids and hashes meaningless to anybody else.
    """
    passages: list[Passage] = []
    for index, turn in enumerate(document.turns):
        if turn.role == "interviewer":
            continue
        for ordinal, span in enumerate(_units(document.text, turn.start, turn.end)):
            passages.append(_passage(document, index, ordinal, span, key))
    return tuple(passages)


def text_hash(text: str, key: bytes) -> str:
    """Return the keyed hash of a text with placeholders collapsed to their kinds and white space folded (64 hex)."""
    folded = _SPACE.sub(" ", placeholders.collapse(text)).strip()
    return hmac.new(key, folded.encode(), hashlib.sha256).hexdigest()


def passage_id(document: str, turn: int, ordinal: int, hash_: str, key: bytes) -> str:
    """Return the keyed id of a passage: 16 hex characters of HMAC-SHA256 over where it stands and its hash."""
    place = "\x1f".join((document, str(turn), str(ordinal), hash_))
    return hmac.new(key, place.encode(), hashlib.sha256).hexdigest()[:16]


def set_aside(text: str) -> bool:
    """Tell whether a text says nothing that could be coded: "no comment", "n/a", a dash, a bare yes or a murmur."""
    words = placeholders.PATTERN.sub(" ", text).lower().replace("’", "").replace("'", "")
    bare = " ".join(re.findall(r"[^\W_]+", words))
    return _NOTHING.fullmatch(bare) is not None


def _paragraph_cuts(text: str) -> Iterator[int]:
    for pattern in (_BREAK, _LINE_AFTER_STOP):
        for match in pattern.finditer(text):
            yield match.end()


def _stop_cuts(text: str) -> Iterator[int]:
    for match in _TERMINATOR.finditer(text):
        follows = text[match.end() : match.end() + 1]
        if follows and _ends_here(text, match, follows):
            yield match.end()


def _ends_here(text: str, match: re.Match[str], follows: str) -> bool:
    marks, small = match["marks"], follows.islower()
    if small and (match["closers"] or "…" in marks or marks.startswith("..")):
        return False  # "'Stop!' he said", "and then... nothing"
    if marks != ".":
        return True
    before = _WORD_BEFORE.search(text[max(0, match.start() - 20) : match.start()])
    word = before.group().lower() if before else ""
    if _NEVER_ENDS.fullmatch(word):
        return False
    if _ENDS_BEFORE_CAPITAL.fullmatch(word):
        return not small
    if _BEFORE_NUMBER.fullmatch(word) and follows.isdigit():
        return False
    initial = before is not None and len(word) == 1 and before.group().isupper() and word != "i"
    return not (initial and follows.isupper())


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None


def _units(text: str, start: int, end: int) -> list[Span]:
    """Cut one turn into passages; the cheapest cut by distance from the target, found by dynamic programming."""
    whole = _trim(text, start, end)
    if whole is None:
        return []
    body = text[whole.start : whole.end]
    if _count(body) <= LONGEST:
        return [whole]
    pieces = [piece for sentence in sentences(body) for piece in _within_limit(body, sentence)]
    counts = [_count(body[piece.start : piece.end]) for piece in pieces]
    starts = [_opening(body, pieces, index) for index in range(len(pieces))]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for last in range(1, len(pieces) + 1):
        options = []
        words = 0
        for first in range(last - 1, -1, -1):
            words += counts[first]
            if words > LONGEST and first < last - 1:
                break
            options.append((best[first][0] + _cost(words) - starts[first], first))
        best.append(min(options))
    cuts = [len(pieces)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    return [
        Span(whole.start + pieces[first].start, whole.start + pieces[last - 1].end) for first, last in pairwise(cuts)
    ]


def _cost(words: int) -> float:
    if words < TARGET_LOW:
        return 1.0 + ((TARGET_LOW - words) / 10) ** 2
    if words > TARGET_HIGH:
        return 1.0 + ((words - TARGET_HIGH) / 10) ** 2
    return 1.0


def _opening(body: str, pieces: list[Span], index: int) -> float:
    """Return how well a passage may begin here: after a paragraph, or where the speaker turns to something else."""
    if index == 0:
        return 0.0
    gap = body[pieces[index - 1].end : pieces[index].start]
    paragraph = 1.0 if "\n" in gap else 0.0
    return paragraph + (0.5 if _CUE.match(body, pieces[index].start) else 0.0)


def _within_limit(body: str, sentence: Span) -> list[Span]:
    """Cut a sentence without end (speech has them) at clauses, else between words, never in a placeholder."""
    pieces = []
    start = sentence.start
    while _count(body[start : sentence.end]) > LONGEST:
        held = [(found.start + start, found.end + start) for found in placeholders.find(body[start : sentence.end])]
        gaps = [m.end() + start for m in re.finditer(r"\s+", body[start : sentence.end])]
        gaps = [gap for gap in gaps if not any(first < gap < last for first, last in held)]
        near = [gap for gap in gaps if TARGET_LOW <= _count(body[start:gap]) <= TARGET_HIGH]
        if not near:
            break
        clause = {m.end() + start for m in _CLAUSE_END.finditer(body[start : sentence.end])}
        cut = max((gap for gap in near if gap in clause), default=near[-1])
        piece = _trim(body, start, cut)
        if piece is not None:
            pieces.append(piece)
        start = cut
    rest = _trim(body, start, sentence.end)
    return pieces + ([rest] if rest is not None else [])


def _count(text: str) -> int:
    return len(_WORD.findall(placeholders.PATTERN.sub("x", text)))


def _passage(document: Document, index: int, ordinal: int, span: Span, key: bytes) -> Passage:
    turn = document.turns[index]
    text = document.text[span.start : span.end]
    hash_ = text_hash(text, key)
    return Passage(
        id=passage_id(document.id, index, ordinal, hash_, key),
        document=document.id,
        turn=index,
        ordinal=ordinal,
        start=span.start,
        end=span.end,
        text=text,
        hash=hash_,
        participant=turn.participant or document.participant,
        role=turn.role or dict(document.attributes).get("role", ""),
        source=document.source,
        kind=document.kind,
        wave=document.wave,
        period=document.period,
        question=turn.question,
        attributes=document.attributes,
        quoting=document.quoting and turn.quoting,
        case=document.case,
    )
