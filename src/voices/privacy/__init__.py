"""Privacy: text in, spans and pseudonymised text out; pure, offline, the same for the same input."""

from voices.privacy.detecting import detect
from voices.privacy.detectors.furniture import Layout, layout
from voices.privacy.files import detect_texts, link_texts, pseudonymise_texts
from voices.privacy.linking.mentions import Detected, Linked, link, with_kinds
from voices.privacy.linking.roster import Known, Roster, with_roster
from voices.privacy.linking.rulings import Ruling
from voices.privacy.lists import fold
from voices.privacy.masking.documents import mask, scan_note, scan_notes, second_scan
from voices.privacy.masking.generalising import Writing, case_shift
from voices.privacy.masking.placing import Placed, place, restore
from voices.privacy.models import Models, let_go, load_models

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
    "let_go",
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
