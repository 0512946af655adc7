"""`voices agreement`: where coders differ, to talk about, and the coefficients for those who ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voices.cli import lines, terminal
from voices.errors import InputError

if TYPE_CHECKING:
    from voices.coding.coefficients import PairAgreement
    from voices.coding.differing import Difference
    from voices.study import Study

Row = tuple[str, str, frozenset[str]]
MACHINE = "machine"
"""Name of the machine as a coder, where nobody says another."""


def agreement(
    coded: Annotated[Path, typer.Argument(metavar="FILE", help="JSONL {unit,coder,codes}, or a study folder.")],
    statistics: Annotated[bool, typer.Option("--statistics", help="Also percent, kappa, alpha, AC1.")] = False,
    machine: Annotated[str, typer.Option(help="Which coder of the file is the machine.")] = MACHINE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Say where coders differ; on request, how far they agree."""
    rows = _of_study(coded, machine) if coded.is_dir() else _of_file(coded)
    if as_json:
        terminal.print_json(_record(rows, machine))
        return
    _talk(rows, machine)
    if statistics:
        _statistics(rows, machine)
    else:
        terminal.say("\n--statistics prints percent agreement, Cohen's kappa, Krippendorff's alpha and Gwet's AC1.")


def told(study: Study, statistics: bool) -> dict[str, Any]:
    """Return where coders of a study differ and how the machine coded the same; on request, how far they agree.

    Raises InputError where no passage was read by two people yet.
    """
    from voices import coding

    rows = _of_study(study.folder, MACHINE)
    people = _people(rows, MACHINE)
    if not people:
        raise InputError("no passage was read blind yet")
    found, stood = coding.differing(people), coding.uncoded(people, resamples=0)
    machines = {unit: codes for unit, coder, codes in rows if coder == MACHINE}
    shared = coding.agreement(people, resamples=0)
    return {
        "units": shared.units,
        "coders": shared.coders,
        "alike": shared.units - len(found),
        "uncoded": asdict(stood),
        "mixed_up": coding.mixed_up(found),
        "differing": [
            {"unit": one.unit, "given": [(coder, sorted(codes)) for coder, codes in one.given]}
            | {"machine": sorted(machines[one.unit]) if one.unit in machines else None}
            for one in found
        ],
        **({"statistics": _record(rows, MACHINE)} if statistics else {}),
    }


def _of_file(file: Path) -> list[Row]:
    rows = []
    for number, one in lines.numbered(file, "unit", "coder"):
        codes = one.get("codes")
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            raise InputError(f"{file.name}, line {number}: “codes” should be a list of texts")
        rows.append((one["unit"], one["coder"], frozenset(codes)))
    return rows


def _of_study(folder: Path, machine: str) -> list[Row]:
    """Return blind readings by main code, and what the machine had put forward of the same passages before them."""
    from voices import study as studies
    from voices.store import open_store

    with open_store(studies.load(folder).database) as store:
        blind = store.blind()
        foretold = [one for one in store.foretold() if one.passage in {decision.passage for decision in blind}]
    rows = [(d.passage, d.coder, frozenset(coded.code.split("/")[0] for coded in d.codes)) for d in blind]
    return rows + [(f.passage, machine, frozenset(code for code, _, put in f.codes if put)) for f in foretold]


def _people(rows: Sequence[Row], machine: str) -> list[Row]:
    return [one for one in rows if one[1] != machine]


def _talk(rows: Sequence[Row], machine: str) -> None:
    """Print what there is to talk about: the passages people coded differently, and how the machine coded them."""
    from voices import coding

    people = _people(rows, machine)
    if not coding.differing(people) and len({coder for _, coder, _ in people}) == 1:
        people = list(rows)  # one person and the machine: those two are what there is to compare
    found, stood = coding.differing(people), coding.uncoded(people, resamples=0)
    shared = coding.agreement(people, resamples=0)
    alike = shared.units - len(found)
    passages = "1 passage" if shared.units == 1 else f"{shared.units} passages"
    terminal.say(f"{passages}, {shared.coders} coders: {alike} coded alike, {len(found)} to talk about")
    terminal.say(
        f"Coded to nothing by everybody: {stood.by_all}; by some: {stood.by_some}. "
        f"Read by one coder alone and left out: {stood.alone}."
    )
    if found:
        machines = {unit: codes for unit, coder, codes in rows if coder == machine and people != rows}
        terminal.say()
        terminal.table([_line(one, machines) for one in found], ("passage", "who said what"))
        terminal.say()
        named = ", ".join(f"{code} in {count}" for code, count in coding.mixed_up(found))
        terminal.say(f"Applied by some and not by others: {named}")


