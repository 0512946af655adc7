"""What speakers put before and after a name: titles, kin, roles, "called", "my name's", "with", "rang"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voices.privacy.detectors.hits import Hit
from voices.privacy.lists import Lists, fold, frequency, misspelt, words

TITLES = words("titles")
FORMAL = words("formal_titles")
"""Titles that belong to the name and are masked with it; kin words and professions stay."""

_LETTER = r"[^\W\d_]"
_CAPWORD = r"[^\W\d_a-zà-öø-ÿ][\w'’]*(?:-[\w'’]+)*\.?"
_ANYWORD = rf"{_LETTER}[\w'’]*(?:-[\w'’]+)*\.?"
_PARTICLES = r"(?:(?:al|el|ul|ur|de|da|di|van|von|der|den|bin|binti|ibn|la|le|du|dos|ap|ab|Ní|Nic|Mac|O|St)[ -])?"
_TITLED = re.compile(
    rf"(?<![\w'’-])(?P<title>(?:mr|mrs|ms|miss|mx|dr|prof|rev|revd|cllr|fr|"
    rf"pc|dc|ds|di|sgt)\.?|(?:her|his) honour(?: judge)?|sir|dame|lord|lady|"
    rf"doctor|professor|reverend|father|sister|brother|councillor|sergeant|"
    rf"inspector|judge|nurse|rabbi|imam)"
    rf"\s+(?P<name>(?!i\b){_PARTICLES}(?:[A-Z]\.?[ ](?=[A-Z]))*"
    rf"{_PARTICLES}{_ANYWORD}(?:[ ]{_PARTICLES}{_ANYWORD}){{0,3}})",
    re.I,
)
_NAMED = re.compile(
    (
        rf"\b(?:called|named|name(?:['’]s|\s+is|\s+was)|known as|call (?:me|him|her|them)|calls "
        rf"(?:me|him|her|them)|goes by|spelt|by the name of|names? (?:are|were)|nickname(?:d| is|"
        rf"['’]s))\s+(?:just |only |actually |like |really |little )?[\"“'‘]?(?P<name>{_LETTER}"
        rf"[\w'’-]*(?:[ ](?:(?-i:[A-Z])[\w'’-]*)){{0,2}})"
    ),
    re.I,
)
_KIN = (
    r"(?:mum|mam|mother|dad|father|nan|nana|gran|grandma|grandmother|grandad|granddad|"
    r"grandfather|auntie|aunty|aunt|uncle|cousin|brother|sister|son|daughter|twins|niece|"
    r"nephew|stepdad|stepmum|"
    r"husband|wife|partner|ex|boyfriend|girlfriend|friend|mate|baby|lad|boy|girl|little one|"
    r"eldest|youngest|kids?|child|children|grandson|granddaughter|neighbour)"
)
_ROLE = (
    r"(?:social worker|sw|worker|support worker|family support worker|fsw|key ?worker|manager|"
    r"pod manager|team manager|health visitor|midwife|nurse|teacher|head(?:teacher)?|tutor|"
    r"solicitor|guardian|iro|chair|"
    r"advocate|interpreter|foster carer|carer|pa|personal adviser|mentor|doctor|gp|therapist|"
    r"psychologist|pastor|vicar|caretaker|librarian|colleague|boss|supervisor|lady|man|woman|"
    r"lad|girl|guy|receptionist|dinner lady|counsellor|landlord)"
)
_OWNED = re.compile(
    (
        rf"\b(?:my|our|his|her|their|your|the|a|an old|old|new|this|that|"
        rf"old)\s+(?:[a-z]+\s+){{0,2}}?(?P<cue>{_KIN}|{_ROLE}),?\s+(?:is |was |called |named |"
        rf"['’]s |- )?[\"“]?(?P<name>{_LETTER}[\w'’-]*(?:\s(?:and|n|&)\s{_LETTER}[\w'’-]+)?)"
    ),
    re.I,
)
_MY_NAME = re.compile(
    rf"\b(?:I['’]?m|I am|this is|it['’]s|it is|that['’]s|speaking to|here is|hiya?,?|hello,?|"
    rf"hi,?)\s+(?P<name>{_CAPWORD}(?:[ ]{_CAPWORD}){{0,2}})"
)
_MY_CAP = re.compile(rf"\b(?:my|our)\s+(?P<name>{_CAPWORD}(?:['’]s)?)")
_FAMILY = re.compile(
    rf"\b(?:the|The)\s+(?P<name>(?:al[ -]|Mc|O['’])?{_CAPWORD})(?=\s+(?:family|children|kids|"
    rf"boys|girls|case|brothers|sisters|twins|household|parents|siblings|lot)\b)|\b(?:the|"
    rf"The)\s+(?P<plural>(?:[aA]l[ -])?[A-Z][\w'’-]*[a-z]{{2,}}(?:s|es))(?=[\s,.;?!:'’]|\Z)"
)
_VERBS = (
    r"(?:said|says|told|rang|rings|came|comes|come|went|goes|gone|called|calls|texted|texts|"
    r"emailed|wrote|writes|asked|asks|helped|helps|listened|listens|left|started|visited|"
    r"visits|explained|explains|"
    r"made|makes|got|gets|gave|gives|took|takes|kept|keeps|knew|knows|thinks|thought|felt|"
    r"feels|did|does|didn['’]?t|doesn['’]?t|was|wasn['’]?t|is|isn['’]?t|has|had|hasn['’]?t|"
    r"hadn['’]?t|would|wouldn['’]?t|could|couldn['’]?t|"
    r"never|always|still|just|also|turned|sat|stood|stayed|spoke|speaks|used|put|brought|"
    r"drove|drives|moved|wants|wanted|needs|needed|loves|loved|hates|likes|liked|lives|lived|"
    r"works|worked|reckons|phoned|"
    r"covers|covered|chairs|chaired|drew|read|reads|smiled|laughed|cried|looked|looks|rocks|"
    r"sorted|answered|remembered|supported|supports|noticed|picked|promised|understood|"
    r"understands|walked|met|saw|seen|who|who['’]s|and I|and me)"
)
_ACTS = re.compile(rf"(?<![\w'’-])(?P<name>{_LETTER}[\w'’-]*)\s+{_VERBS}\b", re.I)
_BEFORE = re.compile(
    (
        r"\b(?:with|from|to|by|ask|asked|tell|told|thank|thanks|thanked|rang|ring|rung|saw|met|see|did|does|"
        r"than|of|off|for|like|and|n|&|until|at|or|about|said to|re|cos|because|when|that|but|"
        r"poor|bless|love|miss|missed|little|baby|young|big|both)\s+\Z"
    ),
    re.I,
)


def find(text: str, lists: Lists) -> Iterator[Hit]:
    """Yield names shown by what stands before them, whatever their case."""
    for m in _TITLED.finditer(text):
        yield from _titled(m, lists)
    for pattern, rule, score in (
        (_NAMED, "called", 0.86),
        (_OWNED, "kin or role before", 0.8),
        (_MY_NAME, "says who it is", 0.62),
        (_MY_CAP, "my", 0.72),
    ):
        for m in pattern.finditer(text):
            yield from _named(m, lists, rule, score)
    for m in _FAMILY.finditer(text):
        group = "name" if m["name"] else "plural"
        name = m[group]
        stem = re.sub(r"(?:es|s)\Z", "", name) if group == "plural" else name
        if not lists.is_plain(name) and not (group == "plural" and lists.is_plain(stem)):
            known = lists.is_last(stem) or lists.is_first(stem)
            yield Hit(m.start(group), m.end(group), "PERSON", 0.85 if group == "name" or known else 0.55, "family")


def _religious(m: re.Match[str]) -> bool:
    """Say whether "Sister", "Father" or "Brother" is a title here: a capital inside a sentence, nobody's kin."""
    before = m.string[max(0, m.start() - 12) : m.start()]
    return (
        m["title"] in {"Sister", "Father", "Brother"}
        and m["name"][0].isupper()
        and bool(re.search(r"[\w,;]\s\Z", before))
        and not re.search(r"(?i)\b(?:my|our|his|her|their|your|a|the|big|little)\s\Z", before)
    )


