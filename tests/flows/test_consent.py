"""What people agreed to and refused, from a list of participants and letters to the printed bank."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.typed import Place, copy_of
from voices.model import Coded, Participant, Valence, Verdict, head_counts
from voices.store import open_store

pytestmark = pytest.mark.flow

SOURCES = """
[[sources]]
name = "worker group"
files = ["groups/workers.txt"]
kind = "focus group"
wave = 2
role = "social worker"

[[sources]]
name = "parents' evening"
files = ["groups/parents.txt"]
kind = "focus group"
wave = 2
role = "parent"

[[sources]]
name = "letters"
files = ["letters/*.txt"]
kind = "letter"
role = "parent"
"""
PEOPLE = (
    "participant,family,source,speaker,role,use in analysis,quoting,role attribution,consent date,agreed by\n"
    "A1,Fam1,worker group,P1,social worker,yes,yes,no,01/05/2024,participant\n"
    "A2,Fam1,worker group,P2,social worker,yes,no,yes,01/05/2024,participant\n"
    "A3,,worker group,P3,social worker,no,yes,yes,01/05/2024,participant\n"
    "A4,,worker group,P4,social worker,yes,yes,yes,01/05/2024,participant\n"
    "A5,,pair interview,Siobhan Keane,business support,withdrawn,no,no,02/05/2024,participant\n"
)
WORKERS = (
    "Facilitator: What has changed for the families you work with?\n"
    "P1: The same worker stays with a family from the lantern visit to the very last meeting we hold.\n"
    "P2: Everybody in the pod knows the marmalade rota, so a parent who rings always hears the same thing.\n"
    "P3: I keep a zeppelin wardrobe of promises that nobody above us ever meant to keep for a family.\n"
    "P4: A family told me that we all say the saxophone sentence now, whoever of us answers the telephone.\n"
    "P5: My pod changed its pelican days twice, and the families had to learn new faces every time it did.\n"
)
PARENTS = (
    "Facilitator: How has it been for you as parents?\n"
    "Several voices: We see the same worker every week now, and she remembers what we told her the last time.\n"
)
SIGNED = (
    "Subject: your ref HCS-2204-0117\n\nDear Sir or Madam,\n\nI rang eleven times about the umbrella meeting and "
    "nobody came to the phone for us.\n\nYours sincerely,\nDana Whitlow\n"
)
REFERRED = (
    "Subject: complaint no HCS-2204-0131\n\nDear Sir or Madam,\n\nA second thing went wrong after I had written: the "
    "harmonica letter never came to our house at all.\n\nYours faithfully\n"
)
UNSIGNED = (
    "Dear Sir or Madam,\n\nNobody who lives here wants to give a name, but the tambourine visits stopped without a "
    "word to any of us.\n\nYours faithfully\n"
)
REFUSED = "zeppelin"
NOT_QUOTED = ("marmalade", "pelican", "umbrella", "harmonica", "tambourine", "remembers what we told her")


def laid(small: Place, base: Path) -> Place:
    """Return a copy of the finished small study with further sources and a list that was not there before."""
    place = copy_of(small, base)
    manifest = place.study / "study.toml"
    text = manifest.read_text("utf-8").replace("\n[[codebooks]]", f"{SOURCES}\n[[codebooks]]", 1)
    manifest.write_text(text.replace("\noriginals =", '\nparticipants = "people.csv"\noriginals =', 1), "utf-8")
    for folder in ("groups", "letters"):
        (place.originals / folder).mkdir()
    for name, words in (
        ("people.csv", PEOPLE),
        ("groups/workers.txt", WORKERS),
        ("groups/parents.txt", PARENTS),
        ("letters/one.txt", SIGNED),
        ("letters/two.txt", REFERRED),
        ("letters/three.txt", UNSIGNED),
    ):
        (place.originals / name).write_text(words, "utf-8")
    return place


def published(out: Path) -> str:
    """Return everything in the published files, archives opened, as one text."""
    found = []
    for path in sorted(out.iterdir()):
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as archive:
                found += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        else:
            found.append(path.read_text("utf-8", "replace"))
    return "\n".join(found)


def test_what_people_agreed_to_holds_from_the_files_to_the_bank(small: Place, tmp_path: Path) -> None:
    place = laid(small, tmp_path / "copy")
    database = place.study / "study.db"
    with open_store(database) as store:
        refusing = {
            p.code for p in store.participants() if p.role == "business support" and p.source == "pair interview"
        }
        before = next(p for p in store.passages() if p.participant in refusing)
        if before.id not in store.standing():
            store.decide(before.id, "C1", Verdict.CODED, (Coded("continuity", Valence.POSITIVE),))
        coded = sum(p.participant in refusing for p in store.passages(store.standing()))
    checked = place.type("check", place.study)
    assert "may be quoted, as they said: 3 yes, 1 no" in checked.stdout, checked.stdout + checked.stderr
    assert "1 more not in the list of participants: counted and paraphrased only" in checked.stdout
    assert "who answers: 1 group (parent)" in checked.stdout
    assert "may be quoted: no. Nobody said whether these people may be quoted" in checked.stdout
    assert "If they agreed, write quoting = true" in checked.stdout

    done = place.type("run", place.study)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"skipped as expected: {coded} coded passage" in done.stdout
    assert "`voices withdraw` with the person's code" in done.stdout
    with open_store(database) as store:
        people = store.participants()
        passages = store.passages()
        said = {word: p for word in ("lantern", "saxophone", *NOT_QUOTED) for p in passages if word in p.text}
        assert set(said) == {"lantern", "saxophone", *NOT_QUOTED}
        assert not [p for p in passages if REFUSED in p.text or p.id == before.id or p.participant in refusing]
        assert before.id in {p.id for p in store.retired()}
        assert before.id not in store.standing()
        assert not [d for d in store.documents() if REFUSED in d.text or before.text in d.text]
        for passage in said.values():
            code = Coded("continuity", Valence.POSITIVE)
            store.decide(passage.id, "C1", Verdict.CODED, (code,), quotable=True, made_at="2025-03-20T09:00:00Z")
    assert REFUSED.encode() not in database.read_bytes()
    counted(people, said["umbrella"].participant, said["harmonica"].participant)

    again = place.type("publish", place.study)
    assert again.returncode == 0, again.stdout + again.stderr
    assert f"{len(NOT_QUOTED)}  coded passages counted and not quoted: no agreement is recorded" in again.stdout
    printed = published(place.out)
    assert [word for word in (REFUSED, *NOT_QUOTED, before.text) if word in printed] == []
    bank = json.loads((place.out / "quote_bank.json").read_text("utf-8"))
    by_passage = {quote["passage"]: quote["attribution"] for quote in bank["quotes"]}
    assert by_passage[said["lantern"].id].startswith("participant")
    assert by_passage[said["saxophone"].id].startswith("social worker")
    told = place.type("status", place.study).stdout
    assert "passages are counted and paraphrased only" in told
    assert "participants  respondents  groups" in told


def counted(people: tuple[Participant, ...], signed: str, referred: str) -> None:
    """Check who is a participant, a respondent, a group and a family."""
    heads: dict[str, tuple[int, int, int]] = {}
    for one in head_counts(people):
        before = heads.get(one.source, (0, 0, 0))
        heads[one.source] = (before[0] + one.participants, before[1] + one.respondents, before[2] + one.groups)
    looked_at = ("worker group", "parents' evening", "letters", "pair interview")
    assert {source: heads[source] for source in looked_at} == {
        "worker group": (4, 0, 0),
        "parents' evening": (0, 0, 1),
        "letters": (2, 1, 0),
        "pair interview": (1, 0, 0),
    }
    # A letter is from whoever stands in its row of the register, signed or not.
    assert {signed, referred} <= {one.code for one in people if one.source == "register"}
    families = [one.family for one in people if one.family]
    assert len(families) == 2
    assert len(set(families)) == 1
    assert families[0].startswith("F")
