"""The erase flow: one person, place or body is forgotten, and the study is brought up to date."""

from __future__ import annotations

from flows.code import PSEUDONYMISE_VERSION, code
from flows.session import Session
from flows.stage import a_flow


@a_flow("erase")
def erase(session: Session) -> None:
    """Destroy the key, put [removed] where the name stood, and cut the changed documents into passages again.

    The session's notes name the `entity`, the `actor` and the `reason`; `erasure` is noted for the caller.
    """
    vault, notes = session.keys, session.notes
    with session.timed("erase"):
        done = vault.erase(notes["entity"], notes["actor"], notes["reason"])
        notes["erasure"] = done
        hashes = vault.done()
        known = {document.id for document in session.store.documents(done.ids)}
        # Another hash than masking gives, so that passages are cut again now and the next run looks once more.
        changed = [(d, f"{hashes[d.id]}-erased-{notes['entity']}") for d in done.documents if d.id in known]
        session.store.put_documents(changed, (), PSEUDONYMISE_VERSION)
    session.counts["documents changed"] = len(changed)
    code(session.run)
