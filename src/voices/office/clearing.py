"""Typed texts that may name somebody: refused, or cleared by whoever read them."""

from __future__ import annotations

from voices.office.editing import changed
from voices.office.office import Office
from voices.web import Posted, notice

MAY_NAME = (
    "Somebody may be named in what you typed, and it stands in reports. Change it, or tick “This names nobody” and "
    "save again."
)
LONGEST = 20_000
"""Characters of the list of texts that name nobody."""


def may_name(office: Office, form: Posted, study: str, *texts: str) -> bool:
    """Return whether somebody may be named in what was typed, and say so; nothing is stored then.

    What somebody ticked as naming nobody is added to `cleared` of the study, so that runs and publishing know it too.
    `study` is the name of its folder, empty while it is being made.
    """
    found = office.tools.naming([text for text in texts if text])
    known = {_bare(text) for text in office.study(study).cleared} if study else set()
    named = [text for text in found if _bare(text) not in known]
    if not named:
        return False
    if form.text("cleared") == "yes":
        if study:
            clear(office, study, named)
        return False
    notice(form.session, MAY_NAME, "problem")
    return True


def clear(office: Office, study: str, texts: list[str]) -> None:
    """Note in study.toml that texts were read and name nobody."""
    before = office.study(study).cleared
    cleared = list(dict.fromkeys([*before, *texts]))
    office.change(study, changed(office.manifest(study).read_text("utf-8"), study={"cleared": cleared}))


def clear_all(office: Office, study: str, lines: list[str]) -> None:
    """Put a whole list of texts that name nobody, one on each line, in the place of the one the study has."""
    wanted = [text for line in lines if (text := line.strip())]
    if wanted != list(office.study(study).cleared):
        office.change(study, changed(office.manifest(study).read_text("utf-8"), study={"cleared": wanted}))


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()
