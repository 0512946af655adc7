"""The study pages: make a study, give it files, see how they are understood, run it, publish and download.

For the evaluator, who has the original files. The vault is never opened here and no key is read: whatever needs one
runs in a process of its own.
"""

from __future__ import annotations

from voices.office.app import make_office
from voices.office.tools import Tools

__all__ = ["Tools", "make_office"]