def _titled(m: re.Match[str], lists: Lists) -> Iterator[Hit]:
    title, name = m["title"].rstrip(".").lower(), m["name"]
    words = name.split()
    first = words[0].rstrip(".")
    formal = title in FORMAL or _religious(m)
    if (
        title in {"fr", "di", "ds", "dc", "pc", "miss", "lord", "lady", "sir"}
        and first.islower()
        and not lists.is_first(first)
    ) and (title != "miss" or (lists.is_plain(first) and not lists.is_last(first))):
        return
    if not formal and (not first[:1].isupper() or not m["title"][:1].isupper() or lists.is_plain(first)):
        return
    if first.islower() and lists.is_plain(first) and frequency(fold(first)) > 4.2:
        return
    keep = 0
    for word in words:
        if keep and (
            word[:1].islower()
            and fold(word) not in {"al", "el", "de", "da", "van", "von", "der", "bin", "la", "le", "du"}
            and not (first.islower() and not lists.is_plain(word) and lists.is_last(word))
        ):
            break
        if keep and title.upper() == m["title"].rstrip(".") and word.isupper() and lists.is_plain(word):
            break  # where all is in capitals, what follows a name is no part of it
        keep += 1
        if word.endswith(".") and len(word) > 2:
            break
    length = len(" ".join(words[:keep])) if keep == len(words) else sum(len(w) + 1 for w in words[:keep]) - 1
    start = m.start() if formal else m.start("name")
    yield Hit(start, m.start("name") + length, "PERSON", 0.96 if formal else 0.75, "title")


