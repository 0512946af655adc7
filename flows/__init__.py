"""Prefect flows: thin functions that call the rooms in order; the only place that imports Prefect.

Prefect's settings are made here, before Prefect is imported, because its own settings file is only
read from the current folder. Nothing is sent anywhere: telemetry is off, logs stay out of Prefect's
database, results are never stored, and the server listens on loopback while a flow runs.
"""

from __future__ import annotations

import os
from pathlib import Path

_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_LOG_PRINTS": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_TASKS_REFRESH_CACHE": "true",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
}
os.environ.update(_SETTINGS)


def prepare(home: Path) -> None:
    """Keep all that Prefect writes in `home`, closed to other accounts; call before any flow is imported.

    What matplotlib caches about fonts goes beside it: nothing is written to the user's own folders.
    """
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    os.environ["PREFECT_HOME"] = str(home)
    os.environ.setdefault("MPLCONFIGDIR", str(home.with_name("matplotlib")))
    os.environ["PREFECT_PROFILES_PATH"] = str(home / "profiles.toml")
