"""Makes originals that name people wherever a file can: in marks, margins, tables, properties and file names."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx

from tests.typed import HEAD, TAIL, Place, codebook_into

NAMES = (
    *("Theodora", "Quaynor", "Ebrima", "Sallah", "Pennyroyal", "Wilhelmina", "Ostrander", "scribe-hub", "Siobhan"),
    *("Maguire", "Lamin", "Binta", "Brannoc", "Netherfold", "Rosalind", "Featherby", "Kwabena", "Gideon", "Abernathy"),
    *("Dragomir", "Fionnuala", "Teague", "Delroy", "Hinchcliffe", "Matei", "Priyanka", "Tansy", "Bartholomew"),
    *("Bernadette", "Oyelaran", "Bernie", "Cuthbert", "Persephone", "Zygmunt", "Pawlak", "postbox"),
    *("HW4 2QZ", "07700 900417", "01632 960 118", "943 476 5919"),
)
"""What people and places are called there, and numbers that lead to them: long enough to be in no byte by chance."""
SOURCES = """
[[sources]]
name = "parent interview"
files = ["interviews/*.docx"]
kind = "interview"
wave = 2
role = "parent"
quoting = true

[[sources]]
name = "letters"
files = ["letters/*.eml"]
kind = "letter"
role = "parent"
quoting = true

[[sources]]
name = "staff survey"
files = ["surveys/staff.csv"]
kind = "survey"
wave = 1
quoting = true
[sources.columns]
participant = "Respondent"
role = "Role"
team = "Team"
text = ["What works well?"]
"""
SAID = (
    ("Interviewer", "Thanks for seeing me. How has it been since the pod began?"),
    (
        "Ebrima Sallah",
        "It was good once Siobhan Maguire stayed with us. My lad Lamin, 7, he likes her and tells her things.",
    ),
    ("Interviewer", "And what was it like before that?"),
    (
        "Ebrima Sallah",
        "Before that we had four workers in a year. ebrima's mum, mrs sallah, she rang and rang on 07700 900417 and "
        "nobody came. PC 4471 came once, he was decent.",
    ),
    ("Interviewer", "What would you change?"),
    (
        "Ebrima Sallah",
        "Don't change the worker. Lamin Sallah has had enough of it, he said to Siobhan I don't want another one. We "
        "live on Pennyroyal Close and the school is St Brannoc's Primary.",
    ),
)
CHILDREN = (
    ("Name", "Age", "School"),
    ("Lamin Sallah", "7", "St Brannoc's Primary"),
    ("Binta Sallah", "14", "Netherfold Academy"),
)
MAIL = """From: Anca Dragomir <anca.dragomir@postbox.example>
To: Complaints <complaints@harrowmere.example>
Cc: "Fionnuala Teague" <f.teague@harrowmere.example>
Subject: Complaint about Delroy Hinchcliffe and my son Matei
Date: Tue, 12 Mar 2024 10:01:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

Dear Ms Teague,

I am writing about delroy, my sons worker. He did not come on 3 March 2024 and matei waited at the window. He is eight.
We were told by Priyanka that somebody would ring. Nobody rang. I want one worker who stays.

| Child | Age |
| Matei | 8 |

Kind regards,

Anca Dragomir
9 Tansy Row, Harrowmere HW4 2QZ
Tel: 01632 960 118
NHS 943 476 5919

On 10 Mar 2024, Fionnuala Teague <f.teague@harrowmere.example> wrote:
> Dear Mrs Dragomir, Delroy is off this week. Officer Bartholomew, collar number 4471, has your report.
"""
STAFF = """Respondent,Role,Team,What works well?
Bernadette Oyelaran,social worker,Heron,"Bernie here. Our manager Cuthbert keeps caseloads low, and Persephone covers."
Zygmunt Pawlak,social worker,Heron,"Nothing changed for us. zygmunt has 31 children and cuthbert knows it."
"""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_FOOTNOTE = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{_WORD}"><w:footnote w:id="2"><w:p><w:r><w:t>'
    "Gideon Abernathy, the uncle, was in the room.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def lay_out(base: Path) -> Place:
    """Put originals and study.toml into `base`."""
    place = Place(base)
    for folder in ("interviews", "letters", "surveys"):
        (place.originals / folder).mkdir(parents=True)
    _interview(place.originals / "interviews" / "Ebrima Sallah 12.03.2024.docx")
    (place.originals / "letters" / "RE complaint Mrs Dragomir.eml").write_text(MAIL, "utf-8")
    (place.originals / "surveys" / "staff.csv").write_text(STAFF, "utf-8")
    place.study.mkdir()
    codebook_into(place.study)
    (place.study / "study.toml").write_text(HEAD + SOURCES + TAIL, "utf-8")
    return place


def _interview(path: Path) -> None:
    made = docx.Document()
    made.core_properties.author = "Theodora Quaynor"
    made.core_properties.title = "Interview with Ebrima Sallah"
    made.sections[0].header.paragraphs[0].text = "Interview with Ebrima Sallah, 14 Pennyroyal Close"
    made.sections[0].footer.paragraphs[0].text = "Transcribed by Wilhelmina Ostrander, w.ostrander@scribe-hub.example"
    for who, words in SAID:
        last = made.add_paragraph(f"{who}: {words}")
    made.add_comment(last.runs, text="Was Kwabena there? Ask Rosalind Featherby", author="Rosalind Featherby")
    table = made.add_table(rows=len(CHILDREN), cols=len(CHILDREN[0]))
    for row, cells in zip(table.rows, CHILDREN, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    bare = path.with_suffix(".bare")
    made.save(str(bare))
    with zipfile.ZipFile(bare) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, _with_note(name, before.read(name)))
        after.writestr("word/footnotes.xml", _FOOTNOTE)
    bare.unlink()


def _with_note(name: str, data: bytes) -> bytes:
    """Return a part of a Word file with what ties a footnote to it."""
    if name == "word/document.xml":
        return data.replace(b"</w:p>", b'<w:r><w:footnoteReference w:id="2"/></w:r></w:p>', 1)
    if name == "[Content_Types].xml":
        one = f'<Override PartName="/word/footnotes.xml" ContentType="{_NOTES}"/></Types>'
        return data.replace(b"</Types>", one.encode())
    if name == "word/_rels/document.xml.rels":
        one = f'<Relationship Id="rId99" Type="{_RELATION}" Target="footnotes.xml"/></Relationships>'
        return data.replace(b"</Relationships>", one.encode())
    return data
