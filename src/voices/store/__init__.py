"""The study's database: documents after privacy, passages, suggestions, people's decisions, and what is done."""

from __future__ import annotations

from voices.store.alone import is_open_elsewhere
from voices.store.engine import migrate, require_whole
from voices.store.holding import HOLD_OUTCOMES, EndedHold
from voices.store.material import LEARNT_KEY
from voices.store.paging import Given, Progress, View
from voices.store.proposing import PROPOSED, Proposed
from voices.store.queue import LEASE_MINUTES, QueueCount, QueueItem
from voices.store.quoting import ONLY_RELEASED_KEY
from voices.store.recalling import Recalled
from voices.store.records import Publication
from voices.store.search import Sought, terms
from voices.store.study import Store, open_store
from voices.store.withdrawal import Withdrawal

__all__ = [
    "HOLD_OUTCOMES",
    "LEARNT_KEY",
    "LEASE_MINUTES",
    "ONLY_RELEASED_KEY",
    "PROPOSED",
    "EndedHold",
    "Given",
    "Progress",
    "Proposed",
    "Publication",
    "QueueCount",
    "QueueItem",
    "Recalled",
    "Sought",
    "Store",
    "View",
    "Withdrawal",
    "is_open_elsewhere",
    "migrate",
    "open_store",
    "require_whole",
    "terms",
]
