"""Typing what a user types: `python -m voices …` in a process of its own, with an empty home folder."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample" / "files"
STUDY_ID = "0123456789abcdef"

STAFF_QUESTIONS = ("What works well in how your pod works with families?", "What gets in the way of good practice?")
SOURCES = (
    """
[[sources]]
name = "parent interview"
files = ["interviews/parent.txt"]
kind = "interview"
wave = 2
role = "parent"
quoting = true
""",
    """
[[sources]]
name = "pair interview"
files = ["interviews/pair-*.txt"]
kind = "interview"
wave = 2
role = "lead practitioner"
quoting = true
keep_until = "2020-01-31"
""",
    f"""
[[sources]]
name = "staff survey"
files = ["surveys/*.csv"]
kind = "survey"
wave = 1
role = "social worker"
quoting = true
questions = "questions.csv"
[sources.columns]
participant = "Respondent"
role = "Role"
team = "Team"
date = "Date completed"
text = ["{STAFF_QUESTIONS[0]}", "{STAFF_QUESTIONS[1]}"]
""",
    """
[[sources]]
name = "forms"
files = ["forms/*.xlsx"]
kind = "form"
wave = 2
role = "young person"
quoting = true
questions = "forms-questions.csv"
[sources.columns]
participant = "Form"
text = ["What is good about your social worker?", "What would you change?"]
""",
    """
[[sources]]
name = "register"
files = ["complaints/register.csv"]
kind = "complaint"
[sources.columns]
participant = "Reference"
role = "Complainant type"
team = "Team"
date = "Received"
kind = "Type"
text = ["Summary"]
""",
)
HEAD = f"""
[study]
id = "{STUDY_ID}"
title = "A small study"
council = "Harrowmere"
originals = "../originals"
"""
TAIL = """
[[codebooks]]
name = "codebook"

[population]
"social worker" = 118
"parent" = 1240
"lead practitioner" = 60
"business support" = 26
"young person" = 690
"pod manager" = 40
"family support worker" = 37

[settings]
coders = ["C1", "C2"]
blind_share = 0.0
"""


@dataclass(frozen=True)
class Place:
    """Where one study and all that belongs to it lies."""

    base: Path

    @property
    def study(self) -> Path:
        return self.base / "study"

    @property
    def out(self) -> Path:
        return self.study / "out"

    @property
    def originals(self) -> Path:
        return self.base / "originals"

    @property
    def vault(self) -> Path:
        return self.base / "study-vault"

    @property
    def key(self) -> Path:
        return self.base / "vault.key"

    @property
    def home(self) -> Path:
        return self.base / "home"

    def type(self, *words: object, key: bool = True, **more: object) -> subprocess.CompletedProcess[str]:
        """Run one verb with this place's home and, unless told otherwise, its key."""
        environment = {"VOICES_KEY_FILE": str(self.key)} if key else {}
        self.home.mkdir(exist_ok=True)
        return voices(*words, home=self.home, environment=environment, **more)  # type: ignore[arg-type]

    def manifest(self, old: str, new: str) -> None:
        """Change one line of study.toml."""
        path = self.study / "study.toml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


def surroundings(home: Path, environment: dict[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a user who has set nothing."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VOICES_", "PREFECT", "XDG_", "PYTHON", "DO_NOT_TRACK"))
    }
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "PYTHONUTF8": "1", **(environment or {})}


