"""What a text says that points at one case even without a name: numbers, rare events, lines of work, specific times.

It goes by words, so it errs on the side of telling; a person weighs each. Source of the kinds: the motivated intruder
of the ICO's anonymisation guidance, who knows the area and asks around.
"""

from __future__ import annotations

import re

_NUMBER = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|eighteen|twenty\w*|\d+)"
)
KINDS: dict[str, str] = {
    "how many children or siblings": rf"{_NUMBER} (?:\w+ )?(?:children|kids|boys|girls|lads|sons|daughters|siblings"
    r"|brothers|sisters|babies|little ones)|twins?|triplets|only child|eldest of",
    "an exact time span or number": rf"(?:for|after|in|over|of|first|last) {_NUMBER} (?:and a half )?(?:days|weeks"
    rf"|months|years)|{_NUMBER} (?:placements|workers|homes|schools|hearings|moves)",
    "a rare event": r"inquest|murder\w*|manslaughter|stabb\w+|arson|house fire|drown\w*|suicide|overdos\w+|deport\w+"
    r"|traffick\w+|adopt(?:ed|ion)|stillb\w+|newspaper|on the news|in the paper|(?:went|gone|was|is) (?:to|in) prison",
    "a line of work or a place to live": r"(?:he|she|dad|mum|father|mother)(?:'s|’s| is| was) an? (?:\w+er|\w+or|nurse"
    r"|vicar|imam|teacher|pilot|soldier)\b|caravan|narrowboat|lighthouse|above (?:a|the) \w+ shop|over the \w+ shop",
    "somebody beside the speaker and the child": r"(?:my|his|her|their|our) (?:\w+ )?(?:neighbours?|ex|boyfriend"
    r"|girlfriend|uncle|aunt(?:ie)?|cousin|landlord|lodger|best friend|colleague)(?:'s|’s)?",
    "words of a region": r"bairns?|mam|wor|nowt|owt|summat|mardy|ginnel|lass|lassie|bab|our kid|wean|cwtch|mither\w*",
    "a year group or stage of school": r"(?:in|into) (?:Reception|Year \d+|nursery|sixth form)|leavers",
}
_PATTERNS = {kind: re.compile(rf"\b(?:{body})\b", re.IGNORECASE) for kind, body in KINDS.items()}


def telling(text: str) -> tuple[str, ...]:
    """Return the kinds of particulars a text holds that could point at one case, in a fixed order."""
    return tuple(kind for kind, pattern in _PATTERNS.items() if pattern.search(text))
