"""Who does something on the command line: a coder of the study, in the role they have there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from voices.errors import InputError

if TYPE_CHECKING:
    from voices.review.people import Act, People
    from voices.store import Store
    from voices.study import Study


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Study, Store]]:
    """Open a study with its database."""
    from voices.cli.study import load
    from voices.store import open_store

    study = load(folder)
    with open_store(study.database) as store:
        yield study, store


def known(study: Study, by: str) -> str:
    """Return the code of a coder; raises InputError where the study has no such coder."""
    if by not in study.settings.coders:
        raise InputError(f"--by: write one of the study's coders: {', '.join(study.settings.coders)}")
    return by


def people_of(study: Study, store: Store) -> People:
    """Return the coders of a study with their roles."""
    from voices.review.pages.reviewing import PEOPLE_KEY
    from voices.review.people import people

    return people(store.get(PEOPLE_KEY), study.settings.coders)


def check_allowed(study: Study, store: Store, by: str, act: Act) -> None:
    """Raise InputError where the role of a coder does not include an act."""
    if not people_of(study, store).may(known(study, by), act):
        raise InputError(f"the role of {by} in this study does not include this: ask the lead of the study")