_UNUSUAL = 3.4
"""Zipf frequency under which a word English dictionaries lack may be somebody's name."""


def _unknown(word: str, lists: Lists) -> bool:
    """Say whether a word in lower case is no word of English nor a slip of one."""
    folded = fold(word)
    known = folded in lists.words or lists.is_plain(folded) or misspelt(folded)
    return len(folded) > 2 and not known and frequency(folded) < _UNUSUAL


def rare_that_acts(text: str, start: int, end: int, lists: Lists) -> bool:
    """Say whether a word in lower case is unknown to English and does what people do, or has it done to it."""
    return _unknown(text[start:end], lists) and acts_like_person(text, start, end)


def _named(m: re.Match[str], lists: Lists, rule: str, score: float) -> Iterator[Hit]:
    offset = m.start("name")
    for part in re.finditer(r"[^\W\d_][\w'’-]*(?:[ ][A-Z][\w'’-]*)*", m["name"]):
        words = part[0].split()
        if fold(words[0]) in {"and", "n", "an"}:
            continue
        capital = words[0][:1].isupper()
        plain = lists.is_plain(words[0]) or (not lists.is_first(words[0]) and frequency(fold(words[0])) > 4.0)
        word_name = lists.is_word_name(words[0])
        if (
            capital
            and not plain
            and not (word_name and fold(words[0]) in {"will", "may", "can", "hope"} and rule != "called")
        ):
            yield Hit(offset + part.start(), offset + part.end(), "PERSON", score, rule)
        elif (
            capital
            and rule == "called"
            and fold(words[0]) not in {"i", "the", "a", "it", "me", "you", "him", "her", "in", "on", "at", "mum", "dad"}
        ):
            yield Hit(offset + part.start(), offset + part.end(), "PERSON", 0.6, rule)
        elif (
            not capital
            and not plain
            and not word_name
            and (lists.is_first(words[0]) or rule in {"called", "kin or role before"})
        ):
            rare = frequency(fold(words[0])) < 2.6 and len(words[0]) > 2
            listed = lists.is_first(words[0])
            if listed or (rule == "called" and rare) or _unknown(words[0], lists):
                yield Hit(offset + part.start(), offset + part.end(), "PERSON", 0.78 if listed else 0.55, rule)
        elif (
            not capital
            and word_name
            and rule == "kin or role before"
            and fold(words[0]) not in {"will", "may", "hope", "can", "mark", "grace", "art", "bless", "see", "rose"}
        ):
            yield Hit(offset + part.start(), offset + part.end(), "PERSON", 0.5, rule)


