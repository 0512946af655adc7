"""What a person who knows the drives would write down for every file, made before the rules that propose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Gold:
    """What one file is to be read as."""

    kind: str
    """Kind of source, "indicators", "questions", or "" where the file is no source."""
    wave: int | None = None
    roles: tuple[str, ...] = ()
    """Roles of those who answer, sorted; of a table only where its rows do not say."""
    asks: int = 0
    """Turns of those who ask that are told apart; 0 for what is no conversation."""
    columns: tuple[tuple[str, str], ...] = ()
    """(heading, what it is) for the columns that matter, in the words of `check`."""
    closed: int = 0
    """Columns that are closed questions."""
    cited: tuple[str, str] = ("", "")
    """(author, year) of published evidence."""


SPRING, AUTUMN, GROUPS = "Interviews Spring 2024", "Interviews W2 Nov-Dec 24", "Focus Groups"
PHONE = "Surveys/Parents phone survey"
COMPLAINTS = "Complaints and compliments"
_WORDS = "words"

COUNCIL = {
    f"{SPRING}/SW interview 1 FINAL v2 (1).docx": Gold("interview", 1, ("social worker",), 6),
    f"{SPRING}/SW interview 1 FINAL.docx": Gold(""),
    f"{SPRING}/Pod manager - Denise Wharrington.docx": Gold("interview", 1, ("pod manager",), 4),
    f"{SPRING}/IRO_phone_140524.txt": Gold("interview", 1, ("independent reviewing officer",), 3),
    f"{SPRING}/asye interview.rtf": Gold("interview", 1, ("social worker",), 3),
    f"{SPRING}/old format interview.doc": Gold(""),
    f"{AUTUMN}/social worker CIC pod-20241112_100412-Meeting Recording.vtt": Gold(
        "interview", 2, ("social worker",), 4
    ),
    f"{AUTUMN}/GMT20241119-100233_Recording.transcript.vtt": Gold("interview", 2, ("manager",), 3),
    f"{AUTUMN}/fsw_otter_ai.txt": Gold("interview", 2, ("family support worker",), 3),
    f"{AUTUMN}/New recording 3.m4a": Gold(""),
    f"{AUTUMN}/Senior leader (protected).docx": Gold(""),
    f"{AUTUMN}/Parents/parent 4 (telephone).odt": Gold("interview", 2, ("parent",), 3),
    f"{AUTUMN}/Parents/parent5.srt": Gold("interview", 2, ("parent",), 3),
    f"{GROUPS}/Foster carers FG 26 Nov 2024.docx": Gold("focus group", 2, ("carer",), 2),
    f"{GROUPS}/YP group 28.11.24.odt": Gold("focus group", 2, ("young person",), 2),
    f"{GROUPS}/SWs Group Dec24.pdf": Gold("focus group", 2, ("social worker",), 3),
    "from partner agencies Dec 2024/transcripts.zip": Gold("interview", 2, ("partner agency",), 4),
    "Surveys/Staff survey 2024 raw.csv": Gold(
        "survey", 1, columns=(
            ("Respondent ID", "who answered"), ("Completion time", "date"), ("Job title", "role"),
            ("Which pod are you in?", "team"), ("What works well in your pod?", _WORDS),
            ("What gets in the way of good practice?", _WORDS), ("May we quote you?", "may be quoted"),
        ), closed=4,
    ),
    "Surveys/Staff survey 2025 FINAL.xlsx": Gold(
        "survey", 2, columns=(
            ("ID", "who answered"), ("Submitted", "date"), ("Role", "role"),
            ("What has got better since last year?", _WORDS), ("What still gets in the way?", _WORDS),
            ("Can we quote you anonymously?", "may be quoted"),
        ), closed=4,
    ),
    "Surveys/Copy of Staff survey 2025 FINAL.xlsx": Gold(""),
    "Surveys/staff survey questions.csv": Gold("questions"),
    f"{PHONE}/parents_w1.csv": Gold(
        "survey", 1, columns=(
            ("Interview no", "who answered"), ("Date", "date"), ("Relationship to child", "role"), ("Pod", "team"),
            ("Is there anything else you want to tell us?", _WORDS),
            ("Happy for us to use your words?", "may be quoted"),
        ), closed=3,
    ),
    f"{PHONE}/parents_w2.csv": Gold(
        "survey", 2, columns=(
            ("Interview no", "who answered"), ("Date", "date"), ("Relationship to child", "role"), ("Pod", "team"),
            ("Is there anything else you want to tell us?", _WORDS),
            ("Happy for us to use your words?", "may be quoted"),
        ), closed=3,
    ),
    f"{PHONE}/statements.csv": Gold("questions"),
    "Young people/Forms typed up.xlsx": Gold(
        "form", None, ("young person",), columns=(
            ("Form no", "who answered"), ("Date", "date"),
            ("What is the best thing about your social worker?", _WORDS), ("What would you change?", _WORDS),
        ), closed=2,
    ),
    "Young people/form statements.csv": Gold("questions"),
    "Young people/IMG_2041.jpg": Gold(""),
    f"{COMPLAINTS}/Register 2023-24.xlsx": Gold(
        "complaint", columns=(
            ("Ref", "reference of the complaint"), ("Date received", "date"), ("Type", "complaint or compliment"),
            ("Stage", "stage"), ("Complainant", "names, kept apart"), ("Complainant type", "role"), ("Team", "team"),
            ("Summary of complaint", _WORDS), ("Our response", "not read"), ("Outcome", "outcome"),
        ),
    ),
    f"{COMPLAINTS}/Letters/CMP-2024-0113.pdf": Gold("letter"),
    f"{COMPLAINTS}/Letters/letter 02 redacted.docx": Gold("letter"),
    f"{COMPLAINTS}/Letters/RE Voicemail again.eml": Gold("letter"),
    f"{COMPLAINTS}/Thank you to the pod.eml": Gold("compliment"),
    "Performance/indicators 2019-2024.csv": Gold("indicators"),
    "Published/LGA peer review letter March 2023.docx": Gold("evidence", cited=("LGA peer team", "2023")),
    "Published/Harcourt and Lyle 2021 interim evaluation.pdf": Gold("evidence", cited=("Harcourt and Lyle", "2021")),
    "Admin/Who is who - interview log.xlsx": Gold(""),
    "Admin/Interview schedule v3.docx": Gold(""),
    "Admin/~$terview schedule v3.docx": Gold(""),
    "Admin/Consent forms/scan0001.pdf": Gold(""),
    "Thumbs.db": Gold(""),
}  # fmt: skip

CONSULTANCY = {
    "2022-03-14_INT_SW04.docx": Gold("interview", 1, ("social worker",), 3),
    "backup/2022-03-14_INT_SW04.docx": Gold(""),
    "2022-03-15_INT_TM01.txt": Gold("interview", 1, ("manager",), 2),
    "2022-03-30_FG_FSW.docx": Gold("focus group", 1, ("family support worker",), 2),
    "2023-02-20_INT_SW11.docx": Gold("interview", 2, ("social worker",), 2),
    "2023-02-21_INT_CYP02.txt": Gold("interview", 2, ("young person",), 2),
    "survey_baseline.csv": Gold(
        "survey", 1, columns=(("resp_id", "who answered"), ("date", "date"), ("grade", "role"), ("comment", _WORDS)),
        closed=3,
    ),
    "survey_followup.csv": Gold(
        "survey", 2, columns=(("resp_id", "who answered"), ("date", "date"), ("grade", "role"), ("comment", _WORDS)),
        closed=3,
    ),
    "survey_items.csv": Gold("questions"),
    "feedback_cards_2023.xlsx": Gold("compliment", columns=(("Date", "date"), ("Message", _WORDS), ("From", "role"))),
    "complaints_log_FY2223.csv": Gold(
        "complaint", columns=(
            ("Complaint no.", "reference of the complaint"), ("Opened", "date"), ("Level", "stage"),
            ("Raised by", "role"), ("District", "team"), ("What is the complaint about?", _WORDS),
            ("Decision", "outcome"),
        ),
    ),
    "kpis.xlsx": Gold("indicators"),
    "Quigley_2020_report.docx": Gold("evidence", cited=("Quigley", "2020")),
    "fieldnotes_2022-03-14.docx": Gold(""),
}  # fmt: skip
