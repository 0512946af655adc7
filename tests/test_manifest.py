"""Entries of study.toml into types, and the folder they describe."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from voices import manifest, study
from voices.errors import StudyError
from voices.model import ColumnMap, Kind

HEAD = '[study]\nid = "abc"\ntitle = "T"\noriginals = "../originals"\n'
SOURCE = """
[[sources]]
name = "focus group"
files = "talk/*.docx"
kind = "focus_group"
wave = 2
date = 2025-03-01
quoting = false
keep_until = "2027-03-31"
interviewers = ["Sam"]
[sources.columns]
text = "Words"
names = ["Who", " "]
[sources.roles]
P3 = "pod manager"
P1 = "social worker"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "study.toml").write_text(text, "utf-8")
    return folder


def test_a_whole_entry() -> None:
    (found,) = manifest.sources(tomllib.loads(SOURCE)["sources"])
    assert (found.kind, found.wave, found.date, found.quoting) == (Kind.FOCUS_GROUP, 2, "2025-03-01", False)
    assert found.files == ("talk/*.docx",)
    assert found.columns == ColumnMap(text=("Words",), names=("Who",))
    assert found.roles == (("P1", "social worker"), ("P3", "pod manager"))
    assert (found.interviewers, found.keep_until) == (("Sam",), "2027-03-31")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "focus group"', "", "[[sources]] entry 1: “name” is missing"),
        ('"focus_group"', '"chat"', "entry 1 (“focus group”): kind should be one of interview, focus group"),
        ("wave = 2", 'wave = "2"', "“wave” should be a whole number"),
        ("wave = 2", "wave = true", "“wave” should be a whole number"),
        ("quoting = false", 'quoting = "no"', "“quoting” should be true or false"),
        ('"2027-03-31"', '"31/03/2027"', "“keep_until” should be a date such as 2025-03-31"),
        ("interviewers", "interviewer", "“interviewer” is not known here; known are name, files"),
        ('"talk/*.docx"', '"../talk.docx"', "files lie below the folder of originals"),
        ('"talk/*.docx"', '"/talk.docx"', "files lie below the folder of originals"),
        ('"talk/*.docx"', '"talk\\\\a.docx"', "files lie below the folder of originals"),
        ('files = "talk/*.docx"', "files = []", "say which files it reads"),
        ('files = "talk/*.docx"', "files = [3]", "“files” should be a list of texts"),
        ('text = "Words"', 'words = "Words"', "columns: “words” is not known here"),
        ("[[sources]]", "[sources]", "write [[sources]] in double square brackets"),
    ],
)
def test_a_wrong_entry_is_named(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in SOURCE
    text = SOURCE.replace(old, new)
    if new == "[sources]":
        text = text.split("[sources.columns]")[0]
    with pytest.raises(StudyError) as told:
        study.load(written(tmp_path, HEAD + text))
    assert message in str(told.value)
    assert str(told.value).startswith("study.toml")


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="two sources are called “Focus Group”"):
        study.load(written(tmp_path, HEAD + SOURCE.replace("focus group", "Focus Group", 1) + SOURCE))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "[population]\nparent = -1\n", "“parent” should be a number of people"),
        (HEAD + '[population]\nparent = "many"\n', "“parent” should be a whole number"),
        (HEAD + "population = 3\n", "“population” is not known here"),
        (HEAD + "[other]\n", "“other” is not known here"),
        ('[study]\nid = "a"\noriginals = "o"\n', "[study]: “title” is missing"),
        ('[study\nid = "a"\n', "not valid TOML"),
        (HEAD + '[[codebooks]]\nkinds = ["letter"]\n', "[[codebooks]] entry 1: “name” is missing"),
    ],
)
def test_the_rest_of_the_file(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(StudyError) as told:
        study.load(written(tmp_path, text))
    assert message in str(told.value)
    assert "\n" not in str(told.value)


def test_where_things_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "my-study"
    folder.mkdir()
    loaded = study.load(written(folder, "\ufeff" + HEAD))
    assert loaded.originals == tmp_path / "originals"
    assert (loaded.database, loaded.vault) == (folder / "study.db", tmp_path / "my-study-vault")
    assert (loaded.out, loaded.work) == (folder / "out", folder / "work")
    assert [(use.name, use.kinds) for use in loaded.codebooks] == [
        ("six_principles", ()),
        ("complaints", (Kind.COMPLAINT,)),
    ]
    monkeypatch.setenv("VOICES_VAULT", "postgresql://vault.example/v")
    monkeypatch.setenv("VOICES_DATABASE", "postgresql://study.example/s")
    elsewhere = study.load(folder)
    assert elsewhere.vault == "postgresql://vault.example/v"
    assert elsewhere.database == "postgresql://study.example/s"


def test_a_study_is_not_made_twice_nor_in_a_checkout(tmp_path: Path) -> None:
    assert study.create(tmp_path / "one", template='id = "@ID@"') == ()
    with pytest.raises(StudyError, match="there is a study here already; nothing was changed"):
        study.create(tmp_path / "one", template="")
    (tmp_path / ".git").mkdir()
    with pytest.raises(StudyError, match="git checkout"):
        study.create(tmp_path / "two", template="")
    assert not (tmp_path / "two").exists()
    study.create(tmp_path / "demo" / "three", template="x", exempt=tmp_path / "demo")
    assert (tmp_path / "demo" / "three" / "study.toml").read_text("utf-8") == "x"


@pytest.mark.parametrize("name", ["OneDrive", "Dropbox (Team)", "iCloud Drive", "x-SharePoint"])
def test_synced_folders_are_told_of(name: str) -> None:
    (warning,) = study.warnings_about(Path("/home") / name / "study")
    assert "copies of it leave this machine" in warning


def test_the_sample_and_the_template_are_studies(tmp_path: Path) -> None:
    from voices import resources

    sample = study.load(resources.folder("sample"))
    assert {spec.kind for spec in sample.sources} >= {
        Kind.INTERVIEW,
        Kind.SURVEY,
        Kind.FORM,
        Kind.COMPLAINT,
        Kind.LETTER,
    }
    assert sample.expected_skips == ("interviews/damaged.docx",)
    template = Path(study.__file__).parent / "study_template.toml"
    study.create(tmp_path / "new", template=template.read_text("utf-8"))
    assert study.load(tmp_path / "new").sources[0].kind is Kind.INTERVIEW
