"""The list of reports that were made, kept beside them, from which the index is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tsa_research.files import write_atomically
from tsa_research.reports.index import IndexEntry, write_index

LIST = ".reports.json"


def read_made(folder: Path) -> dict[str, IndexEntry]:
    """Return what was made in a reports folder, by place; entries without a file are dropped."""
    path = folder / LIST
    if not path.is_file():
        return {}
    entries = (IndexEntry(**entry) for entry in json.loads(path.read_text(encoding="utf-8")))
    return {e.href: e for e in entries if e.state != "done" or (folder / e.href).is_file()}


def add_made(folder: Path, entries: Iterable[IndexEntry]) -> Path:
    """Add entries to the list and write the index anew; return the index."""
    known = read_made(folder) | {entry.href: entry for entry in entries}
    ordered = [known[href] for href in sorted(known)]
    text = json.dumps([asdict(entry) for entry in ordered], indent=1, ensure_ascii=False)
    write_atomically(folder / LIST, text + "\n")
    return write_index(ordered, folder)
