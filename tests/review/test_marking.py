"""Coding some words of a passage, proposing codes, codes given last, and words that are shown as they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.conftest import NAME, Coder, app_of
from tests.store.study import document, participants, passages
from voices.errors import InputError
from voices.model import Coded, Valence, Verdict
from voices.review.spans import marked
from voices.store import Store


def test_words_are_coded_and_the_other_codes_stay(coder: Coder, store: Store) -> None:
    passage = store.passages()[0]
    first = (Coded("culture", Valence.MIXED), Coded("learning", None, 0, 6))
    store.decide(passage.id, "C1", Verdict.CODED, first, quotable=True)
    words = passage.text[7:20]
    tip = store.item(passage.id).tip  # type: ignore[union-attr]
    fields = {"passage": passage.id, "reading": "0", "code": "continuity", "valence": "positive"}
    coder.post("/code/words", **fields, words=words, version=tip)
    stands = store.standing()[passage.id]
    start, end = marked(passage.text, words)
    assert stands.codes == (*first, Coded("continuity", Valence.POSITIVE, start, end))
    assert stands.quotable
    assert "The other codes stay" in coder.get(f"/code?passage={passage.id}")
    assert "Somebody was quicker" in coder.post("/code/words", 409, **fields, words=words, version=tip)
    coder.post("/undo")
    assert store.standing()[passage.id].codes == first


def test_one_code_stands_on_several_stretches(coder: Coder, store: Store) -> None:
    passage = store.passages()[0]
    for words in (passage.text[:6], passage.text[7:20]):
        coder.post("/code/words", passage=passage.id, reading="0", code="continuity", words=words)
    codes = store.standing()[passage.id].codes
    assert [(c.code, passage.text[c.start : c.end]) for c in codes] == [
        ("continuity", passage.text[:6].strip()),
        ("continuity", passage.text[7:20].strip()),
    ]


def test_two_letters_name_the_code(coder: Coder, store: Store) -> None:
    passage = store.passages()[0]
    coder.post("/code/words", passage=passage.id, reading="0", code="CU", words=passage.text[:6])
    assert store.standing()[passage.id].codes[0].code == "culture"
    answer = coder.post("/code/words", 400, passage=passage.id, reading="0", code="zz", words=passage.text[:6])
    assert "no code has these letters" in answer


@pytest.mark.parametrize("words", ["", "   ", "words that do not stand there"])
def test_words_that_are_not_there_are_refused(coder: Coder, store: Store, words: str) -> None:
    passage = store.passages()[0]
    coder.post("/code/words", 400, passage=passage.id, reading="0", code="culture", words=words)
    assert store.decisions() == ()


@settings(max_examples=60)
@given(st.text(alphabet="ab \n\u202e😀é", min_size=1, max_size=40), st.data())
def test_marked_words_are_found_where_they_stand(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end]
    if not words.strip():
        with pytest.raises(InputError):
            marked(text, words)
        return
    at = start + len(words) - len(words.lstrip())
    assert marked(text, words, at) == (at, at + len(words.strip()))
    found = marked(text, " ".join(words.split()))
    assert text[slice(*found)].split() == words.split()


def test_a_code_is_proposed_used_and_named_as_it_was_said(coder: Coder, store: Store) -> None:
    passage, other = store.passages()[:2]
    words = passage.text.split(",")[0]
    coder.post("/code/propose", passage=passage.id, reading="0", words=words, **{"in vivo": "yes"})
    (made,) = store.proposed()
    assert (made.name, made.in_vivo, made.coder) == (words, True, "C1")
    assert store.standing()[passage.id].codes[0].code == made.id
    page = coder.get(f"/code?passage={other.id}")
    assert words in page, "it can be chosen at once"
    coder.decide(other.id, "code", code=made.id)
    assert store.standing()[other.id].codes == (Coded(made.id),)
    coder.post("/code/propose", 400, passage=other.id, reading="0", name=words)
    again = Coder(app_of(store))
    assert words in again.get(f"/code?passage={other.id}"), "it is there after a restart"


def test_a_proposed_code_that_may_name_somebody_is_not_stored(coder: Coder, store: Store) -> None:
    passage = store.passages()[0]
    coder.post("/code/propose", passage=passage.id, reading="0", name=f"like {NAME}")
    assert store.proposed() == ()
    assert "may name somebody" in coder.get("/code")
    coder.post("/code/propose", passage=passage.id, reading="0", name=f"like {NAME}", cleared="yes")
    assert len(store.proposed()) == 1


def test_a_proposed_code_leaves_with_the_person_whose_words_it_is(coder: Coder, store: Store) -> None:
    passage = store.passages()[0]
    coder.post("/code/propose", passage=passage.id, reading="0", words=passage.text[:12], **{"in vivo": "yes"})
    store.decide(store.passages()[1].id, "C1", Verdict.HELD)
    store.withdraw(passage.participant)
    assert store.proposed() == ()


def test_codes_given_last_decide_with_one_key(coder: Coder, store: Store) -> None:
    ids = [p.id for p in store.passages()]
    coder.decide(ids[0], "code", code=["culture", "learning"])
    coder.decide(ids[1], "code", code=["continuity"])
    assert [c.code for c in store.recent_codes("C1")] == ["continuity", "culture", "learning"]
    page = coder.get(f"/code?passage={ids[2]}")
    assert 'name="recent" value="continuity" data-key="1"' in page
    coder.post("/code", passage=ids[2], reading="0", recent="learning")
    assert [c.code for c in store.standing()[ids[2]].codes] == ["learning"]
    coder.post("/code", 400, passage=ids[3], reading="0", recent="no such code")


NASTY = "<script>alert(1)</script><b>bold</b> \u202eright to left\u202c &amp; {{ 7*7 }} \u2028 é😀"


def test_markup_scripts_and_long_texts_are_shown_as_text(coder: Coder, store: Store) -> None:
    long = NASTY + " word" * 10_000
    made = document(77, (long,))
    store.put_documents([(made, "in")], participants(made), "v1")
    cut = passages(made)
    assert len(cut[0].text) > 50_000
    store.put_passages([(made.id, "in", cut)], "v1")
    store.decide(cut[0].id, "C1", Verdict.CODED, (Coded("culture", None, 0, 20),))
    store.add_memo(cut[0].id, "C1", NASTY, True)
    coder.post("/search", words="script", code="", role="", source="", coder="", state="", lines="yes")
    for path in (f"/code?passage={cut[0].id}", f"/documents/{made.id}", "/search", "/memos", "/decisions"):
        page = coder.get(path)
        assert "<script>alert" not in page, path
        assert "<b>bold" not in page, path
        assert "49" not in page.split("bold")[1][:60] if "bold" in page else True, path
    assert "&lt;script&gt;" in coder.get(f"/documents/{made.id}")
