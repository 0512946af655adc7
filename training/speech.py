"""Sentences as they are said and typed in British children's social work, with gaps for invented people and places."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

TEMPLATES: tuple[str, ...] = (
    "my social worker {F} came round on tuesday and she was lovely",
    "{F} is my worker, she never forgets to ring back",
    "well {F} said she would ring and then nobody rang",
    "so i rang {F} and {F} said it was sorted",
    "we had {F} first and then {F} and then some bloke called {F}",
    "it was {F} who sorted the school out for us",
    "thats {F} hes ten months he wants the phone",
    "and {F} since she was four has been in and out of hospital",
    "no that was {F} not {F} it was {F} who came in the end",
    "{F} {L} was our first worker and she was brilliant",
    "i told {F} {L} about the house and she wrote it down",
    "the manager is {F} {L} and she answers the phone herself",
    "Thank {F} for me, she kept us together.",
    "{F} listened. {F} always listens.",
    "I would like {F} back please, and not another new one.",
    "{F} and {F} both go to the same nursery now",
    "{F}'s mum took {F} to the park and {F} fell off the slide",
    "{F}s dad is not allowed to see him at the moment",
    "my lad {F} is doing well at school",
    "my daughter {F} was only three when they came",
    "our {F} doesn't sleep, our {F} never did",
    "little {F} has a new bike from his nan",
    "nan and {F} and uncle {F} all came to the meeting",
    "her partner, {F}, works nights so he missed it",
    "the twins, {F} and {F}, share a room",
    "Mrs {L} at the school rang me straight away",
    "mr {L} from the housing never rings back",
    "dr {L} wrote a letter but nobody read it",
    "Ms {F} {L} chaired the conference and she was fair",
    "the {L} family have been on the list since march",
    "the {L}s have waited longer than anybody",
    "Interviewer: and who helped?\nWell, {F} did, and then {F}.",
    "Dear {F},\nThank you for your letter about {F}.",
    "Kind regards,\n{F} {L}\nSocial worker",
    "From: {F} {L}\nTo: {F} {L}",
    "{F} rang, {F} texted, and the duty desk did nothing",
    "ask {F}, she knows what happened",
    "i was with {F} for six years before i moved to {T}",
    "we moved from {T} to {T} when {F} was a baby",
    "she lives over in {T} with her sister {F}",
    "they placed him in {T}, miles from his school",
    "i grew up in {T} and i know everybody there",
    "the office in {T} closed so we go to {T} now",
    "there is nothing for kids in {T}",
    "on the {T} estate everybody knows everybody",
    "contact is at {T} library on saturdays",
    "he started at {T} primary in september",
    "{F} goes to {T} academy and {F} goes to {T} nursery",
    "{T} high school excluded him twice",
    "the {T} pod is the best team i have worked in",
    "we are with {T} surgery but they never answer",
    "{F}, the health visitor, spotted it first",
    "the health visitor, {F}, spotted it first",
    "my foster carers are {F} and {F} and they are kind",
    "i miss {F}. i miss her every day",
    "{F} was my key worker and {F} was my friend",
    "is {F} still there? {F} was good with the kids",
    "shout out to {F} in the {T} team",
    "{F} never judged me",
    "{F} got me a bus pass and {F} got me a bed",
    "{F} is doing well in placement but misses her mum",
    "{F} has settled and {F} eats with us now",
    "with {F} it was different, with {F} you could talk",
    "Then {F} left, and {L} left, and I stopped counting.",
    "I said to {F}, I said, you cannot do that",
    "whats her name {F} {L} yeah her",
    "spelt {F}, not {F}",
    "there was a lady called {F} and a man called {F}",
    "from {F} i learnt to ask",
    "cos {F} wont go without {F}",
    "when {F} came it was late",
    "hi {F} its me {F} can you ring me",
    "{F} {L} ({F} to her friends) has been a carer for years",
)
PLAIN: tuple[str, ...] = (
    "i hope they will have faith in the process and by grace we got through the summer",
    "in the summer we may go to the sea, and in april we had snow",
    "will you ring me back when you know",
    "i will ring and i may write and i hope it helps",
    "it was a joy to see the rose by the river at dawn",
    "she gave me hope and a bit of grace",
    "the bill came and i could not pay the bill",
    "mark my words, they will mark it as done",
    "there is ivy on the wall and a robin in the hedge",
    "my mum and my nan came to the meeting with the social worker",
    "the team manager rang the police and the school",
    "nobody told us anything for three months and then a letter came",
    "it was like talking to a brick wall, honest to god",
    "they read from the file and never looked at me",
    "he takes his inhaler and his tablets at night",
    "we watched the match, had a pizza, and went home",
    "Nothing worked. Everything took for ever. Honestly.",
    "Good communication, kind people, poor parking.",
    "Signs of Safety was used and the words and pictures helped.",
    "CAMHS turned us down and EHCP took two years",
    "the christmas presents and the easter eggs were from the pod",
    "summer holidays are the worst with nothing to do",
    "art and drama got me through, and a bit of faith",
    "be frank with us and be frank with the kids",
    "they were patient and i am patient but patience runs out",
    "sunny days, rainy days, he never missed a visit",
    "precious time was lost and it was a blessing in the end",
    "he was a star and she was a diamond and i was a pearl",
    "last autumn we had no worker and last spring we had three",
    "no way out, no way in, just the duty number",
    "the walk to the park, the bridge, the hill and home",
    "I chose the dean because the bishop was busy",
    "Please send a copy of the plan to the reviewing officer.",
)
"""Sentences without anybody, many with words that are names elsewhere."""
_GAP = re.compile(r"\{([FLT])\}")


@dataclass(frozen=True)
class Made:
    """One sentence with where its names stand."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    """Start, end and label of each name; half-open code points."""


@dataclass(frozen=True)
class Names:
    """Pools to fill gaps from."""

    first: Sequence[str]
    last: Sequence[str]
    towns: Sequence[str]


def fill(template: str, names: Names, draw: random.Random) -> Made:
    """Fill every gap of a template; neighbouring first and family names are one span."""
    text, spans, position = "", [], 0
    for gap in _GAP.finditer(template):
        text += template[position : gap.start()]
        kind = gap[1]
        word = draw.choice({"F": names.first, "L": names.last, "T": names.towns}[kind])
        label = "LOCATION" if kind == "T" else "PERSON"
        if spans and spans[-1][2] == label and text[spans[-1][1] :] == " ":
            spans[-1] = (spans[-1][0], len(text) + len(word), label)
        else:
            spans.append((len(text), len(text) + len(word), label))
        text += word
        position = gap.end()
    return Made(text + template[position:], tuple(spans))


def cased(made: Made, way: str) -> Made:
    """Return the sentence in "lower", "upper" or "title" (as written, sentences and names capitalised)."""
    if way == "title":
        letters = list(made.text)
        for start, end, _ in made.spans:
            letters[start] = letters[start].upper()
            for i in range(start, end):
                if i and letters[i - 1] in " -" and i > start:
                    letters[i] = letters[i].upper()
        text = re.sub(r"(?:\A|[.?!\n]\s*)[a-z]", lambda m: m[0].upper(), "".join(letters))
        text = re.sub(r"\bi\b", "I", text)
    else:
        text = made.text.lower() if way == "lower" else made.text.upper()
    return Made(text, made.spans) if len(text) == len(made.text) else made


def spoken(made: Made) -> Made:
    """Return the sentence as speech recognition writes it: lower case, no marks but apostrophes."""
    kept = [i for i, c in enumerate(made.text) if c not in '.,;:?!"“”()']
    place = {old: new for new, old in enumerate(kept)}
    text = "".join(made.text[i] for i in kept).lower()
    spans = []
    for start, end, label in made.spans:
        inside = [place[i] for i in range(start, end) if i in place]
        if inside:
            spans.append((inside[0], inside[-1] + 1, label))
    return Made(text.replace("\n", " "), tuple(spans)) if len(text) == len(kept) else made


def slips(made: Made, draw: random.Random, share: float = 0.05) -> Made:
    """Return the sentence with a slip of the pen in a share of its longer words that are no names."""
    taken = {i for start, end, _ in made.spans for i in range(start, end)}
    letters = list(made.text)
    for word in re.finditer(r"[a-z]{5,}", made.text):
        if draw.random() < share and taken.isdisjoint(range(*word.span())):
            at = draw.randrange(word.start() + 1, word.end() - 1)
            letters[at], letters[at + 1] = draw.choice(
                [
                    (letters[at + 1], letters[at]),
                    (letters[at], letters[at]),
                    (draw.choice("aeiourstn"), letters[at + 1]),
                ]
            )
    return Made("".join(letters), made.spans)
