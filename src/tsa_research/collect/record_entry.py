"""One more row of a record: checked by the rules of its import before it is written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

import pandas as pd

from tsa_research.collect.writing import writing
from tsa_research.files import neutral_cell, write_atomically
from tsa_research.intake.model import SetAside
from tsa_research.record_import import faults_in
from tsa_research.records import read_cells
from tsa_research.schemas.records import RecordColumn, RecordType
from tsa_research.workspace import Workspace


def next_key(kind: RecordType, cells: pd.DataFrame) -> str:
    """Return a key that no row has: the number after the largest, with the same words before it.

    >>> from tsa_research.schemas.reading import load_record_type
    >>> log = load_record_type("coaching_log")
    >>> next_key(log, pd.DataFrame({"entry_id": ["coaching-0009", "x"]}))
    'coaching-0010'
    """
    numbered = [re.fullmatch(r"(.*?)(\d+)", str(key)) for key in cells[kind.key]]
    found = [match for match in numbered if match]
    if not found:
        return f"{kind.id}-{len(cells) + 1:04d}"
    last = max(found, key=lambda match: int(match[2]))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}d}"


def rows_of(workspace: Workspace, kind: RecordType) -> pd.DataFrame:
    """Return the rows of a record as texts; an empty table if there is no file yet."""
    path = workspace.record_file(kind.id)
    if path.is_file():
        return read_cells(kind, path)
    return pd.DataFrame(columns=list(kind.column_ids), dtype="str")


def add_row(
    workspace: Workspace, kind: RecordType, given: Mapping[str, str]
) -> tuple[str, tuple[SetAside, ...]]:
    """Write one more row if it breaks no rule; return its key, and the faults that kept it out.

    Parameters
    ----------
    workspace : Workspace
    kind : RecordType
    given : mapping of str to str
        Column to cell; the key is made up, and a column that is left out is blank.

    Raises
    ------
    UsageError
        If the network belongs to the package.
    """
    with writing(workspace) as present:
        cells = rows_of(present, kind)
        key = next_key(kind, cells)
        row = {column.id: _cell(column, given.get(column.id, "")) for column in kind.columns}
        longer = pd.concat([cells, pd.DataFrame([row | {kind.key: key}], dtype="str")])
        longer = longer.reset_index(drop=True)
        last = len(longer) + 1
        faults = tuple(fault for fault in faults_in(present, kind, longer) if fault.row == last)
        if not faults:
            _write(present, kind, longer)
    return key, faults


def take_back(workspace: Workspace, kind: RecordType, key: str) -> bool:
    """Take a row out again by its key; say whether it was there."""
    with writing(workspace) as present:
        cells = rows_of(present, kind)
        left = cells.loc[cells[kind.key] != key]
        if len(left) < len(cells):
            _write(present, kind, left)
    return len(left) < len(cells)


def _cell(column: RecordColumn, text: str) -> str:
    """Return a cell as it is written; words never become a formula in a spreadsheet."""
    is_words = column.kind == "text" and not column.refers_to
    return neutral_cell(text.strip()) if is_words else text.strip()


def _write(workspace: Workspace, kind: RecordType, cells: pd.DataFrame) -> None:
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(kind.column_ids)
    rows.writerows(cells[list(kind.column_ids)].itertuples(index=False, name=None))
    write_atomically(workspace.record_file(kind.id), text.getvalue(), mode=0o600)
