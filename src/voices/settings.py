"""Settings in one typed object: flags win over environment, environment over `study.toml`, that over defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from voices.errors import StudyError

PREFIX = "VOICES_"
"""Environment variables are the field's name in capitals behind this prefix: VOICES_BATCH_SIZE."""


@dataclass(frozen=True)
class Settings:
    """What a study or an administrator may set; every field has a default that serves one machine."""

    batch_size: int = 100
    """Documents or passages in one task."""
    seed: int = 0
    """Of everything random."""
    blind_share: float = 0.15
    """Share of passages a coder sees without suggestion; agreement is measured on these."""
    lease_minutes: int = 30
    """How long a passage stays claimed by one coder without activity."""
    idle_minutes: int = 240
    """A page server stops by itself after this long without a request."""
    disclosure_k: int = 5
    """A combination of attributes held by fewer people than this is not printed."""
    database: str = ""
    """SQLAlchemy URL of the study database; empty for a file in the study folder."""
    vault: str = ""
    """Folder or SQLAlchemy URL of the vault; empty for the folder beside the study."""
    larger_model: str = ""
    """all-mpnet-base-v2, or the folder of a sentence model in ONNX: a further view for coding; empty for none."""
    coders: tuple[str, ...] = ("C1", "C2")
    """Codes of those who review; never names."""
    case_patterns: tuple[str, ...] = ()
    """Regular expressions of the council's own case numbers."""
    protected_terms: tuple[str, ...] = ()
    """Words that are never masked in this study."""
    placeholders: str = "numbers"
    """numbers: [person 214]; roles: [mother 214], [primary school 8] where a role or sort is known."""
    dates: str = "hidden"
    """hidden: [date]; month: [date: May 2023]; interval: [date: day 5210], days counted inside one case."""
    ages: str = "hidden"
    """hidden: [age]; bands: [age: 5 to 9]."""


def resolve(
    study: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    **flags: Any,
) -> Settings:
    """Return the settings from a study's `[settings]` table, the environment and flags (None means not given).

    Raises:
        StudyError: a name is unknown or a value has the wrong type; the message names it.
    """
    known = {f.name: f for f in fields(Settings)}
    settings = Settings()
    for name, value in (study or {}).items():
        if name not in known:
            raise StudyError(f"study.toml, [settings]: “{name}” is not a setting; see `voices init` for the list")
        settings = replace(settings, **{name: _typed(name, value, "study.toml, [settings]")})
    for name in known:
        text = (os.environ if environment is None else environment).get(PREFIX + name.upper())
        if text is not None:
            settings = replace(settings, **{name: _typed(name, text, f"environment, {PREFIX}{name.upper()}")})
    given = {name: value for name, value in flags.items() if value is not None}
    return replace(settings, **{name: _typed(name, value, "command line") for name, value in given.items()})


def _typed(name: str, value: Any, where: str) -> Any:
    default = getattr(Settings(), name)
    try:
        if isinstance(default, tuple):
            parts = value.split(",") if isinstance(value, str) else value
            return tuple(str(part).strip() for part in parts if str(part).strip())
        if isinstance(default, int) and isinstance(value, bool):
            raise TypeError
        converted = type(default)(value)
    except (TypeError, ValueError) as error:
        raise StudyError(f"{where}: “{name}” should be {_described(default)}") from error
    if name in _CHOICES and converted not in _CHOICES[name]:
        raise StudyError(f"{where}: “{name}” should be {' or '.join(_CHOICES[name])}")
    limit = _LIMITS.get(name)
    if limit and not limit[0] <= converted <= limit[1]:
        raise StudyError(f"{where}: “{name}” should lie between {limit[0]} and {limit[1]}")
    return converted


_CHOICES: dict[str, tuple[str, ...]] = {
    "placeholders": ("numbers", "roles"),
    "dates": ("hidden", "month", "interval"),
    "ages": ("hidden", "bands"),
}
_LIMITS: dict[str, tuple[float, float]] = {
    "batch_size": (1, 5000),
    "blind_share": (0, 1),
    "lease_minutes": (1, 1440),
    "idle_minutes": (1, 10080),
    "disclosure_k": (2, 100),
}


def _described(default: object) -> str:
    match default:
        case int():
            return "a whole number"
        case float():
            return "a number"
        case tuple():
            return "a list of texts"
        case _:
            return "a text"
