"""The demonstration flow: the study flow twice with recorded rulings and decisions between, then publish."""

from __future__ import annotations

from flows import linked, recorded, themed
from flows.code import code
from flows.pseudonymise import pseudonymise
from flows.publish import publish
from flows.session import Session
from flows.stage import a_flow


@a_flow("demo")
def demo(session: Session) -> None:
    """Pseudonymise, let the custodian rule, code, let the coders decide, learn from them, publish."""
    pseudonymise(session.run)
    if recorded.rule_identities(session, session.notes["custodian"]):
        pseudonymise(session.run)
    code(session.run)
    stored, lost = recorded.decide(session, session.notes["coders"])
    if lost:
        session.count("recorded decisions that fell on no passage", lost)
    if stored:
        session.counts["recorded decisions"] = stored
        code(session.run)
    written, finder = session.notes["written"], linked.Finder(session)
    kept = linked.put(session, written, finder)
    kept["themes"] = themed.put(session, written[linked.THEMES], finder)
    session.counts |= {f"recorded {kind}": number for kind, number in kept.items() if number}
    if finder.lost:
        session.count("recorded words that fell on no passage", finder.lost)
    publish(session.run)
