"""What the pages say is so: commands, options, links, settings, pictures and the output they show."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tests.docs import pages
from tests.docs.pages import PAGES, ROOT, Line, Link
from voices.cli import app
from voices.placeholders import KIND_OF_LABEL
from voices.settings import Settings

COMMANDS = ROOT / "docs" / "commands.md"
LINES = [line for page in PAGES for line in pages.command_lines(page)]
LINKS = [link for page in PAGES for link in pages.links(page)]
TREE: Any = typer.main.get_command(app)


def verbs(group: Any = TREE, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield (words, command) of every verb, those of sub-applications too."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from verbs(command, (*before, name))
        else:
            yield (*before, name), command


VERBS = dict(verbs())


def verb_of(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the verb a line begins with, or None."""
    return next((verb for verb in VERBS if words[: len(verb)] == verb), None)


def options(command: Any) -> dict[str, str]:
    """Return the options of a command with their help, by the name people type."""
    return {name: one.help or "" for one in command.params for name in one.opts if name.startswith("--")}


def section(verb: tuple[str, ...]) -> str:
    """Return what docs/commands.md says under the heading of a verb."""
    heading = f"### voices {' '.join(verb)}\n"
    return pages.text(COMMANDS).partition(heading)[2].partition("\n### ")[0].partition("\n## ")[0]


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_has_its_section_with_an_example(verb: tuple[str, ...]) -> None:
    assert re.search(rf"^voices {' '.join(verb)}\b", section(verb), re.MULTILINE)


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_option_is_explained(verb: tuple[str, ...]) -> None:
    own = section(verb)
    shared = "" if verb[0] != "vault" else pages.text(COMMANDS).partition("\n## The vault")[2].partition("\n### ")[0]
    missing = [name for name in options(VERBS[verb]) if f"`{name}`" not in own + shared and name != "--help"]
    assert missing == []


def test_no_section_is_about_a_verb_that_is_not_there() -> None:
    headings = re.findall(r"^### voices (.+)$", pages.text(COMMANDS), re.MULTILINE)
    assert {tuple(one.split()) for one in headings} == set(VERBS)


@pytest.mark.parametrize("line", [line for line in LINES if line.whole], ids=str)
def test_a_command_line_parses(line: Line) -> None:
    verb = verb_of(line.words)
    assert verb is not None, "there is no such verb"
    # Parsing alone: the verb itself does not run.
    VERBS[verb].make_context(" ".join(verb), list(line.words[len(verb) :]))


@pytest.mark.parametrize("line", [line for line in LINES if not line.whole], ids=str)
def test_a_command_named_in_a_sentence_exists_with_its_options(line: Line) -> None:
    if line.words[:1] == ("--help",) or line.words in {("vault",), ("codebook",)}:
        return
    verb = verb_of(line.words)
    assert verb is not None, "there is no such verb"
    assert {word for word in line.words if word.startswith("--")} <= {*options(VERBS[verb]), "--help"}


def test_enough_was_looked_at() -> None:
    assert len(VERBS) >= 30
    assert sum(line.whole for line in LINES) >= 40
    assert len(LINKS) >= 60


@pytest.mark.parametrize("link", LINKS, ids=str)
def test_a_link_leads_somewhere(link: Link) -> None:
    path, _, anchor = link.target.partition("#")
    target = (link.page.parent / path).resolve() if path else link.page
    assert target.exists()
    assert target.is_relative_to(ROOT)
    if anchor:
        assert anchor in pages.anchors(target)


@pytest.mark.parametrize("link", [link for link in LINKS if link.picture], ids=str)
def test_a_picture_is_there_small_and_described(link: Link) -> None:
    content = (link.page.parent / link.target).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) < 300_000
    assert len(link.words.split()) >= 5, "the alternative text says what there is to see"


