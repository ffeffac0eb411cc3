"""Importing what takes jsonschema along, without the part of it that takes longest."""

from __future__ import annotations

import importlib
import sys
from typing import Any

GRAMMAR = "rfc3987_syntax"


def import_without_grammar(name: str) -> Any:
    """Import a library without the grammar of web addresses, most of a second of its import.

    jsonschema builds that grammar, if it is there, for a check of addresses that is never
    made here. Only processes of our own do without it: in a notebook somebody may want it.
    """
    hidden = GRAMMAR not in sys.modules
    if hidden:
        sys.modules[GRAMMAR] = None  # type: ignore[assignment]
    try:
        return importlib.import_module(name)
    finally:
        if hidden:
            del sys.modules[GRAMMAR]
