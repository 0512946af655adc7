"""The vault's own migrations, run by `voices.vault.database`."""
