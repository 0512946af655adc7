"""The shared drive of Aldermoor, an invented council: forty files as a research officer left them."""

from __future__ import annotations

from pathlib import Path

from tests.drive import tables, writers
from tests.drive.writers import put

NAME = "Practice model evaluation SHARED"
OFFICE = "voice.feedback@aldermoor.example"


def talk(name: str) -> list[tuple[str, str]]:
    """Return the turns of a made-up conversation from talk.txt."""
    text = Path(__file__).with_name("talk.txt").read_text("utf-8")
    lines = text.partition(f"## {name}\n")[2].partition("\n## ")[0].strip().splitlines()
    return [(line.partition(": ")[0], line.partition(": ")[2]) for line in lines]


def said(name: str) -> list[str]:
    return [f"{who}: {words}" for who, words in talk(name)]


GUIDE = (
    "Interview schedule v3 (practitioners)",
    "Thank the person, go through the information sheet, and check that the recorder is on.",
    "1. Can you tell me about your role?",
    "2. What difference have the pods made to how you work with families?",
    "3. What gets in the way?",
    "4. What would you change?",
    "Prompts: examples; what happened next; who else was there.",
)
COMPLAINT_PDF = (
    "14 Cloverbank Rise", "Aldermoor", "AL4 7QT", "", "3rd May 2024", "", "Our ref: CMP-2024-0113", "",
    "Dear Sir or Madam,", "",
    "I am writing to complain about how my family has been treated since Christmas. I have rung the office more times "
    "than I can count and I get the answerphone. Nobody has ever rung me back on the day they said.", "",
    "The second thing is the report. I was given it five minutes before the meeting and it said things about my mother "
    "that are not true. I asked for it to be put right and I was told it was too late.", "",
    "I would like somebody to say sorry and to ring me when they say they will.", "",
    "Yours faithfully,", "", "T. Alderbrook (Ms)",
)  # fmt: skip
COMPLAINT_DOCX = (
    "12 June 2024", "Dear Complaints Team,",
    "My daughter was promised a place on the summer scheme by her social worker in February. We have heard nothing "
    "since. I have emailed three times.",
    "I know that people are busy, but she has been counting the days and I do not know what to tell her.",
    "Yours sincerely,", "[name removed]",
)  # fmt: skip
VOICEMAIL = """Hello,

I have left a voicemail again today. This is the fifth one. Please can somebody tell me whether the visit on Friday is
going ahead, because I have swapped my shift for it.

I do not want to get anybody into trouble but it cannot be right.

Regards
Gareth Pennow
07700 900412

On 2 April 2024 at 16:20, Aldermoor Children's Services wrote:
> Thank you for contacting us. We aim to reply within two working days.
> This mailbox is not monitored at weekends.
"""
THANKS = """Dear all,

I just wanted to say thank you to everybody in the south pod. When my grandson came home we were frightened, and the
two of you came every day of that first week and never made us feel stupid.

I hope somebody tells your boss.

Best wishes
Joan Isherfold
"""
PEER_REVIEW = (
    "Peer review of children's social care", "Feedback letter, March 2023", "Dear Director,",
    "Thank you for the welcome that your staff gave to the peer team. This letter sets out what we found.",
    "Practitioners told us that they feel safe to bring worries to their pod. One social worker said: \"I have never "
    'been anywhere where you can say you do not know."',
    "The team also heard that recording takes too long. Managers should look at the forms again.",
    "Yours sincerely,", "Lead peer, on behalf of the peer team",
)  # fmt: skip
PUBLISHED = (
    "Pods in practice: an interim evaluation", "R. Harcourt and S. Lyle (2021)", "University of Northmarch", "",
    "Abstract. This report looks at the first eighteen months of a new practice model in three authorities. We held "
    "41 interviews and two surveys.", "", "1. Introduction",
    "Since Munro (2011) local authorities have looked for ways to give practitioners time to think.", "",
    "2. Findings", "A senior manager in one authority told us: \"We stopped counting visits and started asking what "
    'they were for" (senior manager, authority B).', "", "References",
    "Munro, E. (2011) The Munro Review of Child Protection. London: Department for Education.",
)  # fmt: skip


def lay_out(base: Path) -> Path:
    """Write the forty files below `base` and return the drive's folder."""
    top = base / NAME
    for relative, content in {**_talk(), **_tables(), **_written(), **_rubbish()}.items():
        put(top / relative, content)
    return top


