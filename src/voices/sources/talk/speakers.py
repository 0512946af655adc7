"""Tell what a speaker label is: somebody who asks, a code, a role, or a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voices.model import SourceSpec
from voices.sources.limits import MAX_LABEL_CHARACTERS
from voices.sources.roles import INTERVIEWER, known_role, normalise_role, role_in_label
from voices.sources.words import fold, listed, one_line

_ASKS = re.compile(
    r"(?:i|q|int|intv|iv|interviewer|facilitator|fac|moderator|mod|researcher|evaluator|question)\s*\d{0,2}", re.I
)
_CODE = re.compile(
    r"(?:[A-Z]{1,3}[\s_-]?\d{1,3}[A-Za-z]?|[PRAMFSCI]|SW|YP|FC|IRO|PM|TM"
    r"|(?:participant|respondent|resp|res|part|pt|ppt|interviewee|speaker|person|voice|male|female|man|woman|caller|answer|unknown|group"
    r"|all|several|unidentified|multiple|everyone|various|family|child|member)"
    r"(?:\s+(?:speaker|voice|participant|person|member))?s?[\s_#-]*(?:\d{1,3}|[A-Za-z])?)",
    re.I,
)
_SEVERAL = re.compile(
    r"(?:all|several|various|multiple|everyone|everybody|group|unknown|unidentified|both)"
    r"(?:\s+(?:speakers?|voices?|participants?|people|person|of them))?",
    re.I,
)
_TOGETHER = re.compile(r"\s*(?:&|\+|/|,|\band\b)\s*", re.I)
_NAME_WORD = r"(?:[^\W\d_][\w.'\u2019-]*)"
_NAME = re.compile(rf"{_NAME_WORD}(?:,?\s+{_NAME_WORD}){{0,4}}")
_PARTICLES = frozenset(
    listed(
        """
        al | and | ap | bin | da | de | del | della | den | der | di | du | e | el | ferch | ibn | la | le | o | of
        | the | van | von | y
        """
    )
)
_TITLES = re.compile(r"^(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|cllr|councillor|rev|father|sister)\.?\s+", re.I)
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_NOT_NAMES = frozenset(
    listed(
        """
        a | about | actually | after | again | also | although | and | another | answer | anyway | as | at
        | basically | because | before | but | by | comment | comments | context | date | dear | describe | duration
        | eg | etc | exactly | example | examples | exercise | file | finally | first | firstly | for | from | further
        | he | heading | her | his | honestly | however | http | https | i | if | in | instead | interview
        | introduction | is | it | its | key | language | last | lastly | later | like | location | maybe | me
        | meaning | mine | my | namely | no | note | notes | now | number | of | ok | okay | on | one | option | or
        | other | our | outcome | page | part | plus | point | present | project | ps | purpose | question | questions
        | ratio | re | really | reason | recording | reference | result | results | right | said | same | say | says
        | second | secondly | section | she | since | so | some | something | source | start | still | study | subject
        | summary | task | that | the | their | them | then | there | these | they | thing | things | third | this
        | those | three | time | times | title | to | topic | transcriber | transcript | two | type | us | venue
        | version | warning | was | wave | we | well | what | whatever | when | where | which | while | who | why
        | with | yes | you | your
        """
    )
)
"""Words that open a sentence or a heading, so that "Honestly: no" is not taken for somebody called Honestly."""


@dataclass(frozen=True)
class Voices:
    """How the labels of one source are to be understood."""

    interviewers: frozenset[str]
    """Folded labels of those who ask, as the study file gives them."""
    roles: tuple[tuple[str, str], ...]
    """(folded label, role) as the study file gives them."""
    default_role: str = ""
    """Role of those who answer, where nothing else says."""
    writings: tuple[tuple[str, str], ...] = ()
    """(way of writing, role) pairs of the study's own list."""

    def role(self, label: str) -> str:
        """Return the role of a label; "interviewer" for those who ask."""
        forms = set(label_forms(label))
        for known, role in self.roles:
            if known in forms:
                return role
        if forms & self.interviewers or asks(label):
            return INTERVIEWER
        return role_in_label(label, dict(self.writings)) or self.default_role

    def knows(self, label: str) -> bool:
        """Return whether the study file names this label."""
        forms = set(label_forms(label))
        return bool(forms & self.interviewers) or any(known in forms for known, _ in self.roles)


def voices_of(spec: SourceSpec) -> Voices:
    """Return how a source's study entry wants its labels understood."""
    interviewers = {form for label in spec.interviewers for form in label_forms(label)}
    own = dict(spec.writings)
    roles = tuple((form, normalise_role(role, own)) for label, role in spec.roles for form in label_forms(label))
    return Voices(frozenset(interviewers), roles, normalise_role(spec.role, own) if spec.role else "", spec.writings)


def label_forms(label: str) -> tuple[str, ...]:
    """Return the folded ways a label may be written: whole, without brackets, first name first."""
    forms = [fold(label)]
    plain = plain_name(label)
    forms.append(fold(plain))
    return tuple(dict.fromkeys(form for form in forms if form))


