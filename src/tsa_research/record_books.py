"""The books of the records: what came, what was kept, and the last day that anything was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from tsa_research.intake import SetAside
from tsa_research.schemas.reading import list_record_types, load_record_type
from tsa_research.schemas.records import RecordType
from tsa_research.store import list_records, record_digest
from tsa_research.unchanged import Kept, read_kept, write_kept
from tsa_research.workspace import Workspace

COUNTS = ("rows_in", "rows_kept", "rows_withdrawn", "rows_set_aside")
LATEST = "latest"
"""The last day, counted from the first day of year 1."""


@dataclass(frozen=True)
class ImportedRecord:
    """The outcome for one record; ``fresh`` is False when no input had changed.

    ``latest`` is the last day on which something was done by the rows that were kept.
    """

    kind: RecordType
    rows_in: int
    rows_kept: int
    rows_withdrawn: int
    rows_set_aside: int
    latest: date = date.min
    set_aside: tuple[SetAside, ...] = ()
    fresh: bool = True

    @property
    def title(self) -> str:
        """What it is, in words."""
        return self.kind.title

    @property
    def balance(self) -> str:
        """The books in one line."""
        kept, gone = f"{self.rows_kept} kept", f"{self.rows_withdrawn} withdrawn"
        rows = "row" if self.rows_in == 1 else "rows"
        return f"{self.rows_in} {rows} in = {kept} + {gone} + {self.rows_set_aside} set aside"


def record_book(workspace: Workspace, name: str, inputs: str = "") -> ImportedRecord | None:
    """Return the books of an earlier import of a record; ``None`` if there are none.

    Where ``inputs`` is given, also ``None`` if it was made from others, or if what is stored is
    not as it was written.
    """
    kept = read_kept(record_book_file(workspace, name))
    if kept is None or set(kept.counts) != {*COUNTS, LATEST}:
        return None  # never imported, or by another version of the package
    if inputs and (kept.inputs != inputs or kept.stored != stored_of(workspace, name)):
        return None
    came, stay, gone, aside = (kept.counts[column] for column in COUNTS)
    latest = date.fromordinal(kept.counts[LATEST])
    return ImportedRecord(load_record_type(name), came, stay, gone, aside, latest, fresh=False)


def record_books(workspace: Workspace) -> tuple[ImportedRecord, ...]:
    """Return the books of every record that was imported, in the order of their ids."""
    found = (record_book(workspace, name) for name in sorted(list_record_types()))
    return tuple(book for book in found if book is not None)


def keep_record_book(workspace: Workspace, done: ImportedRecord, inputs: str) -> None:
    """Keep the books of an import in the store."""
    name = done.kind.id
    counts = {column: getattr(done, column) for column in COUNTS}
    counts[LATEST] = done.latest.toordinal()
    kept = Kept(inputs, stored_of(workspace, name), counts)
    write_kept(record_book_file(workspace, name), kept)


def latest_day(kind: RecordType, rows: pd.DataFrame) -> date:
    """Return the last day that something was done on in some rows; the first of all if none."""
    days = {day for column in kind.days_done for day in rows[column.id].unique() if day}
    return date.fromisoformat(max(days)) if days else date.min


def stored_of(workspace: Workspace, name: str) -> dict[str, str]:
    """Return the digest of what is stored of a record, by alliance."""
    places = list_records(workspace.store, name)
    return {place.alliance: record_digest(workspace.store, place) for place in places}


def record_book_file(workspace: Workspace, name: str) -> Path:
    """Return where the books of a record are kept."""
    return workspace.store / "imports_of_records" / f"{name}.json"
