"""Privacy: text in, spans and pseudonymised text out; pure, offline, the same for the same input."""

from voices.privacy.detecting import detect
from voices.privacy.files import detect_texts, link_texts, pseudonymise_texts
from voices.privacy.furniture import Layout, layout
from voices.privacy.linking import Detected, Linked, link
from voices.privacy.masking import mask, scan_note, second_scan
from voices.privacy.models import Models, load_models
from voices.privacy.placing import Placed, place, restore
from voices.privacy.rulings import Ruling

__all__ = [
    "Detected",
    "Layout",
    "Linked",
    "Models",
    "Placed",
    "Ruling",
    "detect",
    "detect_texts",
    "layout",
    "link",
    "link_texts",
    "load_models",
    "mask",
    "place",
    "pseudonymise_texts",
    "restore",
    "scan_note",
    "second_scan",
]