def asks(label: str) -> bool:
    """Return whether a label by itself names somebody who asks: I, Int, Interviewer 2, Facilitator, Q, Researcher."""
    plain = _BRACKETED.sub(" ", one_line(label)).strip(" []:.")
    return bool(_ASKS.fullmatch(plain)) or known_role(plain) == INTERVIEWER or role_in_label(label) == INTERVIEWER


def is_code(label: str) -> bool:
    """Return whether a label is a code for somebody rather than a name: P3, Participant 7, SPEAKER_01, R."""
    plain = one_line(label).strip(" []:.")
    return bool(_CODE.fullmatch(plain)) or (_TOGETHER.search(plain) is not None and speaks_for_several(plain))


def speaks_for_several(label: str) -> bool:
    """Return whether a label stands for voices nobody told apart: All, Several, Unknown speaker, "SW1 & SW3"."""
    plain = one_line(label).strip(" []:.")
    parts = _TOGETHER.split(plain)
    return bool(_SEVERAL.fullmatch(plain)) or (len(parts) > 1 and all(_CODE.fullmatch(part) for part in parts))


def is_known(label: str) -> bool:
    """Return whether a label by itself is surely a speaker: asks, is a code, or is a role."""
    return asks(label) or is_code(label) or bool(known_role(label))


def looks_like_name(label: str) -> bool:
    """Return whether a label could be a person's name, capitals required except in particles."""
    if len(label) > MAX_LABEL_CHARACTERS:
        return False
    plain = _BRACKETED.sub(" ", one_line(label)).strip()
    if not _NAME.fullmatch(plain):
        return False
    words = re.split(r"[,\s]+", plain)
    if fold(words[0]) in _NOT_NAMES:
        return False
    return all(word[0].isupper() or fold(word) in _PARTICLES for word in words) and words[0][0].isupper()


def could_be_speaker(label: str) -> bool:
    """Return whether a repeated label could be a speaker in any case: up to three words, none a sentence opener."""
    plain = _BRACKETED.sub(" ", one_line(label)).strip()
    words = plain.split()
    return bool(_NAME.fullmatch(plain)) and len(words) <= 3 and not any(fold(word) in _NOT_NAMES for word in words)


def plain_name(label: str) -> str:
    """Return a name without brackets and title, first name first: "Okafor, Chidi (Evaluation)" gives "Chidi Okafor"."""
    plain = _BRACKETED.sub(" ", one_line(label)).strip(" []:")
    parts = [part.strip() for part in plain.split(",")]
    if len(parts) == 2 and all(parts):
        plain = f"{parts[1]} {parts[0]}"
    return _TITLES.sub("", plain).strip()


def names_among(labels: Iterable[str]) -> tuple[str, ...]:
    """Return the names among speaker labels, sorted: what is no code, role or interviewer's usual label."""
    return tuple(sorted({plain_name(label) for label in labels if is_name(label)}))


def is_name(label: str) -> bool:
    """Return whether a speaker label names a person: what is no code, role or usual label of one who asks."""
    plain = plain_name(label)
    return any(character.isalpha() for character in plain) and not is_known(plain)


def guess_interviewer(turns: Sequence[tuple[str, str]]) -> str:
    """Return the label of the one who asks where no label says so, or an empty string.

    `turns` are (label, words). A name among nothing but codes (Participant 7) is taken; else one speaker
    where at least `ASKS_SHARE` of their turns end in a question, they ask at least three times, and nobody
    else comes near (`OTHERS_SHARE`). Two speakers of a few turns are told apart where one only asks.
    """
    asked: dict[str, list[bool]] = {}
    for label, words in turns:
        if label:
            asked.setdefault(fold(label), []).append(words.rstrip("\"'\u2019\u201d) ").endswith("?"))
    if len(asked) < 2:
        return ""
    named = {fold(label) for label, _ in turns if is_name(label)}
    if len(named) == 1:
        return named.pop()
    if len(asked) == 2 and len(turns) <= FEW_TURNS:
        only = [label for label, flags in asked.items() if all(flags)]
        return (
            only[0]
            if len(only) == 1 and not any(any(flags) for label, flags in asked.items() if label != only[0])
            else ""
        )
    shares = sorted(((sum(flags) / len(flags), sum(flags), label) for label, flags in asked.items()), reverse=True)
    (share, questions, label), (next_share, next_questions, _) = shares[0], shares[1]
    sure = share >= ASKS_SHARE and questions >= 3 and (next_share <= OTHERS_SHARE or next_questions * 4 <= questions)
    return label if sure else ""


ASKS_SHARE = 0.5
"""Rationale: interviewers also thank and nod, so half of their turns; participants rarely end on a question."""
FEW_TURNS = 5
"""Rationale: so short an extract has no shares to compare."""
OTHERS_SHARE = 0.25
"""Rationale: a participant may ask back now and then ("do you mean the pod?")."""
