"""The rows of the invented council's surveys, forms and registers."""

from __future__ import annotations

from collections.abc import Sequence

Rows = Sequence[Sequence[object]]

STATEMENTS = (
    "Families I work with see the same people from start to finish.",
    "My pod uses one way of working.",
    "We make decisions together.",
    "I have time to reflect on my practice.",
)
AGREE = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Agree", "N/A")
WELL = (
    "The Tuesday pod meeting, because everybody brings something.",
    "Knowing that a colleague has met the family before I go on leave.",
    "Our coordinator keeps the whole thing running.",
    "",
    "Managers who come out on visits when you ask them.",
    "Being asked what I think before the plan is written.",
    "Clinical practitioners in the room rather than at the end of a referral form.",
    "Everyone uses the same language with parents now.",
)
HINDERS = (
    "Caseloads are too high for the model to work as it was meant to.",
    "The recording system still thinks there is one worker to a child.",
    "Vacancies, and agency staff who leave after three months.",
    "We lose the time to think whenever duty is busy.",
    "",
    "Too many emails about performance and too few about practice.",
    "Placements a long way off, which eats every afternoon.",
    "Nothing much, it has been a good year.",
)
JOBS = ("SW", "Social Worker", "s/w", "Pod Manager", "FSW", "Business Support", "Social worker", "Lead Practitioner")
PODS = ("North pod", "South pod", "Children in care pod")

STAFF_2024: Rows = (
    ("Respondent ID", "Completion time", "Job title", "Which pod are you in?", *STATEMENTS,
     "What works well in your pod?", "What gets in the way of good practice?", "May we quote you?"),
    *(
        (f"R{n + 1:03}", f"{3 + n:02}/06/2024 1{n % 9}:15", JOBS[n % 8], PODS[n % 3],
         *(AGREE[(n + s) % 6] for s in range(4)), WELL[n % 8], HINDERS[(n + 3) % 8], "No" if n % 5 == 0 else "Yes")
        for n in range(14)
    ),
)  # fmt: skip

STAFF_2025: Rows = (
    ("Staff survey 2025 – all pods", *[""] * 9),
    ("About you", "", "", "How far do you agree?", "", "", "", "In your own words", "", ""),
    ("ID", "Submitted", "Role", *STATEMENTS, "What has got better since last year?", "What still gets in the way?",
     "Can we quote you anonymously?"),
    *(
        (n + 1, f"2025-05-{n + 6:02}", JOBS[(n + 2) % 8], *(AGREE[(n * 2 + s) % 6] for s in range(4)),
         WELL[(n + 5) % 8], HINDERS[n % 8], "yes" if n % 4 else "no")
        for n in range(12)
    ),
)  # fmt: skip
STAFF_2025_MERGED = ("A1:J1", "A2:C2", "D2:G2", "H2:J2")

STAFF_QUESTIONS: Rows = (
    ("question", "principle", "statement", "scale"),
    *((f"Q{n + 1}", p, s, "1-5") for n, (p, s) in enumerate(
        zip(("continuity", "consistency", "collaboration", "learning"), STATEMENTS, strict=True)
    )),
)  # fmt: skip

PARENT_STATEMENTS = (
    "I know who my social worker is.",
    "I am asked what I think.",
    "I am told what is going to happen.",
)
PARENT_WORDS = (
    "She rings back, that is all I ever wanted.",
    "Too many changes. I have told my story to four people.",
    "They explained the plan to my mum as well, which helped a lot.",
    "Nothing to add, thank you.",
    "I would have liked to see the report before the meeting.",
    "He listens to my boy and my boy does not talk to anyone.",
)


def parents(wave: int) -> Rows:
    month = "05/2024" if wave == 1 else "11/2024"
    return (
        ("Interview no", "Date", "Relationship to child", "Pod", "S1", "S2", "S3",
         "Is there anything else you want to tell us?", "Happy for us to use your words?"),
        *(
            (f"T{wave}{n:02}", f"{n + 4:02}/{month}", ("Mum", "Dad", "Gran", "Mother", "mum", "Stepdad")[n % 6],
             PODS[n % 2], 1 + (n + wave) % 5, 1 + (n * 2) % 5, 5 - n % 3, PARENT_WORDS[(n + wave) % 6],
             ("Y", "Y", "N")[n % 3])
            for n in range(9)
        ),
    )  # fmt: skip


PARENT_QUESTIONS: Rows = (
    ("question", "principle", "statement"),
    *(
        (f"S{n + 1}", p, s)
        for n, (p, s) in enumerate(
            zip(("continuity", "collaboration", "collaboration"), PARENT_STATEMENTS, strict=True)
        )
    ),
)

