"""Turns of phrase that speak for or against a safeguarding concern: what was said, when it was, whether it was at all.

Each is only a hint with a learnt weight (`safeguarding.py`). They are about what happened, never about who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WORKERS = (
    r"social workers?|support workers?|family support|key ?workers?|youth workers?|co-?workers?|workers?|carers?|"
    r"staff|teachers?|tutors?|mentors?|nurses?|health visitors?|officers?|escorts?|drivers?|supervisors?|managers?|"
    r"colleagues?|foster (?:mum|dad|mother|father|carers?)|personal advisers?|p\.?a\.?|home help|childminders?|"
    r"assistants?|interpreters?|night (?:lady|man|staff)|the (?:home|unit|ward)|somebody on (?:the|that|our) \w+"
)

CUES: Mapping[str, str] = {
    "dying": (
        r"suicid|kill(?:ing)? (?:my|him|her|them|our)sel|tak(?:e|ing) (?:my|his|her|"
        r"their) (?:own )?li(?:fe|ves)|end(?:ing)? (?:it|my life|his life|her life|things)|want(?:s|"
        r"ed)? to (?:die|be dead)|wanna die|better off (?:dead|without me|if i)|better without me|overdos|"
        r"hang(?:ing)? (?:my|him|her)sel|be dead|(?:not|n'?t) (?:want to )?(?:live|be alive)|"
        r"never wake up|finish(?:ing)? it|be over|carry on living"
    ),
    "leaving for good": (
        r"(?:won'?t|wont|shall not|will not|not going to|don'?t want to|dont want to) be (?:here|around)|"
        r"see my next|last you(?:'ll)? hear|when i(?:'m| am)? go(?:ne)?\b|say(?:s|ing)? goodbye|goodbye|"
        r"given? (?:\w+ ){1,3}away|giv(?:e|en|ing) (?:his|her|my|their) things|wr(?:o|"
        r"i)te?t?(?:ten)? (?:\w+ )?(?:the |a )?(?:note|letter)s? (?:already|for)|no (?:way out|reason to|"
        r"point)|i'?m done\b|no(?:thing| one) left"
    ),
    "means": (
        r"\brope\b|noose|ligature|(?:tablets|pills|morphine|insulin) (?:\w+ ){0,3}(?:saved|put by|up|in)|"
        r"sav(?:ed|ing) (?:\w+ )?(?:tablets|pills)|(?:enough|how many) (?:of )?(?:them|in|pills|tablets|"
        r"insulin)?|the lot|jump(?:ing)?\b|ledge|cliff|in front of (?:a|the) train|the railway|"
        r"off the bridge|(?:cord|tie|belt) round (?:his|her|my) neck|got a plan|a plan\b|the means"
    ),
    "self-harm": (
        r"\bcut(?:ting|s)? (?:my|him|her|them|deep)|(?:cut|slit) (?:my|his|her) wrist|self.?harm|hurt(?:s|"
        r"ing)? (?:my|him|her)sel"
    ),
    "tablets": (
        r"tablets?|pills?|overdos|\bmeds?\b|medic|morphine|insulin|sedat|methadone|injecting|needles|"
        r"using again"
    ),
    "blow": (
        r"\bhit(?:s|ting)?\b|punch|\bkick(?:s|ed|ing)\b|slap|smack|\bbeat(?:s|ing|en)?\b|strangl|throat|"
        r"chok|shak(?:e|es|ing)\b|shook|\bburn(?:s|t|ed)?\b|\bdrag(?:s|ged|ging)?\b|grab|push(?:es|ed|"
        r"ing)\b|pinch|twist|threw|throws?\b|chuck|shov|bit(?:e|es|ten|ing)\b|by the (?:hair|arm|wrist|"
        r"neck|collar|throat)|on purpose|force.?feed|restrain|tied|ties\b|spit|\bbelt\b"
    ),
    "injury": (
        r"bruis|black eye|\bmarks?\b|\bburns?\b|bleed|blood|\bsores?\b|lost a stone|hand ?print|"
        r"broke(?:n)? (?:his|her|my) \w+|scar(?:f|s)\b"
    ),
    "weapon": (r"kni(?:fe|ves)|blade|machete|\bgun\b|stab|brick through|set fire|petrol"),
    "sexual": (
        r"touch(?:es|ed|ing)?\b|knickers|naked|undress|get(?:s|ting)? changed|clothes off|\bsex|rap(?:e|"
        r"ed|ing)\b|kiss|pictures?|photos|pics\b|shower|\bbath|(?:my|her|his) (?:bed|skirt|leg|bottom|"
        r"privates)|(?:in|into) my (?:bed)?room|down there|tights|sleeping with|hearts|nighties|"
        r"dirty videos|groom"
    ),
    "secret": (
        r"secret|(?:don'?t|dont|not to|never|no one|nobody) (?:\w+ ){0,2}(?:tell|told|know|knows|say)|"
        r"haven'?t (?:told|written|shown|had the chance)|promise|begged|first (?:person|one) i|whisper|"
        r"hidden?\b|hiding|not (?:been )?(?:picked up|shown|made the)|i never told|only put it in|"
        r"to pass it on|between us|anonymous"
    ),
    "fear": (
        r"scared|frighten|terrif|afraid|not safe|unsafe|flinch|threaten|screaming|beg(?:s|ged)?\b|trapped|"
        r"locks? (?:her|him|them|us|me|the)|lock(?:s|ed) (?:\w+ )?in\b|worried|feel sick"
    ),
    "neglect": (
        r"no (?:proper )?(?:food|heating|coat)|hungry|starv|not eaten|stopped eating|eating out of|(?:on|"
        r"by) th(?:eir|ere|em)(?:sel\w+)? own|by themselves|left alone|leaves? (?:them|him|her)|"
        r"leaving (?:them|him|her)|filth|mou?ld|own mess|wet pads|wets himself|without (?:food|their|his|"
        r"her)|weight|bed ?sores|not been home|looking after the|in the car (?:again )?last|sole charge|"
        r"evicted"
    ),
    "exploited": (
        r"older (?:man|men)|grown men|different man|two phones|new (?:trainers|phone)|hold a bag|i owe|"
        r"carry(?:ing)?\b|sell it|deal(?:s|er|ing)?\b|gone (?:\w+ ){1,2}nights?|missing|hotel|passports?|"
        r"get married|marry|take us abroad|have (?:\w+ ){1,3}cut\b|meet him|(?:vodka|cider|vapes|weed|"
        r"beer)|snap\b|instagram|messages|for money|run up to|runs? (?:drugs|for them)|moved in(?:to|"
        r" with)"
    ),
    "money taken": (
        r"bank card|\bpin\b|pension|stole|steal|\btook (?:his|her|my|money)|cash\b|borrow|pays? her|"
        r"pounds? (?:gone|off)|money (?:from|off)|spends it"
    ),
    "misconduct": (
        r"drunk|been drinking|smel(?:t|ling|led) of drink|alter|falsif|lied about (?:a )?visit|made up|"
        r"never happened|wrote that|in return|own (?:car|house|phone)|at night\b|nine at night|laugh(?:s|"
        r"ed)? when|on purpose|passing (?:him|her)|told my ex|where the refuge|let himself|restrain|"
        r"locked me|allegation|witness|cameras|abus(?:e|es|ing|ed) (?:him|her|them|me)|asked me for|"
        r"tried to kiss"
    ),
    "worker": (rf"\b(?:{_WORKERS})\b"),
    "child": (
        r"\b(?:baby|bab(?:y|ies)|toddler|little (?:one|ones|brother|boy|girl|sister)|child(?:ren)?|kids?|"
        r"twins|newborn|year[- ]olds?|sister|brother|daughter|son|grandson|girls?|boys?|lad)\b"
    ),
    "just now": (
        r"last night|yesterday|today|tonight|this (?:week|month|morning|summer|minute)|(?:on|since|till|"
        rf"until|by|next|last) {_DAY}|{_DAY} (?:night|morning)|an hour ago|right now|just now|"
        r"at the moment|tomorrow|next (?:week|month|time)|last week|since easter|(?:every|each) (?:day|"
        r"night|morning|week|time)|nights? this week|one of these nights|by the weekend|the weekend"
    ),
    "goes on": (
        r"still\b|again\b|keeps?\b|always there|(?:he|she|they)(?:'s| is|'re| are) (?:back|there|"
        r"in the house|out)|has started|i'?ve started|nobody came|not the first time|more than once|"
        r"any night"
    ),
    "long ago": (
        r"\b(?:19|20)\d\d\b|years? (?:ago|back|since)|\bago\b|back then|at the time|when i was|"
        r"when we were|when (?:he|she|they) (?:was|were)|used to|before (?:i|we|you|any|she|he|that|this)|"
        r"years? before last|in (?:year|my old)|at my old|last year|last autumn|in the (?:autumn|spring|"
        r"nineties|seventies)|long time|had been|he'?d (?:been|taken|assaulted)|i'?d been|as a child|"
        r"history of|back in"
    ),
    "dealt with": (
        r"on (?:a |cp |child protection )?plan|come off|closed|ended|court|prison|convict|charged|"
        r"sent down|investigat|assessment|\bfile\b|records?\b|documented|everyone knows|they know|"
        r"police (?:came|dealt|know)|dealt with|dismissed|sacked|cleared|removed|since then|any ?more|"
        r"no(?:t)? (?:longer|trouble)|(?:been )?(?:dry|clean|sober)|got out|safe (?:now|plan)|safety plan|"
        r"i left him|refuge|got through|life story|in (?:her|his|my) papers|inquiry|apprentice|"
        r"got (?:four|\w+) years"
    ),
    "supposed": (
        r"\bif (?:a|somebody|someone|anybody|anyone|he ever|dad|you|there)|would (?:i|you|ever|never|do|"
        r"be|not)|i'?d (?:ring|be|have to|never|know|like)|what if|what would|imagine|suppose\b|"
        r"for (?:example|instance)|say (?:a|you|somebody)|role ?play|case study|exercise|training|"
        r"course\b|made-up|on the leaflet|you (?:wonder|think what)|to think so|drew on"
    ),
    "in the news": (
        r"\bnews\b|papers?\b|\btelly\b|\btv\b|documentar|programme|\bfilm\b|\bread (?:a|the)|facebook|"
        r"drama|inquiry|serious case|national review|radio|true crime|soap\b|cutting\b|assembly|scandal"
    ),
    "of the work": (
        r"\brisks?\b|threshold|referral(?:s)? (?:have|form|went|doubled)|supervision|practice|procedure|"
        r"audit|induction|policy|model\b|assessment tool|strengths|section 47|\btraining\b|safeguarding|"
        r"information sharing|waiting list|waits|services?\b|we (?:ask|talk|look|discuss|did|get)|"
        r"you(?:'re| are) (?:holding|worried)|every(?:body|one)'s|meeting"
    ),
    "not liked": (
        r"rude|useless|lazy|arrogant|late\b|never (?:rang|there|listen|apolog|once)|didn'?t listen|"
        r"dont listen|apolog|complain|report (?:is|says)|manner|offhand|fobbed|rolled her eyes|hung up|"
        r"on her phone|waste of|talked over|(?:didn'?t|don'?t|couldn'?t) (?:like|stand)|"
        r"a different (?:worker|one)|promised|snippy|delay|biased|his side|cheek"
    ),
    "felt low": (
        r"\bsad\b|lonely|alone\b|depress|anxi|stress|worn (?:out|down)|exhaust|tired|cried|crying|in bits|"
        r"broke(?:n)? me|was broken|low\b|get(?:ting)? there|burnt? out|morale|hopeless|empty|worthless|"
        r"nerves|sick note|sleepless|grieve|confidence|fed up|kept me going|got through|helped"
    ),
    "not meant": (
        r"joking|\bjoke\b|never would|no worries|i said no\b|said no to|wasn'?t scared|embarrass|(?:he|"
        r"she|it|they)(?:'s| is|'re) (?:safe|lovely|soft|okay|ok)\b|not that i|it hadn'?t|was (?:ok|nice|"
        r"lovely)"
    ),
}
"""Regular expression by what it hints at."""

TOGETHER: tuple[tuple[str, str], ...] = (
    ("worker", "blow"),
    ("worker", "sexual"),
    ("worker", "money taken"),
    ("worker", "misconduct"),
    ("child", "blow"),
    ("child", "sexual"),
    ("child", "neglect"),
    ("just now", "blow"),
    ("just now", "injury"),
    ("just now", "dying"),
    ("secret", "just now"),
    ("long ago", "dealt with"),
    ("of the work", "supposed"),
)
"""Hints that say more side by side than one by one."""

OF_HARM = list(CUES).index("worker")
"""The cues before this place are of harm itself; those from it on say who, when, and whether it was at all."""

SIZE = len(CUES) + len(TOGETHER)
"""Numbers `hints` gives."""

_PATTERNS = {name: re.compile(pattern) for name, pattern in CUES.items()}
_STRAIGHT = str.maketrans({"\u2019": "'", "\u2018": "'"})


def hints(text: str) -> NDArray[np.float64]:
    """Return how strongly each cue shows in a text, 0 to 1, then which pairs do; shape (SIZE,)."""
    plain = text.casefold().translate(_STRAIGHT)
    found = {name: min(len(pattern.findall(plain)), 3) / 3 for name, pattern in _PATTERNS.items()}
    shown = {name: float(np.sqrt(value)) for name, value in found.items()}
    pairs = [float(shown[one] > 0 and shown[other] > 0) for one, other in TOGETHER]
    return np.array([*shown.values(), *pairs], dtype=np.float64)
