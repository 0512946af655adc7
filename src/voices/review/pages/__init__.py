"""The coders' pages: queue, coding, themes, search and log, on loopback and without the vault's key."""

from __future__ import annotations

from voices.review.pages.app import make_app

__all__ = ["make_app"]
