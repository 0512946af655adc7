"""The custodian's desk: doubtful identities, look-ups with a reason, and the log; pages on this computer only."""

from voices.vault.desk.app import make_desk, serve_desk

__all__ = ["make_desk", "serve_desk"]
