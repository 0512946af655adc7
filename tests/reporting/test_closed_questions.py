"""Every figure of closed questions beside an independent count with pandas; intervals, response and what is hidden."""

from __future__ import annotations

import random
from dataclasses import replace

import pandas as pd
import pytest

from voices.model import ClosedQuestion, Returned
from voices.quotes import SUPPRESSED
from voices.reporting import closed_pages, resampling, score_records, scores
from voices.reporting.blocks import Table, Text

PRINCIPLES = ("continuity", "consistency", "collaboration", "change_agent", "learning", "culture")
QUESTIONS = tuple(
    ClosedQuestion(f"Q{n}", PRINCIPLES[n % 6], f"Statement {n}", reversed=n in (3, 8)) for n in range(1, 13)
)
WORDS = {1: "Strongly disagree", 2: "Disagree", 3: "Neither agree nor disagree", 4: "Agree", 5: "Strongly agree"}
BLANKS = ("", "N/A", "don't know")


def made(seed, rows=120):
    """Return raw numbers as a table: blanks missing, reversed items not turned yet."""
    rng = random.Random(seed)
    return pd.DataFrame(
        {
            "role": [rng.choice(("social worker", "pod manager", "student")) for _ in range(rows)],
            "team": [rng.choice(("North", "South")) for _ in range(rows)],
            **{q.question: [rng.choice((None, 1, 2, 3, 4, 4, 5, 5)) for _ in range(rows)] for q in QUESTIONS},
        }
    )


def written(table, path, seed):
    """Write a table as people fill it in: words or numbers, blanks in several ways."""
    rng = random.Random(seed)
    shown = table.copy()
    for q in QUESTIONS:
        shown[q.question] = [
            rng.choice(BLANKS) if pd.isna(v) else rng.choice((WORDS[int(v)], str(int(v)))) for v in table[q.question]
        ]
    shown.to_csv(path, index=False)
    return path


def turned(table):
    """Return the answers with reversed items turned, one a row: question, principle, value."""
    long = table.melt(["role", "team"], [q.question for q in QUESTIONS], "question", "value").dropna()
    wrong_way = {q.question for q in QUESTIONS if q.reversed}
    long["value"] = [6 - v if q in wrong_way else v for q, v in zip(long["question"], long["value"], strict=True)]
    return long.assign(principle=long["question"].map({q.question: q.principle for q in QUESTIONS}))


@pytest.fixture(scope="module")
def waves():
    return made(1), made(2)


@pytest.fixture(scope="module")
def found(waves, tmp_path_factory):
    folder = tmp_path_factory.mktemp("survey")
    paths = [written(table, folder / f"{n}.csv", n) for n, table in enumerate(waves)]
    return scores.from_csv(paths, QUESTIONS, "role", (214, 198))


def test_every_figure_equals_an_independent_count(found, waves):
    counted = [turned(wave) for wave in waves]
    for principle in found.principles:
        for row, long in zip(principle.waves, counted, strict=True):
            own = long[long["principle"] == principle.principle]["value"]
            assert (row.n, row.positive) == (len(own), int((own > 3).sum()))
            assert row.percent_positive == pytest.approx(100 * (own > 3).mean())
    for question in found.questions:
        means = []
        for row, long in zip(question.waves, counted, strict=True):
            own = long[long["question"] == question.question]["value"]
            shares = [100 * (own > 3).mean(), 100 * (own == 3).mean(), 100 * (own < 3).mean()]
            assert [row.percent_positive, row.percent_neutral, row.percent_negative] == pytest.approx(shares)
            assert (row.n, row.mean) == (len(own), pytest.approx(own.mean()))
            means.append(own.mean())
        assert question.change == pytest.approx(means[1] - means[0])
    for _, role, score in found.by:
        for row, long in zip(score.waves, counted, strict=True):
            own = long[(long["principle"] == score.principle) & (long["role"] == role)]["value"]
            assert (row.n, row.positive) == (len(own), int((own > 3).sum()))
    for _, role, score in found.by_question:
        for row, long in zip(score.waves, counted, strict=True):
            own = long[(long["question"] == score.question) & (long["role"] == role)]["value"]
            assert (row.n, row.mean) == (len(own), pytest.approx(own.mean()))


