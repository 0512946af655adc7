"""Rules by which sources are proposed: what names say, which words may be somebody's name, waves, copies, patterns."""

from __future__ import annotations

import csv
import fnmatch
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voices.model import Kind, SourceSpec
from voices.sources import iter_files
from voices.sources.proposal import Guess, LeftOut, Proposal, Proposed, path_words, propose
from voices.sources.proposal.patterns import has_name, may_name_somebody, patterns, single, starred
from voices.sources.proposal.safe_words import doubtful
from voices.sources.proposal.waves import Dated, waves
from voices.sources.proposal.writing import quoted, written


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("IRO_phone_140524", "2024-05"),
        ("pod-20241112_100412-Meeting Recording", "2024-11"),
        ("YP group 28.11.24", "2024-11"),
        ("Foster carers FG 26 Nov 2024", "2024-11"),
        ("SWs Group Dec24", "2024-12"),
        ("Interviews Spring 2024", "2024-04"),
        ("2022-03-14_INT_SW04", "2022-03"),
        ("staff survey 2024", ""),
        ("phone 0117 496 0123", ""),
        ("version 993177", ""),
    ],
)
def test_names_give_months(name: str, month: str) -> None:
    assert path_words.period(path_words.parts(f"{name}.docx")[0]) == month


@pytest.mark.parametrize(
    ("name", "wave"),
    [
        ("parents_w2", 2),
        ("Interviews Wave 1", 1),
        ("survey baseline", 1),
        ("survey_follow-up", 2),
        ("followup calls", 2),
        ("T2 interviews", 2),
        ("Stage 2 complaints", None),
        ("SW2 interview", None),
        ("week 3", None),
        ("W12 rota", None),
    ],
)
def test_names_give_waves(name: str, wave: int | None) -> None:
    assert path_words.wave(path_words.parts(f"{name}.docx")[0]) == wave


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("SW interview 1 FINAL", "social worker"),
        ("2023-02-21_INT_CYP02", "young person"),
        ("SWs Group", "social worker"),
        ("from partner agencies", "partner agency"),
        ("asye interview", "social worker"),
        ("Foster carers FG", "carer"),
        ("parent5", "parent"),
        ("interview schedule", ""),
        ("Evaluation of the model", ""),
        ("meeting at 3 pm", ""),
    ],
)
def test_names_give_roles_and_never_who_asks(name: str, role: str) -> None:
    assert path_words.role(path_words.parts(f"{name}.docx")[0]) == role


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Pod manager - Denise Wharrington.docx", "Pod manager - *.docx"),
        ("denise_wharrington_final.docx", "*_*_final.docx"),
        ("Interview with Sue and Tom.txt", "Interview with * and *.txt"),
        ("June interview.docx", "* interview.docx"),
        ("June 2024 interview.docx", "June 2024 interview.docx"),
        ("Kelly Young interview.docx", "* interview.docx"),
        ("Young people forms.xlsx", "Young people forms.xlsx"),
        ("Sue's files/SW04.docx", "*'s files/SW04.docx"),
        ("CMP-2024-0113.pdf", "CMP-2024-0113.pdf"),
        ("notes [Sue].txt", "notes [[]*].txt"),
    ],
)
def test_words_that_could_be_names_are_starred(name: str, shown: str) -> None:
    assert starred(name) == shown
    assert has_name(name) == ("*" in shown)


def test_only_a_capitalised_word_of_the_file_itself_asks_for_renaming() -> None:
    assert may_name_somebody("Interviews/Denise.docx")
    assert not may_name_somebody("Harrowmere/SW interview.docx")
    assert not may_name_somebody("Interviews/CMP-2024-0113.pdf")


_NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\\\0", exclude_categories=("Cs", "Cc")), min_size=1)


@settings(max_examples=150, deadline=None)
@given(_NAMES)
def test_a_starred_name_still_finds_the_file(name: str) -> None:
    file = f"{name.strip('. ')}x.docx"
    assert fnmatch.fnmatchcase(file, starred(file))
    assert fnmatch.fnmatchcase(file, starred(file, lambda word: "?" * len(word)))


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("abzÄö Z-_'.()0 9"), min_size=1, max_size=30))
def test_nothing_doubtful_is_left_in_a_starred_name(name: str) -> None:
    stem = f"{name}x"
    shown = starred(f"{stem}.docx").removesuffix(".docx")
    for start, end in doubtful(stem):
        word = stem[start:end]
        assert shown.count(word) <= stem.count(word) - 1 or len(word) < 3


def files_in(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x", "utf-8")


def test_a_whole_folder_is_one_pattern_and_strangers_stay_out(tmp_path: Path) -> None:
    files_in(tmp_path, "a/one.txt", "a/two.txt", "b/three.txt", "b/four.txt", "b/Denise.txt", "b/Sylvie.txt")
    assert patterns(("a/one.txt", "a/two.txt"), tmp_path) == ("a/*.txt",)
    chosen = patterns(("b/Denise.txt", "b/three.txt"), tmp_path)
    assert "b/three.txt" in chosen
    spec = SourceSpec("x", chosen, Kind.INTERVIEW)
    assert {relative for _, relative in iter_files(spec, tmp_path)} == {"b/Denise.txt", "b/three.txt"}
    assert "Denise" not in " ".join(chosen)


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("Denise.txt", "Sylvia.docx"), "*.txt"),
        (("Denise.txt", "Mo.txt"), "??????.txt"),
        (("Denise.txt", "Sylvia.txt"), "D?????.txt"),
        (("Denise.txt", "Davina.txt"), "D????e.txt"),
    ],
)
def test_no_more_of_a_name_is_written_than_tells_it_apart(names: tuple[str, ...], shown: str, tmp_path: Path) -> None:
    files_in(tmp_path, *names)
    assert single(names[0], tmp_path) == shown