_INITIALS = re.compile(
    r"(?<![\w.@/])(?!(?:U\.K|U\.S|A\.M|P\.M|P\.S|N\.B|D\.O\.B|R\.I\.P|"
    r"G\.P)\b)(?:[A-Z]\.){2,3}(?:-?[A-Z]\.)?(?![A-Za-z])"
)
_LOW_INITIALS = re.compile(
    r"(?<![\w.@/])(?!(?:e\.g|i\.e|a\.m|p\.m|p\.s|n\.b|u\.k|u\.s|r\.i|g\.p|o\.k|t\.v|p\.e|d\.v|c\.v|w\.c|i\.t|i\.d)\.)"
    r"(?:[a-z]\.){2}(?![\w.])"
)
_LOW_INITIAL_AND_NAME = re.compile(
    r"(?<=[^\n])(?<![\w.'’@/])(?P<initial>[a-z])(?P<dot>\.?)[ ](?P<name>[a-z][a-z'’-]{2,})(?![\w@])"
)
_LONE_INITIAL = re.compile(
    (
        r"(?:(?<=^)|(?<=[.!?]\s)|(?<=[\"“‘])|(?<=\b(?:her|him) ))(?P<name>[A-Z]\.)(?=\s+[a-z])|"
        r"\b(?:call(?:ed)?|name[ds]?)\s+(?:her|him|them)\s+(?P<called>[A-Z]\b\.?)"
    ),
    re.M,
)
_LETTER_AGED = re.compile(r"(?<![\w'’.])(?P<name>[A-Z])(?=\.? \((?:aged )?(?:\d{1,2}|[a-z]{3,9})\))")
_THE_NAMED = re.compile(r"(?<=[a-z,] )The (?P<name>[A-Z][a-z]{2,}s?(?: [A-Z][a-z]+)?)\b")


def initial_and_name(text: str, lists: Lists) -> Iterator[Hit]:
    """Yield a name in lower case behind an initial inside a line: "k. smith"; one without a dot if it is listed."""
    for m in _LOW_INITIAL_AND_NAME.finditer(text):
        name, dotted = m["name"], bool(m["dot"])
        listed, plain = lists.is_last(name) or lists.is_first(name), lists.is_plain(name)
        if lists.is_word_name(name) or (not dotted and m["initial"] in _NO_INITIALS):
            continue
        if (listed or not plain) if dotted else (listed and not plain):
            yield Hit(m.start(), m.end(), "PERSON", 0.78, "initial and name")


_NO_INITIALS = frozenset("ainorux")
"""Letters that are words in haste, or kisses at the end of a message."""


def initials(text: str) -> Iterator[Hit]:
    """Yield initials that stand for a person, and houses called "The …" inside a sentence."""
    for pattern in (_INITIALS, _LOW_INITIALS):
        for m in pattern.finditer(text):
            yield Hit(m.start(), m.end(), "PERSON", 0.78, "initials")
    lone = {m[m.lastgroup or "name"][0] for m in _LONE_INITIAL.finditer(text)}
    for m in re.finditer(r"(?<![\w'’.])[A-Z]\.(?=[\s,'’)])", text):
        if m[0][0] in lone:
            yield Hit(m.start(), m.end(), "PERSON", 0.65, "initial that acts")
    for m in _LETTER_AGED.finditer(text):
        yield Hit(m.start(), m.end(), "PERSON", 0.7, "initial with an age")
    for m in _THE_NAMED.finditer(text):
        yield Hit(m.start(), m.end(), "ORGANISATION", 0.6, "house called The")


_AFTER_AUXILIARY = re.compile(
    r"\s+(?:you|i|he|she|they|we|it|someone|anyone|somebody|anybody|the|this|that|there|my|your|be|do|not|people)\b",
    re.I,
)


def is_auxiliary(text: str, end: int) -> bool:
    """Say whether "will" that ends here is the verb: a subject or a verb follows it."""
    return bool(_AFTER_AUXILIARY.match(text, end))


def acts_like_person(text: str, start: int, end: int) -> bool:
    """Say whether a word is followed by what people do, or stands after a word that takes a person."""
    after = _ACTS.match(text, start)
    if after and after.end("name") == end:
        return True
    return bool(re.match(r"['’]s\b", text[end:])) or _preceded(text, start)


def _preceded(text: str, start: int) -> bool:
    return bool(_BEFORE.search(text, max(0, start - 24), start))