def test_response_rate_where_the_number_sent_is_known(found):
    assert [round(r.rate, 1) for r in found.returned] == [56.1, 60.6]
    assert score_records.to_json(found)["responses"][0]["sent"] == 214
    text = next(b.text for b in closed_pages.closed_questions(found, {}) if isinstance(b, Text))
    assert "120 of 214 who were asked answered (56%)" in text
    assert Returned(1, 9).rate is None


def test_intervals_hold_the_figure_and_do_not_depend_on_order(found, waves):
    for row in (w for p in found.principles for w in p.waves):
        assert row.low < row.percent_positive < row.high
        assert row.high - row.low < 25
    for question in found.questions:
        assert question.change_low < question.change < question.change_high
    rows = [scores.Answer("Q1", v, respondent=str(n)) for n, v in enumerate([1, 5, 4, 2, 5, 3, 4, 4])]
    one, other = scores.compute(rows, QUESTIONS[:1]), scores.compute(rows[::-1], QUESTIONS[:1])
    assert one == other


def test_people_are_resampled_and_not_answers():
    """Ten answers of one person are one person: the interval is as wide as ten people with one answer each."""
    values = [5, 5, 1, 1, 5, 1, 5, 5, 1, 5]
    questions = tuple(ClosedQuestion(f"Q{n}", "p", "") for n in range(10))
    alike = [scores.Answer(q.question, v, respondent=f"r{n}") for n, v in enumerate(values) for q in questions]
    alone = [scores.Answer("Q0", v, respondent=f"r{n}") for n, v in enumerate(values)]
    many, few = (scores.compute(rows, questions).principles[0].waves[0] for rows in (alike, alone))
    assert (many.low, many.high) == pytest.approx((few.low, few.high), abs=1)
    assert few.high - few.low > 40


def test_too_few_people_have_no_interval():
    rows = [scores.Answer("Q1", 4, respondent=str(n)) for n in range(resampling.FEWEST - 1)]
    assert scores.compute(rows, QUESTIONS[:1]).principles[0].waves[0].low is None


@pytest.mark.parametrize(("first", "last", "strange"), [(3.64, 4.16, True), (3.6, 4.2, False), (3.55, 4.14, True)])
def test_a_change_that_seems_not_to_add_up_is_marked(first, last, strange):
    """3.64 to 4.16 is printed as 3.6 and 4.2 with a change of 0.5."""
    assert closed_pages.odd(first, last) is strange


def test_statements_stand_by_the_later_wave_with_a_note_where_one_does_not_add_up(found):
    question = found.questions[0]
    waves = (replace(question.waves[0], mean=3.64), replace(question.waves[1], mean=4.16))
    odd = replace(found, questions=(replace(question, waves=waves, change=0.52), *found.questions[1:]))
    tables = {b.caption: b for b in closed_pages.closed_questions(odd, {}) if isinstance(b, Table)}
    means = tables["Closed questions: mean answer to each statement, highest in the latest wave first"]
    later = [float(row[2]) for row in means.rows]
    assert later == sorted(later, reverse=True)
    assert "worked out before anything is rounded" in means.note
    assert next(row for row in means.rows if row[0] == "Statement 1")[3] == "+0.5 †"


def test_what_rests_on_fewer_than_five_people_is_not_published():
    rows = [scores.Answer("Q1", 4, respondent=str(n)) for n in range(4)]
    few = score_records.shown(scores.compute(rows, QUESTIONS[:1], returned=(Returned(1, 4, 9),)))
    assert few.principles[0].waves[0].n == few.questions[0].waves[0].n == few.returned[0].returned == SUPPRESSED
    record = score_records.to_json(few)
    assert record["responses"][0]["returned"] is record["responses"][0]["response_rate"] is None
    text = " ".join(b.text for b in closed_pages.closed_questions(few, {}) if isinstance(b, Text))
    assert "fewer than five people answered" in text


def test_scores_are_kept_and_come_back_whole(found):
    assert score_records.kept(score_records.keep(found)) == found


def test_teams_without_a_name_have_a_letter():
    rows = [scores.Answer("Q1", 4, team=team) for team in ("[organisation 88]", "North", "[organisation 9]")]
    assert [a.team for a in scores.lettered(rows)] == ["team A", "North", "team B"]
