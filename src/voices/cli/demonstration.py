"""The sample study, from invented files to a published quote bank."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from voices.cli import terminal
from voices.errors import StudyError

if TYPE_CHECKING:
    from voices.study import Study
    from voices.vault import Vault


def demonstrate(folder: Path, *, serve: bool) -> None:
    """Run the sample study in `folder`, with the decisions its two coders and its custodian recorded."""
    import flows
    from voices import resources, study

    folder.mkdir(parents=True, exist_ok=True)
    sample = resources.folder("sample")
    home = folder / "harrowmere"
    _lay_out(sample, home)
    loaded = study.load(home)
    from flows.session import home as prefect_home

    flows.prepare(prefect_home(loaded))
    from flows import server

    server.begin()
    vault = _vault(loaded, folder / "demo.key")
    terminal.say("Sample study of Harrowmere, an invented council. Every person and place in it is made up.")
    from flows import linked, recorded
    from flows.demo import demo
    from flows.running import run, summary

    decisions = sample / "decisions"
    with vault, terminal.progress() as show:
        session = run(
            loaded,
            demo,
            vault,
            show,
            before=lambda s: s.notes.update(
                custodian=decisions / "custodian.jsonl",
                coders=recorded.read(decisions / "coders.jsonl"),
                written=linked.read(decisions),
            ),
        )
    record, skipped = summary(session, "demo")
    terminal.summarise(record, skipped)
    terminal.say()
    terminal.say("What people decided, as a quote bank and a report:")
    for path in sorted(loaded.out.iterdir()):
        terminal.say(f"  {path}")
    terminal.say(f"Vault with who is who (throwaway key {folder / 'demo.key'}, for this sample only): {loaded.vault}")
    terminal.say(f"Open the review page: {_command()} review {home}")
    if serve:
        from voices.cli.reviewing import serve as serve_pages

        serve_pages(loaded, 0, open_browser=True)


def _lay_out(sample: Path, home: Path) -> None:
    """Put the sample's study file and a copy of its originals in place, unless they are there as they should be."""
    manifest = home / "study.toml"
    template = (sample / "study.toml").read_text(encoding="utf-8")
    template = template.replace('originals = "files"', 'originals = "../originals"')
    if manifest.exists() and manifest.read_text(encoding="utf-8") != template:
        raise StudyError(
            f"{home}: holds another version of the sample; delete the folder {home.parent} and run this again"
        )
    home.mkdir(exist_ok=True)
    manifest.write_text(template, encoding="utf-8")
    shutil.copyfile(sample / "theories.toml", home / "theories.toml")
    shutil.copytree(sample / "files", home.parent / "originals", dirs_exist_ok=True)


def _vault(loaded: Study, key_file: Path) -> Vault:
    from voices.vault import create_key, create_vault, open_vault, read_key

    key = read_key(key_file) if key_file.exists() else create_key(key_file)
    there = (Path(loaded.vault) / "vault.db").exists()
    return open_vault(loaded.vault, key) if there else create_vault(loaded.vault, key, loaded.id)


def _command() -> str:
    return str(Path(".venv") / "bin" / "voices") if Path(".venv").is_dir() else "voices"