def _talk() -> dict[str, bytes | str]:
    spring, autumn, groups = "Interviews Spring 2024", "Interviews W2 Nov-Dec 24", "Focus Groups"
    first = talk("sw1")
    return {
        f"{spring}/SW interview 1 FINAL.docx": writers.docx(first, ("Interview 1", "Date: 9 May 2024")),
        f"{spring}/SW interview 1 FINAL v2 (1).docx": writers.docx(
            [*first, *talk("duplicate_tail")], ("Interview 1", "Date: 9 May 2024")
        ),
        f"{spring}/Pod manager - Denise Wharrington.docx": writers.docx(talk("manager")),
        f"{spring}/IRO_phone_140524.txt": writers.labelled(talk("iro")),
        f"{spring}/asye interview.rtf": writers.rtf(said("asye")),
        f"{spring}/old format interview.doc": writers.old_word(),
        f"{autumn}/social worker CIC pod-20241112_100412-Meeting Recording.vtt": writers.vtt(talk("teams")),
        f"{autumn}/GMT20241119-100233_Recording.transcript.vtt": writers.zoom(talk("zoom")),
        f"{autumn}/fsw_otter_ai.txt": writers.otter(talk("otter")),
        f"{autumn}/New recording 3.m4a": writers.M4A,
        f"{autumn}/Senior leader (protected).docx": writers.encrypted(),
        f"{autumn}/Parents/parent 4 (telephone).odt": writers.odt(said("parent4")),
        f"{autumn}/Parents/parent5.srt": writers.srt(talk("parent5")),
        f"{groups}/Foster carers FG 26 Nov 2024.docx": writers.docx(
            head=("Foster carers' focus group",), table=[("Speaker", "What was said"), *talk("carers")]
        ),
        f"{groups}/YP group 28.11.24.odt": writers.odt(said("youth")),
        f"{groups}/SWs Group Dec24.pdf": writers.pdf(said("swgroup")),
        "from partner agencies Dec 2024/transcripts.zip": writers.zipped(
            {"health visitor.docx": writers.docx(talk("zip1")), "teacher (primary).txt": writers.labelled(talk("zip2"))}
        ),
    }


def _tables() -> dict[str, bytes | str]:
    phone = "Surveys/Parents phone survey"
    second = writers.xlsx({"Export": tables.STAFF_2025}, tables.STAFF_2025_MERGED, hidden_rows=(9,))
    registers = {str(year): tables.register(year) for year in (2023, 2024)}
    return {
        "Surveys/Staff survey 2024 raw.csv": writers.table(tables.STAFF_2024, "cp1252", ";"),
        "Surveys/Staff survey 2025 FINAL.xlsx": second,
        "Surveys/Copy of Staff survey 2025 FINAL.xlsx": second,
        "Surveys/staff survey questions.csv": writers.table(tables.STAFF_QUESTIONS),
        f"{phone}/parents_w1.csv": writers.table(tables.parents(1)),
        f"{phone}/parents_w2.csv": writers.table(tables.parents(2), "utf-16"),
        f"{phone}/statements.csv": writers.table(tables.PARENT_QUESTIONS),
        "Young people/Forms typed up.xlsx": writers.xlsx({"Forms": tables.FORMS}),
        "Young people/form statements.csv": writers.table(tables.FORM_QUESTIONS),
        "Complaints and compliments/Register 2023-24.xlsx": writers.xlsx(registers),
        "Performance/indicators 2019-2024.csv": writers.table(tables.INDICATORS),
        "Admin/Who is who - interview log.xlsx": writers.xlsx({"Log": tables.WHO_IS_WHO}),
    }


def _written() -> dict[str, bytes | str]:
    letters = "Complaints and compliments/Letters"
    return {
        f"{letters}/CMP-2024-0113.pdf": writers.pdf(COMPLAINT_PDF),
        f"{letters}/letter 02 redacted.docx": writers.docx(head=COMPLAINT_DOCX),
        f"{letters}/RE Voicemail again.eml": writers.eml(
            "Gareth Pennow <gpennow@mailbox.example>", OFFICE, "RE: Voicemail again", "Tue, 02 Apr 2024 18:03:00 +0100",
            VOICEMAIL,
        ),
        "Complaints and compliments/Thank you to the pod.eml": writers.eml(
            "Joan Isherfold <joan.isherfold@mailbox.example>", OFFICE, "Thank you", "Mon, 10 Jun 2024 09:12:00 +0100",
            THANKS,
        ),
        "Published/LGA peer review letter March 2023.docx": writers.docx(head=PEER_REVIEW),
        "Published/Harcourt and Lyle 2021 interim evaluation.pdf": writers.pdf(PUBLISHED),
    }  # fmt: skip


def _rubbish() -> dict[str, bytes | str]:
    return {
        "Thumbs.db": writers.OLE + bytes(700),
        "Admin/~$terview schedule v3.docx": b"\x05Priya" + bytes(157),
        "Admin/Interview schedule v3.docx": writers.docx(head=GUIDE),
        "Admin/Consent forms/scan0001.pdf": writers.pdf(["."], scanned=True),
        "Young people/IMG_2041.jpg": writers.JPEG,
    }
