"""Codes of the field: business scopes, regions, clauses and standards.

The business-scope codes are at the door; the others are in their modules.
"""

from xinheng.rulebook.codes.scope import (
    SCOPE_DOCUMENT,
    Level,
    ScopeCode,
    children,
    find,
    is_known,
    parent_of,
    parse_scope_import,
    scope_codes,
)

__all__ = [
    "SCOPE_DOCUMENT",
    "Level",
    "ScopeCode",
    "children",
    "find",
    "is_known",
    "parent_of",
    "parse_scope_import",
    "scope_codes",
]
