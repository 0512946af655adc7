"""Where reading stopped early counts say of what they are, and estimates stand apart."""

from __future__ import annotations

from dataclasses import replace

from invented_report import report

from voices.reporting.method_pages import figures, method, unread


def test_counts_say_of_how_many_passages_they_are() -> None:
    whole = report()
    estimate = "If people stopped here, F1 over all would be about 0.91, between 0.88 and 0.94."
    early = replace(whole, method=replace(whole.method, unread=40, outlook=estimate))
    said = unread(early)
    assert "every count in this report is of the 287 passages read, and 40 passages were not" in said
    assert said.endswith(f"As an estimate, which enters no count: {estimate}")
    assert any(getattr(block, "text", "") == said for block in method(early))
    assert not any("Reading stopped early" in getattr(block, "text", "") for block in method(whole))
    assert ("Passages nobody read", "40") in tuple(figures(early))
