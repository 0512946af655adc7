from __future__ import annotations

import pytest

from voices.errors import InputError
from voices.model import ClosedAnswer, ClosedQuestion
from voices.quotes import SUPPRESSED
from voices.reporting import answers, score_records, scores

QUESTIONS = (
    ClosedQuestion("Q1", "continuity", "My worker knows us"),
    ClosedQuestion("Q2", "continuity", "I tell my story again and again", reversed=True),
    ClosedQuestion("Q3", "culture", "I feel trusted", asked_in=("2",)),
)
WAVE1 = """respondent,role,Q1,Q2: I tell my story again and again,Q3
1,SW,Strongly agree,2,5
2,SW,agree,4,5
3,PM,Neither agree nor disagree,n/a,5
4,SW,,3,5
"""
WAVE2 = "respondent;role;Q1;Q2;I feel trusted\n1;SW;5;1;4 - Agree\n2;PM;2;Strongly Disagree;2\n"


@pytest.fixture
def found(tmp_path):
    (tmp_path / "one.csv").write_text(WAVE1, "utf-8")
    (tmp_path / "two.csv").write_bytes(WAVE2.encode("utf-8-sig"))
    return scores.from_csv([tmp_path / "one.csv", tmp_path / "two.csv"], QUESTIONS)


def test_percent_positive_pools_the_questions_of_a_principle(found):
    # Wave 1: Q1 = 5 4 3 -, Q2 reversed = 4 2 - 3: six answers, of which 5, 4 and 4 are positive. Wave 2: 5 2, 5 5.
    one, two = found.principles[0].waves
    assert (one.wave, one.n, one.positive, one.percent_positive) == (1, 6, 3, 50.0)
    assert (two.wave, two.n, two.positive, two.percent_positive) == (2, 4, 3, 75.0)


def test_a_question_not_asked_in_a_wave_leaves_it_empty(found):
    culture = found.principles[1].waves
    assert (culture[0].n, culture[0].percent_positive) == (0, None)
    assert (culture[1].n, culture[1].percent_positive) == (2, 50.0)
    assert found.questions[2].change is None


def test_means_and_changes_are_not_rounded(found):
    q1, q2 = found.questions[:2]
    assert [w.mean for w in q1.waves] == [4.0, 3.5]
    assert q1.change == -0.5
    assert [w.mean for w in q2.waves] == [3.0, 5.0]
    assert q2.change == 2.0
    first = q1.waves[0]
    assert (first.percent_positive, first.percent_neutral, first.percent_negative) == pytest.approx(
        (200 / 3, 100 / 3, 0)
    )


def test_json_has_the_shape_of_the_contract(found):
    record = score_records.to_json(found)
    assert record["principles"][0]["principle"] == "continuity"
    told = ("wave", "n", "positive", "percent_positive", "people", "small_base")
    assert [[wave[name] for name in told] for wave in record["principles"][0]["waves"]] == [
        [1, 6, 3, 50.0, 4, True],
        [2, 4, 3, 75.0, 2, True],
    ]
    assert set(record["questions"][0]["waves"][0]) >= {
        "wave", "n", "percent_positive", "percent_neutral", "percent_negative", "mean",
    }  # fmt: skip
    assert record["responses"][0] == {"wave": 1, "returned": 4, "sent": None, "response_rate": None}
    assert "fewer than 30" in record["notes"][0]


def test_statements_are_ranked_by_the_later_wave(found):
    assert [q.question for q in scores.ranked(found)] == ["Q2", "Q1", "Q3"]


@pytest.mark.parametrize(("base", "notes"), [(29, 1), (30, 0)])
def test_boundary_of_a_small_base(base, notes):
    rows = [scores.Answer("Q1", 4, respondent=str(n)) for n in range(base)]
    assert len(scores.small_bases(scores.compute(rows, QUESTIONS[:1]))) == notes


def test_stored_answers_give_the_same_as_a_file():
    rows = [
        r
        for n, v in enumerate((5.0, 4.0, 3.0))
        for r in scores.answers_of([ClosedAnswer("Q1", v)], 1, "SW", "", str(n))
    ]
    waves = scores.compute(rows, QUESTIONS, "staff").principles[0].waves
    assert (waves[0].n, waves[0].positive) == (3, 2)


def test_seven_point_scales_have_their_own_middle():
    rows = [scores.Answer("Q1", v, 7, respondent=str(v)) for v in (4, 5, 3)]
    wave = scores.compute(rows, QUESTIONS).questions[0].waves[0]
    assert (wave.percent_positive, wave.percent_neutral, wave.percent_negative) == pytest.approx((100 / 3,) * 3)


def test_small_groups_and_one_beside_them_are_hidden():
    rows = [
        scores.Answer("Q1", 4, 5, 1, role, "", f"{role}{n}")
        for role, size in (("manager", 4), ("parent", 9), ("social worker", 20))
        for n in range(size)
    ]
    by = {value: score.waves[0].n for _, value, score in scores.compute(rows, QUESTIONS[:1], by="role").by}
    assert by == {"manager": SUPPRESSED, "parent": SUPPRESSED, "social worker": 20}
    record = score_records.to_json(scores.compute(rows, QUESTIONS[:1], by="role"))
    first = record["by"][0]["waves"][0]
    assert {first[name] for name in ("n", "people", "positive", "percent_positive", "low", "high")} == {None}
    assert record["by_question"][0]["waves"][0]["n"] is record["by_question"][0]["waves"][0]["mean"] is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Strongly agree", 5),
        (" AGREE ", 4),
        ("neither agree nor disagree", 3),
        ("4", 4),
        ("4.0", 4),
        ("5 - strongly agree", 5),
        ("4. Agree", 4),
        ("3/5", 3),
        ("2 (disagree)", 2),
        ("N/A", None),
        ("", None),
        ("Don’t know", None),
    ],
)
def test_answers_as_people_write_them(text, value):
    assert answers.read(text) == value


@pytest.mark.parametrize("text", ["6", "0", "maybe", "4.5", "45"])
def test_what_is_no_answer_is_refused(text):
    with pytest.raises(ValueError, match="scale"):
        answers.read(text)


def test_errors_name_file_row_and_question_and_never_the_words(tmp_path):
    (tmp_path / "bad.csv").write_text("Q1\n4\nMrs Smith was rude\n", "utf-8")
    with pytest.raises(InputError, match=r"bad\.csv, row 2, question Q1") as wrong:
        scores.from_csv([tmp_path / "bad.csv"], QUESTIONS)
    assert "Smith" not in str(wrong.value)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(InputError, match="none of its columns"):
        scores.from_csv([tmp_path / "other.csv"], QUESTIONS)
    with pytest.raises(InputError, match="no column called “team”"):
        scores.from_csv([tmp_path / "bad.csv"], QUESTIONS, by="team")
