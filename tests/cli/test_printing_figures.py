"""scores, indicators, agreement and codebook: shapes of the contract, figures worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.typed import here

QUESTIONS = """question,principle,statement,type,scale,reversed,asked_in
Q1,continuity,My worker stayed,likert,1-5,,
Q2,continuity,I tell my story again,likert,1-5,yes,
Q3,culture,I am trusted,likert,1-5,,
"""
WAVE1 = """Respondent,Role,Team,Q1,Q2,Q3
1,Social Worker,Heron,Agree,Strongly disagree,3
2,SW,Heron,Strongly agree,Agree,
3,Social worker,Dunlin,Disagree,N/A,5
"""
WAVE2 = """Respondent,Role,Team,Q1,Q2,Q3
1,Social Worker,Heron,5,1,4
2,SW,Heron,4,2,4
"""


@pytest.fixture
def survey(tmp_path: Path) -> tuple[Path, Path, Path]:
    paths = (tmp_path / "wave1.csv", tmp_path / "wave2.csv", tmp_path / "questions.csv")
    for path, text in zip(paths, (WAVE1, WAVE2, QUESTIONS), strict=True):
        path.write_text(text, "utf-8")
    return paths


def test_scores_equal_those_worked_out_by_hand(survey: tuple[Path, Path, Path]) -> None:
    one, two, questions = survey
    said = here("scores", one, two, "--questions", questions, "--json")
    assert (said.code, said.err) == (0, "")
    found = json.loads(said.out)
    principles = {p["principle"]: p["waves"] for p in found["principles"]}
    # Continuity, wave 1: Q1 = 4 5 2, Q2 turned = 5 2 -: five answers, of which 4, 5 and 5 are positive.
    few = {"low": None, "high": None, "small_base": True}  # under five people there is no interval
    shown = [
        {"wave": 1, "n": 5, "people": 3, "positive": 3, "percent_positive": pytest.approx(60), **few},
        {"wave": 2, "n": 4, "people": 2, "positive": 4, "percent_positive": pytest.approx(100), **few},
    ]
    assert principles["continuity"] == shown
    culture = principles["culture"][0]
    assert (culture["n"], culture["positive"], culture["percent_positive"]) == (2, 1, pytest.approx(50))
    questions_found = {q["question"]: q for q in found["questions"]}
    assert {"question", "waves", "change"} <= set(questions_found["Q1"])
    first = questions_found["Q1"]["waves"][0]
    assert first == {
        "wave": 1,
        "n": 3,
        "percent_positive": pytest.approx(200 / 3),
        "percent_neutral": 0,
        "percent_negative": pytest.approx(100 / 3),
        "mean": pytest.approx(11 / 3),
        **dict.fromkeys(("low", "high", "mean_low", "mean_high")),
    }
    assert questions_found["Q1"]["change"] == pytest.approx(4.5 - 11 / 3)
    assert questions_found["Q2"]["waves"][0]["mean"] == pytest.approx(3.5)


def test_scores_as_a_table(survey: tuple[Path, Path, Path]) -> None:
    one, two, questions = survey
    said = here("scores", one, two, "--questions", questions, "--by", "role")
    assert said.code == 0
    assert "continuity  1     5        60 %" in said.out


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("question,principle", "query,principle", "questions.csv"),
        ("Q2,continuity", "Q1,continuity", "questions.csv"),
    ],
)
def test_a_bad_questions_file_is_one_line(survey: tuple[Path, Path, Path], old: str, new: str, words: str) -> None:
    one, _, questions = survey
    questions.write_text(QUESTIONS.replace(old, new), "utf-8")
    said = here("scores", one, "--questions", questions)
    assert (said.code, said.err.count("\n"), said.out) == (2, 1, "")
    assert words in said.err


def test_scores_by_something_else_is_refused(survey: tuple[Path, Path, Path]) -> None:
    one, _, questions = survey
    said = here("scores", one, "--questions", questions, "--by", "name")
    assert (said.code, said.err) == (2, "voices: --by takes role or team\n")


def test_indicators_keep_what_the_file_says(tmp_path: Path) -> None:
    file = tmp_path / "indicators.csv"
    header = "indicator,period,value,denominator,unit,source,comparator"
    file.write_text(f"{header}\nCases per worker,2023-24,16.4,,cases,Workforce,\n", "utf-8")
    found = json.loads(here("indicators", file, "--json").out)
    assert list(found) == ["indicators"]
    assert found["indicators"] == [
        dict(zip(header.split(","), ("Cases per worker", "2023-24", "16.4", "", "cases", "Workforce", ""), strict=True))
    ]
    assert "Cases per worker" in here("indicators", file).out
    file.write_text(f"{header}\nCases per worker,2023-24,many,,cases,Workforce,\n", "utf-8")
    said = here("indicators", file)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "indicators.csv, row 1" in said.err


# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), example C: four coders, nominal alpha 0.743.
PUBLISHED = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}


def coded(path: Path) -> Path:
    lines = [
        json.dumps({"unit": f"u{n}", "coder": coder, "codes": [value]})
        for coder, values in PUBLISHED.items()
        for n, value in enumerate(values.split())
        if value != "."
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_agreement_equals_a_published_alpha(tmp_path: Path) -> None:
    said = here("agreement", coded(tmp_path / "coded.jsonl"), "--json")
    found = json.loads(said.out)
    assert (said.code, found["units"], found["coders"]) == (0, 11, 4)
    assert found["alpha"] == pytest.approx(0.743, abs=0.0005)
    assert found["low"] <= found["alpha"] <= found["high"]
    assert {"code", "units", "alpha"} == set(found["by_code"][0])
    bare = here("agreement", tmp_path / "coded.jsonl").out
    assert "alpha over" not in bare
    assert bare.startswith("11 passages, 4 coders: 8 coded alike, 3 to talk about\n")
    assert "alpha over sets of codes (MASI): 0.74" in here("agreement", tmp_path / "coded.jsonl", "--statistics").out


TALKED_ABOUT = (
    ("u1", {"A": ["continuity"], "B": ["continuity"], "machine": ["continuity"]}),
    ("u2", {"A": ["consistency", "learning"], "B": ["consistency"], "machine": ["culture"]}),
    ("u3", {"A": ["culture"], "B": [], "machine": []}),
    ("u4", {"A": [], "B": []}),
    ("u5", {"A": ["culture"]}),
)


def written(path: Path, name: str = "machine") -> Path:
    rows = [
        {"unit": unit, "coder": coder if coder != "machine" else name, "codes": codes}
        for unit, given in TALKED_ABOUT
        for coder, codes in given.items()
    ]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    return path


def test_agreement_lists_what_there_is_to_talk_about_as_the_guide_shows(tmp_path: Path) -> None:
    said = here("agreement", written(tmp_path / "coded.jsonl"))
    guide = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
    assert said.code == 0
    assert f"```\n{said.out}```" in guide


def test_the_machine_counts_as_no_coder_and_stands_beside_each(tmp_path: Path) -> None:
    found = json.loads(here("agreement", written(tmp_path / "coded.jsonl", "M"), "--machine", "M", "--json").out)
    assert (found["units"], found["coders"]) == (4, 2)
    assert found["same_codes"]["share"] == 0.5
    assert [one["unit"] for one in found["differing"]] == ["u2", "u3"]
    assert found["differing"][1] == {"unit": "u3", "given": {"A": ["culture"], "B": []}, "codes": ["culture"]}
    assert {(one["coder"], one["units"]) for one in found["machine"]} == {("A", 3), ("B", 3)}
    stood = found["uncoded"]
    assert (stood["alone"], stood["by_all"], stood["by_some"], stood["without"]["units"]) == (1, 1, 1, 3)
    pair = next(one for one in found["pairs"] if (one["one"], one["other"], one["code"]) == ("A", "M", "culture"))
    assert (pair["units"], pair["differing"]) == (3, ["u2", "u3"])
    said = here("agreement", tmp_path / "coded.jsonl", "--machine", "M", "--statistics").out
    for part in (
        "exactly the same codes: 50 %",
        "alpha without what everybody coded to nothing: ",
        "Each person with the machine, over sets of codes:\n",
        "A, M    culture      3         33 %     -0.50",
    ):
        assert part in said


def test_one_person_and_the_machine_are_compared(tmp_path: Path) -> None:
    file = tmp_path / "coded.jsonl"
    rows = [{"unit": "u1", "coder": "A", "codes": ["x"]}, {"unit": "u1", "coder": "machine", "codes": ["y"]}]
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    said = here("agreement", file).out
    assert said.startswith("1 passage, 2 coders: 0 coded alike, 1 to talk about\n")
    assert "u1       A: x | machine: y\n" in said


def test_a_bad_line_of_codes_is_named(tmp_path: Path) -> None:
    file = tmp_path / "coded.jsonl"
    file.write_text('{"unit": "1", "coder": "A", "codes": ["x"]}\n{"unit": "1", "coder": "B", "codes": "x"}\n', "utf-8")
    said = here("agreement", file)
    assert (said.code, said.err) == (2, "voices: coded.jsonl, line 2: “codes” should be a list of texts\n")


def test_the_shipped_codebooks_are_in_order() -> None:
    for name in ("six_principles", "complaints"):
        said = here("codebook", "check", name)
        assert said.code == 0, said.out
        assert "hash " in said.out


def test_an_unknown_codebook_is_exit_two() -> None:
    said = here("codebook", "check", "seven_principles")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "six_principles" in said.err


def test_a_codebook_travels_out_and_in_again(tmp_path: Path) -> None:
    file, folder = tmp_path / "six.qdc", tmp_path / "again"
    out = here("codebook", "export", "six_principles", file)
    assert out.code == 0
    assert "left out: " in out.out
    assert file.read_text("utf-8").startswith("<?xml")
    assert here("codebook", "import", file, folder).code == 0
    assert (folder / "codebook.toml").is_file()
    assert here("codebook", "check", folder).code in (0, 1)
    same = here("codebook", "diff", "six_principles", "six_principles")
    assert (same.code, same.out) == (0, "Nothing changed.\n")
    other = here("codebook", "diff", "six_principles", folder)
    assert other.code == 0
    assert "Nothing changed." not in other.out


def test_what_is_no_codebook_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "x.qdc"
    file.write_bytes(b"\xff\xfe\xff")
    said = here("codebook", "import", file, tmp_path / "y")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "x.qdc" in said.err