def voices(
    *words: object,
    home: Path,
    environment: dict[str, str] | None = None,
    cwd: Path | None = None,
    seconds: float = 500,
    stdin: str = "",
    first: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run `python -m voices` and return what came out; never raises for its exit code.

    `first` is Python that runs in the same process before the command line does.
    """
    start = ["-c", f"{first}\nfrom voices.cli import main\nmain()"] if first else ["-m", "voices"]
    return subprocess.run(
        [sys.executable, *start, *map(str, words)],
        env=surroundings(home, environment),
        cwd=cwd or home,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )


def start(*words: object, place: Place) -> subprocess.Popen[bytes]:
    """Start `python -m voices` and return at once."""
    place.home.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "voices", *map(str, words)],
        env=surroundings(place.home, {"VOICES_KEY_FILE": str(place.key)}),
        cwd=place.home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def lay_out(base: Path, *, backwards: bool = False) -> Place:
    """Put the small study's originals and its study.toml into `base`; `backwards` makes all of it in another order."""
    place = Place(base)
    base.mkdir(parents=True, exist_ok=True)
    steps = [_interviews, _survey, _forms, _register]
    for step in reversed(steps) if backwards else steps:
        step(place.originals)
    place.study.mkdir()
    codebook_into(place.study)
    entries = reversed(SOURCES) if backwards else SOURCES
    (place.study / "study.toml").write_text(HEAD + "".join(entries) + TAIL, "utf-8")
    return place


def copy_of(place: Place, base: Path) -> Place:
    """Return a copy of a whole place: study, originals, vault and key."""
    shutil.copytree(place.base, base, dirs_exist_ok=True)
    return Place(base)


def with_new_vault(place: Place, prefect: Path | None = None, key: Path | None = None) -> Place:
    """Make the vault in process, and lay a ready Prefect database where the first run would make one."""
    from voices.vault import create_key, create_vault, read_key

    if key is not None:
        shutil.copy2(key, place.key)
    opened = read_key(place.key) if place.key.exists() else create_key(place.key)
    create_vault(place.vault, opened, STUDY_ID).close()
    if prefect is not None:
        shutil.copytree(prefect, place.study / "work" / "prefect")
    return place


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path there."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def paragraphs(path: Path, number: int) -> str:
    """Return the first paragraphs of a text file."""
    return "\n\n".join(path.read_text("utf-8").split("\n\n")[:number]) + "\n"


def _interviews(originals: Path) -> None:
    folder = originals / "interviews"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "parent.txt").write_text(paragraphs(SAMPLE / "interviews" / "03-parent.txt", 12), "utf-8")
    (folder / "pair-1.txt").write_text(paragraphs(SAMPLE / "interviews" / "06-lead-practitioner.txt", 9), "utf-8")


def _survey(originals: Path) -> None:
    (originals / "surveys").mkdir(parents=True, exist_ok=True)
    with (SAMPLE / "surveys" / "staff-wave1.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[:16]
    with (originals / "surveys" / "staff.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    shutil.copy(SAMPLE / "surveys" / "questions.csv", originals / "questions.csv")


def _forms(originals: Path) -> None:
    (originals / "forms").mkdir(parents=True, exist_ok=True)
    shutil.copy(SAMPLE / "forms" / "young-people.xlsx", originals / "forms" / "young-people.xlsx")
    shutil.copy(SAMPLE / "forms" / "forms-questions.csv", originals / "forms-questions.csv")


def _register(originals: Path) -> None:
    (originals / "complaints").mkdir(parents=True, exist_ok=True)
    shutil.copy(SAMPLE / "complaints" / "register.csv", originals / "complaints" / "register.csv")


def codebook_into(study: Path) -> None:
    """Write a codebook of two principles and few exemplars, so that learning takes a second."""
    folder = study / "codebook"
    folder.mkdir()
    shipped = ROOT / "codebooks" / "six_principles"
    toml, lines = ['[codebook]\nname = "small"\ntitle = "Two principles"\nversion = "1.0"\n'], []
    for code in ("continuity", "consistency"):
        toml.append(
            f'[[codes]]\nid = "{code}"\nname = "{code.title()}"\nkind = "principle"\ncolour = "#00517A"\n'
            f'lettering = "white"\ndefinition = "What people say about {code} of the people who help."\n'
        )
    taken: dict[str, int] = {}
    for line in (shipped / "exemplars.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        codes = [c for c in one["codes"] if c["code"] in ("continuity", "consistency")]
        kind = codes[0]["code"] if codes else "none"
        if taken.get(kind, 0) < 12 and len(codes) < 2:
            taken[kind] = taken.get(kind, 0) + 1
            lines.append(json.dumps({**one, "codes": codes, "near_miss_of": ""}))
    (folder / "codebook.toml").write_text("\n".join(toml), "utf-8")
    (folder / "exemplars.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


@dataclass(frozen=True)
class Said:
    """What a verb that ran in this process said."""

    code: int
    out: str
    err: str


def here(*words: object) -> Said:
    """Run one verb in this process, for those that need no home folder; saves the seconds a new process takes."""
    from voices.cli import main

    out, err, before = StringIO(), StringIO(), sys.argv
    sys.argv = ["voices", *map(str, words)]
    code = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as stopped:
        code = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
    finally:
        sys.argv = before
    return Said(code, out.getvalue(), err.getvalue())
