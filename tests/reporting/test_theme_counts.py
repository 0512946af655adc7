"""Themes in tables and pictures: small counts hidden together with what would give them away."""

from __future__ import annotations

from dataclasses import replace

from voices.model import Theme, ThemeCount, Themes, Trend
from voices.quotes.suppression import SUPPRESSED
from voices.reporting.blocks import Figure, Table, Text
from voices.reporting.theme_counts import as_shown, lettered, sentence, theme_counts

THEME = Theme("t", "complaints", "Calls", (), 60, 0.9, (), trend=Trend("rising", 0.2, 0.1, 0.3, 0.001))
FOUND = Themes("complaints", (THEME,), ())


def cells(*numbers: int, names: str = "abcdefgh") -> tuple[tuple[str, int, int], ...]:
    return tuple((name, number, number) for name, number in zip(names, numbers, strict=False))


def count(by: str, values: tuple[tuple[str, int, int], ...]) -> ThemeCount:
    return ThemeCount("complaints", "t", by, values)


def shown(*counted: ThemeCount) -> dict[str, list[int]]:
    return {by: [c for _, c, _ in cells] for (by, _), cells in as_shown(counted).items()}


def test_a_small_count_never_stands_alone_and_five_is_shown() -> None:
    assert shown(count("team", cells(9, 4, 12)))["team"] == [SUPPRESSED, SUPPRESSED, 12]
    assert shown(count("team", cells(9, 5, 12)))["team"] == [9, 5, 12]
    assert shown(count("team", cells(4)))["team"] == [SUPPRESSED]
    assert shown(count("team", cells(0)))["team"] == [0]
    # Many letters of one person are still one person.
    assert shown(count("team", (("a", 40, 1), ("b", 9, 9), ("c", 50, 50))))["team"] == [SUPPRESSED, SUPPRESSED, 50]


def test_quarters_do_not_give_away_a_year_nor_a_year_its_quarters() -> None:
    quarters = tuple((f"2023-24 Q{i}", n, n) for i, n in enumerate((5, 2, 7, 6), 1))
    hidden = shown(count("quarter", quarters), count("year", (("2023-24", 20, 20),)))
    assert hidden == {"quarter": [SUPPRESSED, SUPPRESSED, 7, 6], "year": [20]}
    years = count("year", (("2022-23", 3, 3), ("2023-24", 6, 6), ("2024-25", 30, 30)))
    parts = (
        *((f"2023-24 Q{i}", n, n) for i, n in enumerate((0, 6, 0, 0), 1)),
        ("2022-23 Q1", 3, 3),
        ("2024-25 Q1", 30, 30),
    )
    hidden = shown(count("quarter", parts), years)
    assert hidden == {"quarter": [0, SUPPRESSED, 0, 0, SUPPRESSED, 30], "year": [SUPPRESSED, SUPPRESSED, 30]}


def test_a_team_that_is_not_stated_is_no_way_to_a_small_count() -> None:
    roles = count("role", cells(12, 8))
    told = shown(roles, replace(count("team", cells(9, 8)), left_out=(3, 3)))
    assert told["team"] == [9, SUPPRESSED]


def test_a_change_is_one_sentence_with_both_years_and_the_interval() -> None:
    said = sentence(THEME, {"year": (("2022-23", 10, 9), ("2023-24", 20, 20))})
    assert said.startswith("“Calls” is rising: 10 in 2022-23, 20 in 2023-24, 2.00 times as many (95% interval 0.89 to ")
    assert said.endswith("not a cause.")
    assert "20" not in sentence(THEME, {"year": (("2022-23", SUPPRESSED, SUPPRESSED), ("2023-24", 20, 20))})
    steady = Theme("t", "complaints", "Calls", (), 60, 0.9, (), trend=Trend("steady", 0, 0, 0))
    assert sentence(steady, {}) == ""


def test_a_change_is_never_told_without_numbers_or_that_they_are_not_shown() -> None:
    hidden = (("2022-23", SUPPRESSED, SUPPRESSED), ("2023-24", 16, 16))
    quarters = (
        ("2022-23 Q1", SUPPRESSED, SUPPRESSED),
        ("2023-24 Q1", 6, 6),
        ("2023-24 Q2", 0, 0),
        ("2023-24 Q3", 9, 9),
    )
    assert "is rising: 6 in 2023-24 Q1, 9 in 2023-24 Q3" in sentence(THEME, {"year": hidden, "quarter": quarters})
    assert "is rising over the months; its counts are not shown." in sentence(THEME, {"year": hidden})
    years = (("2021-22", 5, 5), ("2022-23", 30, 30), ("2023-24", 12, 12))
    assert "5 in 2021-22, 12 in 2023-24, 2.40 times" in sentence(THEME, {"year": years})
    falling = replace(THEME, trend=replace(THEME.trend, direction="falling"))
    alike = sentence(falling, {"year": (("2022-23", 8, 8), ("2023-24", 8, 8))})
    assert "is falling: 8 in 2022-23, 8 in 2023-24" in alike
    assert alike.endswith("the two counts alone do not show it."), "two equal years need a word beside “falling”"


