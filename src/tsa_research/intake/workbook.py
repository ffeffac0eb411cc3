"""Reading the one sheet of answers in an Excel workbook as text."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tsa_research.columns import Record
from tsa_research.errors import IntakeError
from tsa_research.intake.archive import (
    check_archive,
    has_formulas,
    merged_ranges,
    not_a_workbook,
)
from tsa_research.intake.model import SetAside
from tsa_research.intake.table import Table, build_table, column_letter
from tsa_research.intake.wording import listed, quoted

LAST_ROW = 100_000
LAST_COLUMN = 2_000
MOST_CELLS = 10_000_000
Rows = dict[int, dict[int, str]]
"""Text by row and column, both counted from 1 as a spreadsheet does; blank ones left out."""


def read_workbook(payload: bytes, *, file: str, digest: str) -> Table:
    """Return the table in the bytes of a workbook.

    Formulas are not evaluated: the value saved with a formula is used and listed, and a
    row in which a formula has no saved value is set aside.

    Raises
    ------
    IntakeError
        If the file is too large or no workbook, has a cell too far out, has merged cells,
        or has no sheet or several sheets with content.
    """
    check_archive(payload, file)
    try:
        with warnings.catch_warnings():
            # Form tools write workbooks without a default style; openpyxl warns of each.
            warnings.filterwarnings("ignore", module="openpyxl")
            records, formulas = _read_sheet(payload, file)
    except IntakeError:
        raise
    except Exception as error:  # a damaged workbook can fail anywhere inside openpyxl
        raise not_a_workbook(file, type(error).__name__) from error
    return _table(records, formulas, file, digest)


def cell_text(value: Any) -> str:
    """Return a cell as a person would type it: ``3`` for 3.0, ISO for a date.

    >>> cell_text(3.0), cell_text(None), cell_text("007")
    ('3', '', '007')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return str(value)


def _read_sheet(payload: bytes, file: str) -> tuple[list[Record], set[tuple[int, int]]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(payload), read_only=True, data_only=True)
    sheet, rows = _sheet_with_answers(book, file)
    part = sheet._worksheet_path
    merged = merged_ranges(payload, part)
    if merged:
        raise _merged(file, sheet.title, merged)
    formulas = _formulas(payload, sheet.title, file) if has_formulas(payload, part) else set()
    return _evened(rows, file), formulas


def _sheet_with_answers(book: Any, file: str) -> tuple[Any, Rows]:
    # Only programs hide a sheet this deep: our own template keeps the lists of answers there.
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state != "veryHidden"]
    read = [(sheet, _rows_of(sheet, file)) for sheet in seen]
    filled = [(sheet, rows) for sheet, rows in read if rows]
    if len(filled) == 1:
        return filled[0]
    names = listed(quoted(sheet.title) for sheet, _ in filled)
    raise IntakeError(
        "The workbook must hold exactly one sheet with content.",
        where=file,
        expected="one sheet, that of the answers",
        got=f"the sheets {names}" if filled else "no sheet with content",
        next_step="Delete all sheets but that of the answers in a copy, and import the copy.",
    )


def _rows_of(sheet: Any, file: str) -> Rows:
    """Return the rows that hold anything, as the text of each cell by its column."""
    rows: Rows = {}
    for number, cells in _parsed_rows(sheet):
        texts = {cell["column"]: cell_text(cell["value"]) for cell in cells}
        filled = {column: text for column, text in texts.items() if text.strip()}
        if filled:
            _check_place(sheet, file, number, max(filled))
            rows[number] = filled
    return rows


def _parsed_rows(sheet: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield number and cells of the rows that a sheet holds, none in place of those it lacks.

    The rows of a sheet as openpyxl offers them are made even and complete, up to a number
    that any file may state; so its parser is asked.
    """
    from openpyxl.worksheet._reader import WorkSheetParser

    book, last = sheet.parent, 0
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            if number <= last:
                raise ValueError(f"row {number} stands after row {last}")
            last = number
            yield number, cells


def _check_place(sheet: Any, file: str, row: int, column: int) -> None:
    """Refuse a cell so far out that a table could not reach it."""
    if row > LAST_ROW or column > LAST_COLUMN:
        raise _too_large(
            f"{file}, sheet {quoted(sheet.title)}",
            f"answers in at most {LAST_ROW} rows and {LAST_COLUMN} columns",
            f"a cell in row {row}, column {column_letter(column - 1)}",
        )


def _too_large(where: str, expected: str, got: str) -> IntakeError:
    return IntakeError(
        "The sheet is too large to be a form export.",
        where=where,
        expected=expected,
        got=got,
        next_step="Delete what does not belong to the answers in a copy, and import the copy.",
    )


def _merged(file: str, sheet: str, ranges: list[str]) -> IntakeError:
    return IntakeError(
        "The sheet has merged cells, so it is unclear which column a cell belongs to.",
        where=f"{file}, sheet {quoted(sheet)}, {listed(ranges)}",
        expected="one heading and one answer per cell",
        got=f"merged cells {listed(ranges)}",
        next_step="Select the range, choose “Unmerge cells”, save, and import again.",
    )


def _evened(rows: Rows, file: str) -> list[Record]:
    """Return every row up to the last, all of one width.

    Those without content are blank; the others are filled up to the width of the header, as
    long as only blank cells are at stake.
    """
    width = max(next(iter(rows.values())))
    if len(rows) * width > MOST_CELLS:
        got = f"{len(rows)} rows and {width} columns"
        raise _too_large(file, f"a table of at most {MOST_CELLS} cells", got)
    return [Record(n, _cells(rows[n], width) if n in rows else []) for n in range(1, max(rows) + 1)]


def _cells(filled: dict[int, str], width: int) -> list[str]:
    return [filled.get(column, "") for column in range(1, max(width, *filled) + 1)]


def _formulas(payload: bytes, title: str, file: str) -> set[tuple[int, int]]:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(payload), read_only=True, data_only=False)[title]
    found = set()
    for number, cells in _parsed_rows(sheet):
        for cell in cells:
            if cell["data_type"] == "f":
                _check_place(sheet, file, number, cell["column"])
                found.add((number, cell["column"] - 1))
    return found


def _table(records: list[Record], formulas: set[tuple[int, int]], file: str, digest: str) -> Table:
    unsaved = dict(_unsaved(records, formulas))
    header = next((record.cells for record in records if any(record.cells)), [])
    aside = tuple(_no_value(file, row, place, header) for row, place in unsaved.items())
    actions: tuple[str, ...] = ()
    if len(formulas) > len(unsaved):
        actions = ("Some cells hold formulas; the values saved with them were read.",)
    return build_table(
        (record for record in records if record.number not in unsaved),
        file=file,
        digest=digest,
        encoding="xlsx",
        separator="",
        set_aside=aside,
        actions=actions,
        unread={record.number: record.cells for record in records if record.number in unsaved},
    )


def _unsaved(records: list[Record], formulas: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    cells = {record.number: record.cells for record in records}
    for row, place in sorted(formulas, reverse=True):
        if not "".join(cells.get(row, [])[place : place + 1]):
            yield row, place


def _no_value(file: str, row: int, place: int, header: list[str]) -> SetAside:
    heading = header[place] if place < len(header) else ""
    return SetAside(
        file=file,
        row=row,
        item=heading or f"column {column_letter(place)}",
        expected="an answer",
        got="a formula without a saved value",
        next_step="Replace the formula by its value in a copy of the file, and import the copy.",
        kind="formula",
    )
