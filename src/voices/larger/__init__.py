"""A larger sentence model beside the small one, where a study names it: all-mpnet-base-v2, or one in a folder."""

from __future__ import annotations

from voices.larger.paired import Paired, Show, beside, quiet
from voices.larger.parts import NAME, cache_folder, prepared

__all__ = ["NAME", "Paired", "Show", "beside", "cache_folder", "prepared", "quiet"]
