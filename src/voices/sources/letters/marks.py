"""The marks by which the parts of a letter or e-mail are told apart."""

from __future__ import annotations

import re

from voices.sources.words import listed

SALUTATION = re.compile(
    r"^\s*(?P<greeting>dear(?:est)?|hi+(?: there)?|hiya|hello|hey|annwyl|good (?:morning|afternoon|evening)"
    r"|to whom it may concern|to the|fao|for the attention of)"
    r"\b(?P<who>[^,:;!\n]{0,80}?)(?:\((?:[^)]*)\))?\s*(?P<end>[,:;!.]+|$)\s*(?P<rest>.*)$",
    re.I | re.S,
)
"""A line that greets, with who is greeted and what follows on the same line."""

NAME_ALONE = re.compile(
    r"(?P<greeting>)\s*(?P<who>[A-Z][\w'\u2019-]+(?:,? (?:and |& )?[A-Z][\w'\u2019-]+){0,2}),\s*(?P<end>)(?P<rest>)"
)
"""Names and a comma on a line of their own, as mails among colleagues open."""

_CLOSINGS = listed(
    r"""
    (?:i remain,? )?yours?(?: very)?(?: sincerely| faithfully| truly| ever| respectfully| gratefully)?
    | (?:with )?(?:kind(?:est)?|best|warm(?:est)?|many|very best)? ?(?:regards|wishes)
    | with (?:thanks|respect|gratitude|appreciation|love|many thanks)[^.]{0,40} | many thanks
    | thanks(?: again)?(?: so much)? | thank you(?: again| so much| very much)? | cheers | love | lots of love
    | all the best | sincerely | faithfully | best | cofion(?: cynnes)? | take care | respectfully | signed
    | -- | rgds | kr | thx
    """
)
CLOSING = re.compile(rf"^\s*(?:{'|'.join(_CLOSINGS)})\s*[,.!]*\s*$", re.I)
"""A line that closes a letter."""

MAIL_HEADER = re.compile(
    r"^\s*(?P<key>from|to|cc|bcc|sent|date|subject|importance|reply-to|attachments?)\s*:\s*(?P<value>.*)$", re.I
)
"""A line of a mail's header."""

OLDER_MAIL = re.compile(
    r"^\s*(?:-{2,}\s*(?:original|forwarded) message\s*-{2,}|on (?=.*(?:\d:\d\d|@)).{5,160} wrote:"
    r"|begin forwarded message:|_{10,}|-{10,})\s*$",
    re.I,
)
"""What mail programs write above a quoted older mail."""

WROTE = re.compile(r"^\s*on\b(?=.*(?:\d:\d\d|@)).{5,200}\bwrote:\s*$", re.I)
"""The same where a long address has broken the line in two."""

DISCLAIMER = re.compile(
    r"^\s*[*_]*\s*(?:(?:this|the (?:information|content)s? (?:contained )?in this) (?:e-?mail|message|communication)\b"
    r".{0,120}\b(?:confidential|intended (?:only|solely)|privileged|property of|scanned|monitored)"
    r"|(?:disclaimer|confidentiality notice|privileged and confidential)\b"
    r"|if you (?:have received this|are not the (?:intended|named)|receive this)"
    r"|please consider the environment|(?:e-?mails?|communications?) (?:are|may be) (?:monitored|recorded))",
    re.I,
)
"""How the notices begin that servers add below a mail."""

LIST_ITEM = re.compile(r"(?:[-\u2022*\u2013]|\d{1,2}[.)]|[a-z][.)])\s")
"""How an item of a list begins."""

OFFICE_WORD = re.compile(
    r"\b(?:managers?|services?|teams?|council|heads?|department|directors?|officers?|panel|school|court|committee"
    r"|members?|staff|office|workers?|complaints?|compliments?|customers?|relations|feedback|inbox|mailbox|enquir(?:y|ies)"
    r"|support|care|info|admin|reception|contact|hub|reply|county|borough|city|trust)\b",
    re.I,
)
"""Words that make a greeting one of an office rather than a person."""

INITIALS = re.compile(r"(?:[A-Z]\.\s*){1,3}[A-Z][\w'\u2019-]+")
"""A name with initials, as printed below a first name."""

QUOTED_LINE = re.compile(r"^\s*>")
"""A line of an older mail."""

POSTSCRIPT = re.compile(r"^\s*(?:p\.? ?p?\.? ?s\.?\b|post ?script)[:.\s]*", re.I)
"""How a postscript begins."""

NOT_WORDS = re.compile(
    r"^\s*(?:cc|c\.c\.|copy|copies|copied to|enc|encl|enclosures?|dictated|sent from my|this e-?mail"
    r"|tel(?:ephone)?|phone|mobile|e-?mail)\b",
    re.I,
)
"""Lines below a signature that are nobody's words."""

NOBODY_BY_NAME = frozenset(
    listed(
        """
        all | both | children's | children's services | childrens | childrens services | colleague | colleagues
        | complaints | complaints team | concern | council | councillors | department | everyone | folks | friends
        | it | madam | madame | manager | may | members | or | services | sir | sir or madam | sir/madam | sirs
        | social | social services | team | the manager | there | whom
        """
    )
)
"""Greetings without a name."""
