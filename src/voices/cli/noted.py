"""Logging in the study that words left it; the log is on the page “Published and downloaded”."""

from __future__ import annotations

from voices.study import Study


def noted(study: Study, what: str, act: str = "downloaded") -> None:
    """Add a line to the study's log of exports."""
    from voices.store import open_store

    with open_store(study.database) as store:
        store.note_export(act, what)
