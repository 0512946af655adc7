"""What left the study, and when: publications, downloads, workbooks, worksheets and backups; nothing takes one back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from voices.store.records import Records
from voices.store.writing import Draft, Writing

EXPORT = "export"
PUBLISHED = "published"
BY = "evaluator"
"""Who an export is by: these verbs and pages know no coder, and the name of an account may be a person's."""


@dataclass(frozen=True)
class Export:
    """One time that something left the study."""

    made_at: str
    act: str
    what: str
    """Name of the file or folder as it was made here, or what it holds."""
    digest: str = ""
    """SHA-256 of a published bank, as hex."""


class Exporting(Records, Writing):
    """The log of what left the study."""

    def note_export(self, act: str, what: str) -> None:
        """Log that something left the study; the row is append-only like every other."""
        facts = {"what": what}
        self.write(Draft(EXPORT, secrets.token_hex(8), act, facts, {}, (), BY))

    def exports(self) -> tuple[Export, ...]:
        """Return everything that left the study, newest first."""
        found = [Export(one.made_at, PUBLISHED, one.name, one.digest) for one in self.publications()]
        noted = sorted(self.written(EXPORT), key=lambda one: one.id)
        found += [Export(one.made_at, one.act, one.facts["what"]) for one in noted]
        return tuple(sorted(found, key=lambda one: one.made_at)[::-1])
