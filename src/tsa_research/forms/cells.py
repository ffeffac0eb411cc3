"""Writing text into a workbook: always as text, so that nothing becomes a formula."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
"""What no workbook can hold: control characters, and what is no character at all."""


def writable(text: str) -> str:
    r"""Return a text with a blank in place of what no workbook can hold.

    >>> writable("Oak\x0bPrimary")
    'Oak Primary'
    """
    return _UNWRITABLE.sub(" ", text)


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text into a cell, counted from 1, and return the cell."""
    cell = sheet.cell(row, column)
    cell.value = writable(text)
    cell.data_type = "s"
    return cell


def bytes_of(book: Workbook) -> bytes:
    """Return a workbook as the bytes of a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
