"""What the study pages need of other rooms; handed in, so that the pages know neither vault nor flows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voices.cli.checking import Checked
    from voices.sources.proposal import Proposal
    from voices.study import Study


@dataclass(frozen=True)
class Tools:
    """Doings of the command line that the pages show in a browser."""

    examine: Callable[[Study], Checked]
    """What every file would be read as, and what is wrong."""
    lay_people: Callable[[Path, Proposal], str]
    """Write the list of people beside the originals; returns its name, or nothing."""
    standing: Callable[[Study], Mapping[str, Any]]
    """Figures of a study that was run: documents, passages, queues."""
    naming: Callable[[Sequence[str]], tuple[str, ...]]
    """Those of some typed texts that may name somebody."""
    noted: Callable[[Study, str], None]
    """Log in the study that a published file was downloaded."""
