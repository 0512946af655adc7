"""Whether a passage speaks for or against a code working, judged on the evidence for that code.

Logistic regression on the vectors of the evidence and of the whole passage, and on a few cues of wording. What is
judged is the principle, not the mood: a hard conversation that helped is positive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voices.coding.classifier import Vectors
from voices.coding.logistic import Floats, Linear
from voices.model import Valence

ORDER = (Valence.POSITIVE, Valence.NEGATIVE, Valence.MIXED, Valence.NEUTRAL)
STRENGTH = 1.0
EVIDENCE_SHARE, PASSAGE_SHARE, CUE_SHARE = 1.0, 0.7, 0.3
RARE_BOOST = 0.5
"""Exponent of the weight against class size: mixed and neutral are rare but not as rare as they look to a plain fit."""

_CUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:help(?:s|ed|ful|full)?|support(?:s|ed|ive)?|good|great|lovely|brilliant|excellent|best|better|"
        r"kind|trust(?:s|ed)?|value[sd]?|listen(?:s|ed)?|calm|confident|safe|thank(?:s|ful)?|love[sd]?|proud|easier|"
        r"always|same|still (?:rings?|comes?|here)|knows? (?:us|me|him|her|the)|finally|works?|worked|"
        r"made a difference)\b",
        r"\b(?:never|nobody|no one|noone|nothing|none|without|hopeless|useless|worse|worst|late|delay(?:s|ed)?|"
        r"cancel(?:s|led)?|ignored?|lost|left|gone|blame[sd]?|shout(?:s|ed)?|afraid|scared|tired|lonely|struggle[sd]?|"
        r"stopped|fail(?:s|ed|ure)?|wait(?:s|ed|ing)?|unanswered|voicemail|strangers?|another (?:one|worker)|again|"
        r"only|too (?:many|much|little|late|busy)|not enough|supposed to|instead|fed up|let down)\b",
        r"\b(?:not|n't|cannot|cant|dont|didnt|isnt|wasnt|wont|doesnt|havent|hasnt)\b|n['’]t\b",
        r"\b(?:but|though|although|however|yet|except|whereas|while|then again|on the other hand|mind you|still)\b",
        r"\b(?:would be (?:good|nice|better|helpful)|would like|i(?:'d|’d|d) like|wish|should|"
        r"could (?:somebody|someone|"
        r"you|they)|if only|ought to|needs? to)\b",
        r"\b(?:used to|before|now|since|these days|last year|at first|in the end|in the beginning|nowadays)\b",
        r"\b(?:is (?:that|held|done|shared)|are (?:held|expected|asked|done|shared)|the (?:rule|"
        r"expectation|arrangement|"
        r"idea|plan) is|every (?:week|month|fortnight|other)|once a|twice a|can't say|couldn't say|too early|too soon|"
        r"not sure|don't know (?:yet|whether|if)|we'll see|remains to be seen|before i said)\b",
        r"\b(?:some (?:of|days|workers|weeks|people)|sometimes|half|mostly|depends|hit and miss|"
        r"patchy|one pod|others?)\b",
    )
)

_ANCHORS: tuple[tuple[Valence, str], ...] = (
    (Valence.POSITIVE, "This works well and it has made a real difference to us."),
    (Valence.POSITIVE, "I am glad of it; things are better than they were."),
    (Valence.POSITIVE, "She was there when it mattered and it helped."),
    (Valence.NEGATIVE, "This does not work and nobody does anything about it."),
    (Valence.NEGATIVE, "I was let down again; it has got worse."),
    (Valence.NEGATIVE, "We were promised it and it never came."),
    (Valence.MIXED, "Some of it is good, but some of it still does not work."),
    (Valence.MIXED, "It was bad at first and it is better now, though not always."),
    (Valence.NEUTRAL, "It takes place once a month and lasts an hour."),
    (Valence.NEUTRAL, "That is the arrangement; it is too early to say what it does."),
)
"""So that a codebook without coded examples starts from something better than chance."""


@dataclass(frozen=True)
class ValenceModel:
    """What was learnt about valence."""

    linear: Linear
    """Softmax over `ORDER`."""

    def judge(self, evidence: Vectors, passages: Vectors, texts: Sequence[str]) -> list[Valence]:
        """Return the valence of each (evidence, passage) pair; `texts` are the passages' words."""
        if not len(texts):
            return []
        values = features(evidence, passages, texts) @ self.linear.coef + self.linear.intercept
        return [ORDER[int(best)] for best in np.argmax(values, axis=1)]


def anchors() -> tuple[tuple[Valence, str], ...]:
    """Return plain sentences of each valence that every model starts from."""
    return _ANCHORS


def features(evidence: Vectors, passages: Vectors, texts: Sequence[str]) -> Floats:
    """Return what the model sees: vectors of evidence and passage, and cues of wording per ten words."""
    counts = np.array([[len(cue.findall(text)) for cue in _CUES] for text in texts], dtype=np.float64)
    words = np.array([max(len(text.split()), 5) for text in texts], dtype=np.float64)
    cues = np.sqrt(counts * 10.0 / words[:, None])
    return np.hstack([EVIDENCE_SHARE * evidence, PASSAGE_SHARE * passages, CUE_SHARE * cues]).astype(np.float64)


def fit_valence(seen: Floats, truth: Sequence[Valence]) -> ValenceModel:
    """Learn from the features of (text, code) pairs and the valence people gave them."""
    from sklearn.linear_model import LogisticRegression

    labels = np.array([ORDER.index(one) for one in truth])
    sizes = np.bincount(labels, minlength=len(ORDER)).astype(np.float64)
    weights = (len(labels) / np.maximum(sizes, 1.0)) ** RARE_BOOST
    known = np.unique(labels)
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(seen * 2.0, labels, sample_weight=weights[labels] / weights[labels].mean())
    coef = np.zeros((seen.shape[1], len(ORDER)))
    intercept = np.full(len(ORDER), -20.0)
    coef[:, known], intercept[known] = 2.0 * model.coef_.T, model.intercept_
    return ValenceModel(Linear(coef, intercept))
