"""From chosen passages to quotes: which words, who said them, why these, and what in them to weigh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voices.model import Passage, Quote, Span
from voices.model.choices import Place, QuoteChoice, QuoteChoices
from voices.quotes import attribution, spans
from voices.quotes.chapters import Member
from voices.quotes.filling import Side
from voices.quotes.keeping import Kept
from voices.quotes.picking import Embed, reason, scorer_for
from voices.quotes.selection import Pool
from voices.quotes.telling import telling


@dataclass(frozen=True)
class Press:
    """What it takes to print the quotes of a bank."""

    vectors: Mapping[str, NDArray[np.float32]] = field(repr=False)
    embed: Embed | None
    people: attribution.Crowd = field(repr=False)
    k: int
    cited: Mapping[str, str] = field(repr=False)
    choices: QuoteChoices
    kept: Kept

    def quotes(self, side: Side) -> tuple[Quote, ...]:
        """Return the quotes of one side of a chapter, in the order they are printed.

        Raises NotVerbatim where a quote would not be an exact span of its passage.
        """
        shown = side.printed()
        passages = [side.members[side.pool.candidates[i].id].item.passage for i in shown]
        said = tuple(self.choices.of(side.chapter.id, one.id) for one in passages)
        by = tuple(self.attribution(one, choice) for one, choice in zip(passages, said, strict=True))
        asked = (side, tuple(side.pool.chosen), tuple(shown), said, by)
        return self.kept.of(("quotes", side.chapter.id, side.dissent), asked, lambda: self._quotes(side, shown))

    def _quotes(self, side: Side, shown: Sequence[int]) -> tuple[Quote, ...]:
        pool = side.pool
        own = [self.vectors[c.id] for c in pool.candidates if c.id in self.vectors]
        texts = [c.text for c in pool.candidates]
        scorer = scorer_for(texts, np.array(own, dtype=np.float32), self.embed if own else None)
        return tuple(self._quote(side, index, scorer) for index in shown)

    def _quote(self, side: Side, index: int, scorer: spans.Scorer) -> Quote:
        member = side.members[side.pool.candidates[index].id]
        passage, decision = member.item.passage, member.item.decision
        choice = self.choices.of(side.chapter.id, passage.id)
        span = Span(*choice.span) if choice.span else spans.choose(passage.text, scorer, member.evidence)
        text = spans.exact(passage, span)
        return Quote(
            group=side.chapter.id,
            passage=passage.id,
            start=span.start,
            end=span.end,
            text=text,
            passage_hash=passage.hash,
            valence=member.valence,
            why=_why(side.pool, index, member, choice),
            attribution=self.attribution(passage, choice),
            printed=spans.in_print(passage.text, span),
            note=choice.note,
            codes=tuple(code.code for code in decision.codes),
            tells=telling(text),
            released_by=choice.released_by,
        )

    def attribution(self, passage: Passage, choice: QuoteChoice) -> str:
        """Return who said it, as far as print may say.

        A role that few share is printed, without the wave, where its holder is recorded as having agreed and a lead
        signed it off with the quote.
        """
        if attribution.is_citation(passage):
            return attribution.citation(passage, self.cited.get(passage.id, ""))
        role = self.people.printed_role(passage)
        usual = attribution.attribute(role, passage.wave, self.people, self.k)
        agreed = (passage.participant, passage.source) in self.people.named
        signed = choice.role_shown and bool(choice.released_by)
        return role if role and agreed and signed and not usual.startswith(role) else usual


def _why(pool: Pool, index: int, member: Member, choice: QuoteChoice) -> str:
    why = reason(pool, index, name_role=False)
    if choice.place is Place.PINNED:
        return f"Somebody pinned it. {why}".replace(". It ", "; it ", 1)
    if member.item.decision.quotable:
        return f"A coder marked it as worth quoting. {why}".replace(". It ", "; it ", 1)
    return why
