"""Migrations of the study's database, shipped with the package."""
