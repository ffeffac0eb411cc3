"""The records a network keeps beside its roster: read, checked, made anonymous, stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from tsa_research.books import write_list
from tsa_research.errors import IntakeError, nearest
from tsa_research.identity import read_key
from tsa_research.intake import SetAside
from tsa_research.record_people import with_ids, with_strangers, without_names, without_withdrawn
from tsa_research.records import holds, read_cells
from tsa_research.roster import Roster, read_roster
from tsa_research.schemas.reading import list_record_types, load_record_type
from tsa_research.schemas.record_checks import record_checks, reference_checks
from tsa_research.schemas.records import ROSTER, RecordType
from tsa_research.store import write_record
from tsa_research.suites import record_suite
from tsa_research.validation import Verdict, hold_against
from tsa_research.workspace import Workspace

NEVER_STORED = "withdrawals"
"""Only keeps others out: nothing of those it names is stored."""


@dataclass(frozen=True)
class ImportedRecord:
    """The outcome for one record; ``table`` holds pseudonyms and the ``alliance`` of each row."""

    kind: RecordType
    rows_in: int
    rows_kept: int
    rows_withdrawn: int
    rows_set_aside: int
    set_aside: tuple[SetAside, ...]
    table: pd.DataFrame = field(repr=False)

    @property
    def balance(self) -> str:
        """The books in one line."""
        kept, gone = f"{self.rows_kept} kept", f"{self.rows_withdrawn} withdrawn"
        return f"{self.rows_in} rows in = {kept} + {gone} + {self.rows_set_aside} set aside"


def import_records(workspace: Workspace) -> tuple[ImportedRecord, ...]:
    """Import every record that is present, as :func:`import_record`."""
    return tuple(import_record(workspace, name) for name in present_records(workspace))


def import_record(workspace: Workspace, name: str) -> ImportedRecord:
    """Read, check and store one record; rows at fault are set aside, and listed in a file.

    Raises
    ------
    IntakeError
        If the roster cannot be used, or the file cannot be read or lacks a column.
    """
    return _import(workspace, load_record_type(name), read_roster(workspace))


def present_records(workspace: Workspace) -> list[str]:
    """Return the ids of the records in ``records/`` that are not the roster.

    Raises
    ------
    IntakeError
        If a file there has the name of no record.
    """
    known = list_record_types()
    names = sorted(path.stem for path in (workspace.folder / "records").glob("*.csv"))
    for name in names:
        if name not in (*known, *ROSTER):
            raise IntakeError(
                "There is no record of this name.",
                where=str(workspace.record_file(name)),
                expected=", ".join(known),
                got=name,
                next_step=nearest(name, known) or "Rename the file or move it elsewhere.",
            )
    return [name for name in names if name in known]


def _import(workspace: Workspace, kind: RecordType, roster: Roster) -> ImportedRecord:
    path = workspace.record_file(kind.id)
    cells = read_cells(kind, path)
    roster = with_strangers(kind, cells, roster)
    table = with_ids(kind, cells, roster)
    verdict = hold_against(_derived(kind, table, roster), record_suite(kind), _cache(workspace))
    faults = _set_aside(kind, table, verdict, path)
    write_list(workspace.set_aside / f"records_{kind.id}.csv", faults)
    usable = table.loc[~table.index.isin(verdict.rows)]
    stays = without_withdrawn(kind, usable, roster.withdrawn)
    made = roster.pseudonyms(read_key(workspace.key_file))
    stored = without_names(kind, _placed(kind, stays, roster), roster, made)
    if kind.id != NEVER_STORED:
        write_record(workspace.store, kind.id, stored)
    gone = len(usable) - len(stays)
    out = len(table) - len(usable)
    return ImportedRecord(kind, len(table), len(stored), gone, out, faults, stored)


def _cache(workspace: Workspace) -> Path:
    return workspace.store / "validation"


def _derived(kind: RecordType, table: pd.DataFrame, roster: Roster) -> pd.DataFrame:
    """Return the cells of a record with one more column for each check, true where it is kept."""
    known = _known(roster)
    checks = {check.name: holds(check, table) for check in record_checks(kind)}
    for check in reference_checks(kind):
        checks[check.name] = holds(check, table, known[str(check.column.refers_to)])
    return table.assign(**checks)


def _known(roster: Roster) -> Mapping[str, pd.Series]:
    return {
        "alliances": roster.alliances["alliance_id"],
        "schools": roster.schools["school_id"],
        "participants": roster.participants["participant_id"],
    }


def _set_aside(
    kind: RecordType, table: pd.DataFrame, verdict: Verdict, path: Path
) -> tuple[SetAside, ...]:
    column_of = {check.name: check.column.id for check in record_checks(kind)}
    column_of |= {check.name: check.column.id for check in reference_checks(kind)}
    faults = []
    for failure in verdict.failures:
        item = column_of.get(failure.column, failure.column)
        got = table[item][failure.row] or "nothing"
        place = (path.name, failure.row + 2, item)
        faults.append(SetAside(*place, failure.expected, got, failure.next_step, failure.kind))
    return tuple(faults)


def _placed(kind: RecordType, table: pd.DataFrame, roster: Roster) -> pd.DataFrame:
    """Add the alliance of each row: its own, or that of its school or person."""
    if "alliance_id" in kind.column_ids:
        return table.assign(alliance=table["alliance_id"])
    if "school_id" in kind.column_ids:
        alliances = roster.schools.set_index("school_id")["alliance_id"]
        return table.assign(alliance=table["school_id"].map(alliances))
    alliances = roster.participants.set_index("participant_id")["alliance_id"]
    return table.assign(alliance=table[kind.people[0]].map(alliances))
