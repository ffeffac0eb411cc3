"""A record of a network, such as its schools: read as text and checked against its type."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from tsa_research.columns import Column, read_grid, separator_of
from tsa_research.errors import IntakeError, nearest
from tsa_research.identity import folded
from tsa_research.schemas.record_checks import RecordCheck, record_checks
from tsa_research.schemas.records import RecordColumn, RecordType

FAULTS_LISTED = 10


@dataclass(frozen=True)
class Reference:
    """What the cells of a column of a record must be one of.

    Parameters
    ----------
    column : str
    known : Series of str
    place : str
        Where what is known is declared, such as ``records/schools.csv``.
    """

    column: str
    known: pd.Series
    place: str


@dataclass(frozen=True)
class Fault:
    """A cell of a record that is not allowed, or a row that is not; rows as in a spreadsheet."""

    row: int
    column: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: expected {self.expected}; got {self.got}"


def read_record(
    kind: RecordType, path: Path, *, references: Sequence[Reference] = ()
) -> pd.DataFrame:
    """Read a record as texts and refuse it if any of its cells is not allowed.

    Parameters
    ----------
    kind : RecordType
    path : Path
    references : sequence of Reference
        Columns whose cells stand elsewhere.

    Raises
    ------
    IntakeError
        If it cannot be read, lacks a column, repeats a key or has a cell that is not allowed;
        the message names file, row, column, expected and got of each, up to ten.
    """
    table = read_cells(kind, path)
    found: dict[tuple[int, str], Fault] = {}
    for check in record_checks(kind):
        cells = table[check.column.id]
        for row in np.flatnonzero(~holds(check, table)).tolist():
            fault = Fault(row + 2, check.column.id, check.expected.strip(), cells[row] or "nothing")
            found.setdefault((fault.row, fault.column), fault)
    for reference in references:
        for fault in unknown_cells(table, reference):
            found.setdefault((fault.row, fault.column), fault)
    if found:
        raise rows_error(path, sorted(found.values(), key=lambda fault: fault.row))
    return table


def unknown_cells(table: pd.DataFrame, reference: Reference) -> list[Fault]:
    """Return every cell of a column that is not among those that are known.

    Parameters
    ----------
    table : DataFrame
        As :func:`read_cells` returns it.
    reference : Reference
    """
    cells, known = table[reference.column], reference.known.tolist()
    return [
        Fault(
            row + 2,
            reference.column,
            ". ".join(filter(None, [f"one of {reference.place}", nearest(cells[row], known)])),
            cells[row] or "nothing",
        )
        for row in np.flatnonzero(~cells.isin(known)).tolist()
    ]


def read_cells(kind: RecordType, path: Path) -> pd.DataFrame:
    """Read a record as texts, with all columns of its type; its cells are not checked.

    A choice may be written in capitals or small letters; it is read as it is declared.

    Raises
    ------
    IntakeError
        If it cannot be read, lacks a column, has one twice or a row of another length.
    """
    columns = _clean_columns(path)
    if columns is None:
        columns = _checked_columns(kind, path)
    _check_header(kind, list(columns), path)
    rows = range(len(next(iter(columns.values()), Column.of([]))))
    empty = pd.Series("", rows, dtype="str")
    return pd.DataFrame(
        {
            column.id: _texts(columns[column.id], column) if column.id in columns else empty
            for column in kind.columns
        }
    )


def holds(
    check: RecordCheck,
    table: pd.DataFrame,
    *,
    known: pd.Series | None = None,
    today: date = date.max,
) -> pd.Series:
    """Return of every row of a record whether it keeps a check.

    Parameters
    ----------
    check : RecordCheck
    table : DataFrame
        As :func:`read_cells` returns it.
    known : Series of str, optional
        For a reference: the keys that it may name.
    today : date
        For a day on which something was done: the last that it can be.
    """
    values = table[check.column.id]
    if check.rule is not None:
        pairs = zip(values.tolist(), table[check.rule.other].tolist(), strict=True)
        return pd.Series([check.rule.holds(*pair) for pair in pairs], table.index, dtype=bool)
    if check.kind == "once":
        return ~pd.Series(folded(values.tolist()), table.index, dtype="object").duplicated()
    if check.kind == "reference":
        return (values == "") | values.isin(() if known is None else known)
    wrong = _wrong(check.column, values)
    return wrong | (values <= today.isoformat()) if check.kind == "past" else ~wrong


def _texts(cells: Column, declared: RecordColumn) -> pd.Series:
    codes = {code.casefold(): code for code, _ in declared.options}
    found = (codes.get(cell.strip().casefold(), cell.strip()) for cell in cells.distinct)
    texts = np.array([*found, ""], dtype=object)
    return pd.Series(pd.Series(texts, dtype="str").array.take(cells.codes))


def _clean_columns(path: Path) -> dict[str, Column] | None:
    """Return the columns of a record by heading; ``None`` if a row or a heading is odd."""
    try:
        payload = path.read_bytes()
        heading = payload.partition(b"\n")[0].decode("utf-8-sig")
        grid = read_grid(payload, "utf-8-sig", separator_of(heading))
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    header = grid.header.cells if grid.header else []
    last = int(grid.numbers[-1]) if len(grid.numbers) else 1
    odd = grid.ragged or any(number < last for number in grid.blank)
    if odd or not header or len(set(header)) < len(header):
        return None
    return dict(zip(header, grid.columns, strict=True))


def _checked_columns(kind: RecordType, path: Path) -> dict[str, Column]:
    """Return the columns of a record, or say of the first thing that is odd what it is."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        lines = io.StringIO(text, newline="")
        rows = list(csv.reader(lines, delimiter=separator_of(text), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise IntakeError(
            f"The record {kind.id} cannot be read.",
            where=str(path),
            expected="a CSV file in UTF-8",
            got=str(error),
            next_step=f"Columns: {', '.join(kind.column_ids)}.",
        ) from error
    while rows and not "".join(rows[-1]).strip():
        rows.pop()
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    _check_header(kind, header, path)
    faults = [
        Fault(number, "all columns", f"{len(header)} cells", str(len(row)))
        for number, row in enumerate(body, start=2)
        if len(row) != len(header)
    ]
    if faults:
        raise rows_error(path, faults)
    return {name: Column.of(row[place] for row in body) for place, name in enumerate(header)}


def _check_header(kind: RecordType, header: list[str], path: object) -> None:
    missing = [c.id for c in kind.columns if c.required and c.id not in header]
    if missing:
        raise IntakeError(
            f"The record {kind.id} lacks a column.",
            where=f"{path}, row 1",
            expected=", ".join(kind.column_ids),
            got=", ".join(header) or "an empty file",
            next_step=f"Add the column {missing[0]}.",
        )
    repeated = [name for name in kind.column_ids if header.count(name) > 1]
    if repeated:
        raise IntakeError(
            f"The record {kind.id} has a column twice.",
            where=f"{path}, row 1",
            expected="every heading once",
            got=", ".join(header),
            next_step=f"Remove or rename one of the columns {repeated[0]}.",
        )


def _wrong(column: RecordColumn, values: pd.Series) -> pd.Series:
    blank = values == ""
    wrong = blank & column.required
    if column.kind == "date":
        dates = pd.Series(values.unique())
        read = pd.to_datetime(dates, format="%Y-%m-%d", errors="coerce")
        wrong |= values.isin(dates[read.isna()]) & ~blank
    if column.kind == "choice":
        wrong |= ~values.isin([code for code, _ in column.options]) & ~blank
    if column.kind in _NUMBERS:
        wrong |= ~values.str.fullmatch(_NUMBERS[column.kind]) & ~blank
        found = pd.to_numeric(values.where(~wrong), errors="coerce")
        wrong |= (found < column.least) if column.least is not None else False
        wrong |= (found > column.most) if column.most is not None else False
    return wrong


_NUMBERS = {"integer": r"-?[0-9]+", "number": r"-?[0-9]+(\.[0-9]+)?"}


def rows_error(path: object, faults: Sequence[Fault]) -> IntakeError:
    """Return the error for the cells of a record that are at fault; ten of them are listed.

    Parameters
    ----------
    path : Path or str
        The file.
    faults : sequence of Fault
        In the order of their rows, one at least.
    """
    first = faults[0]
    if len(faults) == 1:
        return row_error(path, first.row, first.column, first.expected, first.got)
    lines = [str(fault) for fault in faults[:FAULTS_LISTED]]
    more = len(faults) - len(lines)
    n_rows = len({fault.row for fault in faults})
    return IntakeError(
        f"A record has {n_rows} rows that cannot be used."
        if n_rows > 1
        else "A record has a row that cannot be used.",
        where=str(path),
        expected="rows in which every cell is one that is allowed",
        got="\n       ".join([*lines, *([f"and {more} more like these"] if more else [])]),
        next_step="Correct the rows and run the same command again.",
    )


def row_error(path: object, row: int, column: str, expected: str, got: str) -> IntakeError:
    """Return the error for one cell of a record, or for a whole row."""
    return IntakeError(
        "A record has a row that cannot be used.",
        where=f"{path}, row {row}, {column}",
        expected=expected.strip(),
        got=got or "nothing",
        next_step="Correct the row and run the same command again.",
    )
