"""The errors a caller can tell apart; messages carry ids and what to do next, never people's words."""

from __future__ import annotations


class VoicesError(Exception):
    """Any error this package raises on purpose; its message is one line for a person to act on."""

    exit_code = 2


class InputError(VoicesError):
    """A file, row or option is not as it should be."""


class UnreadableFile(InputError):
    """A source file cannot be read; the run lists it and goes on with the others."""


class StudyError(InputError):
    """The study folder or its `study.toml` is not usable as it stands."""


class CodebookError(InputError):
    """A codebook file breaks a rule of the format."""


class EnvironmentNotReady(VoicesError):
    """Something outside the input is missing: a key, a model, a migration, a lock."""

    exit_code = 3


class KeyMissing(EnvironmentNotReady):
    """No key opens the vault."""


class ModelMissing(EnvironmentNotReady):
    """A language model this stage needs is not installed."""


class StudyLocked(EnvironmentNotReady):
    """Another run is working on this study."""


class MigrationNeeded(EnvironmentNotReady):
    """A database was made by another version and has to be brought up to date."""


class VaultError(VoicesError):
    """The vault refuses: a wrong key, a broken seal, a look-up without a reason."""


class StageFailed(VoicesError):
    """A stage of a flow stopped; carries the stage and the type of the cause, never its message."""


class StaleVersion(VoicesError):
    """Somebody else changed the item first; read it again."""


class NotVerbatim(VoicesError):
    """A quote is not an exact span of the stored passage any more."""
