"""People known from the case system: certain where a name or fact stands as written, in doubt where it nearly does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from voices.model import Action, Mention
from voices.privacy.detectors.capitals import PARTICLES
from voices.privacy.detectors.cues import FORMAL
from voices.privacy.detectors.hits import outside
from voices.privacy.detectors.names import parse
from voices.privacy.linking.alike import neighbourhood, slipped
from voices.privacy.lists import Lists, fold, frequency, nicknames
from voices.privacy.weighing.arbiter import decide

CERTAIN = 1.0
_SHORT_FORM = 0.8
"""How sure a nickname of somebody known is, with a capital."""
_NEAR = 0.6
"""How sure a misspelling of somebody known is: it goes to review."""
_RARE = 3.0
"""Zipf frequency under which a word may be a misspelt name rather than itself."""
_LEAST = 3
_TOKEN = re.compile(r"[^\W\d_](?:[\w'’]|-(?=\w))*")


@dataclass(frozen=True)
class Known:
    """Somebody on the roster."""

    names: tuple[str, ...] = field(repr=False)
    """Every form of the name, the full one among them."""
    role: str = ""
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """(label of the masking policy, words): dates, schools, addresses, numbers."""


class Roster:
    """The people of a case system, made ready to be looked for."""

    def __init__(self, known: Iterable[Known], lists: Lists) -> None:
        """Take the people; nothing is read from disk."""
        self.known = tuple(known)
        self._lists = lists
        self._words: dict[str, float] = {}
        """Folded single words of names with how sure they are."""
        self._near: dict[str, set[str]] = defaultdict(set)
        self._wholes: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        """First word -> names of several words, folded."""
        self._facts = [(label, _loose(label, words)) for one in self.known for label, words in one.facts if words]
        for one in self.known:
            for form in one.names:
                self._learn(form)

    @property
    def names(self) -> tuple[str, ...]:
        """Every form of every name, sorted."""
        return tuple(sorted({name for one in self.known for name in one.names}))

    def _learn(self, form: str) -> None:
        name = parse(form)
        halves = [half for half in name.family.split() if half not in PARTICLES]
        for word in (name.given, name.bare, *halves):
            if len(word) >= _LEAST and word not in FORMAL:
                self._words[word] = CERTAIN
                for short in neighbourhood(word):
                    self._near[short].add(word)
        for short in nicknames(name.given or name.bare):
            if len(short) >= _LEAST:
                self._words.setdefault(short, _SHORT_FORM)
        if name.family and not name.initials:
            givens = {name.given, name.given[:1], *nicknames(name.given)} - {""}
            wholes = {(given, *name.family.split()) for given in givens} | {(*name.family.split(), name.given)}
            for whole in wholes | {(title, *name.family.split()) for title in ("mr", "mrs", "ms", "miss", "dr")}:
                self._wholes[whole[0]].add(tuple(word for word in whole if word))

    def find(self, text: str) -> list[Mention]:
        """Return where somebody known stands: certain under every form, for review where one letter is wrong."""
        if not self.known:
            return []
        found = [
            Mention(m.start(), m.end(), label, CERTAIN, Action.MASK, ("roster",))
            for label, pattern in self._facts
            for m in pattern.finditer(text)
        ]
        tokens = [(m.start(), m.start() + len(w), w) for m in _TOKEN.finditer(text) for w in [_bare(m[0])]]
        split = [(fold(w).split("-"), start, end) for start, end, w in tokens]
        at = 0
        while at < len(tokens):
            size = self._whole(text, split, at)
            start, end, word = tokens[at]
            if size:
                found.append(
                    Mention(start, split[at + size - 1][2], "PERSON", CERTAIN, Action.MASK, ("roster", "whole name"))
                )
            else:
                found += self._single(word, start, end)
            at += size or 1
        return found

    def _whole(self, text: str, split: Sequence[tuple[list[str], int, int]], at: int) -> int:
        """Return how many tokens from here on are one whole name, 0 for none; only punctuation may part them."""
        best = 0
        for whole in self._wholes.get(split[at][0][0], ()):
            size, words = 0, 0
            while words < len(whole) and at + size < len(split):
                parts = split[at + size][0]
                if tuple(parts) != whole[words : words + len(parts)]:
                    break
                words += len(parts)
                size += 1
            gaps = [text[split[at + i][2] : split[at + i + 1][1]] for i in range(size - 1)]
            if words == len(whole) and size > best and all(re.fullmatch(r"[.,]?\s{1,3}(?:> )?", gap) for gap in gaps):
                best = size
        return best

    def _single(self, word: str, start: int, end: int) -> Iterator[Mention]:
        folded = fold(word)
        sure = self._words.get(folded, 0.0)
        ambiguous = self._lists.is_word_name(folded) or self._lists.is_plain(folded)
        if sure:
            if ambiguous:
                return  # names that are words need the context that spreading looks at
            sure = sure if word[0].isupper() else min(sure, 0.8)
            yield Mention(start, end, "PERSON", sure, decide(sure), ("roster",))
        elif not ambiguous and not self._lists.is_first(folded) and frequency(folded) < _RARE:
            around = {w for short in neighbourhood(folded) for w in self._near.get(short, ()) if slipped(w, folded)}
            if around:
                yield Mention(start, end, "PERSON", _NEAR, Action.REVIEW, ("roster, one letter differs",))


def with_roster(text: str, mentions: Sequence[Mention], roster: Roster) -> tuple[Mention, ...]:
    """Return the mentions of a text with those of the roster; a certain one stands over what it covers."""
    result = list(mentions)
    for m in sorted(roster.find(text), key=lambda m: (-m.score, m.start - m.end, m.start)):
        inside = [x for x in result if x.start < m.end and m.start < x.end]
        if not inside:
            result.append(m)
        elif m.score == CERTAIN and all(m.start <= x.start and x.end <= m.end for x in inside):
            result = [x for x in result if x not in inside] + [m]
        elif m.score == CERTAIN:
            result = [_sure(x) if x in inside and x.label == m.label else x for x in result]
            for start, end in outside(m.start, m.end, [(x.start, x.end) for x in inside]):
                if any(c.isalnum() for c in text[start:end]):
                    result.append(Mention(start, end, m.label, m.score, m.action, m.reasons))
    return tuple(sorted(result, key=lambda m: (m.start, m.end)))


def _sure(mention: Mention) -> Mention:
    reasons = tuple(dict.fromkeys((*mention.reasons, "roster")))
    return Mention(mention.start, mention.end, mention.label, CERTAIN, Action.MASK, reasons, mention.entity)


def _bare(token: str) -> str:
    return re.sub(r"['’]s?\Z", "", token)


def _loose(label: str, words: str) -> re.Pattern[str]:
    """Return a pattern that finds a fact whatever its spaces; a number also with spaces and hyphens inside it."""
    if label == "OTHER_ID":
        body, edge = r"[\s/-]?".join(re.escape(c) for c in words if c.isalnum()), r"[^\W_]"
    else:
        body, edge = r"[\s,]+".join(re.escape(part) for part in re.split(r"[\s,]+", words) if part), r"\w"
    return re.compile(rf"(?<!{edge}){body}(?!{edge})", re.IGNORECASE)
