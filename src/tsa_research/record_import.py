"""The records a network keeps beside its roster: read, checked, made anonymous, stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from tsa_research.books import write_list
from tsa_research.errors import IntakeError, nearest
from tsa_research.identity import read_key
from tsa_research.intake import SetAside
from tsa_research.names_in_text import NOBODY, names_in_answers
from tsa_research.record_books import (
    ImportedRecord,
    keep_record_book,
    latest_day,
    record_book,
    record_book_file,
)
from tsa_research.record_people import (
    about_withdrawn,
    with_ids,
    with_strangers,
    without_names,
    without_withdrawn,
)
from tsa_research.records import holds, read_cells
from tsa_research.roster import Roster, read_roster
from tsa_research.roster_parts import RECORDS
from tsa_research.schemas.reading import list_record_types, load_record_type
from tsa_research.schemas.record_checks import day_checks, record_checks, reference_checks
from tsa_research.schemas.records import ROSTER, RecordType
from tsa_research.store import list_records, write_record
from tsa_research.suites import record_suite
from tsa_research.unchanged import inputs_of_import
from tsa_research.validation import Verdict, hold_against
from tsa_research.workspace import Workspace

NEVER_STORED = "withdrawals"
"""Only keeps others out: nothing of those it names is stored."""


def import_record(workspace: Workspace, name: str) -> ImportedRecord:
    """Read, check and store one record; rows at fault are set aside, and listed in a file.

    Nothing is done again when no input has changed and what is stored is as it was written.

    Raises
    ------
    IntakeError
        If the roster cannot be used, or the file cannot be read or lacks a column.
    """
    kind = load_record_type(name)
    read_key(workspace.key_file)  # made at first use, so that the digest below covers it
    inputs = _inputs(workspace, kind)
    if unchanged := record_book(workspace, name, inputs):
        return unchanged
    cells, roster = _opened(workspace, kind)
    done, usable = _checked(workspace, kind, cells, roster)
    write_list(_list_of(workspace, name), done.set_aside)
    if kind.id != NEVER_STORED:
        made = roster.pseudonyms(read_key(workspace.key_file))
        stays = without_withdrawn(kind, _placed(kind, usable, roster), roster.withdrawn)
        write_record(workspace.store, name, without_names(kind, stays, roster, made))
    keep_record_book(workspace, done, inputs)
    return done


def check_record(workspace: Workspace, name: str) -> ImportedRecord:
    """Read and check one record without storing anything; errors as in :func:`import_record`."""
    kind = load_record_type(name)
    return _checked(workspace, kind, *_opened(workspace, kind))[0]


def forget_records(workspace: Workspace) -> tuple[str, ...]:
    """Remove what is stored of records whose file is no longer there; return their ids."""
    stored = {place.record for place in list_records(workspace.store)}
    booked = {path.stem for path in record_book_file(workspace, "any").parent.glob("*.json")}
    there = {path.stem for path in (workspace.folder / "records").glob("*.csv")}
    gone = tuple(sorted((stored | booked) - there))
    for name in gone:
        for place in list(list_records(workspace.store, name)):
            place.path(workspace.store).unlink()
        for path in (record_book_file(workspace, name), _list_of(workspace, name)):
            path.unlink(missing_ok=True)
    return gone


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


def faults_in(workspace: Workspace, kind: RecordType, cells: pd.DataFrame) -> tuple[SetAside, ...]:
    """Return what an import would set aside of these rows of a record; nothing is written.

    ``cells`` are as :func:`tsa_research.records.read_cells` returns them.
    """
    roster = with_strangers(kind, cells, read_roster(workspace))
    return _checked(workspace, kind, cells, roster)[0].set_aside


def _inputs(workspace: Workspace, kind: RecordType) -> str:
    files = [workspace.record_file(name) for name in dict.fromkeys((kind.id, *RECORDS))]
    texts = (repr(kind), json.dumps(record_suite(kind), sort_keys=True))
    memory = workspace.store / "digests"
    return inputs_of_import(texts, [*files, workspace.key_file], memory)


def _list_of(workspace: Workspace, name: str) -> Path:
    return workspace.set_aside / f"records_{name}.csv"


def _opened(workspace: Workspace, kind: RecordType) -> tuple[pd.DataFrame, Roster]:
    cells = read_cells(kind, workspace.record_file(kind.id))
    return cells, with_strangers(kind, cells, read_roster(workspace))


def _checked(
    workspace: Workspace, kind: RecordType, cells: pd.DataFrame, roster: Roster
) -> tuple[ImportedRecord, pd.DataFrame]:
    """Return the outcome for a record, and its rows that may be stored.

    Rows about people who have withdrawn go before anything is checked, so that no list of faults
    repeats what they hold.
    """
    path, read = workspace.record_file(kind.id), with_ids(kind, cells, roster)
    gone = about_withdrawn(kind, read, roster.withdrawn)
    table = read.loc[~gone]
    rows, table = table.index, table.reset_index(drop=True)
    derived = _derived(kind, table, roster)
    verdict = hold_against(derived, record_suite(kind), workspace.store / "validation")
    faults = _set_aside(kind, table, verdict, path, roster)
    faults = tuple(replace(fault, row=int(rows[fault.row]) + 2) for fault in faults)
    usable = table.loc[~table.index.isin(verdict.rows)]
    done = ImportedRecord(
        kind,
        rows_in=len(read),
        rows_kept=len(usable),
        rows_withdrawn=int(gone.sum()),
        rows_set_aside=len(table) - len(usable),
        latest=latest_day(kind, usable),
        set_aside=faults,
    )
    return done, usable


def _derived(kind: RecordType, table: pd.DataFrame, roster: Roster) -> pd.DataFrame:
    """Return the cells of a record with one more column for each check, true where it is kept."""
    known = _known(roster)
    checks = {check.name: holds(check, table) for check in record_checks(kind)}
    for check in reference_checks(kind):
        checks[check.name] = holds(check, table, known=known[str(check.column.refers_to)])
    for check in day_checks(kind):
        checks[check.name] = holds(check, table, today=date.today())
    return table.assign(**checks)


def _known(roster: Roster) -> Mapping[str, pd.Series]:
    return {
        "alliances": roster.alliances["alliance_id"],
        "schools": roster.schools["school_id"],
        "participants": roster.participants["participant_id"],
    }


def _set_aside(
    kind: RecordType, table: pd.DataFrame, verdict: Verdict, path: Path, roster: Roster
) -> tuple[SetAside, ...]:
    """Return every fault with its place in the table; nobody who has withdrawn is named."""
    names = names_in_answers(roster, withdrawn_only=True)
    checks = (*record_checks(kind), *reference_checks(kind), *day_checks(kind))
    column_of = {check.name: check.column.id for check in checks}
    faults = []
    for failure in verdict.failures:
        item = column_of.get(failure.column, failure.column)
        got = table[item][failure.row] or "nothing"
        got = NOBODY if item in kind.people and got in roster.withdrawn else names.replaced(got)
        place = (path.name, failure.row, item)
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
