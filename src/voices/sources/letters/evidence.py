"""Read published evidence: an evaluation, an audit or a review letter, cited by author, year and page.

Its own words are nobody's: they have neither speaker nor role. Somebody interviewed for it keeps the role it gives
them. Authors and public bodies stay readable, because the document is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from voices.model import RawDocument, SourceSpec, Span
from voices.sources import dates
from voices.sources.consent import may_quote
from voices.sources.letters.paragraphs import paragraph_starts
from voices.sources.letters.reading import is_letter, read_letter
from voices.sources.roles import known_role, normalise_role
from voices.sources.talk.utterances import Utterance, place
from voices.sources.words import clean, count, fold

_OPEN, _CLOSE = "\u201c\u2018\"'", "\u201d\u2019\"'"
_QUOTED = r"(?:(?P<double>[\u201c\"])|\u2018)(?P<words>.{12,3000}?)(?(double)[\u201d\"]|\u2019(?!\w))"
_SIGNED = re.compile(
    rf"\s*{_QUOTED}\s*[.,]?\s*(?:[(\[](?P<who>[^()\[\]]{{2,60}})[)\]]|[-\u2013\u2014]\s*(?P<dashed>[^\n]{{2,60}}?))\s*\.?\s*",
    re.S,
)
"""A quotation with who said it after it: (senior manager), \u2013 senior manager."""
_BELOW = re.compile(r"(?:(?P<bare>.{12,3000}?)\n)?\s*[-\u2013\u2014]\s*(?P<who>[^\n]{2,60}?)\s*\.?\s*", re.S)
"""Who said it on a line of its own, below a quotation that is set apart."""
_TOLD = re.compile(
    r"(?P<who>[^\W\d_][\w/' -]{1,40}?)\s+(?:(?:who (?:was|were) interviewed|in the (?:focus group|survey))\s+)?"
    r"(?:said|says|told us|told (?:the )?(?:researchers?|evaluators?|inspectors?|the review)|explained|commented"
    r"|described it|put it(?: like this)?|reflected|remarked|stated|reported|added|noted|observed|wrote)"
    r"[^.\u201c\"]{0,40}"
    rf"[:,]\s*{_QUOTED}",
    re.S,
)
"""A quotation inside a sentence that says who speaks."""
_LEADING = re.compile(r"^(?:.*\b(?:one|another|an?|the|our|this|some|several|most|two|three)\s+)", re.I | re.S)

_BODY = re.compile(
    r"(?:[A-Z][\w'\u2019-]+(?:(?:,? (?:and|upon|on|of|the|in|with)(?: the)?)? [A-Z][\w'\u2019-]+){0,4} "
    r"(?:Council|Authority|Constabulary|Police|University|Partnership|NHS (?:Foundation )?Trust|Trust|Board)"
    r"|(?:University|Council|City|Borough|County) of (?:the )?[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)?)\b"
)
"""The names of public bodies, also with a town in them."""
_AUTHOR_PARTS = re.compile(r"\s*(?:,|;|&|\band\b|\bet al\b\.?)\s*")


def from_evidence(lines: Sequence[tuple[str, int]], relative: str, spec: SourceSpec, wrapped: bool) -> RawDocument:
    """Return the document of published evidence; `lines` are (line, page), page 0 where the file has none."""
    texts = [line.strip() for line, _ in lines]
    period = spec.year
    if is_letter(texts):
        letter = read_letter(texts, wrapped)
        period = spec.year or letter.period
        paragraphs = [(words.text, _page_of(words.text, lines)) for words in letter.body]
        known = letter.names
    else:
        paragraphs = [(words, lines[start][1]) for words, start in paragraph_starts(texts, wrapped)]
        known = ()
    said: list[Utterance] = []
    heading = ""
    for words, page in paragraphs:
        below = _BELOW.fullmatch(words)
        role = _role(below["who"], spec) if below else ""
        if below and role and not below["bare"]:
            said[-1:] = [replace(last, role=role, text=last.text.strip(_OPEN + _CLOSE + " ")) for last in said[-1:]]
        elif below and role:
            said.append(Utterance(below["bare"].strip(_OPEN + _CLOSE + " "), "", role, heading, fresh=True, page=page))
        elif _is_heading(words):
            heading = words
        else:
            said.extend(replace(voice, question=heading) for voice in _voices(words, page, spec))
    text, turns = place(said)
    kept = tuple(sorted({*_bodies(text), *_authors(text, spec.author)}, key=lambda span: (span.start, span.end)))
    return RawDocument(
        spec.name,
        relative,
        None,
        spec.kind,
        text,
        turns,
        wave=spec.wave,
        period=period or dates.period(spec.date),
        known_names=tuple(name for name in known if fold(name) not in _author_forms(spec.author)),
        quoting=may_quote(spec, spec.kind),
        kept=kept,
    )


def _is_heading(paragraph: str) -> bool:
    """Return whether a paragraph heads what follows: few words on one line, and no sentence."""
    return (
        count(paragraph) <= HEADING_WORDS and "\n" not in paragraph and not paragraph.endswith((*'.!?;,:"', "\u201d"))
    )


HEADING_WORDS = 12
"""Rationale: section headings are shorter; a sentence ends in a stop."""


def _page_of(words: str, lines: Sequence[tuple[str, int]]) -> int:
    """Return the page on which a paragraph begins, by its first words."""
    opening = words[:30]
    return next((page for line, page in lines if clean(line).startswith(opening[: len(clean(line)) or 1])), 0)


def _voices(paragraph: str, page: int, spec: SourceSpec) -> Iterator[Utterance]:
    """Yield a paragraph as one voice, or cut where somebody interviewed is quoted with their role."""
    signed = _SIGNED.fullmatch(paragraph)
    if signed and (role := _role(signed["who"] or signed["dashed"], spec)):
        yield Utterance(signed["words"], role=role, fresh=True, page=page)
        return
    at = 0
    for told in _TOLD.finditer(paragraph):
        role = _role(_LEADING.sub("", told["who"]), spec)
        if role and count(told["words"]) >= FEWEST_QUOTED:
            if before := paragraph[at : told.start("words")].rstrip(_OPEN + " "):
                yield Utterance(before, fresh=True, page=page)
            yield Utterance(told["words"], role=role, fresh=True, page=page)
            at = told.end("words")
    rest = paragraph[at:].lstrip(_CLOSE + " .,") if at else paragraph
    if rest.strip():
        yield Utterance(rest, fresh=True, page=page)


FEWEST_QUOTED = 5
"""Rationale: fewer words in quotation marks are a term or a name, not what somebody said."""


def _role(who: str, spec: SourceSpec) -> str:
    """Return the role somebody quoted is given: "Senior manager, pod 3" gives "senior manager"; empty for none."""
    extra = dict(spec.writings)
    plain = re.split(r"[,;/]| in | at | from |\d", who)[0].strip(" .-")
    if not plain or count(plain) > 4:
        return ""
    if known_role(plain, extra):
        return fold(plain) if fold(plain) in _OWN_WORDS else normalise_role(plain, extra)
    return fold(plain) if _ROLE_WORD.search(fold(plain)) else ""


_OWN_WORDS = frozenset(
    ("senior manager", "team manager", "service manager", "head of service", "director", "practitioner")
)
"""Roles a publication tells apart although reports of a study print them under one name."""
_ROLE_WORD = re.compile(
    r"\b(?:manager|worker|practitioner|leader|director|officer|parent|carer|mother|father|child|young person|adviser"
    r"|advisor|interviewee|respondent|participant|professional|stakeholder|councillor|supervisor|coordinator|lead|staff"
    r"|nurse|teacher)s?$"
)


def _bodies(text: str) -> Iterator[Span]:
    for match in _BODY.finditer(text):
        yield Span(match.start(), match.end())


def _authors(text: str, author: str) -> Iterator[Span]:
    """Yield where an author stands in the text, whole or as one of several names."""
    for form in sorted({author, *_AUTHOR_PARTS.split(author)}):
        if len(form) > 1:
            for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
                yield Span(match.start(), match.end())


def _author_forms(author: str) -> frozenset[str]:
    return frozenset(fold(form) for form in (author, *_AUTHOR_PARTS.split(author)) if form)


def citation(author: str, year: str, page: int = 0) -> str:
    """Return how evidence is cited: "Author 2017:28", without the page where the file has none."""
    cited = f"{author} {year}".strip()
    return f"{cited}:{page}" if page and cited else cited
