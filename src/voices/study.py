"""A study folder: its manifest `study.toml`, and where its files, database and vault lie."""

from __future__ import annotations

import secrets
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from voices import manifest
from voices import settings as settings_module
from voices.errors import StudyError
from voices.manifest import CodebookUse
from voices.model import Event, Kind, SourceSpec
from voices.settings import Settings

MANIFEST = "study.toml"
NETWORK_HINTS = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "sharepoint")
"""Parts of folder names that mean the folder is copied to other machines."""


@dataclass(frozen=True)
class Study:
    """What `study.toml` says, with every path resolved."""

    folder: Path
    id: str
    """Random, made by `voices init`; keys of this study are derived with it."""
    title: str
    council: str
    originals: Path
    """Folder of the files as people gave them; outside the study folder."""
    sources: tuple[SourceSpec, ...]
    codebooks: tuple[CodebookUse, ...]
    indicators: str
    """Path of the proxy-indicator file below `originals`, or empty."""
    population: tuple[tuple[str, int], ...]
    """(role, head count) of the people who could have taken part."""
    expected_skips: tuple[str, ...]
    """Files that are known to be unreadable, below `originals`."""
    left_out: tuple[str, ...]
    """Paths or patterns below `originals` of files that are in no source on purpose."""
    participants: str
    """Path of the list of participants below `originals` (csv or xlsx), or empty."""
    writings: tuple[tuple[str, str], ...]
    """The study's own ways of writing roles, as (way of writing, role)."""
    events: tuple[Event, ...]
    """Dated events that charts mark, by date."""
    settings: Settings
    cleared: tuple[str, ...] = ()
    """Typed texts that somebody has read and says name nobody; whole texts, whatever their case."""

    @property
    def database(self) -> Path | str:
        """The study database: a file in the study folder, or the URL that settings name."""
        return self.settings.database or self.folder / "study.db"

    @property
    def vault(self) -> Path | str:
        """The vault: the folder beside the study, or what settings name."""
        if "://" in self.settings.vault:
            return self.settings.vault
        return Path(self.settings.vault) if self.settings.vault else self.folder.with_name(f"{self.folder.name}-vault")

    @property
    def out(self) -> Path:
        """Where published files go."""
        return self.folder / "out"

    @property
    def work(self) -> Path:
        """Prefect's home, caches and locks of this study; holds no text."""
        return self.folder / "work"


def load(folder: Path, **flags: Any) -> Study:
    """Read the study in `folder`; flags override its settings.

    Raises:
        StudyError: no study there, or a line of `study.toml` is not as it should be; the message names the entry.
    """
    folder = folder.resolve()
    path = folder / MANIFEST
    if not path.is_file():
        raise StudyError(f"{folder.name}: no study here (no {MANIFEST}); make one with `voices init {folder.name}`")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise StudyError(f"{MANIFEST}: not valid TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(f"{MANIFEST}: cannot be read as UTF-8 text ({type(error).__name__})") from error
    tables = ("study", "sources", "codebooks", "population", "roles", "events", "settings")
    manifest.refuse_unknown(data, tables, MANIFEST)
    head = manifest.table(data, "study")
    allowed = "id title council originals indicators expected_skips left_out participants keep_until cleared"
    manifest.refuse_unknown(head, allowed.split(), "[study]")
    keep_until = manifest.iso_date(head, "keep_until", "[study]")
    writings = manifest.roles(manifest.table(data, "roles"))
    sources = manifest.sources(data.get("sources", []))
    return Study(
        folder=folder,
        id=manifest.text(head, "id", "[study]", required=True),
        title=manifest.text(head, "title", "[study]", required=True),
        council=manifest.text(head, "council", "[study]"),
        originals=(folder / manifest.text(head, "originals", "[study]", required=True)).resolve(),
        sources=tuple(replace(s, keep_until=s.keep_until or keep_until, writings=writings) for s in sources),
        codebooks=manifest.codebooks(data.get("codebooks", []))
        or (CodebookUse("six_principles"), CodebookUse("complaints", (Kind.COMPLAINT,))),
        indicators=manifest.text(head, "indicators", "[study]"),
        population=manifest.population(manifest.table(data, "population")),
        expected_skips=manifest.texts(head, "expected_skips", "[study]"),
        left_out=manifest.texts(head, "left_out", "[study]"),
        participants=manifest.text(head, "participants", "[study]"),
        writings=writings,
        events=manifest.events(data.get("events", [])),
        settings=settings_module.resolve(manifest.table(data, "settings"), **flags),
        cleared=manifest.texts(head, "cleared", "[study]"),
    )


def create(folder: Path, *, template: str, exempt: Path | None = None) -> tuple[str, ...]:
    """Make a study folder with a commented manifest; return warnings about where it lies.

    Raises:
        StudyError: there is a study already, or the folder lies inside a git checkout (`exempt` and below are allowed).
    """
    folder = folder.resolve()
    if (folder / MANIFEST).exists():
        raise StudyError(f"{folder.name}: there is a study here already; nothing was changed")
    if exempt is None or not folder.is_relative_to(exempt.resolve()):
        refuse_git_checkout(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "out").mkdir(exist_ok=True)
    (folder / MANIFEST).write_text(template.replace("@ID@", secrets.token_hex(8)), encoding="utf-8")
    return warnings_about(folder)


def refuse_git_checkout(folder: Path) -> None:
    """Refuse a place for a study in a git checkout; raises StudyError where the folder or one above it is one."""
    if any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        raise StudyError(
            f"{folder.name}: this lies in a git checkout, where people's words could be committed; "
            "choose a folder outside it"
        )


def warnings_about(folder: Path) -> tuple[str, ...]:
    """Return one sentence for each reason to keep people's words elsewhere: synced and network folders."""
    found = []
    path = str(folder).casefold()
    hint = next((hint for hint in NETWORK_HINTS if hint in path), None)
    if hint:
        found.append(f"This folder seems to be synced ({hint}): copies of it leave this machine.")
    if str(folder).startswith(("\\\\", "//")) or _on_network_mount(folder):
        found.append("This folder seems to lie on a network drive: a SQLite file is unsafe there with several coders.")
    return tuple(found)


def _on_network_mount(folder: Path) -> bool:
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return False
    kinds = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"}
    best = ("", "")
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, point, kind, *_ = line.split()
        if (str(folder) + "/").startswith(point.rstrip("/") + "/") and len(point) >= len(best[0]):
            best = (point, kind)
    return best[1] in kinds
