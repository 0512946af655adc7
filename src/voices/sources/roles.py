"""The roles people speak in, and the many ways files write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from voices.sources.words import fold, listed

INTERVIEWER = "interviewer"
"""Role of everybody who asks, whatever the file calls them."""

_LISTED: Mapping[str, str] = {
    INTERVIEWER: """
        interviewer | int | intv | intvr | ivr | facilitator | co-facilitator | fac | moderator | mod | researcher
        | evaluator | evaluation | evaluation team | research | research team
    """,
    "social worker": """
        social worker | sw | social work | senior social worker | ssw | qualified social worker | asye | nqsw
        | newly qualified social worker | agency social worker | agency worker | allocated worker
        | child's social worker | childrens social worker | children's social worker | duty social worker
        | advanced social worker | practitioner | social work practitioner | senior practitioner
    """,
    "consultant social worker": """
        consultant social worker | csw | consultant practitioner
    """,
    "student social worker": """
        student social worker | student | social work student
    """,
    "lead practitioner": """
        lead practitioner | lp | practice lead | principal social worker | psw | advanced practitioner
    """,
    "clinical practitioner": """
        clinical practitioner | clinician | clinical psychologist | family therapist
    """,
    "pod manager": """
        pod manager | pod lead | pod leader | pm
    """,
    "manager": """
        manager | team manager | tm | assistant team manager | atm | deputy manager | deputy team manager
        | team leader | practice manager | group manager | service manager | line manager | operations manager
        | manager of a team
    """,
    "senior leader": """
        senior leader | senior manager | head of service | hos | director | assistant director | ad | dcs
        | director of children's services | service director | leadership
    """,
    "family support worker": """
        family support worker | fsw | family support | support worker | family worker | social work assistant
    """,
    "personal adviser": """
        personal adviser | personal advisor
    """,
    "independent reviewing officer": """
        independent reviewing officer | iro | reviewing officer | conference chair | cp chair
    """,
    "business support": """
        business support | business support officer | bso | admin | administrator | administration
        | business support worker | admin worker | pod coordinator | pod co-ordinator | coordinator
    """,
    "parent": """
        parent | mum | mother | mam | mom | mummy | dad | father | daddy | birth mother | birth mum | birth father
        | birth dad | birth parent | step-mother | stepmother | stepmum | step-father | stepfather | stepdad
        | step-parent | parents | parent/carer | parent or carer | mother and father | mum and dad
    """,
    "young person": """
        young person | yp | child | young people | children | child or young person | child/young person
        | young woman | young man | teenager | cyp | child in care | looked after child | pupil
    """,
    "care leaver": """
        care leaver | care experienced | care-experienced young person
    """,
    "carer": """
        carer | foster carer | fc | foster parent | foster mother | foster father | foster mum | foster dad
        | fosterer | kinship carer | connected carer | connected person | special guardian | guardian
        | supported lodgings carer | foster carers
    """,
    "adopter": """
        adopter | adoptive parent | adoptive mother | adoptive father | adoptive mum | adoptive dad
    """,
    "family member": """
        family member | relative | grandparent | grandmother | grandfather | nan | nana | nanny | gran | granny
        | grandma | grandad | granddad | grandpa | aunt | auntie | aunty | uncle | brother | sister | sibling
        | partner | family | kin
    """,
    "partner agency": """
        partner agency | professional | health visitor | hv | teacher | head teacher | headteacher | school
        | school nurse | gp | doctor | nurse | midwife | police | police officer | camhs worker | youth worker
        | yot worker | yos worker | designated safeguarding lead | dsl | guardian ad litem | cafcass
        | cafcass guardian | lawyer | solicitor
    """,
    "advocate": """
        advocate | independent visitor
    """,
    "interpreter": """
        interpreter | translator
    """,
    "councillor": """
        councillor | cllr | elected member
    """,
}

WAYS_OF_WRITING: Mapping[str, tuple[str, ...]] = {role: listed(writings) for role, writings in _LISTED.items()}
"""Role as reports print it, and how files write it; a study adds its own through `extra`."""

_BY_WRITING = {fold(writing): role for role, writings in WAYS_OF_WRITING.items() for writing in (role, *writings)}
_NOISE = re.compile(r"[/.\\]")
_NUMBERED = re.compile(r"\s*(?:no\.?\s*|#)?(?:\d{1,3}|(?<=\s)[a-h])$")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")


def normalise_role(text: str, extra: Mapping[str, str] | None = None) -> str:
    """Return the role as reports print it: "SW" and "s/w" give "social worker".

    A role that is not on the list comes back in lower case as written; `extra` maps further ways of
    writing to roles and wins over the list.
    """
    return known_role(text, extra) or fold(_BRACKETED.sub(" ", text)) or fold(text)


def known_role(text: str, extra: Mapping[str, str] | None = None) -> str:
    """Return the role a text names, or an empty string where it names none on the list."""
    own = {fold(writing): role for writing, role in (extra or {}).items()}
    for form in _forms(text):
        role = own.get(form) or _BY_WRITING.get(form)
        if role:
            return role
    return ""


def role_in_label(label: str, extra: Mapping[str, str] | None = None) -> str:
    """Return the role a speaker label names ("Social worker 2", "Jo (social worker)"), or an empty string."""
    bracketed = re.findall(r"[(\[]([^)\]]*)[)\]]", label)
    for text in (label, *bracketed, *re.split(r"\s[-\u2013]\s|,", label)[1:]):
        if role := known_role(text, extra):
            return role
    return ""


def _forms(text: str) -> Iterable[str]:
    """Yield the text folded, then without slashes, brackets, number, and plural, longest first."""
    folded = fold(text)
    yield folded
    for form in (folded, fold(_BRACKETED.sub(" ", folded))):
        plain = " ".join(_NOISE.sub("", form).replace("_", " ").replace("-", " ").split())
        bare = fold(_NUMBERED.sub("", plain))
        yield from (form, plain, bare)
        if len(bare) > 3 and bare.endswith("s"):
            yield bare[:-1]
