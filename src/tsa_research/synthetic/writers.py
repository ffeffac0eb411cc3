"""Sheets to files, with the same bytes every time."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from tsa_research.synthetic.sheet import Sheet

LONG_AGO = (1980, 1, 1, 0, 0, 0)
FIXED = datetime(2025, 1, 1)
BYTE_ORDER_MARK = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16-le"}


def write_text(sheet: Sheet, path: Path, *, delimiter: str = ",", encoding: str = "utf-8") -> None:
    """Write a sheet as delimited text.

    Parameters
    ----------
    delimiter : str
        A comma, a semicolon or a tab.
    encoding : str
        ``utf-8-sig`` and ``utf-16-le`` begin with a byte order mark, as form tools write them.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerows([*sheet.header, *sheet.body])
    mark = "\ufeff" if encoding in BYTE_ORDER_MARK else ""
    path.write_bytes((mark + buffer.getvalue()).encode(BYTE_ORDER_MARK.get(encoding, encoding)))


def write_workbook(sheet: Sheet, path: Path) -> None:
    """Write a sheet as an Excel workbook whose bytes depend on nothing but the sheet."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Sheet1")
    for row in [*sheet.header, *sheet.body]:
        page.append([None if cell == "" else cell for cell in row])
    book.properties.creator = ""
    book.properties.created = FIXED
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(_without_clock(buffer.getvalue()))


def _without_clock(archive: bytes) -> bytes:
    """Return a workbook with every time of writing replaced, stored without compression."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = old.read(name)
            if name == "docProps/core.xml":
                stamp = FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(name, date_time=LONG_AGO)
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            new.writestr(entry, content)
    return out.getvalue()
