"""Writing text into a workbook: always as text, so that nothing becomes a formula."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text into a cell, counted from 1, and return the cell."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    return cell


def bytes_of(book: Workbook) -> bytes:
    """Return a workbook as the bytes of a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
