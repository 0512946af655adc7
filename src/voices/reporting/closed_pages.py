"""Closed questions in the report: percent positive by principle, statements by mean and by share, roles and teams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from voices.model import PrincipleWave, QuestionScore, Returned, Scores
from voices.quotes.suppression import SUPPRESSED
from voices.reporting import plots, scores, wording
from voices.reporting.answers import SMALLEST_BASE
from voices.reporting.bank_pages import slug
from voices.reporting.blocks import Block, Heading, Table, Text

ODD = "†"
"""Marks a change that seems not to fit the printed means."""


def closed_questions(found: Scores, names: Mapping[str, str]) -> Iterator[Block]:
    """Yield one survey: who answered, percent positive by principle, and its statements, best rated first."""
    title = wording.capital(found.title) or "Closed questions"
    yield Heading(2, title, f"closed-{slug(title)}")
    if found.returned:
        yield Text(" ".join(_back(one) for one in found.returned))
    if found.as_of:
        yield Text(
            f"These figures are as published for decisions up to {wording.day(found.as_of)}: fewer than "
            f"{wording.SMALL} people answered since, and the difference would tell what they said.",
            "note",
        )
    yield from _principles(found, names, title)
    yield from _means(found, title)
    yield from _shares(found, title)
    for attribute in dict.fromkeys(attribute for attribute, _, _ in found.by):
        yield from _by(found, attribute, names, title)


def _back(one: Returned) -> str:
    if one.returned == SUPPRESSED:
        return f"In wave {one.wave} fewer than {wording.SMALL} people answered."
    if one.rate is None or one.sent is None:
        return f"In wave {one.wave} {wording.plural(one.returned, 'person', 'people')} answered."
    return f"In wave {one.wave} {one.returned:,} of {one.sent:,} who were asked answered ({wording.percent(one.rate)})."


def _principles(found: Scores, names: Mapping[str, str], title: str) -> Iterator[Block]:
    answered = [p for p in found.principles if any(w.n for w in p.waves)]
    if not answered:
        return
    waves = [w.wave for w in answered[0].waves]
    labels = [names.get(p.principle, p.principle) for p in answered]
    series = [(f"wave {wave}", [p.waves[place].percent_positive for p in answered]) for place, wave in enumerate(waves)]
    yield plots.bars(f"positive-{slug(title)}", f"{title}: percent positive by principle", labels, series, "%")
    rows = tuple(
        (label, *(cell for w in p.waves for cell in _cells(w))) for label, p in zip(labels, answered, strict=True)
    )
    header = ("Principle", *(c for w in waves for c in (f"Wave {w}: positive", "95% interval", "Answers")))
    note = (
        "Percent positive pools the answers to all questions of a principle; blanks are left out. The interval says "
        "how far the percentage could be otherwise had other people like these answered."
    )
    if any(scores.small(w) for p in answered for w in p.waves):
        note += f" An asterisk marks a small base, under {SMALLEST_BASE} people: read the percentage with care."
    widths = (2.6, *((1.2, 1.4, 1.1) * len(waves)))
    caption = f"{title}: percent positive and number of answers"
    yield Table(caption, header, rows, frozenset(range(1, len(header))), note, widths)


def _cells(w: PrincipleWave) -> tuple[str, str, str]:
    if w.n == SUPPRESSED:
        return (wording.NOT_SHOWN, "–", wording.NOT_SHOWN)
    mark = "*" if scores.small(w) else ""
    return (wording.percent(w.percent_positive) + mark, wording.between(w.low, w.high), f"{w.n:,}")


def _asked(found: Scores) -> list[QuestionScore]:
    return [q for q in scores.ranked(found) if any(w.n for w in q.waves)]


def _means(found: Scores, title: str) -> Iterator[Block]:
    ordered = _asked(found)
    if not ordered:
        return
    waves = [w.wave for w in ordered[0].waves]
    moved = len(waves) > 1
    scales = {q.points for q in ordered}
    steps = ("Steps",) if len(scales) > 1 else ()
    change = ("Change", "95% interval") if moved else ()
    header = ("Statement", *steps, *(f"Wave {w} mean" for w in waves), *change, *(f"Wave {w} answers" for w in waves))
    rows = tuple(
        (
            q.statement or q.question,
            *((str(q.points),) if steps else ()),
            *(wording.mean(w.mean) for w in q.waves),
            *(_change(q) if moved else ()),
            *(wording.count(w.n) for w in q.waves),
        )
        for q in ordered
    )
    note = f"1 is the least favourable answer, {'the number of steps' if steps else scales.pop()} the most favourable."
    if any(ODD in cell for row in rows for cell in row):
        note += (
            f" {ODD} The printed means seem to differ by another amount: changes are worked out before anything is "
            "rounded."
        )
    caption = f"{title}: mean answer to each statement, highest in the latest wave first"
    widths = (4.4, *([1.0] * len(steps)), *([1.0] * len(waves)), *((1.1, 1.7) if moved else ()), *([1.2] * len(waves)))
    yield Table(caption, header, rows, frozenset(range(1, len(header))), note, widths)


def _change(q: QuestionScore) -> tuple[str, str]:
    """Return the change of a mean and its interval; a mark where the printed means seem to say something else."""
    if q.change is None:
        return ("–", "–")
    means = [w.mean for w in q.waves if w.mean is not None]
    mark = f" {ODD}" if odd(means[0], means[-1]) else ""
    low, high = q.change_low, q.change_high
    between = "–" if low is None or high is None else f"{wording.change(low)} to {wording.change(high)}"
    return (wording.change(q.change) + mark, between)


def odd(first: float, last: float) -> bool:
    """Return whether the change between two means is printed otherwise than the printed means differ."""
    return wording.change(last - first) != wording.change(float(wording.mean(last)) - float(wording.mean(first)))


def _shares(found: Scores, title: str) -> Iterator[Block]:
    ordered = _asked(found)
    if not ordered:
        return
    waves = [w.wave for w in ordered[0].waves]
    header = ("Statement", *(f"Wave {w}: {way}" for w in waves for way in ("positive", "neutral", "negative")))
    rows = tuple(
        (
            q.statement or q.question,
            *(
                wording.percent(share)
                for w in q.waves
                for share in (w.percent_positive, w.percent_neutral, w.percent_negative)
            ),
        )
        for q in ordered
    )
    note = "Shares of the answers to a statement; blanks are left out. Rounded shares may not add up to 100%."
    caption = f"{title}: positive, neutral and negative answers to each statement"
    yield Table(caption, header, rows, frozenset(range(1, len(header))), note, (4, *([1.15] * (3 * len(waves)))))


def _by(found: Scores, attribute: str, names: Mapping[str, str], title: str) -> Iterator[Block]:
    """Yield percent positive by principle for each role or team and wave; the workbook has the statements."""
    scored = [(names.get(s.principle, s.principle), value, s.waves) for a, value, s in found.by if a == attribute]
    shown = [one for one in scored if any(w.percent_positive is not None for w in one[2])]
    if not shown:
        return
    waves = scored[0][2]
    rows = tuple((name, wording.capital(value), *_percents(measured)) for name, value, measured in shown)
    header = ("Principle", attribute.capitalize(), *(f"Wave {w.wave}" for w in waves))
    note = (
        f"{wording.small_cells()} An asterisk marks a small base, under {SMALLEST_BASE} people. The workbook has the "
        "same for every statement."
    )
    if len(shown) < len(scored):
        note += f" A {attribute} of which nothing may be shown is left out."
    caption = f"{title}: percent positive by principle and {attribute}"
    yield Table(caption, header, rows, frozenset(range(2, len(header))), note, (4, 2.4, *([1.0] * len(waves))))


def _percents(waves: Sequence[PrincipleWave]) -> list[str]:
    found = []
    for w in waves:
        small = "*" if w.percent_positive is not None and scores.small(w) else ""
        found.append(wording.NOT_SHOWN if w.n == SUPPRESSED else wording.percent(w.percent_positive) + small)
    return found
