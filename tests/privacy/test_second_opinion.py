"""The small neural model reads many texts at once and says of each what it says of it alone."""

from __future__ import annotations

from voices.model import Span
from voices.privacy import Models, detect
from voices.privacy.detectors.ner import rampart_hits

TEXTS = (
    "my worker oluwaseun rang from kettlewick and marged came too",
    "nobody came",
    "",
    "Then Zdzisława Brzęczyszczykiewicz wrote to Mr Farquharson-Okonjo. " * 12,
    "nobody came",
)


def test_many_texts_are_read_as_each_alone(models: Models) -> None:
    assert models.rampart is not None
    together = rampart_hits(TEXTS, models.rampart, models.lists)
    assert together == [rampart_hits([text], models.rampart, models.lists)[0] for text in TEXTS]
    assert any(together)
    assert detect(TEXTS, models) == [detect([text], models)[0] for text in TEXTS]


def test_only_windows_that_touch_what_is_in_doubt_are_read(models: Models) -> None:
    assert models.rampart is not None
    only = rampart_hits([TEXTS[0]] * 3, models.rampart, models.lists, [None, [], [Span(10, 19)]])
    assert only[0] == only[2] != []
    assert only[1] == []
