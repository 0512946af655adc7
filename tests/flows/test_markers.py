"""Strings planted at every entrance, looked for everywhere afterwards; and no connection but to this machine."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import decide_some
from tests.typed import TAIL, Place, copy_of, lay_out, with_new_vault

pytestmark = pytest.mark.flow

SPEAKER, OTHER_SPEAKER, CHILD = "Zorvindel Quaxberry", "Ottiwell Grindleforth", "Pernilla Yaxmouth"
COMPLAINANT, DAMAGED, IN_ERROR = "Plimford Jexwoode", "Drumwick Olvestane", "Gavelmarsh Intrepidine"
WRITER, ATTACHED, PACKED, MEMBER = "Thessaly Vandermoor", "Quillon Starbreck", "Ambrik Fennyhoe", "Corvane Dusselby"
LISTED, ASKED, TYPED = "Ysolde Kettrington", "Fabrizia Onwell", "Merrick Hollowbane"
PHONE, MAIL, NHS, REFERENCE = "07700 900417", "z.quaxberry@brambleknot.example", "999 274 3816", "XQZ-71-REFMARK"
MARKERS = (
    *(word for name in (SPEAKER, OTHER_SPEAKER, CHILD, COMPLAINANT, DAMAGED, IN_ERROR) for word in name.split()),
    *(word for name in (WRITER, ATTACHED, PACKED, MEMBER, LISTED, ASKED, TYPED) for word in name.split()),
    *(PHONE, MAIL, NHS, REFERENCE),
    *(PHONE.replace(" ", ""), NHS.replace(" ", ""), "brambleknot"),
)
TALK = f"""Ruth Ambler (Interviewer)  0:02
What is it like for {CHILD}'s family?

{SPEAKER} (Social worker)  0:10
I'm {SPEAKER} and I have worked with the same family for three years. {CHILD} knows my car and my step on the stairs.

{OTHER_SPEAKER} (Pod manager)  0:40
When {SPEAKER.split(maxsplit=1)[0]} is away they ring me, {OTHER_SPEAKER}, on {PHONE}.
Then somebody answers who knows them.
The office is at {MAIL} and the record is under NHS number {NHS}.

{SPEAKER} (Social worker)  1:20
Mrs {CHILD.split()[1]} never had to tell her story again, because the worker who came first is the one who stayed.
"""
REGISTER = f"""Reference,Received,Type,Complainant,Complainant type,Summary
{REFERENCE},2024-04-11,complaint,{COMPLAINANT},parent,"{COMPLAINANT} says the worker changed four times since May and \
nobody told {COMPLAINANT.split(maxsplit=1)[0]} who would come. Please ring {PHONE}."
XQZ-71-B,2024-05-02,compliment,{COMPLAINANT},parent,"The worker stayed with us all year, writes {COMPLAINANT}."
"""
SOURCES = """
[[sources]]
name = "interviews"
files = ["interviews/*"]
kind = "interview"
wave = 1
role = "social worker"
quoting = true

[[sources]]
name = "complaints"
files = ["complaints/*.csv"]
kind = "complaint"
quoting = true
[sources.columns]
participant = "Reference"
role = "Complainant type"
date = "Received"
text = ["Summary"]
names = ["Complainant"]
"""
SOURCES += """
[[sources]]
name = "letters"
files = ["letters/*"]
kind = "letter"
role = "parent"
quoting = true

[[sources]]
name = "panel survey"
files = ["panel/*.csv"]
kind = "survey"
quoting = true
[sources.columns]
participant = "Respondent"
role = "Role"
attributes = ["Pod"]
"""
LETTER = f"""From: {WRITER} <{MAIL}>
To: Complaints <complaints@harrowmere.example>
Subject: {WRITER} about {REFERENCE}
Date: Thu, 11 Apr 2024 10:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="part"

--part
Content-Type: text/plain; charset="utf-8"

Dear all,

I want to say that the same worker came to us every week and she listened to what we said about school.

Yours sincerely,
{WRITER}
--part
Content-Type: text/plain; charset="utf-8"; name="{ATTACHED}.txt"
Content-Disposition: attachment; filename="{ATTACHED}.txt"

Dear sir, nobody rang us back for six weeks and we had to ask again at every single meeting.
--part--
"""
PANEL = f"""Respondent,Role,Pod,What has {ASKED} done well for your family?
{LISTED},parent,Heron,"She asked us what we wanted before she wrote anything down about our home."
R2,parent,Heron,"They came when they said they would come, which nobody did before that."
R3,{LISTED},{LISTED},"We were told about every change before it happened and that made all the difference."
"""
PEOPLE = f"""participant,role,name,speaker,pod,quoting,agreed by
{LISTED},parent,{LISTED},,Heron,yes,{LISTED}
{SPEAKER},social worker,{SPEAKER},{SPEAKER},Heron,yes,{SPEAKER}
"""
FAILING = f"""
import voices.privacy as privacy
whole, calls = privacy.mask, []
def mask(document, *rest):
    calls.append(1)
    if len(calls) > 2:
        raise ValueError("{IN_ERROR} " + document.text)
    return whole(document, *rest)
