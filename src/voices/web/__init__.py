"""What the coders' and the custodian's pages share: sign-in, headers, forms, templates, serving on loopback."""

from __future__ import annotations

from voices.web.access import notice, see_other, signed_in
from voices.web.forms import Posted, posted
from voices.web.pages import Section, Site, page
from voices.web.serving import serve
from voices.web.sessions import Session, Sessions
from voices.web.site import make_site

__all__ = [
    "Posted",
    "Section",
    "Session",
    "Sessions",
    "Site",
    "make_site",
    "notice",
    "page",
    "posted",
    "see_other",
    "serve",
    "signed_in",
]
