"""Propose sources from a folder of files: what each is, its wave, who speaks, which columns mean what."""

from voices.sources.proposal.nouns import PARTICIPANTS, Guess, LeftOut, Proposal, Proposed
from voices.sources.proposal.proposing import propose

__all__ = ["PARTICIPANTS", "Guess", "LeftOut", "Proposal", "Proposed", "propose"]
