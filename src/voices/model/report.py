"""The figures of a report and the record of how it was made."""

from __future__ import annotations

from dataclasses import dataclass

from voices.model.assembled import FrameworkRow, PublishedExample
from voices.model.kinds import Skipped
from voices.model.people import HeadCount
from voices.model.quotes import QuoteBank
from voices.model.realist import TheoryFinding
from voices.model.themes import ThemeCount, Themes
from voices.model.triangulation import Ruling


@dataclass(frozen=True)
class PrincipleWave:
    """Closed questions of one principle in one wave."""

    wave: int
    n: int
    """Answers, blanks and N/A left out."""
    positive: int
    percent_positive: float | None
    people: int = 0
    """Respondents behind these answers; 0 where nobody told them apart."""
    low: float | None = None
    """Ends of the 95 % interval of the percentage, from resampled respondents; None where there are too few."""
    high: float | None = None


@dataclass(frozen=True)
class PrincipleScore:
    """Percent positive of one principle over the waves."""

    principle: str
    waves: tuple[PrincipleWave, ...]


@dataclass(frozen=True)
class QuestionWave:
    """One closed question in one wave."""

    wave: int
    n: int
    percent_positive: float | None
    percent_neutral: float | None
    percent_negative: float | None
    mean: float | None
    low: float | None = None
    """Ends of the 95 % interval of percent positive, from resampled respondents; None where there are too few."""
    high: float | None = None
    mean_low: float | None = None
    """Ends of the 95 % interval of the mean."""
    mean_high: float | None = None


@dataclass(frozen=True)
class QuestionScore:
    """One closed question over the waves, with the change of the mean from first to last wave asked."""

    question: str
    statement: str
    waves: tuple[QuestionWave, ...]
    change: float | None
    points: int = 5
    """Steps of the scale the means are on; answers given on another scale are brought to it."""
    change_low: float | None = None
    """Ends of the 95 % interval of the change, both waves resampled apart."""
    change_high: float | None = None


@dataclass(frozen=True)
class Returned:
    """How many answered in one wave, of how many who were asked."""

    wave: int
    returned: int
    sent: int | None = None
    """How many were sent, where the study file says it."""

    @property
    def rate(self) -> float | None:
        """Percent that came back, where the number sent is known."""
        return 100 * self.returned / self.sent if self.sent and self.returned >= 0 else None


@dataclass(frozen=True)
class Scores:
    """All closed questions of one set of waves."""

    title: str
    """Whose answers: "staff survey"."""
    principles: tuple[PrincipleScore, ...]
    questions: tuple[QuestionScore, ...]
    by: tuple[tuple[str, str, PrincipleScore], ...] = ()
    """(attribute, value, score) where asked for; small cells suppressed."""
    by_question: tuple[tuple[str, str, QuestionScore], ...] = ()
    """The same for statements."""
    returned: tuple[Returned, ...] = ()
    """By wave."""
    as_of: str = ""
    """Date of the last decision when these figures were published first, where they are kept as they were."""


@dataclass(frozen=True)
class Agreement:
    """How far coders agree on passages coded blind by two or more."""

    units: int
    coders: int
    alpha: float | None
    """Krippendorff's alpha over sets of codes (MASI distance)."""
    low: float | None
    high: float | None
    by_code: tuple[tuple[str, int, float | None], ...]
    """(code, units where anyone applied it, nominal alpha)."""


@dataclass(frozen=True)
class RunRecord:
    """What a run did, for the methods appendix and for `status`."""

    run: str
    flow: str
    started_at: str
    ended_at: str
    outcome: str
    """done, done with skips, failed."""
    counts: tuple[tuple[str, int], ...]
    versions: tuple[tuple[str, str], ...]
    """Packages, models, codebooks and settings, with hashes."""
    seconds: tuple[tuple[str, float], ...]
    """By stage; stays out of exports."""


@dataclass(frozen=True)
class Method:
    """What the methods appendix says, from the record rather than from memory."""

    codebooks: tuple[tuple[str, str, str], ...]
    """(name, version, hash)."""
    versions: tuple[tuple[str, str], ...]
    documents: int
    passages: int
    decided: int
    coders: int
    suggested: int
    """Passages that carried a suggestion when decided."""
    accepted: int
    """Of these, decided exactly as suggested."""
    by_rule: int
    held: int
    agreement: Agreement | None
    last_decision: str
    """ISO date of the last decision that counts; exports carry this, not the clock."""
    consent: tuple[tuple[str, int, int, int], ...] = ()
    """(purpose, people who agreed, who refused, of whom nothing clear is recorded)."""
    audit: str = ""
    """What a person who read a sample of sentences found left of names, in one sentence; empty where nobody did."""
    audit_stale: bool = False
    """Whether texts changed since that sample was drawn."""
    unread: int = 0
    """Passages that say something and that nobody decided: counts leave them out."""
    outlook: str = ""
    """What the unread ones would add, as an estimate in words; empty where it cannot be told."""


@dataclass(frozen=True)
class ComplaintYear:
    """Complaints and compliments of one financial year, each complaint once however many letters it has."""

    year: str
    """From April to March: "2022-23"; empty where no date is known."""
    kind: str
    """complaint or compliment."""
    cases: int
    by_outcome: tuple[tuple[str, int], ...]
    """(outcome, cases) in a fixed order."""
    days: float | None
    """Median days from received to closed; None where no case has both dates."""
    timed: int
    """Cases with both dates."""


@dataclass(frozen=True)
class DecisionRow:
    """One decision that stands, as the workbook lists it."""

    passage: str
    verdict: str
    codes: tuple[str, ...]
    """"continuity (positive)"."""
    month: str
    """“2026-03”: the day would tell which passages were read together, so which are of one person."""
    coder: str
    by_rule: bool = False


@dataclass(frozen=True)
class Event:
    """Something dated that happened beside the figures, such as the start of the model."""

    date: str
    """ISO date."""
    name: str
    """As charts print it; carries no person's name."""


@dataclass(frozen=True)
class Report:
    """Everything a report writer gets; the reporting room turns it into files."""

    title: str
    council: str
    bank: QuoteBank
    scores: tuple[Scores, ...]
    themes: tuple[Themes, ...]
    indicators: tuple[tuple[str, ...], ...]
    """Rows of the proxy-indicator file, in the order of its columns."""
    participants: tuple[tuple[str, str, int], ...]
    """(source, role, people) as counted."""
    skipped: tuple[Skipped, ...]
    method: Method
    events: tuple[Event, ...] = ()
    """The study's dated events, by date."""
    took_part: tuple[HeadCount, ...] = ()
    """Who took part by source, wave and role, and what each number counts."""
    complaints: tuple[ComplaintYear, ...] = ()
    """Complaints and compliments by financial year."""
    theme_counts: tuple[ThemeCount, ...] = ()
    """How often themes came up by time, team, stage, outcome, role, wave and source; not yet suppressed."""
    theories: tuple[TheoryFinding, ...] = ()
    """The study's theories with what people linked to them."""
    framework: tuple[FrameworkRow, ...] = ()
    """The framework matrix by group; rows of single people are never published."""
    examples: tuple[PublishedExample, ...] = ()
    """Practice examples a lead released."""
    principles: tuple[str, ...] = ()
    """Ids of the study's principles, in order: what is held against each other across sources."""
    decisions: tuple[DecisionRow, ...] = ()
    """Every decision that stands, by passage."""
    rulings: tuple[Ruling, ...] = ()
    """What people settled about them."""
