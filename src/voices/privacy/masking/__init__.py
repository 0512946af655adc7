"""Placeholders for what is masked, and the words back again."""