def dates(*found: tuple[str, str, int | None]) -> dict[str, int | None]:
    listed = [Dated(name, "talk", stated, period) for name, period, stated in found]
    return {name: wave for name, (wave, _) in waves(listed).items()}


def test_waves_are_counted_from_what_is_stated() -> None:
    assert dates(("a", "2024-05", None), ("b", "2024-11", 2), ("c", "2024-12", None)) == {"a": 1, "b": 2, "c": 2}
    assert dates(("a", "2024-05", None), ("b", "2024-11", None)) == {"a": 1, "b": 2}
    assert dates(("a", "2024-05", None), ("b", "", 2), ("c", "", None)) == {"a": None, "b": 2, "c": None}


def test_four_months_part_two_rounds_and_three_do_not() -> None:
    assert dates(("a", "2024-01", None), ("b", "2024-04", None)) == {"a": None, "b": None}
    assert dates(("a", "2024-01", None), ("b", "2024-05", None)) == {"a": 1, "b": 2}


TALK = "".join(
    f"I: {question}\nP1: {answer}\n"
    for question, answer in (
        ("What helps?", "Time to think, and somebody who asks me what I am worried about."),
        ("What hinders?", "Too many children on my list, and a system that falls over on Thursdays."),
        ("What else?", "I would like a room in which nobody can hear what the family is telling me."),
    )
)


def test_a_copy_is_left_out_and_the_later_version_kept(tmp_path: Path) -> None:
    folder = tmp_path / "Interviews"
    folder.mkdir()
    (folder / "SW interview v1.txt").write_text(TALK, "utf-8")
    (folder / "SW interview v2.txt").write_text(TALK + "I: Thank you.\nP1: Thank you too.\n", "utf-8")
    (folder / "SW interview 9.txt").write_text(TALK.replace("Time", "Nobody has time").replace("Too", "Far"), "utf-8")
    found = propose(tmp_path)
    left = [one.file for one in found.left_out]
    assert "Interviews/SW interview v1.txt" in left
    assert "Interviews/SW interview v2.txt" not in left


def test_two_short_thanks_are_no_copies(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"thank you {number}.txt").write_text(f"Dear all,\n\nThank you for it.\n\nBest wishes {number}\n")
    assert [one for one in propose(tmp_path).left_out if "same" in one.reason] == []


def test_a_heading_with_a_name_gets_no_line(tmp_path: Path) -> None:
    rows = [("ID", "What did Denise do well for you?", "What else?")]
    rows += [
        (str(n), f"She rang me back every time, {n} times.", f"Nothing to say about {n}, thank you.") for n in range(9)
    ]
    with (tmp_path / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    found = propose(tmp_path)
    (source,) = found.sources
    assert source.spec.kind is Kind.SURVEY
    assert source.spec.columns.text == ()
    assert "Denise" not in written(found, "../x")


def test_odd_characters_in_a_name_neither_lose_the_file_nor_break_the_manifest(tmp_path: Path) -> None:
    names = ("a\nb Denise  interview.txt", "SW  interview\u00a02.txt", "new\r\nli\\ne.docx")
    for number, name in enumerate(names[:2]):
        (tmp_path / name).write_text(
            TALK.replace("Thursdays", f"day {number}").replace("children", f"{number}"), "utf-8"
        )
    (tmp_path / names[2]).write_bytes(b"broken")
    found = propose(tmp_path)
    read = tomllib.loads(written(found, "../x"))
    spec = SourceSpec("x", tuple(file for one in read["sources"] for file in one["files"]), Kind.INTERVIEW)
    there = {relative for _, relative in iter_files(spec, tmp_path)}
    assert there == {file for one in found.sources for file in one.files}
    assert {names[0], names[1]} & there
    assert len(found.left_out) + len(there) == 3


def test_rubbish_and_links_that_lead_out_are_no_sources(tmp_path: Path) -> None:
    files_in(tmp_path / "outside", "secret.txt")
    top = tmp_path / "drive"
    files_in(top, "~$lock.docx", ".hidden.txt", "Thumbs.db", ".git/config")
    (top / "link.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    found = propose(top)
    assert (found.sources, found.left_out, found.ignored) == ((), (), 4)


def test_broken_files_are_told_and_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "interview.docx").write_bytes(b"PK\x03\x04" + bytes(40))
    (tmp_path / "survey.xlsx").write_bytes(b"PK\x03\x04" + bytes(40))
    (tmp_path / "empty survey.csv").write_bytes(b"")
    (tmp_path / "interview 2.txt").write_text(TALK, "utf-8")
    found = propose(tmp_path)
    assert [source.files for source in found.sources] == [("interview 2.txt",)]
    assert sorted(one.file for one in found.left_out if one.wanted) == [
        "empty survey.csv",
        "interview.docx",
        "survey.xlsx",
    ]
    assert all(one.reason for one in found.left_out)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_whatever_stands_in_a_heading_the_file_stays_toml(words: str) -> None:
    spec = SourceSpec("a", (f"{words}.docx",), Kind.INTERVIEW, role=words)
    proposal = Proposal(
        (Proposed(spec, ("a",), (Guess("role", "why"),)),), (LeftOut("b", f"{words}*", "why"),), "x.csv"
    )  # fmt: skip
    read = tomllib.loads(written(proposal, words))
    assert read["study"]["originals"] == tomllib.loads(f"x = {quoted(words)}")["x"]
    assert len(read["sources"]) == 1
