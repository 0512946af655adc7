"""Names that are words: nicknames a text introduces, months and seasons that are somebody, "will" before a verb."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voices.privacy.detectors.hits import Hit
from voices.privacy.lists import Lists, fold, frequency, words

_WORD = r"[^\W\d_][\w'’-]*[^\W\d_]"
_INTRODUCED = re.compile(
    rf"(?<![\w'’-])(?P<known>{_WORD}) to (?:most people|any(?:one|body)|every(?:one|body)|my (?:friends|mates|family)|"
    rf"(?:his|her|their) (?:friends|mates|family)|those who know|them that know|people who know)\b|"
    rf"\bcall(?:s|ed)? (?:him|her|them|me) (?P<calls>{_WORD})(?=\W*(?:[.,;!?)]|\Z|\n)|"
    rf"\s+(?:hes|shes|he|she|and|but|cos|because|"
    rf"for short|now|mostly)\b)|"
    rf"\b(?:goes by|known as|short for|nickname(?:d| is|['’]s)) [\"“'‘]?(?P<goes>{_WORD})|"
    rf"\b(?:a|an|the|this|that|one|another|some) (?:[a-z]+ ){{0,2}}?"
    rf"(?:lad|girl|boy|man|woman|lady|bloke|fella|chap|guy|"
    rf"person|worker|kid|child|baby|teacher|nurse|carer|manager|mum|dad|friend|mate|student|one) (?:called|named) "
    rf"[\"“'‘]?(?P<called>{_WORD})|"
    rf"(?<![\w'’-])(?P<spelt>{_WORD})(?=,? (?:with|spelt with|has) (?:an?|one|two|no|double) "
    rf"['\"‘“]?(?:[a-z]|[a-z]['’]?s)['\"’”]?(?![\w'’]))",
    re.I,
)
_ADDRESSED = (
    r"(?:(?:\b(?:said|says|say|goes|go|right|hiya|hi|hello|hey|oh|yes|yeah|no|okay|ok|thanks|thank you|sorry|well|"
    r"come on|look|listen|all right|bye)[,:]?\s+|[,:]\s+|[\"“'‘])['\"“‘]?(?P<name>{name})(?=[,.!?]|['’]s\b))"
)
_MONTHS = "April|May|June|August|Summer|Autumn|Dawn|Eve|Easter|Christmas"
_AS_OBJECT = re.compile(
    rf"\b(?:had|got|met|told|asked|rang|phoned|texted|called|emailed|saw|thank|thanked|miss|missed|loved|trust|trusted|"
    rf"lost|have|get|see|knew|know|remember)\s+(?P<name>{_MONTHS})(?=\s*[,;.!?]|\s+(?:and|then|who|for|to|as|she|he|"
    rf"again|but|when|until|about|back)\b)(?!\s*[,.]?\s+(?:to|and|or)\s+(?:{_MONTHS}|July|September|March)\b)"
)
_AS_SUBJECT = re.compile(
    rf"(?<!\bin )(?<!\bby )(?<!\bsince )(?<!\bof )(?P<name>{_MONTHS})(?=,? who\b"
    rf"|['’]s (?:my|our|been|lovely|great|a|the|got)\b"
    rf"|\s+(?:said|says|told|rang|rings|asked|asks|listened|listens|knows|knew|texted|emailed|explained|helped|helps|"
    rf"visited|visits|thinks|gave|gives|made|took|remembers|remembered|phoned|wrote|never|always|understands|cares|"
    rf"listens|is (?:my|our|lovely|great|brilliant|kind)|was (?:my|our|lovely|great|brilliant|kind)|has (?:been|helped)"
    rf")\b(?!\s+(?:sure|up)\b))"
)
_WILL = re.compile(
    r"\b(?:if|when|cos|because|but|and|so|that|then|until) (?P<name>will)"
    r"(?=\s+(?:can['’]?t|comes|came|is|was|said|says|"
    r"rang|isn['’]?t|does|doesn['’]?t|has|had|hasn['’]?t|won['’]?t|gets|got|left|goes|went|who)\b)"
)


def find(text: str, lists: Lists) -> Iterator[Hit]:
    """Yield names that only their place shows; what is in doubt waits for the custodian."""
    short: set[str] = set()
    for m in _INTRODUCED.finditer(text):
        group = m.lastgroup or "known"
        name = m[group]
        if _can_be_short(name, group, text[max(0, m.start() - 30) : m.start(group)], lists):
            short.add(fold(name))
            yield Hit(m.start(group), m.end(group), "PERSON", 0.86 if group != "spelt" else 0.7, "nickname")
    for name in sorted(short):
        pattern = re.compile(_ADDRESSED.format(name=re.escape(name)), re.I)
        for m in pattern.finditer(text):
            yield Hit(m.start("name"), m.end("name"), "PERSON", 0.66, "nickname")
    for pattern in (_AS_OBJECT, _AS_SUBJECT):
        for m in pattern.finditer(text):
            yield Hit(m.start("name"), m.end("name"), "PERSON", 0.66, "month that is somebody")
    for m in _WILL.finditer(text):
        yield Hit(m.start("name"), m.end("name"), "PERSON", 0.6, "word name between conjunction and verb")


def _can_be_short(name: str, group: str, before: str, lists: Lists) -> bool:
    """Say whether a word can be what somebody is called; where no name is expected only a rarer word is."""
    folded = fold(name)
    if (
        folded in words("function_words")
        or folded in words("titles")
        or folded in words("kin")
        or folded in words("roles")
    ):
        return False
    if group == "known" and name.islower():
        first = re.search(rf"(?P<first>{_WORD})[,.]\s+\Z", before)
        return bool(first) and lists.is_first(first["first"] if first else "")
    if group == "spelt":
        return not lists.is_plain(name) or (lists.is_last(name) and folded not in lists.lively)
    if lists.is_first(name) or lists.is_word_name(name) or name[0].isupper():
        return True
    return group == "called" and frequency(folded) < 3.8
