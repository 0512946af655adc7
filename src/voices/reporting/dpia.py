"""Two documents on what risk is left: the impact assessment's text from the record, and a worksheet for intruders.

Neither decides anything. What a person has to fill in stands in square brackets; what the record knows is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voices.model import Passage
from voices.privacy.risk import Combination
from voices.reporting.blocks import Block, Bullets, Heading, Pages, Table, Text

FILL = "[to fill in]"
INTRUDERS = (
    ("a stranger with time and the internet", "searches names of places, events and dates; reads local news"),
    ("a colleague of a worker quoted", "knows the team, the cases of those years, and how people talk"),
    ("a manager", "knows rotas, complaints and who was interviewed"),
    ("a relative of a family quoted", "knows the story; would notice what was said about them"),
    ("a former partner", "knows the story and may mean harm; think of domestic abuse"),
    ("a neighbour, or somebody at the school", "knows who had a social worker and when"),
    ("the person quoted", "recognises their own words; what would they feel?"),
)
"""Who tries, and what they know. Source: ICO, guidance on the motivated intruder; colleagues and family are added
because in social work they know most."""


HARMS = (
    (
        "A name or number was missed, and a coder or reader learns who somebody is.",
        "Two looks at each text; doubts stay masked; a sample is read; each quote is read before it goes out.",
    ),
    (
        "A colleague, relative or former partner recognises somebody from the story.",
        "Coarser attributions; passages can be held; the worksheet for intruders. Events themselves are not changed.",
    ),
    (
        "Two people are taken for one, or one for two, and words are laid to the wrong person.",
        "Doubtful first names wait for the custodian; merges and splits are logged and can be taken back.",
    ),
    (
        "Somebody takes the study, the vault or the key.",
        "The vault is encrypted and its key lies apart. The study is not encrypted: use disk encryption.",
    ),
    (
        "Names are looked up without need.",
        "Each look-up needs a reason and is written to a log that shows changes.",
    ),
    (
        "A child is at risk and nobody acts on what was said.",
        "Passages are held and the safeguarding lead is asked. Holding tells nobody: letters are triaged before.",
    ),
    (
        "What is published stays with others after somebody withdraws.",
        "Publications that carry their words are listed. They cannot be called back.",
    ),
)
"""What may go wrong for people, and what the program does about it. Source of the steps: ICO, template of a data
protection impact assessment, steps 5 and 6; how likely and how bad it is only the controller can say."""
RIGHTS = (
    ("What do you hold about me? (Article 15)", "voices vault lookup, by name; passages by code", FILL),
    ("Take my words out. (Articles 17 and 21)", "voices withdraw: passages, memos and what was learnt", FILL),
    ("Take my name out. (Article 17)", "voices vault erase, or voices vault refuse with its ground", FILL),
    ("Correct what is wrong. (Article 16)", "correct the original and run again", FILL),
)
"""What a person may ask for, and which command answers."""


@dataclass(frozen=True)
class Record:
    """What the study's record knows of its own risks; holds no names."""

    title: str
    council: str
    date: str
    """ISO date of the last decision, or of the last run."""
    sources: tuple[tuple[str, str, int, str], ...]
    """(source, kind, documents, keep until or empty)."""
    participants: int
    coders: int
    audit: str
    """The audit's sentence, or empty where nobody read a sample."""
    audit_stale: bool
    """True where the texts changed after the sample was drawn."""
    second_scan: int | None
    """Finds of the second look that wait for the custodian; None where the vault was not opened."""
    in_doubt: int | None
    combinations: tuple[Combination, ...]
    flags: tuple[tuple[str, str, int], ...]
    """(source, kind of information, passages)."""
    log: str
    """State of the vault's log in one sentence, or empty."""


def assessment(record: Record) -> Pages:
    """Return the text of a data protection impact assessment."""
    return Pages(
        f"Data protection impact assessment: {record.title}", record.council, tuple(_blocks(record)), record.date
    )


def worksheet(title: str, council: str, date: str, passages: Sequence[Passage]) -> Pages:
    """Return a worksheet for people who try to find out who a passage speaks of."""
    blocks: list[Block] = [
        Heading(1, "What to do", "what"),
        Text(
            "Give this sheet to one person for each line of the first table, or think yourself into each of them. Read "
            "the passages as that person would. Write down who you think it is and what told you. Search the web, "
            "social media and the local press, but speak to nobody, and do not visit anybody. Do not confront your "
            "guess with the vault: the custodian does that, and tells only how many guesses were right."
        ),
        Table("Who tries", ("Who", "What they know", "Tried by, and when"), tuple((*i, FILL) for i in INTRUDERS)),
        Heading(1, "Passages", "passages"),
    ]
    for number, passage in enumerate(passages, 1):
        who = ", ".join(filter(None, (passage.role, f"wave {passage.wave}" if passage.wave else "")))
        rows = (
            ("Who do you think this is about?", FILL),
            ("Who said it?", FILL),
            ("How sure are you, 0 to 10?", FILL),
            ("What told you: words, place, event, way of speaking?", FILL),
            ("Where did you look?", FILL),
            ("For the custodian: right, wrong or cannot tell", FILL),
        )
        blocks += [
            Heading(3, f"Passage {number}"),
            Text(f"“{passage.text}” ({who or 'participant'})"),
            Table(f"Passage {number}", ("Question", "Answer"), rows, frozenset(), "", (2, 3)),
        ]
    blocks += [
        Heading(1, "What came of it", "outcome"),
        Table(
            "Outcome",
            ("What", "Figure or words"),
            (
                ("Passages read", str(len(passages))),
                ("Guesses that were right", FILL),
                ("What was changed: held, recoded, made coarser, left out", FILL),
                ("Signed by the data protection officer", FILL),
            ),
        ),
    ]
    return Pages(f"Motivated intruder worksheet: {title}", council, tuple(blocks), date)


