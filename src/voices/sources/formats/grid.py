"""A table as it stands in a file, before anybody has decided what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Grid:
    """One sheet, CSV file or Word table."""

    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    """Every row as words, headings and empty rows included; of merged cells only the first holds the words."""
    sheet: str = field(default="", repr=False)
    """Name of the sheet, empty where there is only one."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Merged cells as (first row, first column, last row, last column), from 0, last included."""
    hidden: bool = False
    """True where the sheet is hidden."""
    warnings: tuple[str, ...] = ()

    def filled_row(self, row: int) -> tuple[str, ...]:
        """Return a row with the words of merged cells in every column they cover, as headings are read."""
        cells = list(self.rows[row])
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left < len(self.rows[top]):
                for column in range(left, min(right + 1, len(cells))):
                    cells[column] = self.rows[top][left]
        return tuple(cells)

    def filled_down(self, row: int, column: int) -> str:
        """Return a cell with the words of a cell merged downwards over it, as names and teams are read."""
        for top, left, bottom, right in self.merged:
            if left == right == column and top <= row <= bottom:
                return self.rows[top][column]
        return self.rows[row][column] if column < len(self.rows[row]) else ""
