"""The only room that knows real identities: keys, people, documents with their slots, log, erasure."""

from voices.vault.keys import Key, create_key, load_key, passphrase_key, read_key, usual_place
from voices.vault.nouns import (
    GROUNDS,
    Context,
    Erasure,
    Identity,
    KeptRuling,
    LogEntry,
    LogState,
    Pending,
    Replay,
    RosterPerson,
    SourceEntry,
)
from voices.vault.opening import create_vault, open_vault, recover_vault
from voices.vault.roster import read_roster
from voices.vault.vault import Vault

__all__ = [
    "GROUNDS",
    "Context",
    "Erasure",
    "Identity",
    "KeptRuling",
    "Key",
    "LogEntry",
    "LogState",
    "Pending",
    "Replay",
    "RosterPerson",
    "SourceEntry",
    "Vault",
    "create_key",
    "create_vault",
    "load_key",
    "open_vault",
    "passphrase_key",
    "read_key",
    "read_roster",
    "recover_vault",
    "usual_place",
]