FORMS: Rows = (
    ("Form no", "Date", "Age group", "My social worker listens to me", "I know what is going to happen next",
     "What is the best thing about your social worker?", "What would you change?"),
    *(
        (n + 1, f"{n + 3:02}/06/2024", ("8-11", "12-15", "16-17")[n % 3], ("happy", "ok", "sad", "happy")[n % 4],
         ("ok", "happy", "happy")[n % 3], best, change)
        for n, (best, change) in enumerate((
            ("she is funny and she likes my dog", "come more"),
            ("he does what he says he will", "nothing"),
            ("takes me for chips", "not to be late all the time"),
            ("she listens and she does not tell everyone", "dont change her"),
            ("I dont know", "stop asking me the same questions every time"),
            ("she got me to see my sister", "longer visits please"),
            ("hes alright", "more notice when they come"),
        ))
    ),
)  # fmt: skip
FORM_QUESTIONS: Rows = (
    ("question", "principle", "statement", "type"),
    ("F1", "collaboration", "My social worker listens to me", "faces"),
    ("F2", "collaboration", "I know what is going to happen next", "faces"),
)

_SUMMARIES = (
    "Calls are not returned. Parent says she has left eleven messages since March and nobody has rung her back.",
    "Says the report had the wrong father in it and was shared with the school before it was corrected.",
    "Grandmother would like it known how well the worker handled a very hard conversation about contact.",
    "Visit was cancelled twice on the day. The children had waited at the window.",
    "Was promised a parenting course in January and is still waiting.",
    "Foster carer thanks the out of hours team for coming when nobody else would.",
    "Change of social worker without any notice, third in a year.",
    "Was not given the minutes of the conference until the day before the next one.",
)
_PEOPLE = ("Ms T Alderbrook", "Mr Gareth Pennow", "Mrs Joan Isherfold", "Miss Kelly Trewhard", "Mr A Siddall-Munro",
           "Mrs Pat Lorrimore", "Ms Dawn Eckersby", "Mr Lee Carrowby")  # fmt: skip
_WORKERS = ("Hannah Brisling", "Tom Overmead", "Hannah Brisling", "Yusuf Calderwick")


def register(year: int) -> Rows:
    return (
        ("Ref", "Date received", "Date closed", "Type", "Stage", "Complainant", "Complainant type", "Team",
         "Allocated worker", "Summary of complaint", "Our response", "Outcome"),
        *(
            (f"CMP-{year}-{110 + n:04}", f"{5 + n:02}/{1 + n:02}/{year}", f"{20 + n:02}/{2 + n:02}/{year}",
             "Compliment" if n in (2, 5) else "Complaint", "" if n in (2, 5) else f"Stage {1 + n % 2}",
             _PEOPLE[(n + year) % 8], ("Parent", "Parent", "Grandparent", "Foster carer")[n % 4], PODS[n % 3],
             _WORKERS[n % 4], _SUMMARIES[(n + year) % 8],
             "We have apologised to the family and the team has been reminded of the standard.",
             "" if n in (2, 5) else ("Upheld", "Partly upheld", "Not upheld")[n % 3])
            for n in range(8)
        ),
    )  # fmt: skip


INDICATORS: Rows = (
    ("indicator", "period", "value", "denominator", "unit", "source", "comparator"),
    *(
        (name, f"{year}-03", value - year + 2019, base, "%", "performance team", "")
        for name, value, base in (
            ("Children seen within ten working days", 92, 410),
            ("Social workers who left in the year", 21, 118),
        )
        for year in range(2019, 2025)
    ),
)

WHO_IS_WHO: Rows = (
    ("Interview log – CONFIDENTIAL – do not share outside the evaluation team", *[""] * 6),
    ("Code", "Name", "Role", "Pod", "File", "Date of interview", "Consent to quote"),
    ("P1", "Aisha Greaveson", "Social worker", "North pod", "SW interview 1 FINAL.docx", "09/05/2024", "Yes"),
    ("P2", "Denise Wharrington", "Pod manager", "South pod", "Pod manager - Denise Wharrington.docx", "10/05/2024",
     "Yes"),
    ("P3", "Colin Askew-Barr", "IRO", "", "IRO_phone_140524.txt", "14/05/2024", "Yes"),
    ("P4", "Bethan Quillory", "ASYE social worker", "North pod", "asye interview.rtf", "21/05/2024", "Yes"),
    ("P7", "Kofi Adjepong", "Social worker", "Children in care pod", "Teams", "12/11/2024", "Yes"),
    ("P8", "Marian Oyelaran-Tate", "Team manager", "", "Zoom", "19/11/2024", "No"),
)  # fmt: skip
