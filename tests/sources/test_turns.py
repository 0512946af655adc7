"""Offsets are exact whatever is said: turns cover the text, in order, parted by one line feed each."""

import string
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.made_files import reading, spoken, word
from voices.model import Kind, RawDocument
from voices.sources.talk.captions import read_captions
from voices.sources.talk.labels import clock
from voices.sources.talk.speakers import Voices
from voices.sources.talk.utterances import Utterance, join_turns, last_question, place
from voices.sources.words import clean, line_ends

ANY = st.text(max_size=40)
WORDS = st.lists(st.text(string.ascii_letters + "'é\U0001f642", min_size=1, max_size=8), min_size=1, max_size=8).map(
    " ".join
)


def covers(document: RawDocument) -> None:
    assert "\n".join(document.text[turn.start : turn.end] for turn in document.turns) == document.text
    at = 0
    for turn in document.turns:
        assert turn.start == at < turn.end <= len(document.text)
        at = turn.end + 1


@given(st.lists(st.builds(Utterance, ANY, st.sampled_from(["", "A", "B"]))))
def test_placed_turns_cover_the_text(utterances: list[Utterance]) -> None:
    text, turns = place(utterances)
    covers(RawDocument("s", "f", None, Kind.INTERVIEW, text, turns))
    assert [text[turn.start : turn.end] for turn in turns] == [clean(u.text) for u in utterances if clean(u.text)]


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\r" not in line_ends(text)


@given(st.lists(st.tuples(st.sampled_from(["", "P1", "p1", "I"]), WORDS), min_size=1))
def test_joining_loses_no_word_and_leaves_no_neighbours_alike(said: list[tuple[str, str]]) -> None:
    turns = join_turns([Utterance(words, speaker) for speaker, words in said])
    assert " ".join(turn.text for turn in turns).split() == " ".join(words for _, words in said).split()
    for before, after in pairwise(turns):
        assert after.speaker
        assert before.speaker.casefold() != after.speaker.casefold()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(said=st.lists(st.tuples(st.sampled_from(["Interviewer", "P1", "Parent 2"]), WORDS), min_size=2, max_size=12))
def test_a_transcript_reads_back(tmp_path: Path, said: list[tuple[str, str]]) -> None:
    """Written in four shapes, the same talk gives the same words by the same speakers."""
    wanted: list[tuple[str, str]] = []
    for speaker, words in said:
        if wanted and wanted[-1][0] == speaker:
            wanted[-1] = (speaker, f"{wanted[-1][1]} {words}")
        else:
            wanted.append((speaker, words))
    vtt = "WEBVTT\n\n" + "\n\n".join(
        f"00:00:{n:02d}.000 --> 00:00:{n:02d}.900\n<v {speaker}>{words}</v>" for n, (speaker, words) in enumerate(said)
    )
    srt = "\n\n".join(
        f"{n + 1}\n00:00:{n:02d},000 --> 00:00:{n:02d},900\n{speaker}: {words}"
        for n, (speaker, words) in enumerate(said)
    )
    txt = "\r\n".join(f"{speaker}: {words}" for speaker, words in said)
    blocks = "\n\n".join(f"{speaker}  0:{n:02d}\n{words}" for n, (speaker, words) in enumerate(said))
    for name, content in {"a.vtt": vtt, "a.srt": srt, "a.txt": txt, "b.txt": blocks}.items():
        (tmp_path / name).write_text(content, encoding="utf-8", newline="")
        found = reading(tmp_path / name)
        covers(found.documents[0])
        assert [(s, " ".join(words.split())) for s, _, words in spoken(found)] == wanted, name


def test_every_turn_has_the_question_before_it_and_nods_ask_nothing() -> None:
    assert last_question("Right. How was it? I mean the visit.") == "How was it?"
    assert last_question("Mm, right.") == ""
    assert last_question("Tell me about the pods.") == "Tell me about the pods."


