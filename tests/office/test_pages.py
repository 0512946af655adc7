"""Making a study, giving it files and correcting how they are understood, without study.toml."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from tests.office.conftest import Evaluator
from tests.review.conftest import NAME, OURS
from tests.review.test_people import paths
from voices import study as studies
from voices.errors import InputError, StudyError
from voices.model import Kind
from voices.office.keeping import safe_path
from voices.office.place import folder_name
from voices.store import open_store

TALK = """Interviewer: What has changed for your family?

P3: We see the same worker now, and she keeps us told about what comes next.

Interviewer: And before that?

P3: Before that nobody rang us back for weeks, and every visit was somebody new.
"""
SURVEY = (
    "Respondent,Job,What works well here?\n"
    "R1,social worker,The pods work because we know each other and can ask.\n"
    "R2,social worker,Supervision is regular and people listen to what we say.\n"
    "R3,pod manager,We meet the families together and agree what comes next.\n"
)


TALKS = (
    TALK,
    "Interviewer: How is it?\n\nP4: The school and the worker finally talk to one another about my lad.\n",
    "Interviewer: And you?\n\nP5: I was told about the meeting a day before, so I could not get off work.\n",
)


def test_a_study_is_made_beside_its_files(evaluator: Evaluator) -> None:
    assert "Make the first one" in evaluator.get("/")
    assert evaluator.made() == "a-year-of-the-model"
    assert evaluator.made() == "a-year-of-the-model-2", "two studies of one title do not meet"
    study = studies.load(evaluator.root / "a-year-of-the-model")
    assert (study.title, study.council) == ("A year of the model", "Harrowmere")
    assert study.originals == evaluator.root / "a-year-of-the-model-files"
    assert study.sources == ()
    assert not study.originals.is_relative_to(study.folder)
    if os.name == "posix":
        assert study.folder.stat().st_mode & 0o077 == study.originals.stat().st_mode & 0o077 == 0


def test_a_title_that_names_somebody_is_not_stored_unless_cleared(evaluator: Evaluator) -> None:
    evaluator.post("/studies", title=f"How {NAME} works", council="")
    assert "Somebody may be named" in evaluator.get("/")
    assert not list(evaluator.root.glob("*"))
    name = evaluator.post("/studies", title=f"How {NAME} works", council="", cleared="yes").rpartition("/")[2]
    assert len(list(evaluator.root.glob("*"))) == 2
    assert studies.load(evaluator.root / name).cleared == (f"How {NAME} works",), "a run does not stop at it again"


def test_files_land_in_the_folder_of_originals_and_nowhere_else(evaluator: Evaluator) -> None:
    study = evaluator.made()
    page = evaluator.send(study, "interviews", ("parent.txt", TALK.encode()), ("../../../etc/evil.txt", b"x"))
    assert "2 files are there now" in page
    kept = sorted(p.relative_to(evaluator.root).as_posix() for p in evaluator.root.rglob("*") if p.is_file())
    files = f"{study}-files/interviews"
    assert kept == [f"{files}/etc/evil.txt", f"{files}/parent.txt", f"{study}/study.toml", f"{study}/study.toml.before"]
    if os.name == "posix":
        assert (evaluator.root / files / "parent.txt").stat().st_mode & 0o077 == 0
    assert "took an older one" in evaluator.send(study, "interviews", ("parent.txt", b"again"))
    evaluator.post(f"/studies/{study}/files/remove", file="interviews/parent.txt")
    assert not (evaluator.root / files / "parent.txt").exists()
    evaluator.post(f"/studies/{study}/files/remove", file="../a-year-of-the-model/study.toml")
    assert (evaluator.root / study / "study.toml").exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a.docx", "a.docx"),
        ("C:\\fakepath\\a.docx", "C_/fakepath/a.docx"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\..\\x/../y.txt", "x/y.txt"),
        (".ssh/id", "ssh/id"),
        ("con.txt", "_con.txt"),
        ("a\x00b\n.txt", "a_b_.txt"),
    ],
)
def test_no_name_of_a_file_leads_out_of_the_folder(sent: str, kept: str) -> None:
    assert safe_path(sent).as_posix() == kept


@pytest.mark.parametrize("sent", ["", "..", "/", "...", "\\\\"])
def test_a_file_without_a_name_is_refused(sent: str) -> None:
    with pytest.raises(InputError):
        safe_path(sent)


def test_titles_become_names_of_folders() -> None:
    assert folder_name("Für Jugend: „Jahr 2“?") == "fur-jugend-jahr-2"
    with pytest.raises(InputError):
        folder_name("???")


def prepared(evaluator: Evaluator) -> str:
    study = evaluator.made()
    evaluator.send(study, "interviews", ("parent.txt", TALK.encode()))
    evaluator.send(study, "surveys", ("staff.csv", SURVEY.encode()))
    evaluator.post(f"/studies/{study}/sources/look")
    return study


def test_files_are_looked_into_and_understood_in_plain_words(evaluator: Evaluator) -> None:
    study = prepared(evaluator)
    page = evaluator.get(f"/studies/{study}/sources")
    loaded = studies.load(evaluator.root / study)
    assert {spec.kind for spec in loaded.sources} == {Kind.INTERVIEW, Kind.SURVEY}
    assert (loaded.title, loaded.council) == ("A year of the model", "Harrowmere"), "the study keeps what it is called"
    assert "who answers" in page.casefold()
    assert "quoting = true" not in page, "nobody is sent to a file"
    evaluator.send(study, "complaints", ("letter.txt", b"Dear council,\n\nNobody rang back for weeks.\n\nYours\n"))
    evaluator.post(f"/studies/{study}/sources/look")
    assert len(studies.load(evaluator.root / study).sources) == 3, "further files are added, what is there stays"


def voices_of(evaluator: Evaluator, path: str) -> str:
    return evaluator.get(path)


def test_kind_role_wave_and_consent_are_corrected(evaluator: Evaluator) -> None:
    study = prepared(evaluator)
    talk = next(n for n, s in enumerate(studies.load(evaluator.root / study).sources) if s.kind is Kind.INTERVIEW)
    path = f"/studies/{study}/sources/{talk}"
    page = evaluator.get(path)
    assert "P3" in page
    assert "We see the same worker now" in page
    fields = {"name": "Parents", "kind": "focus group", "wave": "2", "role": "", "date": "2025-03-01"}
    voices = {"voice number": ["0", "1"], "voice": ["asks", "family support worker"]}
    evaluator.post(path, **fields, keep_until="", quoting="yes", **voices)
    spec = studies.load(evaluator.root / study).sources[talk]
    assert (spec.name, spec.kind, spec.wave, spec.quoting) == ("Parents", Kind.FOCUS_GROUP, 2, True)
    people = (evaluator.root / f"{study}-files" / "participants.csv").read_text("utf-8-sig")
    assert "P3,family support worker" in people, "the list of participants has the last word on roles"
    assert "1 family support worker" in evaluator.get(f"/studies/{study}/sources")
    evaluator.post(path, **{**fields, "kind": "a poem"}, keep_until="", quoting="yes")
    assert "not one of those offered" in evaluator.get(path)
    before = evaluator.toml(study)
    evaluator.post(path, **{**fields, "date": "yesterday"}, keep_until="", quoting="")
    assert "should be a date" in evaluator.get(path)
    assert evaluator.toml(study) == before, "what cannot be read is not kept"
    evaluator.post(path, **{**fields, "name": NAME}, keep_until="", quoting="")
    assert NAME not in evaluator.toml(study)


def test_somebody_known_by_name_is_written_beside_the_files_and_never_into_the_study(evaluator: Evaluator) -> None:
    study = evaluator.made()
    evaluator.send(study, "interviews", ("one.txt", TALK.replace("P3", NAME).encode()))
    evaluator.post(f"/studies/{study}/sources/look")
    path = f"/studies/{study}/sources/0"
    assert NAME in evaluator.get(path)
    voices = {"voice number": ["0", "1"], "voice": ["asks", "parent"]}
    evaluator.post(path, name="Parents", kind="interview", wave="", role="", date="", quoting="", **voices)
    assert NAME not in evaluator.toml(study)
    assert "Orla" not in evaluator.toml(study)
    people = (evaluator.root / f"{study}-files" / "participants.csv").read_text("utf-8-sig")
    assert f"{NAME},parent" in people
    assert "1 parent" in evaluator.get(f"/studies/{study}/sources")


def test_columns_are_corrected(evaluator: Evaluator) -> None:
    study = prepared(evaluator)
    survey = next(n for n, s in enumerate(studies.load(evaluator.root / study).sources) if s.kind is Kind.SURVEY)
    path = f"/studies/{study}/sources/{survey}"
    fields = {"name": "Staff", "kind": "survey", "wave": "", "role": "", "date": "", "quoting": "", "keep_until": ""}
    columns = {"column number": ["0", "1", "2"], "column": ["participant", "team", "text"]}
    evaluator.post(path, **fields, **columns)
    spec = studies.load(evaluator.root / study).sources[survey]
    assert (spec.columns.participant, spec.columns.team) == ("Respondent", "Job")
    assert spec.columns.text == ("What works well here?",)
    evaluator.post(path, **fields, **{**columns, "column": ["team", "team", "text"]})
    assert "only one can be" in evaluator.get(path)


def test_files_are_taken_out_of_a_source(evaluator: Evaluator) -> None:
    study = evaluator.made()
    evaluator.send(study, "interviews", *((f"{n}.txt", text.encode()) for n, text in enumerate(TALKS, 1)))
    evaluator.post(f"/studies/{study}/sources/look")
    evaluator.post(f"/studies/{study}/sources/0/files", file=["interviews/1.txt"], act="apart")
    evaluator.post(f"/studies/{study}/sources/0/files", file=["interviews/2.txt"], act="out")
    loaded = studies.load(evaluator.root / study)
    assert [len(spec.files) for spec in loaded.sources] == [1, 1]
    assert loaded.left_out == ("interviews/2.txt",)
    page = evaluator.get(f"/studies/{study}/sources")
    assert "In no source" not in page


def test_coders_and_head_counts_are_set(evaluator: Evaluator) -> None:
    study = prepared(evaluator)
    evaluator.get(f"/studies/{study}/sources")
    assert "Social worker" in evaluator.get(f"/studies/{study}/about")
    about = {"title": "Another title", "council": "", "keep_until": "2027-03-31", "role": ["parent", "social worker"]}
    evaluator.post(f"/studies/{study}/about", **about, coders="C1, C2, C3", people=["900", ""])
    loaded = studies.load(evaluator.root / study)
    assert (loaded.title, loaded.settings.coders) == ("Another title", ("C1", "C2", "C3"))
    assert loaded.population == (("parent", 900),)
    assert all(spec.keep_until == "2027-03-31" for spec in loaded.sources)
    evaluator.post(f"/studies/{study}/about", **about, coders="C1", people=[], **{"names nobody": "One\n\n Two "})
    assert studies.load(evaluator.root / study).cleared == ("One", "Two")
    evaluator.post(f"/studies/{study}/about", **about, coders="", people=["900", ""])
    assert "short code" in evaluator.get(f"/studies/{study}/about")


def test_notes_in_the_study_file_stay(evaluator: Evaluator) -> None:
    study = prepared(evaluator)
    path = evaluator.root / study / "study.toml"
    path.write_text(path.read_text("utf-8").replace("[study]", "# my own note\n[study]"), "utf-8")
    evaluator.post(f"/studies/{study}/about", title="T", council="", keep_until="", coders="C1")
    assert "# my own note" in path.read_text("utf-8")
    tomllib.loads(path.read_text("utf-8"))


def test_a_folder_that_is_there_already_is_read(evaluator: Evaluator, tmp_path: Path) -> None:
    study = evaluator.made()
    own = tmp_path / "my files"
    own.mkdir()
    (own / "parent.txt").write_text(TALK, "utf-8")
    evaluator.post(f"/studies/{study}/folder", folder=str(evaluator.root))
    assert "may not lie among" in evaluator.get(f"/studies/{study}/files")
    evaluator.post(f"/studies/{study}/folder", folder=str(own))
    assert studies.load(evaluator.root / study).originals == own
    assert "parent.txt" in evaluator.get(f"/studies/{study}/files")
    evaluator.post(f"/studies/{study}/files/remove", file="parent.txt")
    assert (own / "parent.txt").exists(), "nothing of a folder of theirs is removed"


def routes(app: object, method: str, study: str) -> list[str]:
    """Return an address for every route of the pages but those of signing in."""
    filled = (
        path.format(name=study, number="0", file="report.docx", act="run")
        for path in paths(app, method)
        if not path.startswith(("/static", "/sign-in"))
    )
    return sorted(filled)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_gets_in_without_signing_in_or_with_a_forged_form(evaluator: Evaluator, method: str) -> None:
    study = prepared(evaluator)
    before = evaluator.toml(study)
    cookies = dict(evaluator.client.cookies)
    addresses = routes(evaluator.app, method, study)
    assert len(addresses) > 20
    for path in addresses:
        evaluator.client.cookies.clear()
        answer = evaluator.client.request(method, path, headers=OURS)
        assert answer.status_code == 401, path
        assert "P3" not in answer.text
        for name, value in cookies.items():
            evaluator.client.cookies.set(name, value)
        refused = evaluator.client.request(method, path, headers={"Host": "evil.example", **OURS})
        assert refused.status_code == 403, path
        if method == "POST":
            foreign = evaluator.client.post(
                path, data={"csrf": evaluator.csrf}, headers={"Origin": "http://evil.example"}
            )
            assert foreign.status_code == 403, path
            assert evaluator.client.post(path, data={"csrf": "forged"}, headers=OURS).status_code == 403, path
    assert evaluator.toml(study) == before


@pytest.mark.parametrize("path", ["/studies/%2e%2e%2f%2e%2e/files", "/studies/nowhere", "/studies/x%2fy/files"])
def test_no_address_leads_to_another_folder(evaluator: Evaluator, path: str) -> None:
    evaluator.made()
    assert evaluator.client.get(path, follow_redirects=True).status_code == 404


def test_only_published_files_are_downloaded_and_each_download_is_logged(evaluator: Evaluator) -> None:
    study = evaluator.made()
    (evaluator.root / study / "out" / "report.html").write_text("<b>x</b>", "utf-8")
    database = studies.load(evaluator.root / study).database
    open_store(database, create=True).close()
    answer = evaluator.client.get(f"/studies/{study}/results/report.html")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    for path in ("study.toml", "..%2fstudy.toml", "%2e%2e/study.toml"):
        assert evaluator.client.get(f"/studies/{study}/results/{path}").status_code == 404
    with open_store(database) as store:
        assert [(one.act, one.what) for one in store.exports()] == [("downloaded", "report.html")]


def test_a_study_that_cannot_be_read_says_so_and_does_not_hide_the_others(evaluator: Evaluator) -> None:
    study, other = evaluator.made("One"), evaluator.made("Two")
    (evaluator.root / study / "study.toml").write_text("[study", "utf-8")
    page = evaluator.get("/")
    assert "not valid TOML" in page
    assert f"/studies/{other}" in page
    with pytest.raises(StudyError):
        studies.load(evaluator.root / study)


def test_without_a_list_a_code_gets_its_role_in_the_study(evaluator: Evaluator) -> None:
    study = evaluator.made()
    evaluator.send(study, "interviews", ("one.txt", TALK.encode()))
    path = evaluator.root / study / "study.toml"
    entry = '\n[[sources]]\nname = "Parents"\nfiles = ["interviews/*.txt"]\nkind = "interview"\n'
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    fields = {"name": "Parents", "kind": "interview", "wave": "", "role": "", "date": "", "quoting": ""}
    evaluator.post(f"/studies/{study}/sources/0", **fields, **{"voice number": ["0", "1"], "voice": ["", "parent"]})
    assert dict(studies.load(evaluator.root / study).sources[0].roles) == {"P3": "parent"}
    evaluator.post(f"/studies/{study}/sources/0", **fields, **{"voice number": ["1"], "voice": ["asks"]})
    spec = studies.load(evaluator.root / study).sources[0]
    assert (spec.interviewers, spec.roles) == (("P3",), ())
