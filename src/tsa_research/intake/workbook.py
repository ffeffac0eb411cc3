"""Reading the one sheet of answers in an Excel workbook as text."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tsa_research.errors import IntakeError
from tsa_research.intake.archive import (
    check_archive,
    has_formulas,
    merged_ranges,
    not_a_workbook,
)
from tsa_research.intake.model import SetAside
from tsa_research.intake.table import Record, Table, build_table, column_letter
from tsa_research.intake.wording import listed, quoted


def read_workbook(payload: bytes, *, file: str, digest: str) -> Table:
    """Return the table in the bytes of a workbook.

    Formulas are not evaluated: the value saved with a formula is used and listed, and a
    row in which a formula has no saved value is set aside.

    Raises
    ------
    IntakeError
        If the file is too large or no workbook, has merged cells, or has no sheet or
        several sheets with content.
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
    sheet = _sheet_with_answers(book, file)
    part = sheet._worksheet_path
    merged = merged_ranges(payload, part)
    if merged:
        raise _merged(file, sheet.title, merged)
    rows = (list(map(cell_text, row)) for row in sheet.iter_rows(values_only=True))
    records = [Record(number, cells) for number, cells in enumerate(rows, start=1)]
    formulas = _formulas(payload, sheet.title) if has_formulas(payload, part) else set()
    return _evened(records), formulas


def _sheet_with_answers(book: Any, file: str) -> Any:
    filled = []
    for sheet in book.worksheets:
        # Some tools write a wrong size into the sheet, and rows would be cut off at it.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        if any(value is not None for row in rows for value in row):
            filled.append(sheet)
    if len(filled) == 1:
        return filled[0]
    names = listed(quoted(sheet.title) for sheet in filled)
    raise IntakeError(
        "The workbook must hold exactly one sheet with content.",
        where=file,
        expected="one sheet, that of the answers",
        got=f"the sheets {names}" if filled else "no sheet with content",
        next_step="Delete all sheets but that of the answers in a copy, and import the copy.",
    )


def _merged(file: str, sheet: str, ranges: list[str]) -> IntakeError:
    return IntakeError(
        "The sheet has merged cells, so it is unclear which column a cell belongs to.",
        where=f"{file}, sheet {quoted(sheet)}, {listed(ranges)}",
        expected="one heading and one answer per cell",
        got=f"merged cells {listed(ranges)}",
        next_step="Select the range, choose “Unmerge cells”, save, and import again.",
    )


def _evened(records: list[Record]) -> list[Record]:
    """Give every row the width of the header, as long as only blank cells are at stake."""
    trimmed = [Record(r.number, _without_blank_end(r.cells)) for r in records]
    width = next((len(record.cells) for record in trimmed if record.cells), 0)
    return [Record(r.number, r.cells + [""] * (width - len(r.cells))) for r in trimmed]


def _without_blank_end(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _formulas(payload: bytes, title: str) -> set[tuple[int, int]]:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(payload), read_only=True, data_only=False)[title]
    sheet.reset_dimensions()
    return {
        (number, position)
        for number, row in enumerate(sheet.iter_rows(), start=1)
        for position, cell in enumerate(row)
        if cell.data_type == "f"
    }


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
    )


def _unsaved(records: list[Record], formulas: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    cells = {record.number: record.cells for record in records}
    for row, place in sorted(formulas, reverse=True):
        if place >= len(cells[row]) or not cells[row][place]:
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
