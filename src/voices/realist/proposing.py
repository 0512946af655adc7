"""Where the words of a link may stand: a modest guess by cue words and by nearness to the theory's clauses.

It goes by words alone and knows nothing of meaning, so it says how sure it is and only people make links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from voices.model import Passage
from voices.model.realist import Element, Theory
from voices.realist.clauses import clauses

CUES = {
    Element.WHOM: r"for (?:some|many|most|new|young|older|the)?\s*(?:parents?|famil\w+|kids|children|carers?|mums?"
    r"|dads?|people|staff|workers?)|as an? (?:\w+ )?(?:parent|mum|mother|dad|father|carer|student|worker|manager)"
    r"|(?:a|an|one|this|that) (?:\w+ )?(?:mum|mother|dad|father|family|girl|boy|lad|carer|couple)"
    r"|my (?:son|daughter|lads?|boys?|girls?|kids|children|nan|grand\w+)|newly qualified|students?",
    Element.CONTEXT: r"when|whenever|where|before|since|at first|in the old days|used to|always been|years?|months?"
    r"|vacanc\w+|caseloads?|restructur\w+|agency|at the time|already|if|unless|until|budget|cuts|court",
    Element.RESOURCE: r"gave|gives?|sent|sends|rang|rings?|came (?:out|round|with|along)|comes (?:out|round|with)"
    r"|sat (?:down|with)|wrote|write|plan|visits?|train(?:ed|ing)|workshops?|supervision|group|card|photos?|number"
    r"|asked|told|took|takes|keeps?|kept|offer\w*|there(?:'s|’s| is| was) (?:a|an|somebody|someone)"
    r"|same (?:\w+ )?(?:worker|person|face|one)|consultation|e-?mails?|meetings?|listen\w*",
    Element.REASONING: r"because|cos|felt|feels?|feeling|thought|thinks?|knew|knows?|know|trust\w*|believ\w+|realis\w+"
    r"|afraid|scared|frightened|safe|ashamed|judg\w+|blam\w+|worr\w+|relie\w+|(?:do|does|did)n[’']?t have to|as if"
    r"|like (?:I|we|she|he|they|you)|wanted|hop(?:e|ed|ing)|mean(?:t|s)? (?:a lot|something)|care[sd]? about|matters?",
    Element.OUTCOME: r"so (?:I|we|she|he|they|it|now|you)|which (?:meant|means)|as a result|in the end|ended|now"
    r"|went (?:back|home)|stopp\w+|start\w+|stay\w+|never (?:came|come|went)|came back|turned out|attendance"
    r"|(?:has|have|had)(?:n[’']?t| not) (?:been|had|gone)|got (?:better|worse|through)|left|gave up|complain\w*|finally"
    r"|sav(?:e|es|ed)|sick|improv\w+|worked|home",
}
"""What tends to introduce each element, in the ordinary English of interviews and comments."""
RIGHT = (18, 49)
"""(proposals a person had anchored the same element at, proposals made) in the passages the sample's links rest on.
Two signs together were right no more often than one, so there is one degree of sureness, and it is low."""
SURENESS = "a guess, right about one time in three"
"""`RIGHT` in words, for whoever reads a proposal."""
NEAR = 0.12
"""Cosine of word sets from which a clause counts as near the theory; two shared words of a dozen."""

_CUE = {element: re.compile(rf"\b(?:{body})\b", re.IGNORECASE) for element, body in CUES.items()}
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = """
about after all also and any are because been before but can could did does doing down each for from get got had has
have her here him his how into its just like may more most much not now off one only other our out own people same she
should some such than that the their them then there these they thing things this those through under up very was way
were what when where which while who why will with would you your say said
"""
_SKIPPED = frozenset(_COMMON.split())


@dataclass(frozen=True)
class Proposal:
    """A clause that may say one element; half-open code points into the passage's text."""

    element: Element
    start: int
    end: int


def propose(text: str, theory: Theory) -> tuple[Proposal, ...]:
    """Return at most one clause for each element, each clause for one element only, in the elements' order."""
    parts = clauses(text)
    scored = []
    for place, part in enumerate(parts):
        words = text[part.start : part.end]
        for element in Element:
            cues, near = _cues(words, element), _nearness(words, _clause_of(theory, element))
            signs = (cues > 0) + (near >= NEAR)
            if signs:
                scored.append((cues + 4 * near + signs, -place, element, part))
    found: dict[Element, Proposal] = {}
    used: set[int] = set()
    for _, place, element, part in sorted(scored, key=lambda one: (-one[0], -one[1], one[2])):
        if element not in found and place not in used:
            found[element] = Proposal(element, part.start, part.end)
            used.add(place)
    return tuple(found[element] for element in Element if element in found)


def nearest(theory: Theory, passages: Iterable[Passage], k: int = 10) -> tuple[Passage, ...]:
    """Return the passages whose words are nearest to a theory's, the nearest first; none that share no word."""
    scored = [(_nearness(p.text, theory.sentence()), p) for p in passages]
    return tuple(p for near, p in sorted(scored, key=lambda one: (-one[0], one[1].id))[:k] if near > 0)


def _clause_of(theory: Theory, element: Element) -> str:
    return {
        Element.WHOM: theory.if_,
        Element.CONTEXT: theory.if_,
        Element.RESOURCE: theory.if_,
        Element.REASONING: theory.because,
        Element.OUTCOME: theory.then,
    }[element]


def _cues(words: str, element: Element) -> float:
    return min(2, len({m[0].casefold() for m in _CUE[element].finditer(words)})) / 2


def _nearness(left: str, right: str) -> float:
    """Return the cosine of two texts' word sets, 0 to 1, words cut to five letters and common ones left out."""
    a, b = _stems(left), _stems(right)
    return len(a & b) / sqrt(len(a) * len(b)) if a and b else 0.0


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in _words(text))


def _words(text: str) -> Sequence[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in _SKIPPED]