privacy.mask = mask
"""
GUARD = """
import os, pathlib, socket
def guard(name):
    whole = getattr(socket.socket, name)
    def connect(self, address):
        here = self.family == getattr(socket, "AF_UNIX", None) or address[0] in ("127.0.0.1", "::1", "localhost")
        if not here:
            with open(os.environ["VOICES_TEST_CALLS"], "a") as file:
                file.write(f"{address}\\n")
            raise OSError("no network in this test")
        return whole(self, address)
    setattr(socket.socket, name, connect)
guard("connect")
guard("connect_ex")
named = socket.getaddrinfo
def getaddrinfo(host, *rest, **more):
    if host not in (None, "127.0.0.1", "::1", "localhost", b"127.0.0.1", b"localhost"):
        with open(os.environ["VOICES_TEST_CALLS"], "a") as file:
            file.write(f"{host}\\n")
        raise OSError("no network in this test")
    return named(host, *rest, **more)
socket.getaddrinfo = getaddrinfo
"""


@dataclass
class Planted:
    """A study with markers in it, and all that was printed while it ran."""

    place: Place
    failed: subprocess.CompletedProcess[str]
    said: list[subprocess.CompletedProcess[str]] = field(default_factory=list)
    after_failure: dict[str, bytes] = field(default_factory=dict)

    @property
    def calls(self) -> Path:
        return self.place.base / "calls"


@pytest.fixture(scope="module")
def planted(small: Place, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """Run a study that fails while masking, then again to the end with no network, and publish it."""
    place = lay_out(tmp_path_factory.mktemp("planted"))
    manifest = place.study / "study.toml"
    head = manifest.read_text("utf-8").split("[[sources]]")[0]
    head = head.replace("originals =", 'participants = "people.csv"\noriginals =')
    manifest.write_text(head + SOURCES + TAIL + "batch_size = 1\n", "utf-8")
    plant(place.originals)
    with_new_vault(place, small.study / "work" / "prefect")
    roster = place.base / "roster.csv"
    roster.write_text(f"person,role,names\n1,child,{CHILD}\n", "utf-8")
    assert place.type("vault", "roster", place.study, roster).returncode == 0
    found = Planted(place, place.type("run", place.study, first=FAILING))
    found.after_failure = dict(everything(place.study))
    environment = {"VOICES_KEY_FILE": str(place.key), "VOICES_TEST_CALLS": str(found.calls)}
    from tests.typed import voices

    found.said.append(voices("run", place.study, home=place.home, environment=environment, first=GUARD))
    decide_some(place)
    for verb in ("publish", "status"):
        found.said.append(voices(verb, place.study, home=place.home, environment=environment, first=GUARD))
    found.said.append(place.type("status", place.study, "--json"))
    refused = place.type("withdraw", place.study, "P107", "--reason", f"{TYPED} asked for it")
    assert refused.returncode == 2
    assert found_in([("stderr", refused.stderr.encode()), ("stdout", refused.stdout.encode())]) == []
    return found


def plant(originals: Path) -> None:
    for path in sorted(originals.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (originals / "interviews").mkdir()
    (originals / "complaints").mkdir()
    (originals / "interviews" / f"{SPEAKER}.txt").write_text(TALK, "utf-8")
    (originals / "interviews" / f"{DAMAGED}.docx").write_bytes(b"PK\x03\x04 cut off " + DAMAGED.encode())
    (originals / "complaints" / f"{COMPLAINANT}.csv").write_text(REGISTER, "utf-8")
    (originals / "letters").mkdir()
    (originals / "panel").mkdir()
    (originals / "letters" / f"{WRITER}.eml").write_text(LETTER, "utf-8", newline="\r\n")
    with zipfile.ZipFile(originals / "letters" / f"{PACKED}.zip", "w") as archive:
        archive.writestr(f"{MEMBER}.txt", "Dear team,\n\nthe second worker stayed with us and we thank her.\n\nYours")
        archive.writestr(f"{MEMBER} too.docx", b"PK\x03\x04 cut off")
    (originals / "panel" / "panel.csv").write_text(PANEL, "utf-8")
    (originals / "people.csv").write_text(PEOPLE, "utf-8")


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of every file, and of what lies in zips (docx, xlsx)."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_dir():
            yield f"{name}/", b""
            continue
        content = path.read_bytes()
        yield name, content
        if content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(BytesIO(content)) as archive:
                for inside in archive.namelist():
                    yield f"{name}!{inside}", archive.read(inside)


def written(marker: str) -> set[bytes]:
    """Return a marker as it may stand in a file: plain, UTF-16, base64 at any offset, escaped."""
    plain = marker.encode()
    forms = {plain, marker.encode("utf-16-le"), marker.encode("utf-16-be"), quote(marker).encode()}
    forms.add(marker.replace(" ", "+").encode())
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain).rstrip(b"=")
        # The first and the last sign hold bits of what stands beside the marker.
        forms.add(coded[-(-shift * 8 // 6) + (1 if shift else 0) : -1])
    return {form.lower() for form in forms if len(form) > 5}


def found_in(files: Iterator[tuple[str, bytes]] | list[tuple[str, bytes]]) -> list[tuple[str, str]]:
    """Return (file, marker) wherever a marker stands, in whatever case."""
    forms = {marker: written(marker) for marker in MARKERS}
    hits = []
    for name, content in files:
        low = name.encode().lower() + b"\0" + content.lower()
        # Plain search: many times faster on a database than an alternation of all forms.
        hits += [(name, marker) for marker, its in forms.items() if any(form in low for form in its)]
    return hits


def test_the_search_sees_every_way_of_writing_a_marker() -> None:
    for marker in (SPEAKER.split(maxsplit=1)[0], PHONE, NHS):
        for content in (
            marker.upper().encode(),
            marker.encode("utf-16-le"),
            *(base64.b64encode(b"abcde"[:shift] + marker.encode() + b"tail") for shift in range(4)),
            quote(marker).encode(),
        ):
            assert [hit for _, hit in found_in([("file", content)])].count(marker) == 1, content
    assert found_in([("file", b"Nobody is named here.")]) == []


def test_a_run_that_fails_midway_leaves_no_marker(planted: Planted) -> None:
    assert planted.failed.returncode == 2
    assert planted.failed.stderr == "voices: mask failed: ValueError\n"
    assert found_in([("stdout", planted.failed.stdout.encode()), ("stderr", planted.failed.stderr.encode())]) == []
    assert found_in(list(planted.after_failure.items())) == []
    assert any(name.startswith("work/prefect/prefect.db") for name in planted.after_failure)


def test_a_whole_run_leaves_no_marker_in_the_study(planted: Planted) -> None:
    for done in planted.said:
        assert done.returncode in (0, 1), done.stdout + done.stderr
        assert found_in([("stdout", done.stdout.encode()), ("stderr", done.stderr.encode())]) == []
    assert {p.name for p in planted.place.out.iterdir()} >= {"quote_bank.docx", "report.xlsx"}
    assert found_in(everything(planted.place.study)) == []
    assert sorted(planted.place.home.rglob("*")) == []


def test_the_damaged_file_is_told_of_without_its_name(planted: Planted) -> None:
    run = planted.said[0]
    assert run.returncode == 1
    assert "skipped: interviews, file 1." in run.stdout


def test_the_vault_holds_no_marker_in_plain_text(planted: Planted) -> None:
    assert found_in(everything(planted.place.vault)) == []


def test_words_around_the_markers_are_there(planted: Planted) -> None:
    from voices.store import open_store

    with open_store(planted.place.study / "study.db") as store:
        text = " ".join(p.text for p in store.passages())
    assert "never had to tell her story again" in text
    assert "the worker changed four times" in text
    assert {"[phone number]", "[email address]", "[NHS number]"} <= set(re.findall(r"\[[^\]]*\]", text))


def test_no_stage_calls_anything_but_this_machine(planted: Planted) -> None:
    assert not planted.calls.exists(), planted.calls.read_text()


def test_the_guard_would_notice(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    code = f"import os; os.environ['VOICES_TEST_CALLS'] = {str(calls)!r}\n{GUARD}\n"
    code += (
        "import urllib.request\ntry:\n    urllib.request.urlopen('http://voices.invalid/')\nexcept OSError:\n    pass\n"
    )
    code += "s = socket.socket()\ntry:\n    s.connect(('192.0.2.1', 80))\nexcept OSError:\n    pass\n"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert calls.read_text().splitlines() == ["voices.invalid", "('192.0.2.1', 80)"]


def test_a_full_disk_while_publishing_is_told_and_leaves_the_earlier_exports(small: Place, tmp_path: Path) -> None:
    pytest.importorskip("resource")
    from tests.typed import bytes_of

    place = copy_of(small, tmp_path / "copy")
    before = bytes_of(place.out)
    limit = """
import resource
import voices.reporting as reporting
whole = reporting.write
def write(*given):
    resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))
    return whole(*given)
reporting.write = write
"""
    done = place.type("publish", place.study, first=limit)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    assert "the disk is full: free some space" in done.stderr
    assert bytes_of(place.out) == before
    again = place.type("publish", place.study)
    assert again.returncode == 0, again.stderr
    assert bytes_of(place.out) == before