def test_blocks_hold_a_picture_its_table_rates_and_a_text_alternative() -> None:
    years = (("2022-23", 10, 9), ("2023-24", 20, 20))
    quarters = tuple((f"2022-23 Q{i}", 6, 6) for i in range(1, 5))
    months = tuple((f"2022-{i:02d}", 1, 1) for i in range(4, 13)) + tuple((f"2023-{i:02d}", 1, 1) for i in range(1, 5))
    roles = (("carer", 12, 12), ("parent", 18, 18))
    counted = [count("year", years), count("quarter", quarters), count("month", months), count("role", roles)]
    blocks = list(theme_counts(FOUND, counted, open_cases={"2022-23": 1000.0, "2023-24": 1000.0}))
    tables = {block.caption: block for block in blocks if isinstance(block, Table)}
    assert list(tables) == ["Themes by financial year", "Themes per 1,000 open", "Themes by quarter", "Themes by role"]
    assert tables["Themes by financial year"].rows[0][:3] == ("Calls", "10 (9)", "20 (20)")
    assert tables["Themes per 1,000 open"].rows == (("Calls", "10.0", "20.0"),)
    pictures = [block for block in blocks if isinstance(block, Figure)]
    assert [one.caption for one in pictures] == ["Themes by quarter", "Themes by role"]
    assert "Calls: carer 12, parent 18" in pictures[1].alternative
    assert all("\n" not in one.alternative and one.png.startswith(b"\x89PNG") for one in pictures)
    assert sum(isinstance(block, Text) for block in blocks) == 1
    assert list(theme_counts(Themes("complaints", (), ()), counted)) == []


def test_pictures_take_the_finest_period_that_is_not_hidden_for_the_most_part() -> None:
    years = (("2022-23", 9, 9), ("2023-24", 12, 12))
    quarters = tuple((f"2022-23 Q{i}", 2, 2) for i in range(1, 5)) + tuple((f"2023-24 Q{i}", 3, 3) for i in range(1, 5))
    blocks = list(theme_counts(FOUND, [count("year", years), count("quarter", quarters)]))
    assert [one.name for one in blocks if isinstance(one, Figure)] == ["themes-year"]
    few = (("2022-23", 2, 2), ("2023-24", 3, 3))
    said = list(theme_counts(FOUND, [count("year", few), count("role", cells(1, 2))]))
    assert all(isinstance(one, Text) for one in said)
    without = (
        "No count by financial year or role is shown: each is of one to four people, or would let such a number be "
        "worked out."
    )
    assert [one.text for one in said[1:]] == [without]


def test_many_groups_and_one_theme_stand_below_each_other() -> None:
    roles = cells(9, 8, 7, 6, 5, 12, 0)
    _, picture, table = theme_counts(FOUND, [count("role", roles)], part="complaints")
    assert isinstance(picture, Figure)
    assert isinstance(table, Table)
    assert (table.header, table.rows[0], table.rows[-1]) == (("Role", "Calls"), ("a", "9 (9)"), ("g", "0 (0)"))
    assert picture.alternative.startswith("Themes by role: complaints (Calls). a: 9; b: 8;")


def test_what_somebody_asked_for_has_no_changes_and_no_rates() -> None:
    inside = replace(THEME, scope="continuity")
    years = ThemeCount("continuity", "t", "year", (("2022-23", 10, 9), ("2023-24", 20, 20)))
    picture, table = reversed(
        list(theme_counts(Themes("continuity", (inside,), ()), [years], open_cases={"2022-23": 9}))
    )
    assert isinstance(picture, Figure)
    assert isinstance(table, Table)
    assert table.header == ("Theme", "2022-23", "2023-24")
    assert table.note.startswith("Documents, and people in brackets.")


def test_teams_lose_the_number_of_their_placeholder() -> None:
    teams = (("Kestrel", 5, 5), ("[organisation 517]", 9, 9), ("[organisation 9]", 7, 7))
    (one,) = lettered([count("team", teams)])
    assert [name for name, _, _ in one.cells] == ["Kestrel", "team A", "team B"]
