"""Pseudonymise, code and quote what people said about children's social work, on one machine."""

__version__ = "0.1.0"