def test_time_stamps_in_every_shape() -> None:
    assert [clock(stamp) for stamp in ("0:07", "[01:02:03]", "(75:10)", "00:00:09.120", "nine")] == [
        "00:00:07", "01:02:03", "01:15:10", "00:00:09", "",
    ]  # fmt: skip


def test_captions_keep_words_below_a_blank_line_and_count_unreadable_times() -> None:
    voices = Voices(frozenset(), ())
    text = (
        "WEBVTT\n\nNOTE not spoken\n\n00:01.000 --> 00:02.000\nI went\n\nback home\n\n00:0x.000 --> 00:04.000\nlost\n"
    )
    utterances, lost = read_captions(text, voices)
    assert [u.text for u in utterances] == ["I went", "back home"]
    assert lost == 1


def test_two_voices_in_one_caption_and_dashes(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Int>And?</v> <v.loud P2>Yes &lt;3</v>\n")
    assert spoken(reading(tmp_path / "a.vtt")) == [("Int", "interviewer", "And?"), ("P2", "", "Yes <3")]
    (tmp_path / "b.srt").write_text(
        "1\n00:00:01,000 --> 00:00:02,000\n- Who?\n- My nan,\n\n2\n00:00:02,000 --> 00:00:03,000\nwho else.\n"
    )
    assert [words for _, _, words in spoken(reading(tmp_path / "b.srt"))] == ["Who?", "My nan, who else."]


def test_word_transcripts_as_lines_and_as_tables(tmp_path: Path) -> None:
    lines = word(
        tmp_path / "a.docx",
        [
            "Interview 3\t12/05/2017",
            "Interviewer: How did it start?",
            "P3: Badly. [laughs]",
            "Then better.",
            "Interviewer:",
            "And now?",
            "P3: Good.",
        ],
    )
    found = reading(lines, roles=(("P3", "SW"),))
    assert spoken(found) == [
        ("Interviewer", "interviewer", "How did it start?"),
        ("P3", "social worker", "Badly. [laughs]\nThen better."),
        ("Interviewer", "interviewer", "And now?"),
        ("P3", "social worker", "Good."),
    ]
    assert found.documents[0].period == "2017-05"
    table = word(
        tmp_path / "b.docx",
        [],
        [("Facilitator", "Well?"), ("SW1", "Better."), ("SW2", "Mixed."), ("SW1", "OK, mixed.")],
    )
    assert [role for _, role, _ in spoken(reading(table, Kind.FOCUS_GROUP))] == ["interviewer"] + ["social worker"] * 3
    headed = word(
        tmp_path / "c.docx",
        [],
        [("Time", "Speaker", "Transcript"), ("0:01", "Q", "Why?"), ("0:05", "Ana Poll", "Because.")],
    )
    found = reading(headed)
    assert [(turn.speaker, turn.time, turn.question) for turn in found.documents[0].turns] == [
        ("Q", "00:00:01", ""),
        ("Ana Poll", "00:00:05", "Why?"),
    ]
    assert found.documents[0].known_names == ("Ana Poll",)


def test_tracked_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    from docx import Document
    from docx.oxml import parse_xml

    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = Document()
    paragraph = document.add_paragraph("P1: She ")
    paragraph._p.append(parse_xml(f"<w:ins {namespace}><w:r><w:t>stayed</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {namespace}><w:r><w:delText>left</w:delText></w:r></w:del>"))
    document.add_paragraph("I: Why?")
    document.save(str(tmp_path / "a.docx"))
    assert spoken(reading(tmp_path / "a.docx"))[0][2] == "She stayed"


def test_interviewers_and_roles_of_the_study_file_win(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rowan: Hm.\nNell: I see.\nRowan: Go on.\nNell: That is it.\n")
    found = reading(tmp_path / "a.txt", interviewers=("rowan",), roles=(("Nell", "mum"),))
    assert [role for _, role, _ in spoken(found)] == ["interviewer", "parent"] * 2
    assert found.documents[0].known_names == ("Nell", "Rowan")
    guessed = reading(tmp_path / "a.txt")
    assert any("no interviewer" in warning.casefold() for warning in guessed.description.warnings)