def test_the_readme_has_pictures() -> None:
    assert [link.target for link in LINKS if link.picture and link.page.name == "README.md"] != []


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_explained_with_its_default(name: str) -> None:
    row = next((line for line in pages.text(ROOT / "docs" / "settings.md").splitlines() if f"| `{name}` |" in line), "")
    assert row, "docs/settings.md has no row for it"
    default = getattr(Settings(), name)
    if default == "":
        shown = "empty"
    elif isinstance(default, tuple):
        shown = "[" + ", ".join(f'"{part}"' for part in default) + "]"
    else:
        shown = str(default)
    assert shown in row.split("|")[2]


def test_no_setting_is_explained_that_is_not_there() -> None:
    table = pages.text(ROOT / "docs" / "settings.md").partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == {field.name for field in fields(Settings)}


def test_every_kind_of_placeholder_is_in_the_privacy_table() -> None:
    table = pages.text(ROOT / "docs" / "privacy.md")
    assert [kind for kind in KIND_OF_LABEL.values() if not re.search(rf"`\[{kind}( \d+)?\]`", table)] == []


def test_nothing_is_called_anonymous() -> None:
    said = {page.name: re.findall(r"[^.\n|]*anonymis[^.\n|]*", pages.prose(page)) for page in PAGES}
    assert [one for found in said.values() for one in found if " not " not in one] == []


def test_no_figure_is_left_to_fill_in() -> None:
    assert [page.name for page in PAGES if re.search(r"^@[A-Z]+@$|TODO|TBD", pages.text(page), re.MULTILINE)] == []


@pytest.mark.parametrize(
    ("guide", "template"),
    [
        ("review-guide.md", "review/pages/templates/review/coding.html"),
        ("review-guide.md", "review/pages/templates/review/choosing.html"),
        ("custodian-guide.md", "vault/desk/templates/desk/doubts.html"),
    ],
)
def test_every_key_of_a_page_is_in_its_guide(guide: str, template: str) -> None:
    on_page = {key for keys in re.findall(r'data-key="([^"{]+)"', _template(template)) for key in keys.split()}
    explained = set(re.findall(r"<kbd>([^<]+)</kbd>", pages.text(ROOT / "docs" / guide)))
    assert on_page
    assert {key.lower() for key in on_page} <= {key.lower() for key in explained}


def _template(path: str) -> str:
    return (ROOT / "src" / "voices" / path).read_text(encoding="utf-8")


SHOWN = (
    "voices scores data/sample/files/parents/parents-wave1.csv data/sample/files/parents/parents-wave2.csv "
    "--questions data/sample/files/parents/parents-questions.csv",
    "voices codebook check complaints",
)


@pytest.mark.parametrize("command", SHOWN)
def test_output_is_shown_as_it_comes(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = pages.shown_output(COMMANDS, command).rstrip("\n").splitlines()
    printed = CliRunner().invoke(app, shlex.split(command)[1:]).stdout.splitlines()
    kept = shown[: shown.index("…")] if "…" in shown else shown
    assert printed[: len(kept)] == kept
    assert "…" in shown or len(printed) == len(shown)


@pytest.mark.parametrize("command", ["voices codebook check my-study/our-codebook"])
def test_the_codebook_on_its_page_is_one(command: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ROOT / "docs" / "codebooks.md"
    folder = tmp_path / "my-study" / "our-codebook"
    folder.mkdir(parents=True)
    toml = re.findall(r"^```toml\n(.*?)^```$", pages.text(page), re.MULTILINE | re.DOTALL)
    (folder / "codebook.toml").write_text(next(one for one in toml if "[codebook]" in one), encoding="utf-8")
    (exemplars,) = re.findall(r"^```json\n(.*?)^```$", pages.text(page), re.MULTILINE | re.DOTALL)
    (folder / "exemplars.jsonl").write_text(exemplars, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, shlex.split(command)[1:])
    assert done.exit_code == 1
    assert done.stdout == pages.shown_output(page, command)
