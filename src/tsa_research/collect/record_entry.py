"""One more row of a record: checked by the rules of its import before it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from tsa_research.collect.writing import writing
from tsa_research.csv_lines import in_one_line, read_lines, with_headings
from tsa_research.files import neutral_cell
from tsa_research.intake.model import SetAside
from tsa_research.record_import import faults_in
from tsa_research.records import read_cells
from tsa_research.schemas.records import RecordColumn, RecordType
from tsa_research.workspace import Workspace

FIRST_DAY, LAST_DAY = "2000-01-01", "2100-12-31"
POSSIBLE_DAYS = "a day in one of the years 2000 to 2100"


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


@dataclass(frozen=True)
class WrittenRow:
    """A row that was written: its key, and every cell by its heading."""

    key: str
    cells: Mapping[str, str]


def add_row(
    workspace: Workspace, kind: RecordType, given: Mapping[str, str]
) -> tuple[WrittenRow, tuple[SetAside, ...]]:
    """Add one row if it breaks no rule; return it, and the faults that kept it out.

    Whatever else stands in the file stays as it is: columns of one's own, and how it is written.

    Parameters
    ----------
    workspace : Workspace
    kind : RecordType
    given : mapping of str to str
        Column to cell; the key is made up, and a column that is left out is blank.

    Raises
    ------
    UsageError
        If the network belongs to the package, or the file cannot be written.
    """
    with writing(workspace) as present:
        cells = rows_of(present, kind)
        row = {column.id: _cell(column, given.get(column.id, "")) for column in kind.columns}
        row[kind.key] = next_key(kind, cells)
        longer = pd.concat([cells, pd.DataFrame([row], dtype="str")], ignore_index=True)
        last = len(longer) + 1
        faults = [fault for fault in faults_in(present, kind, longer) if fault.row == last]
        path = present.record_file(kind.id)
        wrong = {fault.item for fault in faults}
        for column in kind.columns:
            if column.id not in wrong and _is_far(column, cell := row[column.id]):
                what = (column.id, POSSIBLE_DAYS, cell, "Correct the day.", "far_day")
                faults.append(SetAside(path.name, last, *what))
        if not faults:
            lines = read_lines(path)
            lines, _ = (lines if lines.header else with_headings(kind.column_ids)).with_row(row)
            lines.write(path)
    return WrittenRow(row[kind.key], row), tuple(faults)


def take_back(workspace: Workspace, kind: RecordType, row: WrittenRow) -> bool:
    """Cut a row that was written; say whether it still stood there as it was written."""
    with writing(workspace) as present:
        path = present.record_file(kind.id)
        lines = read_lines(path)
        filled = _filled(row.cells)
        same = [place for place, cells in lines.rows() if _filled(cells) == filled]
        if same:
            lines.without(same[-1:]).write(path)
    return bool(same)


def _cell(column: RecordColumn, text: str) -> str:
    """Return a cell as it is written; words never become a formula in a spreadsheet."""
    is_words = column.kind == "text" and not column.refers_to
    return neutral_cell(in_one_line(text)) if is_words else in_one_line(text)


def _is_far(column: RecordColumn, cell: str) -> bool:
    """Tell whether a cell holds a day that must be a slip, such as one in the year 206."""
    return column.kind == "date" and cell != "" and not FIRST_DAY <= cell <= LAST_DAY


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in cells.items() if cell}
