"""Running a flow: one session, one server, and a summary whatever happens."""

from __future__ import annotations

import json
import logging
import platform
from collections.abc import Callable
from contextlib import suppress
from importlib import metadata

from prefect import Flow

from flows import server
from flows.session import Progress, Session, opened, quiet
from voices import __version__
from voices.disk import disk_full
from voices.errors import VoicesError
from voices.model import RunRecord, Skipped
from voices.study import Study
from voices.vault import Vault

# Prefect's own word that it is still sending events while a short run ends: nobody can act on it.
logging.getLogger("EventsWorker").setLevel(logging.CRITICAL)

PACKAGES = ("bertopic", "numpy", "onnxruntime", "prefect", "scikit-learn", "spacy")
"""Those whose version changes what comes out."""
VERSIONS_KEY = "versions"
"""Under this key the store keeps the versions behind what it holds, for the methods appendix."""


def run(
    study: Study,
    flow: Flow[[str], None],
    vault: Vault | None = None,
    progress: Progress = quiet,
    *,
    before: Callable[[Session], None] | None = None,
    after: Callable[[Session], None] | None = None,
) -> Session:
    """Run one flow on a study and return its session, closed, with counts, skips and seconds.

    `before` and `after` run inside the same lock, for what is no stage of its own.

    Raises:
        VoicesError: what stopped it, in words for a person; StageFailed names stage and type for anything else.
    """
    server.begin()
    with opened(study, vault, progress) as session:
        session.versions |= _versions()
        try:
            with session.timed("server"):
                ready = server.ready()
                ready.__enter__()
            try:
                if before is not None:
                    before(session)
                flow(session.run)
                if after is not None:
                    after(session)
            finally:
                ready.__exit__(None, None, None)
        except Exception:
            with suppress(Exception):
                session.store.put_run(session.record(flow.name, failed=True))
            if isinstance(session.error, VoicesError):
                raise session.error from None
            full = disk_full(session.error)
            if full is not None:
                raise full from None
            raise
        _finish(session, flow.name)
        return session


def _finish(session: Session, flow: str) -> None:
    for stage, skipped in session.skipped.items():
        session.store.put_skipped(stage, skipped)
    kept = json.loads(session.store.get(VERSIONS_KEY, "{}"))
    session.store.set(VERSIONS_KEY, json.dumps({**kept, **session.versions}, sort_keys=True))
    session.store.put_run(session.record(flow))


def _versions() -> dict[str, str]:
    return {
        "voices": __version__,
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{name: metadata.version(name) for name in PACKAGES},
    }


def summary(session: Session, flow: str) -> tuple[RunRecord, tuple[Skipped, ...]]:
    """Return the run's record and everything it skipped, for printing."""
    listed = [one for skipped in session.skipped.values() for one in skipped]
    return session.record(flow), tuple(sorted(listed, key=lambda s: (s.stage, s.what, s.reason)))