def _blocks(record: Record) -> Iterator[Block]:
    yield Text(
        "This text was made from the study's record. Words in square brackets are for a person to fill in. The texts "
        "are pseudonymised and are still personal data; the key is kept apart.",
        "note",
    )
    yield Heading(1, "Purpose and lawful basis", "purpose")
    yield Table(
        "For the controller to fill in",
        ("Question", "Answer"),
        (
            ("Controller", record.council or FILL),
            ("Purposes", FILL),
            ("Why this is necessary, and why less would not do", FILL),
            ("Lawful basis (Article 6)", FILL),
            ("Condition for special categories (Article 9)", FILL),
            ("Condition for offences (Article 10, Schedule 1 Data Protection Act 2018)", FILL),
            ("What people were told, and when", FILL),
            ("Whom you consulted: children, parents, workers, their representatives", FILL),
            ("Who receives the quote bank and the report", FILL),
            ("Data protection officer's advice", FILL),
        ),
        widths=(2, 3),
    )
    yield Heading(1, "What is processed", "what")
    yield Table(
        "Sources, and until when their originals may be kept",
        ("Source", "Kind", "Documents", "Keep until"),
        tuple((name, kind, str(n), until or FILL) for name, kind, n, until in record.sources),
        frozenset({2}),
    )
    yield Text(f"{record.participants} people have a code in the study, and {record.coders} people code.")
    yield Heading(1, "Flows of data", "flows")
    yield Bullets(
        (
            "Originals stay in the council's folder. They are read on one computer and never sent anywhere.",
            "Names and other identifiers go to the vault, encrypted under a key for each person.",
            "Coders see text with placeholders. Their pages run on the same computer, without the vault's key.",
            "Quotes and tables are published from what people decided, with roles made coarser where few share them.",
            "No text leaves the computer; there is no cloud service, and no telemetry.",
        )
    )
    yield Heading(1, "Roles", "roles")
    yield Table(
        "Who may do what",
        ("Role", "Can reach", "Cannot reach", "Who it is"),
        (
            ("Evaluator", "originals, study", "the vault, unless they hold its key", FILL),
            ("Coder", "pseudonymised text", "names, originals, the key", FILL),
            ("Custodian", "the vault", "originals and study, where accounts part them", FILL),
            ("Safeguarding lead", "what the custodian gives them", "the vault", FILL),
        ),
    )
    yield Heading(1, "Retention", "retention")
    yield Table(
        "For the controller to fill in",
        ("What", "Until when"),
        (("Study, vault and key", FILL), ("Backups", FILL), ("Published files", FILL)),
    )
    yield Heading(1, "Rights", "rights")
    yield Table(
        "How people use their rights", ("They ask", "What answers them", "Who does it"), RIGHTS, widths=(2, 3, 1)
    )
    yield from _risks(record)
    yield Heading(1, "Risks to people", "harm")
    yield Table(
        "For the controller to weigh",
        ("What may go wrong", "What reduces it here", "How likely", "How bad", "What is left"),
        tuple((*one, FILL, FILL, FILL) for one in HARMS),
        widths=(2, 3, 1, 1, 1),
    )
    yield Heading(1, "Decision", "decision")
    yield Table(
        "Signed",
        ("Question", "Answer"),
        (
            ("Risk left: low, medium or high, and why", FILL),
            ("If it is high: the Information Commissioner consulted first (Article 36)", FILL),
            ("Measures still to take, by whom and when", FILL),
            ("Data protection officer", FILL),
            ("Date of the next review", FILL),
        ),
    )


def _risks(record: Record) -> Iterator[Block]:
    yield Heading(1, "Measured risks", "risks")
    yield Heading(2, "What a reader still found", "audit")
    if record.audit:
        yield Text(record.audit)
        if record.audit_stale:
            yield Text("The texts have changed since this sample was drawn. Draw and read another.", "warning")
    else:
        yield Text("Nobody has read a sample yet, so nothing is known. Run: voices audit sample.", "warning")
    yield Heading(2, "What waits for the custodian", "doubts")
    if record.in_doubt is None or record.second_scan is None:
        yield Text("The vault was not opened for this text, so this is not known here.", "warning")
    else:
        yield Text(
            f"{record.in_doubt} names or other words are in doubt and stay masked until the custodian decides; "
            f"{record.second_scan} of them were found only by the second look. {record.log}"
        )
    yield Heading(2, "Combinations that few share", "combinations")
    if record.combinations:
        yield Table(
            "Fewer than five people",
            ("Combination", "People", "Counted among"),
            tuple(
                (", ".join(f"{name}: {value}" for name, value in c.values), str(c.people), c.of)
                for c in record.combinations
            ),
            frozenset({1}),
            "Colleagues may recognise these people from what stands here alone, without any name. Attributions of "
            "published quotes are made coarser; check the passages themselves. Leave out what you do not need, and "
            "write numbers in bands.",
            (4, 1, 1.5),
        )
    else:
        yield Text("No role, wave, team or other attribute is shared by fewer than five people.")
    yield Heading(2, "Information the law protects more", "special")
    if record.flags:
        yield Table(
            "Passages that seem to speak of it",
            ("Source", "Kind", "Passages"),
            tuple((source, kind, str(n)) for source, kind, n in record.flags),
            frozenset({2}),
            "Found by lists of words: some are flagged without need, and some are missed.",
        )
    else:
        yield Text("No passage was flagged. The lists of words miss some.")
