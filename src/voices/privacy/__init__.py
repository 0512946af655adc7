"""Privacy: text in, spans and pseudonymised text out; pure, offline, the same for the same input."""

from voices.privacy.detecting import detect
from voices.privacy.files import detect_texts, link_texts, pseudonymise_texts
from voices.privacy.furniture import Layout, layout
from voices.privacy.generalising import Writing, case_shift
from voices.privacy.linking import Detected, Linked, link, with_kinds
from voices.privacy.lists import fold
from voices.privacy.masking import mask, scan_note, scan_notes, second_scan
from voices.privacy.models import Models, load_models
from voices.privacy.placing import Placed, place, restore
from voices.privacy.roster import Known, Roster, with_roster
from voices.privacy.rulings import Ruling

__all__ = [
    "Detected",
    "Known",
    "Layout",
    "Linked",
    "Models",
    "Placed",
    "Roster",
    "Ruling",
    "Writing",
    "case_shift",
    "detect",
    "detect_texts",
    "fold",
    "layout",
    "link",
    "link_texts",
    "load_models",
    "mask",
    "place",
    "pseudonymise_texts",
    "restore",
    "scan_note",
    "scan_notes",
    "second_scan",
    "with_kinds",
    "with_roster",
]
