"""Why something was masked, in plain words: one sentence for each rule a detector may name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_NAME_LIST = "It is in the lists of first names."
_FILE_FORM = "It stands where a file of this kind puts names."
_PLACE_FORM = "It is written the way a place or a building is named."
_BODY_FORM = "It is written the way a school, a surgery or another body is named."
_AGE_FORM = "It is written the way a child's age is."
_DATE_FORM = "It is written the way a date is."
_UNKNOWN = "It has a capital and is no word of English we know."
_WORD_NAME = "It is a name and also an ordinary word; here it may be somebody."
_REFERENCE = "It is written the way a reference number is."

SENTENCES: Mapping[str, str] = {
    "spaCy person": "The language model takes it for a person's name.",
    "spaCy gpe": "The language model takes it for a town or a region.",
    "spaCy loc": "The language model takes it for a place.",
    "spaCy fac": "The language model takes it for a building or a road.",
    "spaCy org": "The language model takes it for an organisation.",
    "Rampart given name": "The second language model takes it for a first name.",
    "Rampart surname": "The second language model takes it for a family name.",
    "Rampart building number": "The second language model takes it for a house number.",
    "Rampart street name": "The second language model takes it for a street.",
    "Rampart secondary address": "The second language model takes it for part of an address.",
    "Rampart city": "The second language model takes it for a town.",
    "Rampart phone": "The second language model takes it for a telephone number.",
    "Rampart email": "The second language model takes it for an e-mail address.",
    "tagger person": "By its neighbours and its looks it may be a person's name.",
    "tagger location": "By its neighbours and its looks it may be a place.",
    "tagger organisation": "By its neighbours and its looks it may be an organisation.",
    "listed first name": _NAME_LIST,
    "listed first name and more": "It is a listed first name with another name behind it.",
    "listed first name in capitals": _NAME_LIST,
    "listed first name in lower case": "It is a listed first name, written small.",
    "listed first name in lower case with a cue": "It is a listed first name, written small, and acts like a person.",
    "first and family name in lower case": "It is a listed first name and family name, written small.",
    "listed family name": "It is in the lists of family names.",
    "unknown capital inside a sentence": _UNKNOWN,
    "unknown capital that acts": "It has a capital, is no word of English we know, and acts like a person.",
    "rare word that acts": "It is no word of English we know, and acts like a person.",
    "run of unknown capitals": "Several words with capitals stand together and are no words of English we know.",
    "initial and name": "It is an initial with a name behind it.",
    "initials": "It is written the way initials are.",
    "initials of a name in this text": "These are the initials of somebody named in this text.",
    "initial that acts": "A single letter acts like a person.",
    "initial with an age": "A single letter is followed by an age.",
    "word name alone": _WORD_NAME,
    "word name inside a sentence": _WORD_NAME,
    "word name that acts": _WORD_NAME,
    "word name between conjunction and verb": _WORD_NAME,
    "month that is somebody": "It is a month or season, but stands where only a person can.",
    "nickname": "The text says that somebody is called so.",
    "called": "The text says that somebody is called so.",
    "kin or role before": "It follows a word such as “my worker” or “her son”.",
    "says who it is": "Somebody seems to say who they are.",
    "my": "It has a capital and follows “my” or “our”.",
    "title": "It follows a title such as Mrs or Dr.",
    "family": "The text speaks of a family of this name.",
    "spelt out": "It is spelt letter by letter.",
    "wrapped line": "A name runs over the end of a line.",
    "caption tag": _FILE_FORM,
    "speaker label": "It names who is speaking.",
    "speaker label with a time": "It names who is speaking.",
    "mail header": "It stands in the head of an e-mail or a letter.",
    "salutation": "It stands where a letter greets somebody.",
    "signature": "It stands where a letter is signed.",
    "line of names": _FILE_FORM,
    "line of initials": _FILE_FORM,
    "line that ends a letter": "It stands where a letter is signed.",
    "name the file states": "The file itself gives it as a name.",
    "known in the study": "It is a name known from elsewhere in the study.",
    "known in the study, s behind it": "It is a name known from elsewhere in the study, with an s behind it.",
    "one letter from a name known in the study": "It is one letter away from a name known in the study.",
    "could mean two people": "More than one person of the study has this name.",
    "second scan": "It was found in the second look, after masking.",
    "after a word of place": "It follows a word such as “in” or “near”.",
    "before a word of place": "It stands before a word such as “area” or “estate”.",
    "name of a place": _PLACE_FORM,
    "rare word before a place word": "An unusual word stands before a word such as “road” or “school”.",
    "number and street": "It is written the way an address is.",
    "name of a body": _BODY_FORM,
    "named after a saint": _BODY_FORM,
    "name and its kind": "A word behind the name says what it is, such as “court” or “primary”.",
    "family name": "The text speaks of a family of this name.",
    "court by town": "It names a court by its town.",
    "town in a body's name": "It is the town in the name of a public body.",
    "somebody's team": "It may be the team somebody belongs to.",
    "house called The": "It is written the way a house or a home is named.",
    "numeric date": _DATE_FORM,
    "ISO date": _DATE_FORM,
    "day and month": _DATE_FORM,
    "month and day": _DATE_FORM,
    "month and year": _DATE_FORM,
    "month and year in numbers": _DATE_FORM,
    "month and said year": _DATE_FORM,
    "day in words": _DATE_FORM,
    "feast and year": "It is a feast day with its year.",
    "date of birth": "It follows a word about being born.",
    "age with its unit": _AGE_FORM,
    "age after a cue": _AGE_FORM,
    "age in brackets": _AGE_FORM,
    "age in a table": "It stands under or beside the word age.",
    "child of an age": _AGE_FORM,
    "age at a time": _AGE_FORM,
    "age asked for": "It answers a question about somebody's age.",
    "age after a birth date": _AGE_FORM,
    "now of an age": _AGE_FORM,
    "age beside a name": _AGE_FORM,
    "age beside an age": _AGE_FORM,
    "is of an age": _AGE_FORM,
    "is of an age now": _AGE_FORM,
    "at an age": _AGE_FORM,
    "at an age of two figures": _AGE_FORM,
    "e-mail": "It is an e-mail address.",
    "e-mail said aloud": "It is an e-mail address, said aloud.",
    "web address": "It is a web address.",
    "handle": "It is a user name.",
    "underscored name": "It is written the way a user name is.",
    "name on a network": "It follows the name of a network such as Instagram.",
    "telephone number": "It is a telephone number.",
    "telephone number, not valid": "It looks like a telephone number.",
    "telephone number abroad": "It looks like a telephone number in another country.",
    "telephone number said aloud": "It is a telephone number, said aloud.",
    "NHS number": "It is an NHS number, with the right check digit.",
    "NHS number by context": "The text calls it an NHS number.",
    "NHS number said aloud": "It is an NHS number, said aloud.",
    "National Insurance number": "It is a National Insurance number.",
    "National Insurance number by context": "The text calls it a National Insurance number.",
    "pupil number": "It is written the way a pupil number is.",
    "postcode": "It is a postcode.",
    "postcode said aloud": "It is a postcode, said aloud.",
    "first half of a postcode": "It is the first half of a postcode.",
    "number plate": "It is written the way a number plate is.",
    "older number plate": "It is written the way an older number plate is.",
    "reference of the study": "Your settings name this form of reference number.",
    "reference": _REFERENCE,
    "letters and digits": _REFERENCE,
    "number after a cue": "It follows a word such as “reference” or “case number”.",
    "long number": "It is a long number.",
    "number of an officer": "It is written the way a police officer's number is.",
    "grouped digits": "It is a number in groups, such as a bank card's.",
}
"""One sentence a rule; it tells how the rule works and never repeats anybody's words."""
_CUSTODIAN = "The custodian decided so."
_OTHER = "A rule for names and numbers found it."


def sentence(reason: str) -> str:
    """Return the plain sentence of one reason; rules without one are described in general."""
    return _CUSTODIAN if reason.startswith("custodian:") else SENTENCES.get(reason, _OTHER)


def explain(reasons: Iterable[str]) -> tuple[str, ...]:
    """Return the plain sentences of a mention's reasons, each once, in the order given."""
    return tuple(dict.fromkeys(sentence(reason) for reason in reasons))
