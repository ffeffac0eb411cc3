"""Looking at a workbook from outside before it is opened: size, entities, merged cells."""

from __future__ import annotations

import io
import re
import zipfile

from tsa_research.errors import IntakeError

LARGEST_FILE = 50 * 1024**2
LARGEST_CONTENT = 64 * 1024**2
MOST_ELEMENTS = 6_000_000
MOST_ELEMENTS_IN_ROW = 60_000
_PROLOGUE = 4096
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def check_archive(payload: bytes, file: str) -> None:
    """Refuse an archive that is too large, is no workbook, or declares XML entities.

    The sizes that the archive states are enough: nothing beyond them is unpacked. Its parts
    are looked at as bytes, because an XML reader keeps a whole row in memory.

    Raises
    ------
    IntakeError
        With the size found and the size allowed.
    """
    if len(payload) > LARGEST_FILE:
        raise _too_large(file, LARGEST_FILE, len(payload))
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > LARGEST_CONTENT:
                raise _too_large(file, LARGEST_CONTENT, unpacked)
            _check_parts(archive, file)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise not_a_workbook(file, str(error)) from error


def merged_ranges(payload: bytes, part: str) -> list[str]:
    """Return the merged ranges of one sheet, such as ``A1:C1``."""
    return [found.decode("ascii") for found in _MERGED.findall(_read(payload, part))]


def has_formulas(payload: bytes, part: str) -> bool:
    """Tell whether a sheet holds any formula."""
    return _FORMULA.search(_read(payload, part)) is not None


def not_a_workbook(file: str, got: str) -> IntakeError:
    """Return the error for a file that is called a workbook but cannot be read as one."""
    return IntakeError(
        "The file cannot be read as an Excel workbook.",
        where=file,
        expected="a workbook (.xlsx) without a password",
        got=got,
        next_step="Open it in a spreadsheet, save it as .xlsx, and import that.",
    )


def _check_parts(archive: zipfile.ZipFile, file: str) -> None:
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        raise not_a_workbook(file, "a zip archive that holds no workbook")
    elements = 0
    for name in names:
        if name.endswith((".xml", ".rels")):
            content = archive.read(name)
            if b"<!DOCTYPE" in content[:_PROLOGUE]:
                raise not_a_workbook(file, f"{name} declares XML entities")
            if b"\0" in content[:_PROLOGUE]:
                raise not_a_workbook(file, f"{name} is not in UTF-8")
            elements += content.count(b"<")
            if elements > MOST_ELEMENTS or _longest_row(content) > MOST_ELEMENTS_IN_ROW:
                raise _too_many_cells(file, name)


def _longest_row(content: bytes) -> int:
    """Return how many tags stand between a row and the next one, where that is most."""
    rows = _ROW.split(content)[1:]
    return max((row.partition(b"</sheetData")[0].count(b"<") for row in rows), default=0)


def _too_many_cells(file: str, part: str) -> IntakeError:
    return IntakeError(
        "The workbook is too large to be a form export.",
        where=f"{file}, {part}",
        expected="one row per response and one cell per question",
        got="millions of cells, most of them without content",
        next_step="Export the answers as CSV, or copy them alone into a new workbook.",
    )


def _read(payload: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        return archive.read(part.lstrip("/"))


def _too_large(file: str, limit: int, size: int) -> IntakeError:
    return IntakeError(
        "The workbook is too large to be a form export.",
        where=file,
        expected=f"at most {limit / 1024**2:.0f} MB",
        got=f"{size / 1024**2:.1f} MB",
        next_step="Export the answers as CSV, or in several files.",
    )
