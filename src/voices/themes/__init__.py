"""Themes: what recurs in passages beyond or inside the codes, how stable each theme is, and how it moves in time.

Pure: passages and their vectors in, candidate themes out. A theme stays a candidate until a person confirms it.
"""

from __future__ import annotations

from voices.themes.counting import counts, counts_of
from voices.themes.discovery import discover
from voices.themes.letters import cut, joined
from voices.themes.ratios import Ratio, ratio
from voices.themes.trends import trends_of, with_trends

__all__ = ["Ratio", "counts", "counts_of", "cut", "discover", "joined", "ratio", "trends_of", "with_trends"]
