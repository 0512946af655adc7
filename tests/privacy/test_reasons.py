"""Every reason a detector can give has a plain sentence."""

from __future__ import annotations

import json
from importlib import resources

from voices.privacy import Models, detect_texts
from voices.privacy.weighing.evidence import FAMILIES
from voices.privacy.weighing.reasons import SENTENCES, explain, sentence

from .golden import read


def test_every_reason_met_in_the_golden_files_has_a_sentence(models: Models) -> None:
    texts = [(str(i), g.text) for i, g in enumerate((*read("wild"), *read("synthetic")))]
    met = {r for row in detect_texts(texts, models).values() for m in row for r in m.reasons}
    assert met
    assert sorted(met - set(SENTENCES)) == []


def test_every_rule_the_arbiter_weighs_has_a_sentence() -> None:
    stored = resources.files("voices.privacy").joinpath("weights", "arbiter.json").read_text(encoding="utf-8")
    rules = {name.removeprefix("rule ") for name in json.loads(stored)["weights"] if name.startswith("rule ")}
    assert sorted((rules | set(FAMILIES)) - set(SENTENCES)) == []


def test_sentences_are_sentences_and_said_once() -> None:
    assert all(s[0].isupper() and s.endswith(".") for s in SENTENCES.values())
    assert explain(("numeric date", "ISO date", "custodian: always")) == (
        SENTENCES["numeric date"],
        sentence("custodian: always"),
    )
    assert sentence("a rule of tomorrow").endswith(".")
