"""What the study pages need of other rooms; handed in, so that the pages know neither vault nor flows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voices.cli.across import Across
    from voices.cli.backing_up import Backup
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
    close_notice: Callable[[Study], None]
    """Say no more that a study came back from a backup."""
    naming: Callable[[Sequence[str]], tuple[str, ...]]
    """Those of some typed texts that may name somebody."""
    noted: Callable[[Study, str], None]
    """Log in the study that a published file was downloaded."""
    look: Callable[[Path], Backup]
    """What a backup says of itself."""
    agreement: Callable[[Study, bool], Mapping[str, Any]]
    """Where coders differ; with True also how far they agree."""
    across: Callable[[Study], tuple[Across, ...]]
    """How far the sources agree on each principle."""
    settle: Callable[[Study, str, str, str, str], object]
    """Store a verdict: study, principle, verdict, note, coder."""
    pairs: Callable[[Study], tuple[Any, ...]]
    """Letters that may be a complaint of the register: pair, words of both, whether somebody has to look."""
    say_pair: Callable[[Study, str, str, str], object]
    """Store what is said of a pair: study, pair, same, different or undo, coder."""
    theories: Callable[[Study], Mapping[str, Any]]
    """The study's theories, and how many links bear on each."""
    theories_file: Callable[[Study], tuple[str, int]]
    """The theories as the text of a file, and how many there are."""
    risk: Callable[[Study], Mapping[str, Any]]
    """What risk is left: few people, words the law protects more, the last audit."""
    bring_codebook: Callable[[Path, Path], tuple[tuple[Path, ...], tuple[str, ...], str]]
    """Make a codebook folder from a .qdc: what was written, what was left out, where it may name somebody."""
    computer: Callable[[], Mapping[str, Any]]
    """What is installed, and what would go wrong."""
