"""What the second look finds keeps a document from the coders until the custodian has ruled and the study ran again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.typed import Place, copy_of
from voices.store import open_store
from voices.study import load
from voices.vault import open_vault, read_key

pytestmark = pytest.mark.flow

BLIND = """
import re
import voices.privacy as privacy
whole = privacy.detect
def detect(texts, models, known=()):
    # The first look misses one name, whatever it is made of; the second is as it is.
    found = whole(texts, models, known)
    return [
        tuple(m for m in row if "Perpetua" not in text[m.start : m.end]) for text, row in zip(texts, found)
    ]
privacy.detect = detect
"""
ADDED = """Ruth Ambler (Interviewer)  0:02
What has changed for you?

Marek Zielinski (Lead practitioner)  0:09
On the first visit Perpetua Hartnoll told us what the family wanted, and the same worker came back every week.
"""


def passages_of(place: Place, document: str) -> int:
    with open_store(place.study / "study.db") as store:
        return sum(p.document == document for p in store.passages())


def blocked(place: Place) -> list[str]:
    with open_store(place.study / "study.db") as store:
        return [str(one) for one in json.loads(store.get("blocked", "[]"))]


def test_a_find_of_the_second_look_blocks_until_it_is_ruled_on(small: Place, tmp_path: Path) -> None:
    place = copy_of(small, tmp_path / "copy")
    (place.originals / "interviews" / "pair-3.txt").write_text(ADDED, "utf-8")
    done = place.type("run", place.study, first=BLIND)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    (document,) = set(blocked(place))
    assert passages_of(place, document) == 0
    with open_store(place.study / "study.db") as store:
        (stored,) = store.documents([document])
    assert "Perpetua" not in stored.text
    assert "Hartnoll" not in stored.text
    with open_vault(load(place.study).vault, read_key(place.key)) as vault:
        finds = [item for item in vault.pending() if any("second scan" in reason for reason in item.reasons)]
        assert finds
        for item in finds:
            for form in item.forms:
                vault.rule("confirm", actor="D. Custodian", form=form)
    again = place.type("run", place.study, first=BLIND)
    assert again.returncode in (0, 1), again.stdout + again.stderr
    assert blocked(place) == []
    assert passages_of(place, document) == 1
    with open_store(place.study / "study.db") as store:
        (opened,) = store.documents([document])
    assert "Perpetua" not in opened.text
    assert "the same worker came back every week" in opened.text
