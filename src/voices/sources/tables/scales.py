"""The words of answer scales, as questionnaires for families and staff write them."""

from __future__ import annotations

from collections.abc import Mapping

from voices.sources.words import fold, listed

NO_ANSWER = frozenset(
    fold(words)
    for words in listed(
        """
        n/a | na | n.a. | n / a | not applicable | does not apply | doesn't apply | don't know | dont know
        | do not know | dk | d/k | not known | n/k | prefer not to say | pnts | prefer not to answer | rather not say
        | no answer | no response | not answered | not asked | unanswered | blank | none given | missing | skipped
        | refused | no opinion | no view | nil | null | nan | - | -- | / | . | ? | can't say | cannot say
        | not applicable to me | not relevant | don't know / not applicable | don't know/not applicable
        | don't know / na | can't remember | i don't know | (blank) | [blank]
        """
    )
) | {""}
"""What says that a question was not answered: left out of numerator and denominator alike."""

_WORDS: Mapping[int, Mapping[int, str]] = {
    2: {
        1: """
            no | n | false | disagree
        """,
        2: """
            yes | y | true | agree
        """,
    },
    3: {
        1: """
            no | n | disagree | sad | unhappy | not at all | never | bad | poor | thumbs down | 🙁 | ☹ | 😞 | 😢 | 👎
            | red | worse | unsatisfied | dissatisfied | rarely | hardly ever | low
        """,
        2: """
            partly | partially | in part | sometimes | maybe | a bit | a little | kind of | sort of | not sure
            | unsure | some of the time | to some extent | somewhat | ok | okay | neutral | neither | mixed
            | yes and no | in between | so-so | 😐 | 😑 | amber | same | the same | about the same | alright | all right
            | fair | medium | neither agree nor disagree
        """,
        3: """
            yes | y | agree | happy | always | good | fully | completely | definitely | a lot | thumbs up | 🙂 | 😀
            | 😃 | 😄 | 😊 | ☺ | 👍 | green | better | satisfied | often | mostly | great | high
        """,
    },
    4: {
        1: """
            strongly disagree | never | not at all | very dissatisfied | very poor | very unlikely | no
        """,
        2: """
            disagree | tend to disagree | rarely | sometimes | a little | dissatisfied | poor | unlikely
        """,
        3: """
            agree | tend to agree | often | usually | mostly | quite a bit | satisfied | good | likely
        """,
        4: """
            strongly agree | always | completely | a lot | very much | a great deal | very satisfied | very good
            | excellent | very likely | yes
        """,
    },
    5: {
        1: """
            strongly disagree | disagree strongly | completely disagree | totally disagree | definitely disagree
            | never | very dissatisfied | very unsatisfied | extremely dissatisfied | very poor | terrible | awful
            | not at all | very unlikely | extremely unlikely | very unhappy | very sad | very bad | definitely not
            | not at all important | not at all confident | much worse | sd | 😢 | 😭 | 😠
        """,
        2: """
            disagree | tend to disagree | slightly disagree | somewhat disagree | mostly disagree
            | disagree a little | rarely | seldom | hardly ever | dissatisfied | unsatisfied | fairly dissatisfied
            | quite dissatisfied | poor | bad | a little | slightly | a bit | unlikely | unhappy | sad | probably not
            | worse | slightly confident | d | 🙁 | ☹ | 😞 | 😦
        """,
        3: """
            neither agree nor disagree | neither | neither agree or disagree | neutral | neither disagree nor agree
            | undecided | unsure | not sure | sometimes | occasionally | neither satisfied nor dissatisfied
            | neither satisfied or dissatisfied | fair | average | ok | okay | satisfactory | adequate | somewhat
            | moderately | to some extent | neither likely nor unlikely | about the same | the same | mixed
            | neither good nor bad | neither good nor poor | in the middle | so-so | mixed feelings | n | nand
            | neither happy nor sad | neither happy nor unhappy | 😐 | 😑
        """,
        4: """
            agree | tend to agree | slightly agree | somewhat agree | mostly agree | agree a little | often
            | usually | mostly | most of the time | frequently | satisfied | fairly satisfied | quite satisfied | good
            | quite a bit | quite a lot | likely | happy | probably | better | confident | a | 🙂 | 😊 | ☺ | 😌
        """,
        5: """
            strongly agree | agree strongly | completely agree | totally agree | definitely agree | always
            | all of the time | all the time | very satisfied | extremely satisfied | very good | excellent
            | outstanding | completely | extremely | a great deal | a lot | very much | very likely | extremely likely
            | very happy | definitely | much better | very confident | great | brilliant | sa
            | 😀 | 😃 | 😄 | 😁 | 😍 | 🤩
        """,
    },
    7: {
        1: """
            strongly disagree | completely disagree | very dissatisfied | never
        """,
        2: """
            disagree | mostly disagree | dissatisfied | rarely
        """,
        3: """
            slightly disagree | somewhat disagree | tend to disagree | slightly dissatisfied | occasionally
        """,
        4: """
            neither agree nor disagree | neither | neutral | undecided | sometimes | not sure | unsure
        """,
        5: """
            slightly agree | somewhat agree | tend to agree | slightly satisfied | often
        """,
        6: """
            agree | mostly agree | satisfied | usually
        """,
        7: """
            strongly agree | completely agree | very satisfied | always
        """,
    },
}

SCALES: Mapping[int, Mapping[str, int]] = {
    points: {fold(words): value for value, forms in steps.items() for words in listed(forms)}
    for points, steps in _WORDS.items()
}
"""Points of a scale to its words (folded) and their values, 1 the least favourable."""

YES_NO = frozenset(
    listed(
        """
        yes | no | y | n | partly | partially | in part | fully | thumbs up | thumbs down | red | green
        | 👍 | 👎
        """
    )
)
"""Words that only a scale of yes, partly and no has."""

FACES = frozenset(
    listed(
        """
        happy | ok | okay | sad | unhappy | neutral | not sure | 🙂 | 😀 | 😊 | 😐 | 🙁
        | ☹ | ☺
        """
    )
)
"""Words of three faces."""
