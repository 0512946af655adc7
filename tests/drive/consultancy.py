"""A second drive in another hand: one flat folder, coded file names, dates first, baseline and follow-up."""

from __future__ import annotations

from pathlib import Path

from tests.drive import writers
from tests.drive.writers import put

NAME = "PiP_eval_2022-23"

SW04 = (
    ("INT", "What is the model for, in your own words?"),
    ("SW04", "So that families stop being passed around. That is how it was sold to us and I think it is true."),
    ("INT", "What does it ask of you that the old way did not?"),
    ("SW04", "Talking out loud about what I do not know, which I was taught never to do."),
    ("INT", "Does it take more time?"),
    ("SW04", "At the start. Then it gives it back, because fewer things go wrong."),
)
TM01 = (
    ("INT", "How are you using the weekly meeting?"),
    ("TM01", "Four families a week, never more. We tried nine and it turned into a list."),
    ("INT", "Who comes?"),
    ("TM01", "Everyone, and the school if they will. Health come when they can park."),
)
SW11 = (
    ("INT", "A year on, what has stayed?"),
    ("SW11", "The questions. I hear people ask what else could be going on, and they were not saying that before."),
    ("INT", "And what has not?"),
    ("SW11", "The size of the groups. We are back to fourteen and you cannot think in a room of fourteen."),
)
CYP02 = (
    ("INT", "What is your worker like?"),
    ("CYP02", "Alright. She texts before she comes. The one before just turned up."),
    ("INT", "What would make it better?"),
    ("CYP02", "If she could stay my worker when I am eighteen."),
)
FG = (
    ("FAC", "What do family support workers bring?"),
    ("FSW1", "Time. We are the ones in the kitchen."),
    ("FSW2", "And we remember what was promised, because the families tell us."),
    ("FAC", "Are you heard?"),
    ("FSW3", "More than before. I have been asked to speak first."),
    ("FSW1", "Depends who is in the chair."),
)
QUESTIONS = (
    "People work together around families here",
    "I can speak openly in supervision",
    "Workers change too often",
)
COMMENTS = (
    "Good idea, needs more hands.",
    "Supervision in a group has made me braver.",
    "Not enough time between visits to write anything down properly.",
    "",
    "I would not go back to working on my own.",
)


def survey(follow_up: bool) -> bytes:
    rows: list[tuple[object, ...]] = [("resp_id", "date", "grade", "q1", "q2", "q3", "comment")]
    year = 2023 if follow_up else 2022
    rows += [
        (f"{'F' if follow_up else 'B'}{n:02}", f"{n + 1:02}/02/{year}", ("SW", "SSW", "TM", "FSW")[n % 4],
         1 + (n * 3) % 5, 2 + n % 4, 1 + n % 5, COMMENTS[n % 5])
        for n in range(10)
    ]  # fmt: skip
    return writers.table(rows, "utf-8")


CARDS = (
    ("Date", "Message", "From"),
    ("12/01/2023", "Thank you for getting us through the winter, we will not forget it.", "Parent"),
    (
        "03/02/2023",
        "To the duty worker who stayed late on the Friday: you were brilliant with the little one.",
        "Carer",
    ),
    ("19/05/2023", "Best worker we ever had and we have had some.", "Parent"),
    ("30/06/2023", "Thank you for bringing my brother to see me on my birthday.", "Young person"),
)
COMPLAINTS = (
    ("Complaint no.", "Opened", "Closed", "Level", "Raised by", "District", "What is the complaint about?", "Decision"),
    ("1", "14/04/2022", "02/05/2022", "1", "Mother", "East", "Phone calls not returned over three weeks.", "Upheld"),
    ("2", "30/06/2022", "21/07/2022", "1", "Carer", "West", "The allowance was stopped with no letter and no call.",
     "Not upheld"),
    ("3", "11/11/2022", "20/12/2022", "2", "Father", "East", "Says that he was left off the invitation to the review.",
     "Upheld"),
    ("4", "09/01/2023", "30/01/2023", "1", "Grandparent", "West", "Contact was moved at a day's notice, twice.",
     "Partly upheld"),
)  # fmt: skip
KPIS = (
    ("Indicator", "Period", "Value", "Denominator", "Unit", "Source", "Comparator"),
    ("Re-referrals within 12 months", "2022", 19.5, 880, "%", "return to department", "21.5"),
    ("Re-referrals within 12 months", "2023", 17.2, 902, "%", "return to department", "21.5"),
)
REPORT = (
    "Quigley, F. (2020)", "Group supervision in three local authorities: a review", "Journal of Invented Practice 4(2)",
    "This review draws together what has been published on group supervision since Munro (2011).",
    "A team manager in one study said that supervision had become \"a list with a cup of tea\" (team manager, p. 14).",
    "References", "Munro, E. (2011) The Munro Review of Child Protection.",
)  # fmt: skip
NOTES = (
    "Field notes 14 March 2022",
    "Room was cold, SW04 had just come from court and was tired. Talked for 50 minutes.",
    "Remember to ask about recording next time.",
)


def lay_out(base: Path) -> Path:
    """Write the fourteen files below `base` and return the drive's folder."""
    top = base / NAME
    first = writers.docx(SW04)
    for relative, content in {
        "2022-03-14_INT_SW04.docx": first,
        "backup/2022-03-14_INT_SW04.docx": first,
        "2022-03-15_INT_TM01.txt": writers.labelled(TM01, "\n"),
        "2023-02-20_INT_SW11.docx": writers.docx(SW11),
        "2023-02-21_INT_CYP02.txt": writers.labelled(CYP02),
        "2022-03-30_FG_FSW.docx": writers.docx(FG),
        "survey_baseline.csv": survey(follow_up=False),
        "survey_followup.csv": survey(follow_up=True),
        "survey_items.csv": writers.table(
            [("question", "principle", "statement", "reversed"),
             *((f"q{n + 1}", p, s, "yes" if n == 2 else "") for n, (p, s) in enumerate(
                 zip(("collaboration", "learning", "continuity"), QUESTIONS, strict=True)))]
        ),
        "feedback_cards_2023.xlsx": writers.xlsx({"cards": CARDS}),
        "complaints_log_FY2223.csv": writers.table(COMPLAINTS),
        "kpis.xlsx": writers.xlsx({"kpis": KPIS}),
        "Quigley_2020_report.docx": writers.docx(head=REPORT),
        "fieldnotes_2022-03-14.docx": writers.docx(head=NOTES),
    }.items():  # fmt: skip
        put(top / relative, content)
    return top
