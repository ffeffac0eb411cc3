"""The list of reports that were made, kept beside them, from which the index is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from tsa_research.files import write_atomically
from tsa_research.reports.index import STATES, IndexEntry, write_index

LIST = ".reports.json"


def read_made(folder: Path) -> dict[str, IndexEntry]:
    """Return what was made in a reports folder, by place; entries without a file are dropped.

    A list that another version of the package wrote, or that is damaged, counts as none.
    """
    path = folder / LIST
    if not path.is_file():
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    if not isinstance(values, list) or not all(_is_entry(value) for value in values):
        return {}
    entries = [IndexEntry(**value) for value in values]
    return {e.href: e for e in entries if e.state != "done" or (folder / e.href).is_file()}


def _is_entry(value: Any) -> bool:
    names = {field.name for field in fields(IndexEntry)}
    return isinstance(value, dict) and set(value) == names and value["state"] in STATES


def add_made(folder: Path, entries: Iterable[IndexEntry]) -> Path:
    """Add entries to the list and write the index anew; return the index."""
    known = read_made(folder) | {entry.href: entry for entry in entries}
    ordered = [known[href] for href in sorted(known)]
    text = json.dumps([asdict(entry) for entry in ordered], indent=1, ensure_ascii=False)
    write_atomically(folder / LIST, text + "\n")
    return write_index(ordered, folder)