def _line(one: Difference, machines: dict[str, frozenset[str]]) -> tuple[str, str]:
    said = [f"{coder}: {', '.join(sorted(codes)) or 'none'}" for coder, codes in one.given]
    if one.unit in machines:
        said.append(f"(machine: {', '.join(sorted(machines[one.unit])) or 'none'})")
    return one.unit, " | ".join(said)


def _statistics(rows: Sequence[Row], machine: str) -> None:
    from voices import coding

    people = _people(rows, machine)
    found, same, stood = coding.agreement(people), coding.identical(people), coding.uncoded(people)
    terminal.say()
    terminal.say(f"exactly the same codes: {_share(same.share)}{_between(same.low, same.high, 100)} of readings")
    terminal.say(f"alpha over sets of codes (MASI): {_two(found.alpha)}{_between(found.low, found.high)}")
    if stood.by_all:
        without = stood.without
        between = _between(without.low, without.high)
        terminal.say(f"alpha without what everybody coded to nothing: {_two(without.alpha)}{between}")
    terminal.say("1 is full agreement, 0 what chance gives; one code shared of two counts for something.")
    terminal.say("\nPeople, code by code (AC1 stands beside alpha because alpha is low where a code is rare):")
    table = []
    for one in coding.by_code(people):
        alpha, gwet = _wide(one.alpha, one.low, one.high), _wide(one.ac1, one.ac1_low, one.ac1_high)
        table.append((one.code, str(one.applied), _share(one.percent), alpha, gwet))
    terminal.table(table, ("code", "passages", "percent", "alpha", "AC1"))
    _pairs("\nEvery two people, code by code:", coding.by_pair(people))
    with_machine = [one for one in coding.by_pair(rows) if machine in (one.one, one.other)]
    if with_machine:
        terminal.say("\nEach person with the machine, over sets of codes:")
        terminal.table(_over_sets(rows, machine), ("coders", "passages", "the same codes", "alpha"))
        _pairs("\nEach person with the machine, code by code:", with_machine)


def _pairs(title: str, pairs: Sequence[PairAgreement]) -> None:
    terminal.say(title)
    table = []
    for one in pairs:
        kappa = _wide(one.kappa, one.low, one.high)
        cells = str(one.units), _share(one.percent), kappa, str(len(one.differing))
        table.append((f"{one.one}, {one.other}", one.code, *cells))
    terminal.table(table, ("coders", "code", "passages", "percent", "kappa", "differ in"))


def _over_sets(rows: Sequence[Row], machine: str) -> list[tuple[str, ...]]:
    from voices import coding

    table: list[tuple[str, ...]] = []
    for coder in sorted({one[1] for one in rows} - {machine}):
        both = [one for one in rows if one[1] in (coder, machine)]
        found, same = coding.agreement(both), coding.identical(both)
        cells = str(found.units), _share(same.share), _wide(found.alpha, found.low, found.high)
        table.append((f"{coder}, {machine}", *cells))
    return table


def _record(rows: Sequence[Row], machine: str) -> dict[str, Any]:
    from voices import coding

    people = _people(rows, machine)
    found = coding.agreement(people)
    record = asdict(found)
    record["by_code"] = [{"code": c, "units": n, "alpha": a} for c, n, a in found.by_code]
    record["codes"] = [asdict(one) for one in coding.by_code(people)]
    record["pairs"] = [asdict(one) for one in coding.by_pair(rows)]
    record["same_codes"] = asdict(coding.identical(people))
    stood = coding.uncoded(people)
    record["uncoded"] = {**asdict(stood), "without": {"alpha": stood.without.alpha, "units": stood.without.units}}
    record["differing"] = [
        {"unit": one.unit, "given": {coder: sorted(codes) for coder, codes in one.given}, "codes": list(one.codes)}
        for one in coding.differing(people)
    ]
    record["machine"] = [
        {"coder": coder, "units": own.units, "alpha": own.alpha, "low": own.low, "high": own.high}
        for coder in sorted({one[1] for one in people})
        if (own := coding.agreement([one for one in rows if one[1] in (coder, machine)])).coders == 2
    ]
    return record


def _two(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.0f} %"


def _between(low: float | None, high: float | None, times: int = 1) -> str:
    digits = 2 if times == 1 else 0
    if low is None or high is None:
        return ""
    return f" (95 % interval {times * low:.{digits}f} to {times * high:.{digits}f})"


def _wide(value: float | None, low: float | None, high: float | None) -> str:
    between = "" if low is None or high is None or value is None else f" ({low:.2f} to {high:.2f})"
    return f"{_two(value)}{between}"
