"""Phrases of themes are in somebody's words: they go with the person whose words they are."""

from __future__ import annotations

from pathlib import Path

from tests.store.study import document, passages
from voices.model import Theme, ThemeAssignment, Themes
from voices.store import open_store


def test_phrases_in_the_words_of_who_leaves_go_and_the_name_with_them(tmp_path: Path) -> None:
    with open_store(tmp_path / "study.db", create=True) as store:
        made = document(0, people=2)
        store.put_documents([(made, "h")], [], "v1")
        store.put_passages([(made.id, "h", passages(made))], "v1")
        leaver, stayer = made.turns[1].participant, made.turns[3].participant
        gone = next(one for one in store.passages() if one.participant == leaver)
        stays = next(one for one in store.passages() if one.participant == stayer)
        theirs, others = " ".join(gone.text.lower().split()[1:4]), "said by the others"
        ids = (gone.id, stays.id)
        words = ("lateness", "calls", "phone", "rang")
        named = f"{theirs[0].upper()}{theirs[1:]} (lateness, calls)"
        both = Theme("a", "all", named, words, 2, 0.9, ids, phrases=(theirs, others))
        alone = Theme("b", "all", named, words, 2, 0.9, (stays.id,), phrases=(theirs,))
        kept = Theme("c", "all", "Said by the others (lateness, calls)", words, 2, 0.9, (stays.id,), phrases=(others,))
        store.put_themes(
            Themes("all", (both, alone, kept), tuple(ThemeAssignment(id, "a", 1.0) for id in ids)), "h", "v"
        )
        assert [one.phrases for one in store.themes()[0].themes] == [(theirs, others), (theirs,), (others,)]
        store.withdraw(leaver)
        after = {one.id: one for one in store.themes()[0].themes}
    assert [(after[id].name, after[id].phrases) for id in "abc"] == [
        ("Said by the others (lateness, calls)", (others,)),
        ("Lateness, calls, phone", ()),
        ("Said by the others (lateness, calls)", (others,)),
    ]
    assert after["a"].representative == (stays.id,)
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()
    assert theirs.encode() not in left
