"""The workbook in which children's paper forms are typed up: instructions, one row a form, answers from a list."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from voices.model import ClosedQuestion

FACES = ("🙂", "😐", "☹")
"""Most favourable first, as forms for children have them; "happy", "ok", "sad" or 3, 2, 1 are read alike."""
ROWS = 500
"""Rows with drop-down lists; a source of forms has tens."""
_LIKERT = ("strongly agree", "agree", "neither agree nor disagree", "disagree", "strongly disagree")
_OPEN = ("What is good about your social worker?", "What would you change?")
_CONSENT = ("yes", "no")
_HOW = (
    ("Typing up paper forms", True),
    ("Type one form into each row of the sheet “forms”. Leave the first row as it is.", False),
    ("Form number: write a number on the paper and type the same number here. Do not type the child's name.", False),
    ("Faces: choose the face the child marked. Leave the cell empty where none or two are marked.", False),
    ("Words: type them as they stand, spelling too. Write [not readable] for a word you cannot read.", False),
    ("Names in the child's words may stay: they are masked when the file is read.", False),
    ("Age band: choose the nearest. Leave it empty where the form does not ask.", False),
    ("May we quote this: yes only where the form or a parent says so. Empty counts as no.", False),
    ("Agreed by: who said yes, the young person or a parent.", False),
    ("Keep the paper until your retention date, then destroy it as your council does.", False),
)
_AGES = ("under 8", "8 to 11", "12 to 15", "16 or over")


def forms_template(questions: Sequence[ClosedQuestion] = ()) -> bytes:
    """Return the workbook as bytes; `questions` are the statements on the form, two invented ones where none are given.

    Columns for statements carry the question's id, so that the filled-in file is read without any mapping.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    asked = tuple(questions) or (
        ClosedQuestion("F1", "continuity", "My social worker knows me", 3),
        ClosedQuestion("F2", "collaboration", "My social worker listens to me", 3),
    )
    columns: list[tuple[str, tuple[str, ...], int]] = [("Form number", (), 8), ("Age band", _AGES, 14)]
    columns += [(f"{one.question}. {one.statement}", _choices(one.points), 26) for one in asked]
    columns += [(words, (), 44) for words in _OPEN]
    columns += [("May we quote this?", _CONSENT, 16), ("Agreed by", ("young person", "parent"), 16)]

    book = Workbook()
    sheet = book.active
    if sheet is None:  # a new workbook always has one
        raise RuntimeError("no sheet")
    sheet.title = "forms"
    for place, (heading, choices, width) in enumerate(columns, 1):
        letter = get_column_letter(place)
        cell = sheet.cell(row=1, column=place, value=heading)
        cell.font, cell.alignment = Font(name="Arial", size=11, bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = width
        if choices:
            allowed = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            allowed.error, allowed.errorTitle = "Choose one from the list, or leave it empty.", "Not on the list"
            allowed.add(f"{letter}2:{letter}{ROWS + 1}")
            sheet.add_data_validation(allowed)
    sheet.freeze_panes = "B2"
    how = book.create_sheet("how to fill this in")
    how.column_dimensions["A"].width = 100
    for row, (words, bold) in enumerate(_HOW, 1):
        how.cell(row=row, column=1, value=words).font = Font(name="Arial", size=14 if bold else 11, bold=bold)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _choices(points: int) -> tuple[str, ...]:
    if points == len(FACES):
        return FACES
    return _LIKERT if points == len(_LIKERT) else tuple(str(value) for value in range(points, 0, -1))
