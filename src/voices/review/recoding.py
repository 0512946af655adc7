"""What a change of the codebook does to decisions: none is overwritten, each gets a successor by the rule; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voices.model import Coded, Decision, Verdict


def recoded(standing: Iterable[Decision], renamed: Mapping[str, str], coder: str, rule: str, at: str) -> list[Decision]:
    """Return a successor for every decision that carries a renamed code; everything else of it stays.

    Two codes that became one with the same words and valence are one.
    """
    made = []
    for one in standing:
        if one.verdict is not Verdict.CODED or not any(coded.code in renamed for coded in one.codes):
            continue
        codes = [
            Coded(renamed.get(coded.code, coded.code), coded.valence, coded.start, coded.end) for coded in one.codes
        ]
        kept = tuple(dict.fromkeys(codes))
        now = one.rule if one.by_rule else rule  # what nobody read does not become read by a change of the codebook
        made.append(Decision(0, one.passage, coder, Verdict.CODED, kept, at, None, one.quotable, True, now))
    return made
