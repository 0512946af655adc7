"""The framework matrix: cases by principle, a human-written cell with the quotes behind it."""

from __future__ import annotations

from voices.framework.cases import GROUP, Case, groups, people
from voices.framework.workbook import Brought, Sheet, bare, key_of, pointed, read, write

__all__ = ["GROUP", "Brought", "Case", "Sheet", "bare", "groups", "key_of", "people", "pointed", "read", "write"]
