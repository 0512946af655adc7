"""Reporting: scores of closed questions, indicators, and the documents a study is published in.

`write` lives in `voices.reporting.publishing`, which loads the heavy writers only when it is called.
"""

from __future__ import annotations

from voices.reporting.publishing import write

__all__ = ["write"]
